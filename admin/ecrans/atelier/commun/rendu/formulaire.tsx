import { Link } from 'react-router-dom';
import type {
  ChampRendu,
  EtapeRendue,
  FormulaireRendu,
  PreparationRendue,
  SectionRendue,
} from '#admin/ecrans/atelier/commun/types.ts';
import { compter } from '#src/kernel/francais.ts';
import { Pastille } from '#admin/ui/valeur.tsx';
import { adresseDe } from '#admin/ecrans/atelier/commun/adresses.ts';
import { Appuis } from '#admin/ecrans/atelier/commun/rendu/appui.tsx';
import { TexteNomme } from '#admin/ecrans/atelier/commun/rendu/texte-nomme.tsx';

/** A form definition in words: who is asked what, then what is computed from it. */
export function DefinitionRendue({ rendu }: { rendu: FormulaireRendu }) {
  const {
    resume,
    validite,
    dateDeReference,
    typeEquipement,
    perennites,
    sections,
    preparations,
    etapes,
    estimation,
  } = rendu;
  return (
    <>
      <p className="intro intro--large">{resume}</p>
      <p className="intro">
        {validite} Type d’équipement : {typeEquipement}. Date retenue : {dateDeReference}.
      </p>
      <section className="carte" aria-label="Déclarations">
        <h2>Déclarations</h2>
        <dl className="calculs-rendus">
          {perennites.map(({ libelle, aide, colonnes }) => (
            <div key={libelle}>
              <dt>{libelle}</dt>
              <dd>
                <p>{aide}</p>
                {colonnes.length > 0 && <p className="discret">Colonnes : {colonnes.join(' ; ')}.</p>}
              </dd>
            </div>
          ))}
        </dl>
      </section>
      {sections.map((section, rang) => (
        <SectionDuFormulaire key={section.id} section={section} ouverte={rang === 0} />
      ))}
      <Preparations preparations={preparations} />
      <Enchainement etapes={etapes} />
      <section className="carte" aria-label="Estimation montrée">
        <h2>Estimation montrée</h2>
        <p>{estimation.mention}</p>
        <ul className="puces">
          {estimation.lignes.map((ligne) => (
            <li key={ligne}>{ligne}</li>
          ))}
        </ul>
      </section>
    </>
  );
}

/** Folded but for the first: a form has some fifty fields. */
function SectionDuFormulaire({
  section: { titre, volet, aide, total, demandee, appui, champs },
  ouverte,
}: {
  section: SectionRendue;
  ouverte: boolean;
}) {
  return (
    <details className="carte section-pliable" open={ouverte}>
      <summary>
        <h2>{titre}</h2> <span className="discret">{compter(champs.length, 'champ')}</span>{' '}
        <Pastille ton="neutre">{volet}</Pastille>
      </summary>
      {aide && <p className="carte-intro">{aide}</p>}
      {demandee !== 'Toutes' && <p className="carte-intro">Déclarations : {demandee}.</p>}
      <Appuis appui={appui} court />
      <div
        className="table-cadre table-cadre--suite"
        role="region"
        aria-label={`Champs : ${titre}`}
        tabIndex={0}
      >
        <table className="table-formulaire">
          <thead>
            <tr>
              <th scope="col">Champ</th>
              <th scope="col">Ce qui se saisit</th>
              <th scope="col">Besoin</th>
              <th scope="col">Déclarations</th>
              <th scope="col">Appui</th>
            </tr>
          </thead>
          <tbody>
            {champs.map((champ) => (
              <Champ key={`${champ.ligne ?? ''}/${champ.id}`} champ={champ} />
            ))}
            {total && (
              <tr>
                <th scope="row" data-libelle="Champ">
                  {total}
                </th>
                <td data-libelle="Ce qui se saisit">Calculé : somme des lignes</td>
                <td data-libelle="Besoin">—</td>
                <td data-libelle="Déclarations">{demandee}</td>
                <td data-libelle="Appui">—</td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Champ({
  champ: { libelle, infobulle, ligne, saisie, options, besoin, demande, appui },
}: {
  champ: ChampRendu;
}) {
  return (
    <tr className={ligne === null ? undefined : 'ligne-de-groupe'}>
      <th scope="row" data-libelle="Champ">
        {ligne !== null && <span className="discret">{ligne} : </span>}
        <span>{libelle}</span>
        <p className="infobulle-lue">{infobulle}</p>
      </th>
      <td data-libelle="Ce qui se saisit">
        <div>
          {saisie}
          {options.length > 0 && (
            <ul className="puces">
              {options.map((option) => (
                <li key={option}>{option}</li>
              ))}
            </ul>
          )}
        </div>
      </td>
      <td data-libelle="Besoin">{besoin}</td>
      <td data-libelle="Déclarations">{demande}</td>
      <td data-libelle="Appui">
        {appui ? <Appuis appui={appui} court /> : <span className="discret">Celui de la section</span>}
      </td>
    </tr>
  );
}

function Preparations({ preparations }: { preparations: readonly PreparationRendue[] }) {
  if (preparations.length === 0) return null;
  return (
    <section className="carte" aria-label="Préparation des données">
      <h2>Préparation des données</h2>
      <p className="carte-intro">Ce qui est fait de la saisie avant que les règles ne la jugent.</p>
      <ol className="etapes-rendues">
        {preparations.map(({ id, titre, quoi, expressions, appui }) => (
          <li key={id}>
            <p>
              <strong>{titre}</strong>
            </p>
            <p className="discret">{quoi}.</p>
            <details>
              <summary>D’où cela vient</summary>
              <ul className="puces">
                {expressions.map((expression) => (
                  <li key={expression} className="formule-lue">
                    <TexteNomme texte={expression} />
                  </li>
                ))}
              </ul>
            </details>
            <Appuis appui={appui} court />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Enchainement({ etapes }: { etapes: readonly EtapeRendue[] }) {
  return (
    <section className="carte" aria-label="Règles appelées">
      <h2>Règles appelées</h2>
      <p className="carte-intro">
        Dans cet ordre, avec les faits tirés de la saisie, de ce que la Caf a enregistré et des étapes
        précédentes.
      </p>
      <ol className="etapes-rendues">
        {etapes.map(({ id, titre, jeu, fichier, quand, porteSur, pour, suite, si, faits, appui }) => (
          <li key={id}>
            <p>
              <strong>{titre}</strong> :{' '}
              <Link to={adresseDe('regle', { genre: 'regles', jeu })}>{fichier}</Link>
            </p>
            <p className="discret">{[quand, porteSur, pour, suite].filter(Boolean).join(' · ')}</p>
            {si && (
              <p className="discret">
                Seulement si :{' '}
                <span className="formule-lue">
                  <TexteNomme texte={si} />
                </span>
              </p>
            )}
            <details>
              <summary>D’où viennent ses {faits.length} faits</summary>
              <dl className="origines">
                {faits.map(({ nom, expression }) => (
                  <div key={nom}>
                    <dt className="code">{nom}</dt>
                    <dd className="formule-lue">
                      <TexteNomme texte={expression} />
                    </dd>
                  </div>
                ))}
              </dl>
            </details>
            <Appuis appui={appui} court />
          </li>
        ))}
      </ol>
    </section>
  );
}
