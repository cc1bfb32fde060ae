import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { Declaration } from '#src/domain/declaration/declaration.ts';

/** How many declarations were begun under a conventionnement. */
export const declarationsDe = ({ em }: UniteDeLecture, conventionnement: string): Promise<number> =>
  em.count(Declaration, { conventionnement });
