import type { Declaration } from '#src/domain/declaration/declaration.ts';
import type { EtapeDeVie } from '#src/domain/declaration/lectures.ts';

/** How the Caf ended the treatment of a declaration. */
export interface Conclusion {
  /** Euros with cents, human decisions included; null when the rules give none. */
  readonly montant: string | null;
  readonly le: Date;
  /** What the agent wrote when ending the treatment. */
  readonly observation: string | null;
  /** What was decided on its cases since it was transmitted, each with its motive. */
  readonly decisions: readonly string[];
}

const DECISIONS = new Set(['decision-rendue', 'cas-regle']);

/** The end of a treatment, from the story of the declaration; null as long as it is not treated. */
export function conclusionDe(
  { etat, estimation }: Pick<Declaration, 'etat' | 'estimation'>,
  chronologie: readonly EtapeDeVie[],
): Conclusion | null {
  const fin = chronologie.findLast(({ type }) => type === 'traitee');
  if (etat !== 'traitee' || !fin) return null;
  const depuis = chronologie.slice(chronologie.findLastIndex(({ type }) => type === 'transmise') + 1);
  return {
    montant: estimation ?? null,
    le: fin.quand,
    observation: fin.detail,
    decisions: depuis.flatMap(({ type, detail }) => (DECISIONS.has(type) && detail !== null ? [detail] : [])),
  };
}
