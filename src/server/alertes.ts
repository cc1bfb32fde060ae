import type { Logger } from 'pino';
import type { EvaluateursEnDesaccord } from '#src/engine/erreurs.ts';
import { decrireErreur } from '#src/server/trace.ts';

/** What `/pret` shows of the alerts since the start, by their code in the log. */
export type BilanDesAlertes = Readonly<Record<string, number>>;

const DESACCORD = 'evaluateurs-en-desaccord';

/**
 * What somebody must be told without looking for it: a line of the log with a stable `alerte` code, for the tool that
 * watches it, and a count on `/pret`. A count does not make the server unready: the other rule files still decide.
 */
export class Alertes {
  private readonly comptes = new Map<string, number>();
  private journal: Logger | undefined;

  /** The log exists only once the server starts. */
  ecrireDans(journal: Logger): void {
    this.journal = journal;
  }

  get bilan(): BilanDesAlertes {
    return Object.fromEntries(this.comptes);
  }

  /** The two evaluators differ on a case: nothing was decided. */
  readonly desaccord = (erreur: EvaluateursEnDesaccord, requeteId: string | null): void => {
    this.comptes.set(DESACCORD, (this.comptes.get(DESACCORD) ?? 0) + 1);
    const { jeu, version, regle } = erreur;
    this.journal?.error({ alerte: DESACCORD, requeteId, jeu, version, regle, erreur: decrireErreur(erreur) }, 'les deux évaluateurs de règles ne sont pas d’accord');
  };
}
