import type { Ressource, Source } from '#admin/definition/definition.ts';
import { absences } from '#admin/ressources/absences.ts';
import { animateurs } from '#admin/ressources/animateurs.ts';
import { bulletins } from '#admin/ressources/bulletins.ts';
import { contratsService } from '#admin/ressources/contrats-service.ts';
import { interlocuteurs } from '#admin/ressources/interlocuteurs.ts';
import { conventionnements } from '#admin/ressources/conventionnements.ts';
import { conventions } from '#admin/ressources/conventions.ts';
import { campagnes } from '#admin/ressources/campagnes.ts';
import { declarations } from '#admin/ressources/declarations.ts';
import { equipements } from '#admin/ressources/equipements.ts';
import { typesEquipement } from '#admin/ressources/types-equipement.ts';
import { formulairesEligibilite } from '#admin/ressources/formulaires-eligibilite.ts';
import { habilitations } from '#admin/ressources/habilitations.ts';
import { lieux } from '#admin/ressources/lieux.ts';
import { organismes } from '#admin/ressources/organismes.ts';
import { agents } from '#admin/ressources/agents.ts';
import { cafs } from '#admin/ressources/cafs.ts';
import { liensUtiles } from '#admin/ressources/liens-utiles.ts';
import { services } from '#admin/ressources/services.ts';
import { partenaires } from '#admin/ressources/partenaires.ts';
import { decisions } from '#admin/ressources/decisions.ts';
import { versionsDeRegles } from '#admin/ressources/regles.ts';
import { COMMUNES } from '#admin/ressources/sources.ts';
import { courriels, journal } from '#admin/ressources/suivi.ts';
import { jobsEnEchec } from '#admin/ressources/jobs.ts';
import { mandats } from '#admin/ressources/mandats.ts';
import { utilisateurs } from '#admin/ressources/utilisateurs.ts';

/** Every resource of the back-office, in the order of the menu. */
export const RESSOURCES: readonly Ressource[] = [
  partenaires,
  organismes,
  formulairesEligibilite,
  conventions,
  contratsService,
  interlocuteurs,
  bulletins,
  equipements,
  typesEquipement,
  lieux,
  animateurs,
  absences,
  conventionnements,
  habilitations,
  utilisateurs,
  mandats,
  declarations,
  campagnes,
  decisions,
  versionsDeRegles,
  services,
  liensUtiles,
  cafs,
  agents,
  journal,
  courriels,
  jobsEnEchec,
];

/** Values offered by reference fields that are not records of ours. */
export const SOURCES: readonly Source[] = [COMMUNES];
