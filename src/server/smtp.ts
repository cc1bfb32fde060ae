import { createTransport } from 'nodemailer';
import type { Transport } from '#src/domain/echanges/courriel/expedier.ts';

const DELAIS_SMTP = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

/** Delivers by an SMTP server. @param expediteur address the mails come from */
export function transportSmtp(url: string, expediteur: string): Transport {
  const domaine = expediteur.slice(expediteur.lastIndexOf('@') + 1);
  const smtp = createTransport({ url, ...DELAIS_SMTP });
  return async ({ id, destinataire, objet, corps }) => {
    await smtp.sendMail({
      messageId: `<${id}@${domaine}>`,
      from: { name: 'Mon Compte Partenaire', address: expediteur },
      to: destinataire,
      subject: objet,
      text: corps,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  };
}
