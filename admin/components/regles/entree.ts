/** Bundle of the workshop of rules: its screens by name. */
import type { ComponentType } from 'react';
import { PageFichierDeRegles } from '#admin/components/regles/fichier.tsx';
import { PageListeDesRegles } from '#admin/components/regles/liste.tsx';

const ECRANS: Readonly<Record<string, ComponentType>> = {
  regles: PageListeDesRegles,
  regle: PageFichierDeRegles,
};

window.AtelierDesRegles = ECRANS;
