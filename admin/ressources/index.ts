import type { CurrentAdmin } from 'adminjs';
import { acteurDe } from '#admin/adapter/acteur.ts';
import type { Outils } from '#admin/adapter/actions.ts';
import type { Ecran, Ressource } from '#admin/adapter/definition.ts';
import type { TableauDeBord } from '#admin/contrats.ts';

/** Every resource of the back-office, in the order of the menu. */
export const RESSOURCES: readonly Ressource[] = [];

/** Every screen that is not a resource. */
export const ECRANS: readonly Ecran[] = [];

/** Data of the dashboard. */
export async function tableauDeBord({ currentAdmin }: { currentAdmin?: CurrentAdmin }, outils: Outils): Promise<TableauDeBord> {
  const acteur = acteurDe(currentAdmin);
  return outils.executeur.lire(acteur, async () => ({ titre: 'Tableau de bord', sousTitre: '', compteurs: [], files: [], liens: [] }));
}
