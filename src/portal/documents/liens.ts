import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { exiger } from '#src/kernel/droits/droits.ts';
import { CONTEXTES_DE_LIEN, LienUtile, type ContexteDeLien } from '#src/domain/echanges/lien/lien-utile.ts';
import type { GroupeDeLiens, Lien } from '#src/portal/documents/page.tsx';

const TITRES: Readonly<Record<ContexteDeLien, string>> = {
  accueil: 'Vos services',
  habilitations: 'Gérer les utilisateurs et les habilitations',
  declaration: 'Déclarer vos données',
  bilan: "Bilan annuel d'activité",
  evaluation: 'Évaluation de fin de période contractuelle',
  assistance: 'Être accompagné',
};

/** Links of a context, national ones and those of the reader's Caf. */
export async function liensDe(unite: UniteDeLecture, contextes: readonly ContexteDeLien[]): Promise<Lien[]> {
  exiger(unite.acteur, 'LienUtile', 'lire');
  const liens = await unite.em.find(
    LienUtile,
    { contexte: { $in: [...contextes] } },
    { orderBy: { ordre: 'asc', libelle: 'asc' } },
  );
  return liens.map(vueDe);
}

/** Every link, by context. */
export async function groupesDeLiens(unite: UniteDeLecture): Promise<GroupeDeLiens[]> {
  exiger(unite.acteur, 'LienUtile', 'lire');
  const liens = await unite.em.find(LienUtile, {}, { orderBy: { ordre: 'asc', libelle: 'asc' } });
  return CONTEXTES_DE_LIEN.map((contexte) => ({
    titre: TITRES[contexte],
    liens: liens.filter((lien) => lien.contexte === contexte).map(vueDe),
  })).filter(({ liens: siens }) => siens.length > 0);
}

function vueDe(lien: LienUtile): Lien {
  return {
    id: lien.id,
    libelle: lien.libelle,
    description: lien.description ?? null,
    url: lien.url,
    national: !lien.caf,
  };
}
