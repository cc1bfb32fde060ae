import type { SectionLue, TableauLu } from '#src/domain/formulaire/restitution.ts';
import { Depliable, ListeResume } from '#src/portal/composants/index.ts';

/** The sections of a declaration for reading. */
export function SectionsLues({
  sections,
  ouvertes = false,
}: Readonly<{ sections: readonly SectionLue[]; ouvertes?: boolean }>) {
  return (
    <div className="sections-lues">
      {sections.map((section) => (
        <Depliable key={section.id} titre={section.titre} ouvert={ouvertes}>
          {section.lignes.length > 0 && (
            <ListeResume lignes={section.lignes.map(({ libelle, valeur }) => ({ terme: libelle, valeur }))} />
          )}
          {section.tableau && <TableLue titre={section.titre} tableau={section.tableau} montants />}
          {section.groupes.map((groupe) =>
            groupe.lignes.length === 0 ? (
              <p key={groupe.titre} className="discret">
                {groupe.titre} : aucune ligne.
              </p>
            ) : (
              <TableLue key={groupe.titre} titre={groupe.titre} tableau={groupe} />
            ),
          )}
        </Depliable>
      ))}
    </div>
  );
}

function TableLue({
  titre,
  tableau,
  montants = false,
}: Readonly<{ titre: string; tableau: TableauLu; montants?: boolean }>) {
  const classe = (rang: number): string | undefined => (montants && rang > 0 ? 'nombre' : undefined);
  const [premiere = '', ...autres] = tableau.colonnes;
  const ligne = (cellules: readonly string[]) => {
    const [tete = '', ...suite] = cellules;
    return (
      <>
        <th scope="row">{tete || '–'}</th>
        {suite.map((texte, rang) => (
          <td key={autres[rang]} className={classe(rang + 1)}>
            {texte || '–'}
          </td>
        ))}
      </>
    );
  };
  return (
    <div className="defilement" role="region" aria-label={titre} tabIndex={0}>
      <table className="tableau tableau--defilement">
        <caption className={montants ? 'hors-ecran' : undefined}>{titre}</caption>
        <thead>
          <tr>
            <th scope="col">{premiere}</th>
            {autres.map((colonne, rang) => (
              <th key={colonne} scope="col" className={classe(rang + 1)}>
                {colonne}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {tableau.lignes.map((cellules, rang) => (
            <tr key={`${rang}-${cellules[0]}`}>{ligne(cellules)}</tr>
          ))}
        </tbody>
        {tableau.total && (
          <tfoot>
            <tr>{ligne(tableau.total)}</tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}
