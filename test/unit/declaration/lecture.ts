import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import { lireVolet, type Brut } from '#src/domain/formulaire/saisie/lire.ts';
import { contexte } from './donnees.ts';

/** Reads a volet as it is typed. */
export const lire = (
  definition: DefinitionDeFormulaire,
  brut: Brut,
  volet: 'activite' | 'finances' = 'activite',
) => lireVolet(definition, volet, 'reelle', brut, contexte());
