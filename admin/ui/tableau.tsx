import { Link } from 'react-router-dom';
import type { TableDeFiche } from '#admin/definition/types/fiche.ts';
import { BoutonFerme, Pourquoi, useRaisons } from '#admin/ui/pourquoi.tsx';
import { NUMERIQUES, Valeur } from '#admin/ui/valeur.tsx';

/** Table of related records, with its actions. */
export function Tableau({ table }: { table: TableDeFiche }) {
  const raisonDe = useRaisons();
  return (
    <section className="carte" aria-label={table.titre}>
      <header className="carte-entete">
        <h2>{table.titre}</h2>
        {table.actions && table.actions.length > 0 && (
          <div className="actions">
            <Pourquoi
              actes={table.actions.flatMap(({ libelle, href, pourquoi }) =>
                pourquoi ? [{ nom: href, libelle, pourquoi }] : [],
              )}
              raisonDe={raisonDe}
            />
            {table.actions.map(({ libelle, href, pourquoi, principale }) =>
              pourquoi ? (
                <BoutonFerme key={href} classe="bouton" raison={raisonDe(href)}>
                  {libelle}
                </BoutonFerme>
              ) : (
                <Link key={href} className={principale ? 'bouton bouton--principal' : 'bouton'} to={href}>
                  {libelle}
                </Link>
              ),
            )}
          </div>
        )}
      </header>
      {table.intro && <p className="carte-intro">{table.intro}</p>}
      {table.lignes.length === 0 ? (
        <p className="vide">{table.vide}</p>
      ) : (
        <div className="table-cadre" role="region" aria-label={`${table.titre}, tableau`} tabIndex={0}>
          <table>
            <thead>
              <tr>
                {table.colonnes.map((colonne, rang) => (
                  <th
                    key={colonne}
                    scope="col"
                    className={
                      NUMERIQUES.has(table.lignes[0]?.cellules[rang]?.genre ?? '') ? 'nombre' : undefined
                    }
                  >
                    {colonne}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.lignes.map(({ cle, cellules }) => (
                <tr key={cle}>
                  {cellules.map((cellule, rang) => {
                    const libelle = table.colonnes[rang];
                    const contenu = <Valeur cellule={cellule} enListe />;
                    return rang === 0 ? (
                      <th key={libelle} scope="row" data-libelle={libelle}>
                        {contenu}
                      </th>
                    ) : (
                      <td
                        key={libelle}
                        data-libelle={libelle}
                        className={NUMERIQUES.has(cellule.genre) ? 'nombre' : undefined}
                      >
                        {contenu}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
            {table.pied && (
              <tfoot>
                <tr>
                  {table.pied.map((cellule, rang) =>
                    rang === 0 ? (
                      <th key={rang} scope="row">
                        {cellule.libelle ?? String(cellule.valeur)}
                      </th>
                    ) : (
                      <td
                        key={rang}
                        data-libelle={table.colonnes[rang]}
                        className={NUMERIQUES.has(cellule.genre) ? 'nombre' : undefined}
                      >
                        <Valeur cellule={cellule} />
                      </td>
                    ),
                  )}
                </tr>
              </tfoot>
            )}
          </table>
        </div>
      )}
      {table.voirTout && (
        <p className="voir-tout">
          <Link to={table.voirTout.href}>{table.voirTout.libelle}</Link>
        </p>
      )}
    </section>
  );
}
