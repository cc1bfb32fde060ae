import type { EtatDeclaration } from '#src/domain/declaration/declaration.ts';
import type { Volet } from '#src/domain/formulaire/definition.ts';

export const LIBELLES_ETAT: Readonly<Record<EtatDeclaration, string>> = {
  brouillon: 'Brouillon',
  'a-approuver': 'À approuver',
  renvoyee: 'Renvoyée par l’approbateur',
  transmise: 'Transmise à la Caf',
  'en-traitement': 'En traitement',
  traitee: 'Traitée',
  retournee: 'Retournée par la Caf',
};

/** The state in the reader's words. */
export const libelleEtat = (etat: EtatDeclaration): string => LIBELLES_ETAT[etat];

/** As the complement of « la saisie des … ». */
export const LIBELLES_VOLET: Readonly<Record<Volet, string>> = {
  activite: 'données d’activité',
  finances: 'données financières',
};
