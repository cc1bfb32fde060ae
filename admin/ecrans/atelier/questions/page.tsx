import { Link, useNavigate } from 'react-router-dom';
import { ecran, type QuestionListee } from '#admin/ecrans/atelier/questions/client.ts';
import { compter } from '#src/kernel/francais.ts';
import { useAvis } from '#admin/ui/avis.tsx';
import { Pastille } from '#admin/ui/valeur.tsx';
import { adresseDe, filDe } from '#admin/ecrans/atelier/commun/adresses.ts';
import { Page } from '#admin/ui/page.tsx';
import { PageDEcran } from '#admin/ui/ecran.tsx';

/** What the texts do not settle, whom to ask, and the cases that wait. */
export function PageDesQuestions() {
  return (
    <PageDEcran ecran={ecran}>
      {({ questions, sansQuestion }) => {
        const ouvertes = questions.filter(({ reponse }) => reponse === null);
        const aReprendre = questions.filter(({ reprise }) => (reprise?.cas ?? 0) > 0);
        return (
          <Page titre="Questions ouvertes" fil={filDe({ libelle: 'Questions ouvertes' })} cle="questions">
            <p className="intro">
              Ce que les textes ne tranchent pas, dans les versions en vigueur :{' '}
              {compter(ouvertes.length, 'question ouverte', 'questions ouvertes')}. Une réponse s’écrit dans
              un brouillon du fichier
              {aReprendre.length > 0
                ? ' ; une fois en vigueur, elle fait juger de nouveau les cas qui l’attendaient.'
                : '.'}
            </p>
            <section className="carte" aria-label="Questions">
              <div className="table-cadre" role="region" aria-label="Questions ouvertes" tabIndex={0}>
                <table>
                  <thead>
                    <tr>
                      <th scope="col">Question</th>
                      <th scope="col">Fichier</th>
                      <th scope="col">À qui</th>
                      <th scope="col" className="nombre">
                        Cas en attente
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {questions.map((question) => (
                      <tr key={`${question.jeu}/${question.id}`}>
                        <th scope="row" data-libelle="Question">
                          <span>
                            <span className="code">{question.id}</span>{' '}
                            {question.reponse !== null && <Pastille ton="succes">Répondue</Pastille>}{' '}
                            {question.texte}
                            <Concerne quoi={question.concerne} />
                          </span>
                        </th>
                        <td data-libelle="Fichier">
                          <span>
                            <Link to={question.href}>{question.titre}</Link>
                            {question.reponse === null && <Repondre question={question} />}
                          </span>
                        </td>
                        <td data-libelle="À qui">{question.a ?? '—'}</td>
                        <td data-libelle="Cas en attente" className="nombre">
                          <Attente question={question} />
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
              {sansQuestion.length > 0 && (
                <p className="discret">
                  Autres cas laissés ouverts, sans question :{' '}
                  {sansQuestion
                    .map(
                      ({ titre, cas, regles }) =>
                        `${titre} (${compter(cas, 'cas', 'cas')}, ${regles.join(', ')})`,
                    )
                    .join(' ; ')}
                  .
                </p>
              )}
            </section>
          </Page>
        );
      }}
    </PageDEcran>
  );
}

const CITES = 2;

/** What depends on the answer: the first ones, the others folded. */
function Concerne({ quoi }: { quoi: readonly string[] }) {
  if (quoi.length <= CITES + 1) return <span className="discret bloc">{quoi.join(' ; ')}</span>;
  return (
    <details className="discret">
      <summary>
        {quoi.slice(0, CITES).join(' ; ')} ; et {quoi.length - CITES} autres
      </summary>
      {quoi.slice(CITES).join(' ; ')}
    </details>
  );
}

/** To where the answer is written: the questions of the reader's draft, made if he has none. */
function Repondre({ question: { id, repondre } }: { question: QuestionListee }) {
  const naviguer = useNavigate();
  const { annoncer } = useAvis();
  if (!repondre) return null;
  if (repondre.brouillon !== undefined)
    return (
      <Link className="bloc" to={adresseDe('brouillon', { id: repondre.brouillon, vue: 'questions' })}>
        Répondre dans mon brouillon {repondre.numero}
        <span className="lecteur">, question {id}</span>
      </Link>
    );
  const creer = async () => {
    const { resultat, refus } = await ecran.poster('creer', {
      depuis: repondre.depuis,
    });
    if (resultat) naviguer(adresseDe('brouillon', { id: resultat.id, vue: 'questions' }));
    else annoncer({ type: 'error', message: refus?.message ?? '' });
  };
  return (
    <button type="button" className="lien bloc" onClick={() => void creer()}>
      Répondre dans un brouillon<span className="lecteur">, question {id}</span>
    </button>
  );
}

function Attente({ question: { id, titre, cas, reprise } }: { question: QuestionListee }) {
  if (!reprise) return <>{cas}</>;
  if (reprise.cas > 0)
    return (
      <Link to={reprise.href}>
        {compter(reprise.cas, 'cas à reprendre', 'cas à reprendre')}
        <span className="lecteur">
          , question {id} de {titre}
        </span>
      </Link>
    );
  return reprise.faite ? (
    <Link to={reprise.href}>
      Reprise faite
      <span className="lecteur">
        {' '}
        pour la question {id} de {titre}
      </span>
    </Link>
  ) : (
    <>0</>
  );
}
