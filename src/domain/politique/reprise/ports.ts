import { definirPort } from '#src/kernel/port.ts';
import type { UniteDeTravail } from '#src/kernel/commande.ts';
import type { CasEnSuspens } from '#src/domain/politique/reprise/attente.ts';
import type { QuestionRepondue } from '#src/domain/politique/reprise/question.ts';
import type { CasRepris } from '#src/domain/politique/reprise/vues.ts';

/** Holds the records of a batch until its end. */
export const verrouiller = definirPort<[unite: UniteDeTravail, cas: readonly CasEnSuspens[]], Promise<void>>(
  'reprise.verrouiller',
);

/** Writes the new decision of each case judged again and what follows from it, in the order of the cases. */
export const appliquer = definirPort<
  [unite: UniteDeTravail, plan: QuestionRepondue, cas: readonly CasEnSuspens[], juges: readonly CasRepris[]],
  Promise<CasRepris[]>
>('reprise.appliquer');
