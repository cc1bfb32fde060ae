import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { exiger } from '#src/kernel/droits/droits.ts';
import { LienUtile, type ContexteDeLien } from '#src/domain/echanges/lien/lien-utile.ts';
import type { Lien } from '#src/portal/composants/index.ts';

/** Links of a context, national ones and those of the reader's Caf. */
export async function liensDe(unite: UniteDeLecture, contextes: readonly ContexteDeLien[]): Promise<Lien[]> {
  exiger(unite.acteur, 'LienUtile', 'lire');
  const liens = await unite.em.find(
    LienUtile,
    { contexte: { $in: [...contextes] } },
    { orderBy: { ordre: 'asc', libelle: 'asc' } },
  );
  return liens.map(lienLu);
}

/** A link as pages show it. */
export function lienLu(lien: LienUtile): Lien {
  return {
    id: lien.id,
    libelle: lien.libelle,
    description: lien.description ?? null,
    url: lien.url,
    national: !lien.caf,
  };
}
