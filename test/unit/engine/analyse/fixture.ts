/** Small rule files to analyse. */
import type { RapportDAnalyse } from '#src/engine/analyse/index.ts';
import { analyser } from '#src/engine/analyse/index.ts';
import type { Condition, FichierDeRegles, Regle } from '#src/engine/format.ts';
import { jeu } from '../appui.ts';

export const NATURE = { libelle: 'Nature', type: 'enum', valeurs: ['a', 'b', 'c'], origine: 'x' } as const;
export const AGE = { libelle: 'Âge', type: 'entier', min: 0, max: 120, origine: 'x' } as const;
export const DEBUT = { libelle: 'Début', type: 'date', origine: 'x' } as const;
export const FIN = { libelle: 'Fin', type: 'date', origine: 'x' } as const;
export const MONTANT = { libelle: 'Montant', type: 'euro', min: '0', origine: 'x' } as const;
export const UNIQUE: FichierDeRegles['decision'] = {
  strategie: 'unique',
  siAucuneRegle: 'erreur',
  siFaitManquant: 'suspendre',
  issues: {
    CONFORME: { libelle: 'x', gravite: 'information' },
    DEPASSE: { libelle: 'x', gravite: 'bloquant' },
  },
};
export const compare = (
  fact: string,
  operator: 'equal' | 'notEqual' | 'lessThan' | 'lessThanInclusive' | 'greaterThan' | 'greaterThanInclusive',
  value: string | number | boolean,
): Condition => ({ fact, operator, value });
export const tout = (...conditions: Condition[]): { all: Condition[] } => ({ all: conditions });

/** A file whose rules are these, without scenario: the analysis has nothing to lean on. */
export function rapport(
  faits: FichierDeRegles['faits'],
  regles: readonly Regle[],
  plus: Partial<FichierDeRegles> = {},
): RapportDAnalyse {
  return analyser(
    jeu({
      faits,
      regles,
      parametres: {},
      scenarios: [],
      decision: UNIQUE,
      messages: { fr: { depasse: { quoi: 'x', corriger: 'x' } } },
      ...plus,
    }),
  );
}
export const genres = ({ constats }: RapportDAnalyse): string[] =>
  constats.map(({ genre, regles }) => `${genre} ${regles.join('+')}`.trim()).sort();
export const CUMUL = { decision: { ...UNIQUE, strategie: 'cumul', siAucuneRegle: 'CONFORME' } as const };
