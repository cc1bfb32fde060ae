import type { Contenu } from '#admin/ecrans/atelier/commun/types.ts';
import type {
  CalculRendu,
  FaitRendu,
  FichierRendu,
  QuestionRendue,
  SourceRendue,
} from '#src/engine/rendu/index.ts';
import { dateFr } from '#src/kernel/francais.ts';
import { Pastille } from '#admin/ui/valeur.tsx';
import { Appuis } from '#admin/ecrans/atelier/commun/rendu/appui.tsx';
import { DefinitionRendue } from '#admin/ecrans/atelier/commun/rendu/formulaire.tsx';
import { LignesRendues } from '#admin/ecrans/atelier/commun/rendu/referentiel.tsx';
import { Frises } from '#admin/ecrans/atelier/commun/rendu/frises.tsx';
import { TexteNomme } from '#admin/ecrans/atelier/commun/rendu/texte-nomme.tsx';
import { VueDeCondition, TableDeDecision } from '#admin/ecrans/atelier/commun/rendu/table-de-decision.tsx';

/** A version in words. */
export function ContenuRendu({ contenu, aujourdhui }: { contenu: Contenu; aujourdhui: string }) {
  if (contenu.genre === 'formulaire' || contenu.genre === 'referentiel') {
    return (
      <>
        {contenu.genre === 'formulaire' ? (
          <DefinitionRendue rendu={contenu.rendu} />
        ) : (
          <LignesRendues rendu={contenu.rendu} />
        )}
        <Questions questions={contenu.rendu.questions} />
        <Sources sources={contenu.rendu.sources} />
      </>
    );
  }
  if (contenu.genre === 'parametres') {
    return (
      <>
        <Frises parametres={contenu.parametres} aujourdhui={aujourdhui} />
        <Questions questions={contenu.questions} />
        <Sources sources={contenu.sources} />
      </>
    );
  }
  const { rendu } = contenu;
  return (
    <>
      <p className="intro intro--large">
        <TexteNomme texte={rendu.resume} />
      </p>
      <p className="intro">{rendu.validite}</p>
      <TableDeDecision rendu={rendu} />
      <Frises parametres={rendu.parametres} aujourdhui={aujourdhui} />
      <Calculs calculs={rendu.calculs} />
      <Faits rendu={rendu} />
      <Questions questions={rendu.questions} />
      <Sources sources={rendu.sources} />
    </>
  );
}

function Calculs({ calculs }: { calculs: readonly CalculRendu[] }) {
  if (calculs.length === 0) return null;
  return (
    <section className="carte" aria-label="Calculs">
      <h2>Calculs</h2>
      <dl className="calculs-rendus">
        {calculs.map(({ nom, libelle, unite, formule, siPossible, appui }) => (
          <div key={nom}>
            <dt>
              {libelle}
              {unite && <span className="discret"> ({unite})</span>}
            </dt>
            <dd>
              {siPossible && (
                <div className="discret">
                  Seulement si : <VueDeCondition condition={siPossible} />
                </div>
              )}
              {formule.cas.length === 1 ? (
                <p className="formule">
                  <TexteNomme texte={formule.cas[0]?.alors ?? ''} />
                </p>
              ) : (
                <ol className="cas">
                  {formule.cas.map(({ si, alors }, rang) => (
                    <li key={rang}>
                      {si === null ? (
                        'sinon'
                      ) : (
                        <>
                          {rang > 0 ? 'sinon, ' : ''}si <TexteNomme texte={si} />
                        </>
                      )}{' '}
                      :{' '}
                      <strong>
                        <TexteNomme texte={alors} />
                      </strong>
                    </li>
                  ))}
                </ol>
              )}
              <Appuis appui={appui} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Faits({ rendu: { faits, contraintes } }: { rendu: FichierRendu }) {
  return (
    <section className="carte" aria-label="Faits">
      <h2>Faits</h2>
      <div className="table-cadre" role="region" aria-label="Faits déclarés" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Fait</th>
              <th scope="col">Valeurs admises</th>
              <th scope="col">Besoin</th>
              <th scope="col">Origine</th>
            </tr>
          </thead>
          <tbody>
            {faits.map((fait) => (
              <LigneDeFait key={fait.nom} fait={fait} />
            ))}
          </tbody>
        </table>
      </div>
      {contraintes.length > 0 && (
        <>
          <h3 className="sous-titre">Ce que les faits respectent</h3>
          <ul className="puces">
            {contraintes.map(({ id, message }) => (
              <li key={id}>{message}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

const TYPES: Readonly<Record<string, string>> = {
  booleen: 'Oui ou non',
  entier: 'Nombre entier',
  decimal: 'Nombre',
  euro: 'Montant',
  etp: 'Etp',
  'euro-par-etp': 'Montant par Etp',
  mois: 'Nombre de mois',
  taux: 'Taux',
  annee: 'Année',
  date: 'Date',
  enum: 'Choix',
  texte: 'Texte',
};

function LigneDeFait({ fait: { libelle, type, domaine, besoin, origine } }: { fait: FaitRendu }) {
  return (
    <tr>
      <th scope="row" data-libelle="Fait">
        {libelle}
      </th>
      <td data-libelle="Valeurs admises">
        {domaine && type !== 'booleen' && type !== 'enum'
          ? `${TYPES[type] ?? type} : ${domaine.toLowerCase()}`
          : domaine || TYPES[type]}
      </td>
      <td data-libelle="Besoin">{besoin}</td>
      <td data-libelle="Origine">{origine}</td>
    </tr>
  );
}

export function Questions({ questions }: { questions: readonly QuestionRendue[] }) {
  if (questions.length === 0) return null;
  return (
    <section className="carte" aria-label="Questions">
      <h2>Questions</h2>
      <ul className="questions">
        {questions.map(({ id, texte, a, reponse, concerne }) => (
          <li key={id}>
            <p>
              <span className="code">{id}</span>{' '}
              <Pastille ton={reponse === null ? 'attention' : 'succes'}>
                {reponse === null ? 'Ouverte' : 'Répondue'}
              </Pastille>
            </p>
            <p>{texte}</p>
            {a && <p className="discret">À poser à : {a}.</p>}
            {reponse !== null && (
              <p>
                <strong>Réponse :</strong> {reponse}
              </p>
            )}
            {concerne.length > 0 && <p className="discret">Concerne : {concerne.join(' ; ')}.</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Sources({ sources }: { sources: readonly SourceRendue[] }) {
  return (
    <section className="carte" aria-label="Sources">
      <h2>Sources</h2>
      <ul className="questions">
        {sources.map(({ id, nature, faible, titre, lieu, dateDuTexte, verifieLe, points }) => (
          <li key={id}>
            <p>
              <span className="code">{id}</span>{' '}
              <Pastille ton={faible ? 'attention' : 'succes'}>
                {faible ? `${nature} : source faible` : nature}
              </Pastille>
            </p>
            <p>
              <strong>{titre}</strong>
              {lieu && `, ${lieu}`}.
            </p>
            <p className="discret">
              {dateDuTexte ? `Texte du ${dateFr(dateDuTexte)} ; vérifié` : 'Date du texte inconnue ; vérifié'}{' '}
              le {dateFr(verifieLe)}.
            </p>
            <ul className="puces">
              {points.map(({ reference, resume }) => (
                <li key={reference}>
                  <span className="code">{reference}</span> {resume}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}
