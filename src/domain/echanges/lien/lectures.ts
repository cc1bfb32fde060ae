import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { exiger } from '#src/kernel/droits/droits.ts';
import { LienUtile, type ContexteDeLien } from '#src/domain/echanges/lien/lien-utile.ts';

/** Links shown in one place, or everywhere: the national ones, then the Caf's own, in their order. */
export async function liensUtiles(unite: UniteDeLecture, contexte?: ContexteDeLien): Promise<LienUtile[]> {
  exiger(unite.acteur, 'LienUtile', 'lire');
  const liens = await unite.em.find(LienUtile, contexte === undefined ? {} : { contexte }, {
    orderBy: { ordre: 'asc', libelle: 'asc' },
  });
  return [...liens.filter(({ caf }) => !caf), ...liens.filter(({ caf }) => caf)];
}
