import type { MikroORM } from '@mikro-orm/postgresql';
import { definirJobPeriodique, definirTraitement } from '#src/kernel/jobs.ts';

/** Months of the journal made before they begin. */
const MOIS_D_AVANCE = 3;

/** Makes the months of the journal ahead. */
export const JOB_MOIS = definirJobPeriodique('journal-mois', 6 * 3_600, {
  retryLimit: 7,
  retryDelay: 60,
  expireInSeconds: 60,
});

/** A write never waits for it: what has no month yet goes to the default part, and joins its month here. */
export const preparationDesMois = (orm: MikroORM) =>
  definirTraitement(JOB_MOIS, () =>
    orm.em.fork().transactional(async (em) => {
      // Readers of the journal must not queue behind it for long.
      await em.execute("set local lock_timeout = '2s'");
      await em.execute('select journal_preparer(?, true)', [MOIS_D_AVANCE]);
    }),
  );
