import type { ReactNode } from 'react';
import { Icone } from '#src/portal/composants/icones.tsx';
import { compter } from '#src/kernel/francais.ts';
import { joindre } from '#src/portal/composants/joindre.ts';

export type Colonne<L> = Readonly<{
  cle: string;
  titre: string;
  rendu: (ligne: L) => ReactNode;
  /** Header of its row: the value by which one names the row. */
  enteteLigne?: boolean;
  /** The list may be sorted by it. */
  triable?: boolean;
  /** Figures are aligned on the right. */
  nombre?: boolean;
  /** Title for screen readers only (columns of buttons). */
  titreCache?: boolean;
}>;

export type Tri = Readonly<{ cle: string; sens: 'asc' | 'desc' }>;

type PropsTableau<L> = Readonly<{
  /** Names the table; visible unless `legendeCachee`. */
  legende: ReactNode;
  legendeCachee?: boolean;
  colonnes: readonly Colonne<L>[];
  lignes: readonly L[];
  cle: (ligne: L) => string;
  classeLigne?: (ligne: L) => string | undefined;
  tri?: Tri;
  /** Address of the list sorted so. */
  lienTri?: (tri: Tri) => string;
  /**
   * Narrow screens: `cartes` (one card per row, default) or `defilement` (figures: the table scrolls
   * sideways).
   */
  etroit?: 'cartes' | 'defilement';
  /** Many columns: cards already on medium screens. */
  dense?: boolean;
  /** Shown instead of the rows when there is none. */
  vide?: ReactNode;
  pied?: ReactNode;
}>;

/**
 * A table of data. Roles are written out because CSS turns it into cards on narrow screens, which would
 * otherwise take the table's meaning away from screen readers.
 */
export function Tableau<L>(props: PropsTableau<L>) {
  const {
    legende,
    legendeCachee,
    colonnes,
    lignes,
    cle,
    classeLigne,
    tri,
    lienTri,
    etroit = 'cartes',
    dense,
    vide,
    pied,
  } = props;
  if (lignes.length === 0 && vide) return <>{vide}</>;
  const table = (
    <table className={joindre('tableau', `tableau--${etroit}`, dense && 'tableau--dense')} role="table">
      <caption className={legendeCachee ? 'hors-ecran' : undefined}>{legende}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {colonnes.map((colonne) => (
            <th
              key={colonne.cle}
              scope="col"
              role="columnheader"
              className={colonne.nombre ? 'nombre' : undefined}
              aria-sort={sensAria(colonne, tri)}
            >
              {colonne.triable && lienTri ? (
                <LienTri colonne={colonne} tri={tri} lienTri={lienTri} />
              ) : (
                <span className={colonne.titreCache ? 'hors-ecran' : undefined}>{colonne.titre}</span>
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {lignes.map((ligne) => (
          <tr key={cle(ligne)} role="row" className={classeLigne?.(ligne)}>
            {colonnes.map((colonne) =>
              colonne.enteteLigne ? (
                <th key={colonne.cle} scope="row" role="rowheader" data-libelle={colonne.titre}>
                  {colonne.rendu(ligne)}
                </th>
              ) : (
                <td
                  key={colonne.cle}
                  role="cell"
                  data-libelle={colonne.titre}
                  className={colonne.nombre ? 'nombre' : undefined}
                >
                  {colonne.rendu(ligne)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
      {pied && <tfoot role="rowgroup">{pied}</tfoot>}
    </table>
  );
  return etroit === 'defilement' ? (
    <div
      className="defilement"
      role="region"
      aria-label={typeof legende === 'string' ? legende : 'Tableau'}
      tabIndex={0}
    >
      {table}
    </div>
  ) : (
    <div className="tableau-cadre">{table}</div>
  );
}

function sensAria<L>(colonne: Colonne<L>, tri: Tri | undefined) {
  if (!colonne.triable || !tri || tri.cle !== colonne.cle) return undefined;
  return tri.sens === 'asc' ? 'ascending' : 'descending';
}

function LienTri<L>({
  colonne,
  tri,
  lienTri,
}: {
  colonne: Colonne<L>;
  tri?: Tri;
  lienTri: (tri: Tri) => string;
}) {
  const active = tri?.cle === colonne.cle;
  const sens = active && tri?.sens === 'asc' ? 'desc' : 'asc';
  return (
    <a
      className={joindre('tri', active && `tri--${tri?.sens ?? 'asc'}`)}
      href={lienTri({ cle: colonne.cle, sens })}
    >
      {colonne.titre}
      <Icone nom="chevron" taille={14} />
      <span className="hors-ecran">{` : trier par ordre ${sens === 'asc' ? 'croissant' : 'décroissant'}`}</span>
    </a>
  );
}

type PropsPagination = Readonly<{
  page: number;
  pages: number;
  lien: (page: number) => string;
  total?: number;
  nomChoses?: readonly [string, string];
}>;

/** « 1 2 3 … » under a list; pages start at 1. Shows only the total when there is one page. */
export function Pagination({
  page,
  pages,
  lien,
  total,
  nomChoses = ['résultat', 'résultats'],
}: PropsPagination) {
  const compte = total !== undefined && (
    <p className="pagination__total">{compter(total, nomChoses[0], nomChoses[1])}</p>
  );
  if (pages <= 1) return compte ? <div className="pagination">{compte}</div> : null;
  return (
    <div className="pagination">
      {compte}
      <nav aria-label="Pages de la liste">
        <ul>
          {page > 1 && (
            <li>
              <a href={lien(page - 1)} rel="prev">
                Précédente
              </a>
            </li>
          )}
          {numeros(page, pages).map((numero, rang) => (
            <li key={`${rang}-${numero}`}>
              {numero === 0 ? (
                <span className="pagination__points">…</span>
              ) : (
                <a
                  href={lien(numero)}
                  aria-label={`Page ${numero}`}
                  aria-current={numero === page ? 'page' : undefined}
                >
                  {numero}
                </a>
              )}
            </li>
          ))}
          {page < pages && (
            <li>
              <a href={lien(page + 1)} rel="next">
                Suivante
              </a>
            </li>
          )}
        </ul>
      </nav>
    </div>
  );
}

/** First, last and the neighbours of the current page; 0 stands for a gap. */
export function numeros(page: number, pages: number): number[] {
  const gardes = [...new Set([1, page - 1, page, page + 1, pages])].filter(
    (numero) => numero >= 1 && numero <= pages,
  );
  return gardes.flatMap((numero, rang) => {
    const precedent = gardes[rang - 1];
    return precedent !== undefined && numero - precedent > 1 ? [0, numero] : [numero];
  });
}
