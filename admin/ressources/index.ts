import type { CurrentAdmin } from 'adminjs';
import { acteurDe } from '#admin/adapter/acteur.ts';
import type { Outils } from '#admin/adapter/actions.ts';
import type { Ecran, Ressource, Source } from '#admin/adapter/definition.ts';
import type { TableauDeBord } from '#admin/contrats.ts';
import { contratsService, interlocuteurs } from '#admin/ressources/contrats-service.ts';
import { conventions } from '#admin/ressources/conventions.ts';
import { formulairesEligibilite } from '#admin/ressources/formulaires-eligibilite.ts';
import { organismes } from '#admin/ressources/organismes.ts';
import { partenaires } from '#admin/ressources/partenaires.ts';
import { COMMUNES } from '#admin/ressources/sources.ts';

/** Every resource of the back-office, in the order of the menu. */
export const RESSOURCES: readonly Ressource[] = [
  partenaires, organismes, formulairesEligibilite, conventions, contratsService, interlocuteurs,
];

/** Every screen that is not a resource. */
export const ECRANS: readonly Ecran[] = [];

/** Values offered by reference fields that are not records of ours. */
export const SOURCES: readonly Source[] = [COMMUNES];

/** Data of the dashboard. */
export async function tableauDeBord({ currentAdmin }: { currentAdmin?: CurrentAdmin }, outils: Outils): Promise<TableauDeBord> {
  const acteur = acteurDe(currentAdmin);
  return outils.executeur.lire(acteur, async () => ({ titre: 'Tableau de bord', sousTitre: '', compteurs: [], files: [], liens: [] }));
}
