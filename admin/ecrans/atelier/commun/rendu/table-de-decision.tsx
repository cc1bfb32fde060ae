import type { ConditionRendue, FichierRendu, IssueRendue } from '#src/engine/rendu/index.ts';
import type { Ton } from '#admin/definition/types/champ.ts';
import { Pastille } from '#admin/ui/valeur.tsx';
import { Appuis } from '#admin/ecrans/atelier/commun/rendu/appui.tsx';
import { TexteNomme } from '#admin/ecrans/atelier/commun/rendu/texte-nomme.tsx';

export const TONS_DE_GRAVITE: Readonly<Record<IssueRendue['gravite'], Ton>> = {
  bloquant: 'erreur',
  avertissement: 'attention',
  information: 'info',
};

/** Rules as a table: if, then, what is said, on what it stands. */
export function TableDeDecision({ rendu }: { rendu: FichierRendu }) {
  return (
    <section className="carte" aria-label="Table de décision">
      <h2>Table de décision</h2>
      <p className="carte-intro">
        {rendu.strategie} Date retenue : {rendu.dateDeReference}.
      </p>
      <div className="table-cadre" role="region" aria-label="Règles" tabIndex={0}>
        <table className="table-decision">
          <thead>
            <tr>
              <th scope="col">Règle</th>
              <th scope="col">Si…</th>
              <th scope="col">Alors</th>
              <th scope="col">Appui</th>
            </tr>
          </thead>
          <tbody>
            {rendu.regles.map(({ id, titre, conditions, issue, message, appui }) => (
              <tr key={id}>
                <th scope="row" data-libelle="Règle">
                  <span className="code">{id}</span>
                  <span>{titre}</span>
                </th>
                <td data-libelle="Si…">
                  <div>
                    <VueDeCondition condition={conditions} />
                  </div>
                </td>
                <td data-libelle="Alors">
                  <Issue issue={issue} />
                  <p>
                    <TexteNomme texte={message.quoi} />
                  </p>
                  <p className="corriger">
                    <TexteNomme texte={message.corriger} />
                  </p>
                </td>
                <td data-libelle="Appui">
                  <Appuis appui={appui} court />
                </td>
              </tr>
            ))}
            {rendu.siAucuneRegle && (
              <tr>
                <th scope="row" data-libelle="Règle">
                  Aucune règle
                </th>
                <td data-libelle="Si…">Aucune des règles ci-dessus ne s’applique</td>
                <td data-libelle="Alors">
                  <Issue issue={rendu.siAucuneRegle} />
                </td>
                <td data-libelle="Appui">—</td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Issue({ issue }: { issue: IssueRendue }) {
  return (
    <div className="issue">
      <strong>{issue.libelle}</strong>
      <Pastille ton={TONS_DE_GRAVITE[issue.gravite]}>{issue.graviteEnClair}</Pastille>
      {issue.etatEnClair && <span>{issue.etatEnClair}</span>}
      {issue.choix.length > 0 && <span className="discret">{issue.choix.join(' ou ')}</span>}
    </div>
  );
}

/** A condition: sentences in a list, groups nested with what joins them. */
export function VueDeCondition({
  condition,
  suite = false,
}: {
  condition: ConditionRendue;
  suite?: boolean;
}) {
  if (condition.genre === 'phrase') return <span>{condition.texte}</span>;
  if (condition.genre === 'aucune')
    return (
      <div className="groupe">
        <span className="liaison">il est faux que</span>
        <VueDeCondition condition={condition.condition} suite />
      </div>
    );
  const liaison = condition.genre === 'toutes' ? 'et' : 'ou';
  return (
    <ul className={suite ? 'conditions conditions--suite' : 'conditions'}>
      {condition.conditions.map((membre, rang) => (
        <li key={rang}>
          {rang > 0 && <span className="liaison">{liaison} </span>}
          <VueDeCondition condition={membre} suite />
        </li>
      ))}
    </ul>
  );
}
