import type { Volet } from '#src/domain/formulaire/definition.ts';

export const CHEMIN_DECLARATIONS = '/partenaire/declarations';
export const cheminDe = (id: string, ...suite: readonly string[]): string =>
  [CHEMIN_DECLARATIONS, id, ...suite].join('/');

export const TITRES_VOLET: Readonly<Record<Volet, string>> = {
  activite: 'Données d’activité',
  finances: 'Données financières',
};
