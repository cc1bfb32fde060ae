import { useState, type FormEvent } from 'react';
import { Link } from 'react-router-dom';
import { ecran, type FichierFictif, type PageFictives } from '#admin/ecrans/atelier/fictives/client.ts';
import { compter } from '#src/kernel/francais.ts';
import { Icone } from '#admin/ui/icones.tsx';
import { useGarde } from '#admin/ui/garde.ts';
import { adresseDe, filDe } from '#admin/ecrans/atelier/commun/adresses.ts';
import { AvisDeRefus } from '#admin/ecrans/atelier/commun/refus.tsx';
import { Page } from '#admin/ui/page.tsx';
import { PageDEcran, type Refus } from '#admin/ui/ecran.tsx';
import { ValeurARemplacer } from '#admin/ecrans/atelier/fictives/valeur.tsx';

/**
 * Fictitious values over all files: given their real value and its source, they are replaced in a draft of
 * each file.
 */
export function PageDesFictives() {
  return (
    <PageDEcran ecran={ecran}>
      {(donnees, { recharger }) => <Fictives donnees={donnees} recharger={recharger} />}
    </PageDEcran>
  );
}

type Lignes = Readonly<Record<string, Readonly<Record<string, string>>>>;
const DEPART = { certitude: 'explicite', 'source.type': 'circulaire' };

function vraieValeur(
  { empreinte, brouillon }: FichierFictif,
  nom: string,
  du: string,
  ligne: Readonly<Record<string, string>>,
) {
  const source = Object.fromEntries(
    ['type', 'titre', 'lieu', 'date', 'resume'].map((champ) => [champ, ligne[`source.${champ}`] ?? '']),
  );
  return {
    depuis: empreinte,
    brouillon: brouillon && { id: brouillon.id, version: brouillon.version },
    nom,
    du,
    valeur: ligne['valeur'] ?? '',
    certitude: ligne['certitude'],
    source,
  };
}

function Fictives({
  donnees: { fichiers, estimations, peutEcrire },
  recharger,
}: {
  donnees: PageFictives;
  recharger: () => void;
}) {
  const [lignes, setLignes] = useState<Lignes>({});
  const [refus, setRefus] = useState<Refus>();
  const [faits, setFaits] = useState<readonly string[]>([]);
  const [envoi, setEnvoi] = useState(false);
  const nombre = fichiers.reduce((somme, { valeurs }) => somme + valeurs.length, 0);
  const cleDe = ({ empreinte }: FichierFictif, cle: string) => `${empreinte}/${cle}`;
  const remplie = (cle: string) => (lignes[cle]?.['valeur'] ?? '').trim() !== '';
  const valeurs = fichiers.flatMap((fichier) =>
    fichier.valeurs
      .filter(({ cle, remplacee }) => !remplacee && remplie(cleDe(fichier, cle)))
      .map(({ cle, nom, du }) =>
        JSON.stringify(vraieValeur(fichier, nom, du, { ...DEPART, ...lignes[cleDe(fichier, cle)] })),
      ),
  );
  useGarde(valeurs.length > 0);
  const envoyer = async (evenement: FormEvent) => {
    evenement.preventDefault();
    if (valeurs.length === 0) return setRefus({ message: 'Donnez au moins une vraie valeur.', champs: {} });
    setEnvoi(true);
    const { resultat, refus: non } = await ecran.poster('remplacer', { valeurs });
    setEnvoi(false);
    setRefus(non);
    setFaits((resultat ?? []).map(({ depuis }) => depuis));
    if (resultat) recharger();
  };
  return (
    <Page titre="Valeurs fictives" fil={filDe({ libelle: 'Valeurs fictives' })} cle="fictives">
      <p className="intro">
        {compter(nombre, 'valeur inventée', 'valeurs inventées')}, faute de texte, dans les versions en
        vigueur. Donnez les vraies valeurs que vous connaissez, avec leur source : elles seront écrites dans
        un brouillon de chaque fichier, les autres resteront fictives.
      </p>
      {nombre === 0 && (
        <p className="vide">
          <Icone nom="coche" /> Aucune valeur fictive.
        </p>
      )}
      <form
        className="vraies-valeurs"
        onSubmit={(evenement) => void envoyer(evenement)}
        noValidate
        aria-label="Vraies valeurs"
      >
        {fichiers.map((fichier) => (
          <section key={fichier.empreinte} className="carte" aria-label={fichier.titre}>
            <header className="carte-entete">
              <h2>{fichier.titre}</h2>
              {fichier.brouillon && (
                <Link className="bouton" to={adresseDe('brouillon', { id: fichier.brouillon.id })}>
                  Ouvrir mon brouillon {fichier.brouillon.numero}
                </Link>
              )}
            </header>
            {faits.includes(fichier.empreinte) && (
              <div className="avis avis--succes" role="status">
                <Icone nom="coche" />
                <p>
                  Les vraies valeurs sont dans le brouillon. Relisez ses scénarios : leurs montants attendus
                  tenaient aux valeurs fictives.
                </p>
              </div>
            )}
            {fichier.valeurs.map((valeur, rang) => {
              const cle = cleDe(fichier, valeur.cle);
              const avant = fichier.valeurs[rang - 1];
              const precedente = avant && lignes[cleDe(fichier, avant.cle)];
              const poser = (champs: Readonly<Record<string, string>>) =>
                setLignes((toutes) => ({ ...toutes, [cle]: { ...toutes[cle], ...champs } }));
              return (
                <ValeurARemplacer
                  key={cle}
                  valeur={valeur}
                  ligne={{ ...DEPART, ...lignes[cle] }}
                  erreur={(champ) => refus?.champs[`${cle}.${champ}`]}
                  changer={poser}
                  modifiable={peutEcrire}
                  reprendre={
                    precedente?.['source.titre']
                      ? () =>
                          poser(
                            Object.fromEntries(
                              Object.entries(precedente).filter(([champ]) => champ !== 'valeur'),
                            ),
                          )
                      : undefined
                  }
                />
              );
            })}
          </section>
        ))}
        <AvisDeRefus refus={refus} />
        {peutEcrire && nombre > 0 && (
          <div className="formulaire-actions">
            <button type="submit" className="bouton bouton--principal" disabled={envoi}>
              {envoi ? 'Enregistrement…' : 'Écrire ces valeurs dans les brouillons'}
            </button>
          </div>
        )}
      </form>
      <section className="carte" aria-label="Estimations à refaire">
        <h2>Estimations à refaire</h2>
        {estimations.length === 0 ? (
          <p className="vide">Aucune décision enregistrée ne vient d’une version à valeur fictive.</p>
        ) : (
          <>
            <p className="carte-intro">
              Décisions prises par une version qui avait une valeur fictive : à refaire quand la vraie valeur
              sera en vigueur.
            </p>
            <ul className="puces">
              {estimations.map(({ titre, decisions, davantage, href }) => (
                <li key={href}>
                  <Link to={href}>
                    {titre} : {compter(decisions, 'décision')}
                    {davantage && ' ou plus'}
                  </Link>
                </li>
              ))}
            </ul>
          </>
        )}
      </section>
    </Page>
  );
}
