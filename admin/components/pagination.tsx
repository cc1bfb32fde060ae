import type { ReponseListe } from '#admin/contrats.ts';
import { Icone } from '#admin/components/socle/icones.tsx';

const TAILLES = ['20', '50', '100'];

export function Pagination({ meta, modifier }: {
  meta: ReponseListe['meta'];
  modifier: (changements: Readonly<Record<string, string>>) => void;
}) {
  const { page, perPage, total } = meta;
  const derniere = Math.max(1, Math.ceil(total / perPage));
  if (total <= Number(TAILLES[0]) && page === 1) return null;
  const aller = (cible: number) => () => modifier({ page: String(cible) });
  return (
    <nav className="pagination" aria-label="Pages de la liste">
      <button type="button" className="bouton" disabled={page <= 1} onClick={aller(page - 1)}>
        <Icone nom="gauche" /> Précédente
      </button>
      <p>Page {page} sur {meta.exact ? derniere : `${derniere} et plus`}</p>
      <button type="button" className="bouton" disabled={meta.exact && page >= derniere} onClick={aller(page + 1)}>
        Suivante <Icone nom="droite" />
      </button>
      <label className="pagination-taille">
        Lignes par page
        <select value={String(perPage)} onChange={(evenement) => modifier({ perPage: evenement.target.value })}>
          {TAILLES.map((taille) => <option key={taille}>{taille}</option>)}
        </select>
      </label>
    </nav>
  );
}
