import { Link } from 'react-router-dom';
import type { PageQuestions } from '#admin/regles/contrats.ts';
import { compter } from '#admin/affichage.ts';
import { Pastille } from '#admin/components/socle/valeur.tsx';
import { filDe, Page, PageDesRegles } from '#admin/components/regles/outils.tsx';

/** What the texts do not settle, whom to ask, and the cases that wait. */
export function PageDesQuestions() {
  return (
    <PageDesRegles<PageQuestions> ecran="questions">
      {({ questions, sansQuestion }) => {
        const ouvertes = questions.filter(({ reponse }) => reponse === null);
        return (
          <Page titre="Questions ouvertes" fil={filDe({ libelle: 'Questions ouvertes' })} cle="questions">
            <p className="intro">Ce que les textes ne tranchent pas, dans les versions en vigueur : {compter(ouvertes.length, 'question ouverte', 'questions ouvertes')}. Une réponse s’écrit dans un brouillon du fichier.</p>
            <section className="carte" aria-label="Questions">
              <div className="table-cadre" role="region" aria-label="Questions ouvertes" tabIndex={0}>
                <table>
                  <thead><tr><th scope="col">Question</th><th scope="col">Fichier</th><th scope="col">À qui</th><th scope="col" className="nombre">Cas en attente</th></tr></thead>
                  <tbody>
                    {questions.map(({ jeu, titre, href, id, texte, a, reponse, concerne, cas }) => (
                      <tr key={`${jeu}/${id}`}>
                        <th scope="row" data-libelle="Question"><span><span className="code">{id}</span> {reponse !== null && <Pastille ton="succes">Répondue</Pastille>} {texte}<span className="discret bloc">{concerne.join(' ; ')}</span></span></th>
                        <td data-libelle="Fichier"><Link to={href}>{titre}</Link></td>
                        <td data-libelle="À qui">{a ?? '—'}</td>
                        <td data-libelle="Cas en attente" className="nombre">{cas}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
              {sansQuestion.length > 0 && <p className="discret">Autres cas laissés ouverts, sans question : {sansQuestion.map(({ titre, cas, regles }) => `${titre} (${compter(cas, 'cas', 'cas')}, ${regles.join(', ')})`).join(' ; ')}.</p>}
            </section>
          </Page>
        );
      }}
    </PageDesRegles>
  );
}
