import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { GENRES_DE_JOB, type JobEnEchec } from '#src/domain/suivi/jobs/job-en-echec.ts';

/** What each record a job may be about is called; nothing that the reader's side may not see. */
const SUJETS: Readonly<Record<string, string>> = {
  courriel: "select '« ' || objet || ' »' as dit from courriel where id = ?",
  etude: "select jeu || ' ' || apres_numero as dit from etude_impact where id = ?",
  reprise: "select jeu || ', question ' || question as dit from reprise_question where id = ?",
};

/** « Envoi d’un courriel : « Votre accès » »; mails are the Caf's: an analyst is told of none by its subject. */
export async function direJob(
  { em, acteur }: UniteDeLecture,
  { queue, cle }: Pick<JobEnEchec, 'queue' | 'cle'>,
): Promise<string> {
  const genre = GENRES_DE_JOB[queue] ?? queue;
  const sql = queue === 'courriel' && acteur.type === 'analyste' ? undefined : SUJETS[queue];
  const [lu] = sql ? await em.execute<{ dit: string }[]>(sql, [cle]) : [];
  return lu ? `${genre} : ${lu.dit}` : genre;
}
