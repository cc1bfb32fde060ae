import type { DonneesDe } from '#admin/definition/ecran.ts';
import type { ecranQuestions } from '#admin/ecrans/atelier/questions/serveur.ts';

export type PageQuestions = DonneesDe<typeof ecranQuestions>;

/** A question of the list, with the cases its answer would have judged again: null while it is open. */
export type QuestionListee = PageQuestions['questions'][number];
