import { createTransport } from 'nodemailer';
import type { Transport } from '#src/domain/echanges/courriel/expedier.ts';

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
