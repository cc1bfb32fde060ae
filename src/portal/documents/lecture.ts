import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { CONTEXTES_DE_LIEN, LienUtile, type ContexteDeLien } from '#src/domain/echanges/lien/lien-utile.ts';
import type { Lien } from '#src/portal/composants/index.ts';
import { lienLu } from '#src/portal/liens.ts';

export type GroupeDeLiens = Readonly<{ titre: string; liens: readonly Lien[] }>;

const TITRES: Readonly<Record<ContexteDeLien, string>> = {
  accueil: 'Vos services',
  habilitations: 'Gérer les utilisateurs et les habilitations',
  declaration: 'Déclarer vos données',
  bilan: 'Bilan annuel d’activité',
  evaluation: 'Évaluation de fin de période contractuelle',
  assistance: 'Être accompagné',
};

/** Every link, by context. */
export async function groupesDeLiens(unite: UniteDeLecture): Promise<GroupeDeLiens[]> {
  const liens = await unite.em.find(LienUtile, {}, { orderBy: { ordre: 'asc', libelle: 'asc' } });
  return CONTEXTES_DE_LIEN.map((contexte) => ({
    titre: TITRES[contexte],
    liens: liens.filter((lien) => lien.contexte === contexte).map(lienLu),
  })).filter(({ liens: siens }) => siens.length > 0);
}
