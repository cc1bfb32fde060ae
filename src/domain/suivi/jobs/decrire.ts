import { sql, type Compilable } from 'kysely';
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/suivi/tables.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { GENRES_DE_JOB, type JobEnEchec } from '#src/domain/suivi/jobs/job-en-echec.ts';

/** What each record a job may be about is called; nothing that the reader's side may not see. */
const SUJETS: Readonly<Record<string, (id: string) => Compilable<{ readonly dit: string }>>> = {
  courriel: (id) =>
    tables
      .selectFrom('courriel')
      .select(({ ref }) => sql<string>`'« ' || ${ref('objet')} || ' »'`.as('dit'))
      .where('id', '=', id),
  etude: (id) =>
    tables
      .selectFrom('etude_impact')
      .select(({ ref }) => sql<string>`${ref('jeu')} || ' ' || ${ref('apres_numero')}`.as('dit'))
      .where('id', '=', id),
  reprise: (id) =>
    tables
      .selectFrom('reprise_question')
      .select(({ ref }) => sql<string>`${ref('jeu')} || ', question ' || ${ref('question')}`.as('dit'))
      .where('id', '=', id),
};

/** « Envoi d’un courriel : « Votre accès » »; mails are the Caf's: an analyst is told of none by its subject. */
export async function direJob(
  { em, acteur }: UniteDeLecture,
  { queue, cle }: Pick<JobEnEchec, 'queue' | 'cle'>,
): Promise<string> {
  const genre = GENRES_DE_JOB[queue] ?? queue;
  const sujet = queue === 'courriel' && acteur.type === 'analyste' ? undefined : SUJETS[queue];
  const [lu] = sujet && cle ? await lireLignes(em, sujet(cle)) : [];
  return lu ? `${genre} : ${lu.dit}` : genre;
}
