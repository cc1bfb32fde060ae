import { useState } from 'react';
import { Link } from 'react-router-dom';
import { ecran, type PageImpact } from '#admin/ecrans/atelier/impact/client.ts';
import { compter, dateFr, instantFr, nombreFr } from '#src/kernel/francais.ts';
import { racine, session } from '#admin/ui/etat.ts';
import { Icone } from '#admin/ui/icones.tsx';
import { Pastille } from '#admin/ui/valeur.tsx';
import { adresseDe, filDe } from '#admin/ecrans/atelier/commun/adresses.ts';
import { AvisDeRefus } from '#admin/ecrans/atelier/commun/refus.tsx';
import { Page } from '#admin/ui/page.tsx';
import { PageDEcran, type Refus } from '#admin/ui/ecran.tsx';
import { useRelecture } from '#admin/ecrans/atelier/commun/relecture.ts';
import { RapportMontre } from '#admin/ecrans/atelier/impact/rapport.tsx';
import { Demande } from '#admin/ecrans/atelier/impact/demande.tsx';

/** What a version would change of the decisions already taken. */
export function PageDImpact() {
  return (
    <PageDEcran ecran={ecran}>
      {(donnees, { recharger }) => <Impact donnees={donnees} recharger={recharger} />}
    </PageDEcran>
  );
}

const ETATS = {
  'en-attente': { libelle: 'En attente', ton: 'info' },
  'en-cours': { libelle: 'En cours', ton: 'info' },
  terminee: { libelle: 'Terminée', ton: 'succes' },
  arretee: { libelle: 'Arrêtée', ton: 'attention' },
  echouee: { libelle: 'Échouée', ton: 'erreur' },
} as const;

type ActeDEtude = 'arreter' | 'reprendre' | 'joindre';

type Etude = NonNullable<PageImpact['etude']>;

function Impact({ donnees, recharger }: { donnees: PageImpact; recharger: () => void }) {
  const { jeu, titre, etude, etudes, rapport, aJoindre, peutEcrire, introuvable } = donnees;
  const [refus, setRefus] = useState<Refus>();
  const enMarche = etude?.etat === 'en-attente' || etude?.etat === 'en-cours';
  useRelecture(enMarche, recharger);
  const agir = async (action: ActeDEtude, saisie: Readonly<Record<string, unknown>>) => {
    setRefus((await ecran.poster(action, saisie)).refus);
    recharger();
  };
  return (
    <Page
      titre={`Impact – ${titre}`}
      fil={filDe(
        { libelle: titre, href: adresseDe('regle', { genre: 'regles', jeu }) },
        { libelle: 'Impact' },
      )}
      cle={`impact/${etude?.id ?? jeu}`}
    >
      <AvisDeRefus refus={refus} />
      {introuvable && (
        <div className="avis avis--attention" role="status">
          <Icone nom="alerte" />
          <p>{introuvable}</p>
        </div>
      )}
      {etude ? (
        <>
          <Avancement
            etude={etude}
            peutEcrire={peutEcrire}
            agir={(action) => void agir(action, { id: etude.id })}
          />
          {aJoindre && peutEcrire && (
            <div className="avis avis--info">
              <Icone nom="info" />
              <p>
                La version {aJoindre.numero} attend son approbation, et n’a pas encore de rapport d’impact.{' '}
                <button
                  type="button"
                  className="bouton"
                  onClick={() =>
                    void agir('joindre', { etude: etude.id, id: aJoindre.id, version: aJoindre.version })
                  }
                >
                  Joindre ce rapport à la version soumise
                </button>
              </p>
            </div>
          )}
          {rapport && <RapportMontre rapport={rapport} csv={`${racine}/exports/impact/${etude.id}`} />}
        </>
      ) : (
        peutEcrire && <Demande donnees={donnees} />
      )}
      <Etudes etudes={etudes} courante={etude?.id} jeu={jeu} />
    </Page>
  );
}

/** How far a study is, with its end in sight. */
function Avancement({
  etude,
  peutEcrire,
  agir,
}: {
  etude: Etude;
  peutEcrire: boolean;
  agir: (action: ActeDEtude) => void;
}) {
  const { etat, total, faits, resteMs, erreur, avant, apres, changes } = etude;
  const { libelle, ton } = ETATS[etat];
  const reste = resteMs === null ? '' : `, encore ${duree(resteMs)} environ`;
  return (
    <section className="carte" aria-label="Avancement">
      <header className="carte-entete">
        <h2>
          De la version {avant.numero} à la version {apres.numero}
        </h2>
        <Pastille ton={ton}>{libelle}</Pastille>
      </header>
      {etat !== 'terminee' && (
        <>
          <p role="status">
            {total === null
              ? 'L’étude va commencer.'
              : `${nombreFr(faits)} cas examinés sur ${nombreFr(total)}${reste} ; ${compter(changes, 'décision change', 'décisions changent')}.`}
          </p>
          <progress
            className="avancement"
            max={total ?? 1}
            value={total === null ? 0 : faits}
            aria-label="Cas examinés"
          />
        </>
      )}
      {erreur && <p className="champ-erreur">{erreur}</p>}
      {peutEcrire && etat !== 'terminee' && (
        <div className="actions actions--gauche">
          {etat === 'arretee' || etat === 'echouee' ? (
            <button type="button" className="bouton bouton--principal" onClick={() => agir('reprendre')}>
              Reprendre où elle en était
            </button>
          ) : (
            <button type="button" className="bouton" onClick={() => agir('arreter')}>
              Arrêter
            </button>
          )}
        </div>
      )}
    </section>
  );
}

function duree(ms: number): string {
  const secondes = Math.max(1, Math.ceil(ms / 1000));
  return secondes < 60 ? `${secondes} s` : `${Math.ceil(secondes / 60)} min`;
}

function Etudes({
  etudes,
  courante,
  jeu,
}: {
  etudes: PageImpact['etudes'];
  courante: string | undefined;
  jeu: string;
}) {
  return (
    <section className="carte" aria-label="Études de ce fichier">
      <header className="carte-entete">
        <h2>Études de ce fichier</h2>
        {courante && (
          <Link className="bouton" to={adresseDe('impact', { jeu })}>
            Nouvelle étude
          </Link>
        )}
      </header>
      {etudes.length === 0 ? (
        <p className="vide">Aucune étude n’a encore été faite.</p>
      ) : (
        <div className="table-cadre" role="region" aria-label="Études" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">Versions</th>
                <th scope="col">Lancée le</th>
                <th scope="col">État</th>
                <th scope="col" className="nombre">
                  Cas
                </th>
                <th scope="col" className="nombre">
                  Décisions qui changent
                </th>
              </tr>
            </thead>
            <tbody>
              {etudes.map(({ id, avant, apres, lanceeLe, etat, total, changes, du, au }) => (
                <tr key={id}>
                  <th scope="row" data-libelle="Versions">
                    {id === courante ? (
                      `${avant.numero} → ${apres.numero} (affichée)`
                    ) : (
                      <Link to={adresseDe('impact', { etude: id })}>
                        {avant.numero} → {apres.numero}
                      </Link>
                    )}
                    {(du ?? au) && (
                      <span className="discret">
                        {' '}
                        {du && `à partir du ${dateFr(du)}`} {au && `avant le ${dateFr(au)}`}
                      </span>
                    )}
                  </th>
                  <td data-libelle="Lancée le">{instantFr(lanceeLe, session.fuseau)}</td>
                  <td data-libelle="État">
                    <Pastille ton={ETATS[etat].ton}>{ETATS[etat].libelle}</Pastille>
                  </td>
                  <td data-libelle="Cas" className="nombre">
                    {total === null ? '—' : nombreFr(total)}
                  </td>
                  <td data-libelle="Décisions qui changent" className="nombre">
                    {nombreFr(changes)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
