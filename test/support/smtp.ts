import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A mail server that takes everything but what is for « refuse@… ». */
export interface Smtp {
  readonly url: string;
  /** What it took, whole. */
  readonly recus: readonly string[];
  /** Who began to hand a mail over, each time. */
  readonly commences: readonly string[];
  /** It no longer answers who names the receiver of a mail, or who has handed over all of it, until `laisser`. */
  retenir(quoi?: 'destinataire' | 'accuse'): void;
  /** It answers those who come from now on. */
  laisser(): void;
  fermer(): Promise<void>;
}

/** Opens one on a free port. */
export async function ouvrirSmtp(): Promise<Smtp> {
  const recus: string[] = [];
  const prises = new Set<Socket>();
  const commences: string[] = [];
  let retenu: 'destinataire' | 'accuse' | undefined;
  const serveur = createServer((prise) => {
    let donnees: string | null = null;
    let reste = '';
    const repondre = (texte: string) => prise.write(`${texte}\r\n`);
    const destinataire = (ligne: string): void => {
      if (retenu !== 'destinataire') repondre(/<refuse@/i.test(ligne) ? '550 inconnu' : '250 bien');
    };
    const lire = (ligne: string): void => {
      if (donnees !== null) {
        if (ligne !== '.') donnees += `${ligne}\n`;
        else {
          recus.push(donnees);
          donnees = null;
          if (retenu !== 'accuse') repondre('250 recu');
        }
      } else if (/^MAIL FROM:/i.test(ligne)) {
        commences.push(/<(.*?)>/.exec(ligne)?.[1] ?? '');
        repondre('250 bien');
      } else if (/^RCPT TO:/i.test(ligne)) destinataire(ligne);
      else if (/^DATA/i.test(ligne)) {
        donnees = '';
        repondre('354 allez');
      } else if (/^QUIT/i.test(ligne)) prise.end('221 au revoir\r\n');
      else repondre('250 bien');
    };
    prises.add(prise);
    repondre('220 essai');
    prise
      .setEncoding('utf8')
      .on('data', (morceau: string) => {
        reste += morceau;
        for (let fin = reste.indexOf('\r\n'); fin >= 0; fin = reste.indexOf('\r\n')) {
          const ligne = reste.slice(0, fin);
          reste = reste.slice(fin + 2);
          lire(ligne);
        }
      })
      .on('error', () => undefined)
      .on('close', () => prises.delete(prise));
  });
  serveur.listen(0, '127.0.0.1');
  await once(serveur, 'listening');
  return {
    url: `smtp://127.0.0.1:${(serveur.address() as AddressInfo).port}`,
    recus,
    commences,
    retenir(quoi = 'destinataire') {
      retenu = quoi;
    },
    laisser() {
      retenu = undefined;
    },
    async fermer() {
      const fin = once(serveur, 'close');
      serveur.close();
      for (const prise of prises) prise.destroy();
      await fin;
    },
  };
}

/** The text of a mail as it is sent: lines cut and letters escaped. */
export const enTexte = (courriel: string): string =>
  courriel
    .replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_tout, octet: string) => String.fromCharCode(Number.parseInt(octet, 16)));

/** The name a mail bears from one attempt to the next. */
export const messageId = (courriel: string): string | undefined => /^Message-ID: (.*)$/im.exec(courriel)?.[1];
