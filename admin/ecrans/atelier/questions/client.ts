import type { DonneesDe } from '#admin/definition/ecran.ts';
import type { ecranQuestions } from '#admin/ecrans/atelier/questions/serveur.ts';
import { clientDe } from '#admin/ui/ecran.tsx';

/** The screen, as its page speaks to it. */
export const ecran = clientDe<typeof ecranQuestions>('questions');

export type PageQuestions = DonneesDe<typeof ecranQuestions>;

/** A question of the list, with the cases its answer would have judged again: null while it is open. */
export type QuestionListee = PageQuestions['questions'][number];
