import { useSearchParams } from 'react-router-dom';
import {
  ecran,
  type ComparaisonMontree,
  type PageComparaison,
} from '#admin/ecrans/atelier/comparaison/client.ts';
import { Icone } from '#admin/ui/icones.tsx';
import { Pastille } from '#admin/ui/valeur.tsx';
import { adresseDe, filDe } from '#admin/ecrans/atelier/commun/adresses.ts';
import { ChampDAtelier } from '#admin/ecrans/atelier/commun/champ.tsx';
import { Page } from '#admin/ui/page.tsx';
import { PageDEcran } from '#admin/ui/ecran.tsx';

/** Two versions of a file: what changed, and which cases end otherwise. */
export function PageDeComparaison() {
  return <PageDEcran ecran={ecran}>{(donnees) => <Versions donnees={donnees} />}</PageDEcran>;
}

function Versions({
  donnees: { genre, jeu, titre, choix, avant, apres, comparaison, empeche },
}: {
  donnees: PageComparaison;
}) {
  const [, setParametres] = useSearchParams();
  const choisir = (nom: string) => (valeur: string) =>
    setParametres((anciens) => {
      anciens.set(nom, valeur);
      return anciens;
    });
  const liste = [
    { valeur: '', libelle: 'Choisir…' },
    ...choix.map(({ empreinte, libelle }) => ({ valeur: empreinte, libelle })),
  ];
  return (
    <Page
      titre={`Comparer deux versions – ${titre}`}
      fil={filDe({ libelle: titre, href: adresseDe('regle', { genre, jeu }) }, { libelle: 'Comparaison' })}
      cle="comparaison"
    >
      <div className="carte">
        <div className="grille">
          <ChampDAtelier
            libelle="Version de départ"
            liste={liste}
            valeur={avant}
            changer={choisir('avant')}
          />
          <ChampDAtelier
            libelle="Version d’arrivée"
            liste={liste}
            valeur={apres}
            changer={choisir('apres')}
          />
        </div>
      </div>
      {empeche && (
        <div className="avis avis--info">
          <Icone nom="info" />
          <p>{empeche}</p>
        </div>
      )}
      {comparaison && <VueDeComparaison comparaison={comparaison} />}
    </Page>
  );
}

const NIVEAUX = {
  majeur: { libelle: 'Changement majeur', ton: 'erreur' },
  mineur: { libelle: 'Changement mineur', ton: 'attention' },
  correctif: { libelle: 'Correctif', ton: 'succes' },
} as const;

/** A comparison in words: level, parameters, cases, then everything written otherwise. */
export function VueDeComparaison({ comparaison }: { comparaison: ComparaisonMontree }) {
  const { niveau, raisons, exacte, methode, enveloppe, avant, apres, parametres, sections, effets } =
    comparaison;
  return (
    <>
      <section className="carte" aria-label="Niveau du changement">
        <header className="carte-entete">
          <h2>
            De la version {avant} à la version {apres}
          </h2>
          <Pastille ton={NIVEAUX[niveau].ton}>{NIVEAUX[niveau].libelle}</Pastille>
        </header>
        <ul className="puces">
          {raisons.map((raison) => (
            <li key={raison}>{raison}</li>
          ))}
        </ul>
        {enveloppe.length > 0 && <p className="discret">Aussi changé : {enveloppe.join(', ')}.</p>}
      </section>
      {parametres.length > 0 && (
        <section className="carte" aria-label="Paramètres changés">
          <h2>Paramètres changés</h2>
          <div className="table-cadre" role="region" aria-label="Paramètres" tabIndex={0}>
            <table>
              <thead>
                <tr>
                  <th scope="col">Paramètre</th>
                  <th scope="col">De</th>
                  <th scope="col">À</th>
                  <th scope="col">Quand</th>
                </tr>
              </thead>
              <tbody>
                {parametres.map(({ libelle, de, vers, periode }) => (
                  <tr key={libelle + periode}>
                    <th scope="row" data-libelle="Paramètre">
                      {libelle}
                    </th>
                    <td data-libelle="De">{de}</td>
                    <td data-libelle="À">
                      <strong>{vers}</strong>
                    </td>
                    <td data-libelle="Quand">{periode}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      )}
      {effets && (
        <section className="carte" aria-label="Cas dont l’issue change">
          <h2>Cas dont l’issue change</h2>
          {effets.length === 0 ? (
            <p>
              <Icone nom="coche" />{' '}
              {exacte
                ? 'Aucun cas ne change d’issue : c’est prouvé.'
                : 'Aucun cas n’a changé d’issue parmi ceux essayés.'}
            </p>
          ) : (
            <div className="table-cadre" role="region" aria-label="Cas" tabIndex={0}>
              <table>
                <thead>
                  <tr>
                    <th scope="col">Avant</th>
                    <th scope="col">Après</th>
                    <th scope="col">Par exemple</th>
                    <th scope="col">Cause</th>
                  </tr>
                </thead>
                <tbody>
                  {effets.map((effet, rang) => (
                    <tr key={rang}>
                      <th scope="row" data-libelle="Avant">
                        {effet.avant}
                      </th>
                      <td data-libelle="Après">
                        <strong>{effet.apres}</strong>
                      </td>
                      <td data-libelle="Par exemple">
                        <span>
                          {effet.cas} <span className="discret">(le {effet.date})</span>
                        </span>
                      </td>
                      <td data-libelle="Cause">{effet.causes.join(', ')}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
          <p className="discret">{methode}</p>
        </section>
      )}
      {sections.length > 0 && (
        <section className="carte" aria-label="Ce qui est écrit autrement">
          <h2>Ce qui est écrit autrement</h2>
          <dl className="calculs-rendus">
            {sections.map(({ libelle, ajoutes, retires, modifies }) => (
              <div key={libelle}>
                <dt>{libelle}</dt>
                <dd>
                  {ajoutes.length > 0 && <p>Ajouté : {ajoutes.join(', ')}</p>}
                  {retires.length > 0 && <p>Retiré : {retires.join(', ')}</p>}
                  {modifies.map(({ id, quoi }) => (
                    <p key={id}>
                      Modifié : {id} <span className="discret">({quoi.join(', ')})</span>
                    </p>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </>
  );
}
