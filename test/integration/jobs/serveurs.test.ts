/** Background work on real servers: one is killed, their base goes away. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { lancerInstance, type Instance } from '#test/support/instances.ts';
import { ouvrirSmtp, type Smtp } from '#test/support/smtp.ts';
import { ouvrirRelais } from '../pannes/relais.ts';
import { entretenir } from './entretenir.ts';
import { serveurDeTest, type ServeurDeTest } from '../server/serveur-de-test.ts';

let essai: ServeurDeTest;
let smtp: Smtp;
const lances: Instance[] = [];
beforeAll(async () => {
  [essai, smtp] = await Promise.all([serveurDeTest(), ouvrirSmtp()]);
});
afterAll(() => Promise.all([essai.fermer(), smtp.fermer()]));
beforeEach(() => essai.sql('delete from courriel; delete from pgboss.job'));
afterEach(() => Promise.all(lances.splice(0).map((un) => un.tuer())));

/** A server that sends its mails. @param expediteur tells it from the others */
async function lancer(expediteur: string, urlApplication = essai.urlApplication): Promise<Instance> {
  const instance = await lancerInstance({
    base: { urlApplication, urlProprietaire: essai.urlProprietaire },
    env: { SMTP_URL: smtp.url, MAIL_EXPEDITEUR: expediteur },
  });
  lances.push(instance);
  return instance;
}
const deposer = (destinataire: string) =>
  essai.unite(async (unite) => {
    unite.envoyer({ destinataire, objet: 'Objet', corps: 'Corps', cafId: null });
  });
const jobs = () =>
  essai.sql<{ state: string; retry_count: number }>(
    "select state::text, retry_count from pgboss.job where name = 'courriel'",
  );
const envois = () =>
  essai.sql<{ envoye: boolean; tentatives: number }>(
    'select envoye_le is not null as envoye, tentatives from courriel',
  );
/** A look at a queue comes every ten seconds. */
const attendre = (verifier: () => unknown) => vi.waitFor(verifier, { timeout: 40_000, interval: 100 });

describe('two servers on one base', { timeout: 180_000 }, () => {
  test('one is killed in the middle of a job: the other takes it up, and it is done once', async () => {
    const serveurs = new Map<string, Instance>();
    for (const nom of ['un@exemple.fr', 'deux@exemple.fr']) serveurs.set(nom, await lancer(nom));
    smtp.retenir();
    await deposer('elise@exemple.fr');
    await attendre(() => expect(smtp.commences).toHaveLength(1));
    const [preneur = ''] = smtp.commences;
    await serveurs.get(preneur)?.tuer();
    serveurs.delete(preneur);
    smtp.laisser();
    expect([await jobs(), await envois()]).toEqual([
      [{ state: 'active', retry_count: 0 }],
      [{ envoye: false, tentatives: 1 }],
    ]);
    // Its time is over, then the pause before the next attempt.
    await essai.sql(
      "update pgboss.job set started_on = now() - interval '1 hour' where name = 'courriel' and state = 'active'",
    );
    await entretenir(essai.urlApplication);
    await essai.sql("update pgboss.job set start_after = now() where name = 'courriel' and state = 'retry'");
    await attendre(async () => expect(await jobs()).toEqual([{ state: 'completed', retry_count: 1 }]));
    expect(await envois()).toEqual([{ envoye: true, tentatives: 2 }]);
    expect(smtp.recus).toHaveLength(1);
    expect(smtp.commences).toEqual([preneur, ...serveurs.keys()]);
  });
});

describe('the base away under the workers', { timeout: 180_000 }, () => {
  test('the server goes on: one line for each outage, one for its end, and what waits is done', async () => {
    const relais = await ouvrirRelais(essai.urlApplication);
    const serveur = await lancer('mcp@exemple.fr', relais.url);
    const lignes = () => {
      const dites = serveur
        .sortie()
        .split('\n')
        .filter((ligne) => ligne.includes('jobs-en-panne'));
      const fins = dites.filter((ligne) => ligne.includes('"fini":true')).length;
      return { pannes: dites.length - fins, fins };
    };
    for (const fois of [1, 2]) {
      await relais.fermer();
      await attendre(() => expect(lignes()).toEqual({ pannes: fois, fins: fois - 1 }));
      await relais.ouvrir();
      await attendre(() => expect(lignes()).toEqual({ pannes: fois, fins: fois }));
    }
    await deposer('apres@exemple.fr');
    await attendre(async () => expect(await envois()).toEqual([{ envoye: true, tentatives: 1 }]));
    expect(lignes()).toEqual({ pannes: 2, fins: 2 });
    expect(await serveur.arreter()).toBe(0);
    await relais.fermer();
  });
});
