import type { Logger } from 'pino';
import type { Acteur } from '#src/kernel/acteur.ts';
import type { Executeur } from '#src/kernel/commande.ts';
import { JOB_COURRIEL } from '#src/kernel/courriel.ts';
import type { BaseIndisponible } from '#src/kernel/refus.ts';
import { alerterParCourriel } from '#src/domain/echanges/courriel/alerter.ts';
import type { EchecDeJob } from '#src/database/jobs/workers.ts';
import type { EvaluateursEnDesaccord } from '#src/engine/erreurs.ts';
import { decrireErreur } from '#src/server/supervision/trace.ts';

/** What `/pret` shows of the alerts since the start, by their code in the log. */
export type BilanDesAlertes = Readonly<Record<string, number>>;

const DESACCORD = 'evaluateurs-en-desaccord';
const JOB_ABANDONNE = 'job-abandonne';
const SYSTEME: Acteur = { type: 'systeme', raison: 'alerte' };
/** One mail an hour for one subject: the log and the count say how often. */
const PAUSE_MS = 3_600_000;

/**
 * What somebody must be told without looking for it: a line of the log with a stable `alerte` code, for the
 * tool that
 * watches it, a count on `/pret`, and a mail where an address is given. A count does not make the server
 * unready: the other rule files still decide.
 */
export class Alertes {
  private readonly comptes = new Map<string, number>();
  private log: Logger | undefined;
  private courriel:
    | { readonly destinataire: string; readonly executeur: Pick<Executeur, 'executer'> }
    | undefined;
  private envoi: Promise<unknown> = Promise.resolve();

  /** The log exists only once the server starts. */
  ecrireDans(log: Logger): void {
    this.log = log;
  }

  /** Alerts are mailed too. */
  ecrireA(destinataire: string, executeur: Pick<Executeur, 'executer'>): void {
    this.courriel = { destinataire, executeur };
  }

  /** Once the mails of the alerts told so far are written. */
  async attendre(): Promise<void> {
    await this.envoi;
  }

  get bilan(): BilanDesAlertes {
    return Object.fromEntries(this.comptes);
  }

  /** The two evaluators differ on a case: nothing was decided. */
  readonly desaccord = (erreur: EvaluateursEnDesaccord, requeteId: string | null): void => {
    this.comptes.set(DESACCORD, (this.comptes.get(DESACCORD) ?? 0) + 1);
    const { jeu, version, regle } = erreur;
    this.log?.error(
      { alerte: DESACCORD, requeteId, jeu, version, regle, erreur: decrireErreur(erreur) },
      'les deux évaluateurs de règles ne sont pas d’accord',
    );
    this.ecrire({
      objet: `Alerte : les deux évaluateurs diffèrent sur « ${jeu} »`,
      corps:
        `${erreur.message}\n\nCe fichier de règles ne décide plus les cas où ils diffèrent ; les autres fichiers décident.\nFichier : ${jeu}, version ${version}\n${requeteId === null ? '' : `Demande : ${requeteId}\n`}` +
        '\nDans le journal du serveur, cherchez « evaluateurs-en-desaccord » ; /pret en donne le nombre. Un seul courriel par heure est écrit pour un même fichier.\n',
    });
  };

  /** The database could not serve a unit of work: the person was told, the operator must be too. */
  readonly panne = (panne: BaseIndisponible, requeteId: string | null): void => {
    const alerte = panne.name.replace(/(?<=[a-z])[A-Z]/g, '-$&').toLowerCase();
    this.comptes.set(alerte, (this.comptes.get(alerte) ?? 0) + 1);
    this.log?.error(
      { alerte, requeteId, erreur: decrireErreur(panne) },
      'la base de données n’a pas pu servir une demande',
    );
  };

  /** A job was given up: nothing will do it unless somebody sees to it. No mail says that a mail did not leave. */
  readonly jobAbandonne = ({ queue, id, cause }: Pick<EchecDeJob, 'queue' | 'id' | 'cause'>): void => {
    this.comptes.set(JOB_ABANDONNE, (this.comptes.get(JOB_ABANDONNE) ?? 0) + 1);
    this.log?.error({ alerte: JOB_ABANDONNE, queue, job: id, cause }, 'un travail a été abandonné');
    if (queue === JOB_COURRIEL.queue) return;
    this.ecrire({
      objet: `Alerte : un travail en arrière-plan est abandonné (${queue})`,
      corps:
        `${cause}\n\nIl ne sera plus tenté de lui-même. Dans l’espace de gestion, « Travaux en échec » en donne la cause et permet de le réessayer ; ` +
        'la commande « doctor » les nomme tous.\nUn seul courriel par heure est écrit pour un même genre de travail.\n',
    });
  };

  /** Apart from the unit that failed: an alert that cannot be mailed is still in the log. */
  private ecrire(message: { readonly objet: string; readonly corps: string }): void {
    if (!this.courriel) return;
    const { destinataire, executeur } = this.courriel;
    this.envoi = executeur
      .executer(SYSTEME, alerterParCourriel, { destinataire, pauseMs: PAUSE_MS, ...message })
      .catch((echec: unknown) =>
        this.log?.error({ erreur: decrireErreur(echec) }, 'une alerte n’a pas pu être écrite par courriel'),
      );
  }
}
