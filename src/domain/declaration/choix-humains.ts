import type { Loaded } from '@mikro-orm/core';
import { parUnite } from '#src/kernel/memo.ts';
import type { ChoixHumain } from '#src/domain/declaration/chaine/resultats.ts';
import { DecisionHumaine } from '#src/domain/declaration/declaration.ts';

/** Human decisions taken on some declarations, the earliest first. */
export const decisionsHumaines = parUnite(
  ({ em }, ids: readonly string[]) =>
    em.find(
      DecisionHumaine,
      { declaration: { $in: [...ids] } },
      { populate: ['regleDecision'], orderBy: { le: 'asc' } },
    ),
  (ids) => ids.join(' '),
);

/** Human decisions taken on the cases of a declaration: they hold as long as the case has the same facts. */
export const choixDe = (decisions: readonly Loaded<DecisionHumaine, 'regleDecision'>[]): ChoixHumain[] =>
  decisions.map(({ jeu, choix, regleDecision }) => ({ jeu, choix, faits: regleDecision.faits }));
