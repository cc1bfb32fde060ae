import type { ReactNode } from 'react';
import type { ReponseListe } from '#admin/definition/liste.ts';
import { Icone } from '#admin/ui/icones.tsx';

const TAILLES = ['20', '50', '100'];

export function Pagination({
  meta,
  modifier,
}: {
  meta: ReponseListe['meta'];
  modifier: (changements: Readonly<Record<string, string>>) => void;
}) {
  const { page, perPage, total, precedente, suivante } = meta;
  const derniere = Math.max(page, 1, Math.ceil(total / perPage));
  if (total <= Number(TAILLES[0]) && page === 1) return null;
  /** Beside a row, so that rows added or removed meanwhile neither repeat nor hide others; the first page is the top. */
  const aller = (cible: number, place: Readonly<Record<string, string>>) => () =>
    modifier({ page: String(cible), ...(cible > 1 ? place : {}) });
  return (
    <nav className="pagination" aria-label="Pages de la liste">
      <Pas ferme={precedente === null} aller={aller(page - 1, { avant: precedente ?? '' })}>
        <Icone nom="gauche" /> Précédente
      </Pas>
      <p>
        Page {page} sur {meta.exact ? derniere : `${derniere} et plus`}
      </p>
      <Pas ferme={suivante === null} aller={aller(page + 1, { apres: suivante ?? '' })}>
        Suivante <Icone nom="droite" />
      </Pas>
      <label className="pagination-taille">
        Lignes par page
        <select
          value={String(perPage)}
          onChange={(evenement) => modifier({ perPage: evenement.target.value })}
        >
          {TAILLES.map((taille) => (
            <option key={taille}>{taille}</option>
          ))}
        </select>
      </label>
    </nav>
  );
}

/** Stays in place at the first and last page: disabled, it would drop the focus of who just pressed it. */
function Pas({ ferme, aller, children }: { ferme: boolean; aller: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      className="bouton"
      aria-disabled={ferme || undefined}
      onClick={ferme ? undefined : aller}
    >
      {children}
    </button>
  );
}
