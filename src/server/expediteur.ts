import { createTransport } from 'nodemailer';
import type { Logger } from 'pino';
import { demarrerEnArrierePlan } from '#src/kernel/arriere-plan.ts';
import type { Executeur } from '#src/kernel/commande.ts';
import { expedierProchain, type Transport } from '#src/domain/echanges/courriel/expedier.ts';
import { decrireErreur } from '#src/server/supervision/trace.ts';

interface Options {
  readonly executeur: Executeur;
  readonly journal: Logger;
  readonly transport: Transport;
  /** Milliseconds between two looks at the outbox. */
  readonly periode?: number;
}

const DELAIS_SMTP = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

/** Delivers by an SMTP server. @param expediteur address the mails come from */
export function transportSmtp(url: string, expediteur: string): Transport {
  const smtp = createTransport({ url, ...DELAIS_SMTP });
  return async ({ destinataire, objet, corps }) => {
    await smtp.sendMail({
      from: { name: 'Mon Compte Partenaire', address: expediteur },
      to: destinataire,
      subject: objet,
      text: corps,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  };
}

/** Empties the outbox from time to time; several servers may do so at once. The logs hold no address. */
export function demarrerExpediteur({ executeur, journal, transport, periode = 5000 }: Options): {
  arreter(): Promise<void>;
} {
  const commande = expedierProchain(transport);
  return demarrerEnArrierePlan({
    async travailler() {
      const resultat = await executeur.executer(
        { type: 'systeme', raison: 'envoi des courriels' },
        commande,
        {},
      );
      if (resultat === 'echec')
        journal.warn(
          { evenement: 'courriel-refuse' },
          'un courriel n’est pas parti ; la raison est gardée avec lui',
        );
      return resultat !== 'rien';
    },
    signaler: (erreur) => journal.error({ erreur: decrireErreur(erreur) }, 'envoi des courriels'),
    periode,
    periodeApresEchec: periode,
  });
}
