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

/** Running or future mandates given under this one, down the tree: what falls with it. */
export async function decoulentDe(unite: UniteDeLecture, id: string): Promise<Mandat[]> {
  const jour = unite.aujourdhui.toString();
  const enfants = await unite.em.find(
    Mandat,
    { parent: id, $or: [{ au: null }, { au: { $gt: jour } }] },
    { populate: ['titulaire'], orderBy: { id: 'asc' } },
  );
  const suite: Mandat[] = [];
  for (const enfant of enfants) suite.push(enfant, ...(await decoulentDe(unite, enfant.id)));
  return suite;
}
