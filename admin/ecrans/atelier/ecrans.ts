import { ecranApprobation } from '#admin/ecrans/atelier/approbation/serveur.ts';
import { ecranBrouillon } from '#admin/ecrans/atelier/brouillon/serveur.ts';
import { ecranComparaison } from '#admin/ecrans/atelier/comparaison/serveur.ts';
import { ecranEssai } from '#admin/ecrans/atelier/essai/serveur.ts';
import { ecranFichier } from '#admin/ecrans/atelier/fichier/serveur.ts';
import { ecranFictives } from '#admin/ecrans/atelier/fictives/serveur.ts';
import { ecranGuide } from '#admin/ecrans/atelier/guide/serveur.ts';
import { ecranImpact } from '#admin/ecrans/atelier/impact/serveur.ts';
import { ecranListe } from '#admin/ecrans/atelier/liste/serveur.ts';
import { ecranQuestions } from '#admin/ecrans/atelier/questions/serveur.ts';
import { ecranReprise } from '#admin/ecrans/atelier/reprise/serveur.ts';

/** Screens of the workshop of rules, in the order of the menu. */
export const ECRANS_DE_L_ATELIER = [
  ecranListe,
  ecranQuestions,
  ecranReprise,
  ecranEssai,
  ecranFictives,
  ecranGuide,
  ecranFichier,
  ecranBrouillon,
  ecranComparaison,
  ecranImpact,
  ecranApprobation,
] as const;
