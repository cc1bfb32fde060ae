import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { expedierProchain, type Transport } from '#src/domain/echanges/courriel/expedier.ts';
import { demarrerExpediteur, transportSmtp } from '#src/server/expediteur.ts';
import { systeme } from '#test/support/acteurs.ts';
import { serveurDeTest, type ServeurDeTest } from './serveur-de-test.ts';

let serveur: ServeurDeTest;
beforeAll(async () => {
  serveur = await serveurDeTest();
});
afterAll(() => serveur.fermer());
beforeEach(async () => {
  await serveur.sql('delete from courriel');
  serveur.horloge.regler('2026-03-02');
});

const deposer = (...destinataires: string[]) =>
  serveur.unite(async (unite) => {
    for (const destinataire of destinataires)
      unite.envoyer({ destinataire, objet: 'Objet', corps: 'Corps', cafId: null });
  });
const expedier = (transport: Transport) =>
  serveur.executeur.executer(systeme, expedierProchain(transport), {});
const refuse: Transport = () => Promise.reject(new Error('450 boîte pleine'));
const lire = () =>
  serveur.sql<{ destinataire: string; tentatives: number; envoye: boolean; erreur: string | null }>(
    'select destinataire, tentatives, envoye_le is not null as envoye, erreur from courriel order by destinataire',
  );

describe('outbox', () => {
  test('a mail is handed over once', async () => {
    await deposer('a@b.fr');
    const transport = vi.fn<Transport>(() => Promise.resolve());
    expect(await expedier(transport)).toBe('envoye');
    expect(await expedier(transport)).toBe('rien');
    expect(transport).toHaveBeenCalledOnce();
    expect(await lire()).toEqual([{ destinataire: 'a@b.fr', tentatives: 1, envoye: true, erreur: null }]);
  });

  test('a mail refused is kept with the reason and tried again later and later, a limited number of times', async () => {
    await deposer('a@b.fr');
    expect(await expedier(refuse)).toBe('echec');
    expect(await lire()).toEqual([
      { destinataire: 'a@b.fr', tentatives: 1, envoye: false, erreur: '450 boîte pleine' },
    ]);
    expect(await expedier(refuse)).toBe('rien');
    serveur.horloge.regler('2026-03-02T12:01:00Z');
    expect(await expedier(refuse)).toBe('echec');
    serveur.horloge.regler('2026-03-02T12:02:00Z');
    expect(await expedier(refuse)).toBe('rien');
    for (let jour = 3; jour <= 28; jour += 1) {
      serveur.horloge.regler(`2026-03-${String(jour).padStart(2, '0')}`);
      if ((await expedier(refuse)) === 'rien') break;
    }
    expect((await lire())[0]?.tentatives).toBe(12);
  });

  test('a mail refused does not hold up the next ones', async () => {
    await deposer('a@b.fr', 'c@d.fr');
    await expedier(refuse);
    expect(await expedier(() => Promise.resolve())).toBe('envoye');
  });

  test('two servers at once never send the same mail', async () => {
    const destinataires = Array.from({ length: 8 }, (_, rang) => `personne-${rang}@b.fr`);
    await deposer(...destinataires);
    const envoyes: string[] = [];
    const transport: Transport = async ({ destinataire }) => {
      envoyes.push(destinataire);
    };
    await Promise.all(
      [1, 2, 3].map(async () => {
        while ((await expedier(transport)) !== 'rien');
      }),
    );
    expect(envoyes.sort()).toEqual(destinataires);
  });

  test('a unit of work that fails sends nothing', async () => {
    await expect(
      serveur.unite(async (unite) => {
        unite.envoyer({ destinataire: 'a@b.fr', objet: 'Objet', corps: 'Corps', cafId: null });
        await unite.em.flush();
        throw new Error('afterwards');
      }),
    ).rejects.toThrow('afterwards');
    expect(await lire()).toEqual([]);
  });
});

describe('sender', () => {
  test('it delivers by SMTP what is queued, and logs no address', async () => {
    const recus: string[] = [];
    const smtp = await serveurSmtp(recus);
    const lignes: string[] = [];
    await deposer('elise@exemple.fr', 'refuse@exemple.fr');
    const expediteur = demarrerExpediteur({
      executeur: serveur.executeur,
      journal: pino({}, { write: (ligne: string) => lignes.push(ligne) }),
      transport: transportSmtp(`smtp://127.0.0.1:${smtp.port}`, 'mcp@exemple.fr'),
      periode: 20,
    });
    await vi.waitFor(async () =>
      expect((await lire()).map(({ envoye, tentatives }) => [envoye, tentatives])).toEqual([
        [true, 1],
        [false, 1],
      ]),
    );
    await expediteur.arreter();
    await smtp.fermer();
    expect(recus).toHaveLength(1);
    expect(recus[0]).toMatch(
      /From: Mon Compte Partenaire <mcp@exemple\.fr>[\s\S]*To: elise@exemple\.fr[\s\S]*Subject: Objet[\s\S]*Corps/,
    );
    expect(lignes.join('')).toContain('courriel-refuse');
    expect(lignes.join('')).not.toContain('@exemple.fr');
  });
});

/** A mail server that takes everything but what is for « refuse@… ». */
async function serveurSmtp(recus: string[]): Promise<{ port: number; fermer(): Promise<void> }> {
  const serveurTcp = createServer((prise) => {
    let donnees: string | null = null;
    let reste = '';
    const repondre = (texte: string) => prise.write(`${texte}\r\n`);
    repondre('220 essai');
    prise
      .setEncoding('utf8')
      .on('data', (morceau: string) => {
        reste += morceau;
        for (let fin = reste.indexOf('\r\n'); fin >= 0; fin = reste.indexOf('\r\n')) {
          const ligne = reste.slice(0, fin);
          reste = reste.slice(fin + 2);
          if (donnees !== null) {
            if (ligne !== '.') donnees += `${ligne}\n`;
            else {
              recus.push(donnees);
              donnees = null;
              repondre('250 recu');
            }
          } else if (/^RCPT TO:<refuse@/i.test(ligne)) repondre('550 inconnu');
          else if (/^DATA/i.test(ligne)) {
            donnees = '';
            repondre('354 allez');
          } else if (/^QUIT/i.test(ligne)) prise.end('221 au revoir\r\n');
          else repondre('250 bien');
        }
      })
      .on('error', () => undefined);
  });
  serveurTcp.listen(0, '127.0.0.1');
  await once(serveurTcp, 'listening');
  return {
    port: (serveurTcp.address() as AddressInfo).port,
    fermer: () => new Promise((resoudre) => serveurTcp.close(() => resoudre())),
  };
}
