/** Bundle of the workshop of rules: its screens by name. */
import type { ComponentType } from 'react';
import { PageDApprobation } from '#admin/components/regles/approbation.tsx';
import { PageDuBrouillon } from '#admin/components/regles/brouillon/page.tsx';
import { PageDeComparaison } from '#admin/components/regles/comparaison.tsx';
import { PageDEssai } from '#admin/components/regles/essai.tsx';
import { PageFichierDeRegles } from '#admin/components/regles/fichier.tsx';
import { PageDesFictives } from '#admin/components/regles/fictives.tsx';
import { PageDuGuide } from '#admin/components/regles/guide.tsx';
import { PageDImpact } from '#admin/components/regles/impact.tsx';
import { PageListeDesRegles } from '#admin/components/regles/liste.tsx';
import { PageDesQuestions } from '#admin/components/regles/questions.tsx';
import { PageDeReprise } from '#admin/components/regles/questions-reprise.tsx';

const ECRANS: Readonly<Record<string, ComponentType>> = {
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

window.AtelierDesRegles = ECRANS;
