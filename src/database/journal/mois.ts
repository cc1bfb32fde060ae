import type { MikroORM } from '@mikro-orm/postgresql';

/** Months of the journal made before they begin. */
const MOIS_D_AVANCE = 3;
const PERIODE_MS = 6 * 3_600_000;

/**
 * Makes the months of the journal ahead, now and then from time to time. A write never waits for it: what has
 * no month yet goes to
 * the default part, and joins its month here.
 * @param signaler told of a failure; the next turn tries again
 */
export function entretenirJournal(
  orm: MikroORM,
  signaler: (erreur: unknown) => void,
): { arreter(): Promise<void> } {
  const tour = (ranger: boolean): Promise<void> =>
    orm.em
      .fork()
      .transactional(async (em) => {
        // Readers of the journal must not queue behind it for long.
        await em.execute("set local lock_timeout = '2s'");
        await em.execute('select journal_preparer(?, ?)', [MOIS_D_AVANCE, ranger]);
      })
      .catch(signaler);
  let enCours = tour(false);
  const minuterie = setInterval(() => {
    enCours = enCours.then(() => tour(true));
  }, PERIODE_MS);
  minuterie.unref();
  return {
    arreter() {
      clearInterval(minuterie);
      return enCours;
    },
  };
}
