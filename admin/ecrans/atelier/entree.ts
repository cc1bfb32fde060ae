import type { ComponentType } from 'react';
import { PageDApprobation } from '#admin/ecrans/atelier/approbation/page.tsx';
import { PageDuBrouillon } from '#admin/ecrans/atelier/brouillon/page/page.tsx';
import { PageDeComparaison } from '#admin/ecrans/atelier/comparaison/page.tsx';
import { PageDEssai } from '#admin/ecrans/atelier/essai/page.tsx';
import { PageFichierDeRegles } from '#admin/ecrans/atelier/fichier/page.tsx';
import { PageDesFictives } from '#admin/ecrans/atelier/fictives/page.tsx';
import { PageDuGuide } from '#admin/ecrans/atelier/guide/page.tsx';
import { PageDImpact } from '#admin/ecrans/atelier/impact/page.tsx';
import { PageListeDesRegles } from '#admin/ecrans/atelier/liste/page.tsx';
import { PageDesQuestions } from '#admin/ecrans/atelier/questions/page.tsx';
import { PageDeReprise } from '#admin/ecrans/atelier/reprise/page.tsx';

/** Screens of the workshop of rules by name. */
export const ECRANS: Readonly<Record<string, ComponentType>> = {
  regles: PageListeDesRegles,
  regle: PageFichierDeRegles,
  brouillon: PageDuBrouillon,
  comparaison: PageDeComparaison,
  impact: PageDImpact,
  approbation: PageDApprobation,
  questions: PageDesQuestions,
  reprise: PageDeReprise,
  essai: PageDEssai,
  fictives: PageDesFictives,
  guide: PageDuGuide,
};
