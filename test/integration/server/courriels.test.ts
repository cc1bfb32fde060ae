import { Pool } from 'pg';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { demarrerWorkers } from '#src/cli/jobs.ts';
import { CONNEXIONS_DES_WORKERS, Workers } from '#src/database/jobs/workers.ts';
import {
  envoiDesCourriels,
  rattraperCourriels,
  type Transport,
} from '#src/domain/echanges/courriel/expedier.ts';
import { Alertes } from '#src/server/supervision/alertes.ts';
import { systeme } from '#test/support/acteurs.ts';
import { ouvrirSmtp } from '#test/support/smtp.ts';
import { serveurDeTest, type ServeurDeTest } from './serveur-de-test.ts';

let serveur: ServeurDeTest;
const ouverts: Workers[] = [];
beforeAll(async () => {
  serveur = await serveurDeTest();
});
afterAll(() => serveur.fermer());
beforeEach(() => serveur.sql('delete from courriel; delete from pgboss.job'));
afterEach(() => Promise.all(ouverts.splice(0).map((un) => un.arreter())));

/** Long enough for a busy machine. */
const attendre = (verifier: () => unknown) => vi.waitFor(verifier, { timeout: 20_000 });
const deposer = (...destinataires: string[]) =>
  serveur.unite(async (unite) => {
    for (const destinataire of destinataires)
      unite.envoyer({ destinataire, objet: 'Objet', corps: 'Corps', cafId: null });
  });
const ouvrirWorkers = (): Workers => {
  const workers = new Workers(
    new Pool({ connectionString: serveur.urlApplication, ...CONNEXIONS_DES_WORKERS }),
  );
  ouverts.push(workers);
  return workers;
};
/** A server that sends mails, and what it says of the attempts that fail. */
async function serveurDEnvoi(transport: Transport): Promise<{ echecs: string[]; workers: Workers }> {
  const workers = ouvrirWorkers();
  const echecs: string[] = [];
  await workers.demarrer([envoiDesCourriels(serveur.executeur, transport)], {
    surEchec: ({ tentative, derniere }) => echecs.push(`${tentative}${derniere ? ' : abandon' : ''}`),
    surPanne: (erreur) => echecs.push(String(erreur)),
    surRetour: () => undefined,
  });
  return { echecs, workers };
}
const refuse: Transport = () => Promise.reject(Object.assign(new Error('450 a@b.fr'), { responseCode: 450 }));
const lire = () =>
  serveur.sql<{ destinataire: string; tentatives: number; envoye: boolean; erreur: string | null }>(
    'select destinataire, tentatives, envoye_le is not null as envoye, erreur from courriel order by destinataire',
  );
const jobs = () =>
  serveur.sql<{ state: string; retry_count: number }>(
    "select state::text, retry_count from pgboss.job where name = 'courriel' order by created_on, id",
  );
/** The pause is over: what pg-boss would see a minute, then two, then four later. */
const passerLaPause = async (workers: Workers): Promise<void> => {
  await attendre(async () => expect(await jobs()).toMatchObject([{ state: 'retry' }]));
  await serveur.sql("update pgboss.job set start_after = now() - interval '1 second' where state = 'retry'");
  workers.reveiller(new Set(['courriel']));
};

describe('outbox', () => {
  test('a mail is handed over once, outside any transaction', async () => {
    const ouvertes: number[] = [];
    const transport = vi.fn<Transport>(async () => {
      const [lu] = await serveur.sql<{ n: number }>(
        "select count(*)::int as n from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'",
      );
      ouvertes.push(lu?.n ?? -1);
    });
    await deposer('a@b.fr');
    await serveurDEnvoi(transport);
    await attendre(async () =>
      expect(await lire()).toEqual([{ destinataire: 'a@b.fr', tentatives: 1, envoye: true, erreur: null }]),
    );
    expect(transport).toHaveBeenCalledOnce();
    expect(ouvertes).toEqual([0]);
  });

  test('a mail refused is kept with the reason and tried again later and later, a limited number of times', async () => {
    await deposer('a@b.fr');
    const { echecs, workers } = await serveurDEnvoi(refuse);
    await attendre(async () =>
      expect(await lire()).toEqual([
        { destinataire: 'a@b.fr', tentatives: 1, envoye: false, erreur: '450 a@b.fr' },
      ]),
    );
    const pauses: boolean[] = [];
    for (let fois = 1; fois <= 11; fois += 1) {
      await attendre(() => expect(echecs).toHaveLength(fois));
      await attendre(async () => expect(await jobs()).toMatchObject([{ state: 'retry' }]));
      // 1, 2, 4… minutes, and at most as much again: servers that come back are not stormed.
      const [lu] = await serveur.sql<{ suffit: boolean }>(
        `select start_after - now() between ${60 * 2 ** (fois - 1) - 20} * interval '1 second' and ${120 * 2 ** (fois - 1)} * interval '1 second' as suffit from pgboss.job`,
      );
      pauses.push(lu?.suffit ?? false);
      await passerLaPause(workers);
    }
    await attendre(() => expect(echecs.at(-1)).toBe('12 : abandon'));
    expect(pauses).toEqual(Array.from({ length: 11 }, () => true));
    await attendre(async () => expect(await jobs()).toEqual([{ state: 'failed', retry_count: 11 }]));
    expect((await lire())[0]?.tentatives).toBe(12);
    // What is kept with the job names nobody.
    const [job] = await serveur.sql<{ texte: string }>('select output::text as texte from pgboss.job');
    expect(job?.texte).toContain('Le serveur d’envoi n’a pas pris ce courriel (450).');
    expect(job?.texte).not.toContain('a@b.fr');
  });

  test('a mail refused does not hold up the next ones', async () => {
    await deposer('a@b.fr', 'c@d.fr');
    await serveurDEnvoi(({ destinataire }) =>
      destinataire === 'a@b.fr' ? Promise.reject(new Error('450')) : Promise.resolve(),
    );
    await attendre(async () =>
      expect((await lire()).map(({ tentatives, envoye }) => [tentatives, envoye])).toEqual([
        [1, false],
        [1, true],
      ]),
    );
  });

  test('two servers at once never send the same mail', async () => {
    const destinataires = Array.from({ length: 8 }, (_, rang) => `personne-${rang}@b.fr`);
    await deposer(...destinataires);
    const envoyes: string[] = [];
    const transport: Transport = async ({ destinataire }) => {
      envoyes.push(destinataire);
    };
    await Promise.all([1, 2, 3].map(() => serveurDEnvoi(transport)));
    await attendre(async () => expect((await lire()).every(({ envoye }) => envoye)).toBe(true));
    expect(envoyes.sort()).toEqual(destinataires);
  });

  test('a job done twice sends nothing more', async () => {
    await deposer('a@b.fr');
    const transport = vi.fn<Transport>(() => Promise.resolve());
    const { traiter } = envoiDesCourriels(serveur.executeur, transport);
    const [courriel] = await serveur.sql<{ id: string }>('select id from courriel');
    await traiter({ id: courriel?.id }, new AbortController().signal);
    await traiter({ id: courriel?.id }, new AbortController().signal);
    expect(transport).toHaveBeenCalledOnce();
  });

  test('a server that dies while it sends loses nothing: another sends once its time is over', async () => {
    await deposer('a@b.fr');
    // Taken by a server that was killed at that moment.
    await serveur.sql("update pgboss.job set state = 'active', started_on = now() - interval '1 hour'");
    await serveur.sql('update courriel set tentatives = 1');
    const { workers } = await serveurDEnvoi(() => Promise.resolve());
    await workers.entretenir();
    await passerLaPause(workers);
    await attendre(async () => expect(await lire()).toMatchObject([{ tentatives: 2, envoye: true }]));
  });

  test('a mail whose job was lost is given one again; one that has its job, or was given up, is left alone', async () => {
    await deposer('a@b.fr', 'attend@b.fr', 'abandon@b.fr');
    await serveur.sql(
      "delete from pgboss.job where singleton_key = (select id::text from courriel where destinataire = 'a@b.fr')",
    );
    await serveur.sql(
      "update pgboss.job set state = 'failed' where singleton_key = (select id::text from courriel where destinataire = 'abandon@b.fr')",
    );
    for (let fois = 0; fois < 2; fois += 1) await serveur.executeur.executer(systeme, rattraperCourriels, {});
    expect(
      await serveur.sql(
        'select destinataire, array_agg(j.state::text) as etats from courriel c join pgboss.job j on j.singleton_key = c.id::text group by 1 order by 1',
      ),
    ).toEqual([
      { destinataire: 'a@b.fr', etats: ['created'] },
      { destinataire: 'abandon@b.fr', etats: ['failed'] },
      { destinataire: 'attend@b.fr', etats: ['created'] },
    ]);
  });

  test('a unit of work that fails sends nothing', async () => {
    await expect(
      serveur.unite(async (unite) => {
        unite.envoyer({ destinataire: 'a@b.fr', objet: 'Objet', corps: 'Corps', cafId: null });
        await unite.em.flush();
        throw new Error('afterwards');
      }),
    ).rejects.toThrow('afterwards');
    expect([await lire(), await jobs()]).toEqual([[], []]);
  });
});

describe('sender', () => {
  test('it delivers by SMTP what is queued, and logs no address', async () => {
    const smtp = await ouvrirSmtp();
    const { recus } = smtp;
    const lignes: string[] = [];
    await deposer('elise@exemple.fr', 'refuse@exemple.fr');
    const poolSessions = new Pool({ connectionString: serveur.urlApplication, max: 1 });
    const workers = new Workers(
      new Pool({ connectionString: serveur.urlApplication, ...CONNEXIONS_DES_WORKERS }),
    );
    await demarrerWorkers(
      workers,
      {
        ...serveur,
        poolSessions,
        alertes: new Alertes(),
        log: pino({}, { write: (ligne: string) => lignes.push(ligne) }),
      },
      { mode: 'smtp', url: smtp.url, expediteur: 'mcp@exemple.fr' },
    );
    await attendre(async () =>
      expect((await lire()).map(({ envoye, tentatives }) => [envoye, tentatives])).toEqual([
        [true, 1],
        [false, 1],
      ]),
    );
    await attendre(() => expect(lignes.join('')).toContain('job-echoue'));
    await workers.arreter();
    await Promise.all([smtp.fermer(), poolSessions.end()]);
    expect(recus).toHaveLength(1);
    expect(recus[0]).toMatch(
      /From: Mon Compte Partenaire <mcp@exemple\.fr>[\s\S]*To: elise@exemple\.fr[\s\S]*Subject: Objet[\s\S]*Corps/,
    );
    expect(lignes.join('')).not.toContain('@exemple.fr');
  });
});
