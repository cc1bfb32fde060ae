/** Work done in the background of a server, from time to time. */

interface Options {
  /**
   * Does one piece of work. @returns whether there may be more; a piece under way looks at `arret` to give up
   * early
   */
  readonly travailler: (arret: AbortSignal) => Promise<boolean>;
  readonly signaler: (erreur: unknown) => void;
  /** Milliseconds between two looks for work. */
  readonly periode: number;
  /** Milliseconds before the next look after a failure: a database that is down is not asked every second. */
  readonly periodeApresEchec: number;
}

/**
 * Does all the work there is, waits, and looks again until stopped; `arreter` ends with the piece under way.
 */
export function demarrerEnArrierePlan({ travailler, signaler, periode, periodeApresEchec }: Options): {
  arreter(): Promise<void>;
} {
  const arret = new AbortController();
  let enCours: Promise<void> = Promise.resolve();
  let minuterie: NodeJS.Timeout;
  const vider = async (): Promise<void> => {
    while (!arret.signal.aborted && (await travailler(arret.signal)));
  };
  const tour = (): void => {
    enCours = vider()
      .then(
        () => periode,
        (erreur: unknown) => {
          signaler(erreur);
          return periodeApresEchec;
        },
      )
      .then((pause) => {
        if (!arret.signal.aborted) minuterie = setTimeout(tour, pause);
      });
  };
  minuterie = setTimeout(tour, 0);
  return {
    async arreter() {
      arret.abort();
      clearTimeout(minuterie);
      await enCours;
    },
  };
}
