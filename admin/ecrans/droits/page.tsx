import { useEffect, useState, type FormEvent } from 'react';
import { useSearchParams } from 'react-router-dom';
import { racine } from '#admin/ui/etat.ts';
import { Icone } from '#admin/ui/icones.tsx';
import { Attente, Page } from '#admin/ui/page.tsx';
import { Tableau } from '#admin/ui/tableau.tsx';
import { ecran, type PageDesDroits } from '#admin/ecrans/droits/client.ts';

/** Who could do what on a past day, as it was recorded that day. */
export function DroitsAUneDate() {
  const [parametres, setParametres] = useSearchParams();
  const cle = parametres.toString();
  const [lu, setLu] = useState<{ cle: string; donnees?: Partial<PageDesDroits>; echec?: string }>();
  useEffect(() => {
    const abandon = new AbortController();
    void ecran.lire(cle, abandon.signal).then(({ statut, corps }) => {
      if (!abandon.signal.aborted)
        setLu(
          statut === 200
            ? { cle, donnees: corps }
            : {
                cle,
                echec:
                  corps.notice?.message ??
                  'Ces droits ne peuvent pas être affichés. Vérifiez le lien ou recommencez.',
              },
        );
    });
    return () => abandon.abort();
  }, [cle]);
  const chercher = (evenement: FormEvent<HTMLFormElement>) => {
    evenement.preventDefault();
    const saisie = new FormData(evenement.currentTarget);
    setParametres({ jour: String(saisie.get('jour')), partenaire: String(saisie.get('partenaire')) });
  };
  if (lu === undefined) return <Attente />;
  const { partenaires = [], erreur, resultat } = lu.donnees ?? {};
  return (
    <Page titre="Droits à une date" cle="droits" fil={[{ libelle: 'Droits à une date' }]}>
      <p className="intro">
        Qui pouvait faire quoi un jour donné : les droits tels qu’ils étaient enregistrés ce jour-là. Ce qui a
        été donné, modifié ou retiré depuis n’y change rien.
      </p>
      <form className="carte formulaire" onSubmit={chercher} noValidate>
        <div className="grille">
          <div className={erreur ? 'champ champ--erreur' : 'champ'}>
            <label htmlFor="jour">Date</label>
            <span id="jour-aide" className="champ-aide">
              jj/mm/aaaa, par exemple 14/02/2019. Aujourd’hui ou un jour passé.
            </span>
            <input
              id="jour"
              name="jour"
              type="text"
              inputMode="numeric"
              maxLength={10}
              defaultValue={parametres.get('jour') ?? ''}
              aria-describedby={erreur ? 'jour-aide jour-erreur' : 'jour-aide'}
              aria-invalid={erreur ? true : undefined}
            />
            {erreur && (
              <p id="jour-erreur" className="champ-erreur" role="alert">
                {erreur}
              </p>
            )}
          </div>
          <div className="champ">
            <label htmlFor="partenaire">Partenaire</label>
            <select
              id="partenaire"
              name="partenaire"
              key={partenaires.length}
              defaultValue={parametres.get('partenaire') ?? ''}
            >
              <option value="">Agents de la Caf</option>
              {partenaires.map(({ valeur, libelle }) => (
                <option key={valeur} value={valeur}>
                  {libelle}
                </option>
              ))}
            </select>
          </div>
        </div>
        <div className="formulaire-actions">
          <button type="submit" className="bouton bouton--principal">
            Afficher
          </button>
        </div>
      </form>
      {lu.echec && (
        <div className="avis avis--erreur" role="alert">
          <Icone nom="alerte" />
          <p>{lu.echec}</p>
        </div>
      )}
      <div aria-live="polite">
        {resultat && (
          <>
            {resultat.intro && <p className="intro">{resultat.intro}</p>}
            <Tableau table={resultat.table} />
            {resultat.table.lignes.length > 0 && (
              <p>
                <a className="bouton" href={`${racine}/exports/droits?${resultat.fichier}`}>
                  Télécharger au format CSV
                </a>
              </p>
            )}
          </>
        )}
      </div>
    </Page>
  );
}
