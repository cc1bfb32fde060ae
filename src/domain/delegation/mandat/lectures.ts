import { charger } from '#src/kernel/chargement.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { exiger } from '#src/kernel/droits/droits.ts';
import { Mandat } from '#src/domain/delegation/mandat/mandat.ts';

/** The partner's mandates: those in force first, then the latest. */
export async function listerMandats(unite: UniteDeLecture): Promise<Mandat[]> {
  exiger(unite.acteur, 'Mandat', 'lire');
  const jour = unite.aujourdhui.toString();
  const mandats = await unite.em.find(
    Mandat,
    {},
    { populate: ['titulaire', 'donnePar'], orderBy: { du: 'desc', id: 'asc' } },
  );
  return mandats.sort((a, b) => Number(estTermine(a, jour)) - Number(estTermine(b, jour)));
}

export function lireMandat(unite: UniteDeLecture, id: string): Promise<Mandat> {
  exiger(unite.acteur, 'Mandat', 'lire');
  return charger(unite, Mandat, id, 'Mandat', ['titulaire', 'donnePar']);
}

/** Whether a mandate is over on a day. */
export function estTermine({ au }: Pick<Mandat, 'au'>, jour: string): boolean {
  return Boolean(au && au <= jour);
}

/** Mandates given under this one that a day does not find over, down the tree, read at once: what falls with it. */
export async function decoulentDe(
  { em }: UniteDeLecture,
  { id, partenaire }: Pick<Mandat, 'id' | 'partenaire'>,
  jour: string,
): Promise<Mandat[]> {
  const restants = await em.find(
    Mandat,
    { partenaire: partenaire.id, parent: { $ne: null }, $or: [{ au: null }, { au: { $gt: jour } }] },
    { populate: ['titulaire'], orderBy: { id: 'asc' } },
  );
  const sous = (parent: string): Mandat[] =>
    restants.filter((un) => un.parent?.id === parent).flatMap((enfant) => [enfant, ...sous(enfant.id)]);
  return sous(id);
}
