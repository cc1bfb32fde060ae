/** The workers of a server: what they do when it starts, when it stops, and when they give up. */
import { Client, Pool } from 'pg';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { demarrerWorkers } from '#src/cli/jobs.ts';
import { CONNEXIONS_DES_WORKERS, Workers, type EcoutesDeJobs } from '#src/database/jobs/workers.ts';
import { JOB_MOIS } from '#src/database/journal/mois.ts';
import { definirTraitement, type Traitement } from '#src/kernel/jobs.ts';
import { JOB_COURRIEL } from '#src/kernel/courriel.ts';
import { Alertes } from '#src/server/supervision/alertes.ts';
import { baseDeTest } from '#test/support/base.ts';
import { ouvrirSmtp } from '#test/support/smtp.ts';
import { serveurDeTest, type ServeurDeTest } from '../server/serveur-de-test.ts';

let essai: ServeurDeTest;
const ouverts: Workers[] = [];
beforeAll(async () => {
  essai = await serveurDeTest();
});
afterAll(() => essai.fermer());
beforeEach(() => essai.sql('delete from courriel; delete from pgboss.job'));
afterEach(() => Promise.all(ouverts.splice(0).map((un) => un.arreter())));

const attendre = (verifier: () => unknown) => vi.waitFor(verifier, { timeout: 20_000 });
const ouvrir = (urlApplication = essai.urlApplication): Workers => {
  const workers = new Workers(new Pool({ connectionString: urlApplication, ...CONNEXIONS_DES_WORKERS }));
  ouverts.push(workers);
  return workers;
};
const echecs: string[] = [];
const ecoutes: EcoutesDeJobs = {
  surEchec: ({ cause }) => echecs.push(cause),
  surPanne: (erreur) => echecs.push(String(erreur)),
  surRetour: () => undefined,
};
const deposer = (destinataire: string) =>
  essai.unite(async (unite) => {
    unite.envoyer({ destinataire, objet: 'Objet', corps: 'Corps', cafId: null });
  });
const etats = (queue: string) =>
  essai.sql<{ state: string }>('select state::text from pgboss.job where name = $1', [queue]);

describe('a start', () => {
  test('asks for what is done from time to time, once for all servers and each period', async () => {
    const faits = vi.fn(() => Promise.resolve());
    const mois: Traitement = definirTraitement(JOB_MOIS, faits);
    await Promise.all([1, 2, 3].map(() => ouvrir().demarrer([mois], ecoutes)));
    await attendre(async () => expect(await etats('journal-mois')).toEqual([{ state: 'completed' }]));
    expect(faits).toHaveBeenCalledOnce();
  });

  test('asks the base nothing that it refuses', async () => {
    const { nom, urlApplication, urlProprietaire } = await baseDeTest();
    const workers = ouvrir(urlApplication);
    await workers.demarrer([definirTraitement(JOB_MOIS, () => Promise.resolve())], ecoutes);
    await workers.arreter();
    ouverts.splice(0);
    const temoin = new Client({ connectionString: urlProprietaire });
    await temoin.connect();
    const lire = async () =>
      (
        await temoin.query<{ faites: boolean; defaites: number }>(
          'select xact_commit > 0 as faites, xact_rollback::int as defaites from pg_stat_database where datname = $1',
          [nom],
        )
      ).rows;
    await attendre(async () => expect(await lire()).toEqual([{ faites: true, defaites: 0 }]));
    await temoin.end();
  });
});

describe('a server that stops', () => {
  test('hands back the job under way, which is nobody’s failure', async () => {
    echecs.splice(0);
    let commence = false;
    const workers = ouvrir();
    await workers.demarrer(
      [
        definirTraitement(JOB_COURRIEL, (_donnees, arret) => {
          commence = true;
          return new Promise((_fait, refuser) =>
            arret.addEventListener('abort', () => refuser(new Error('stopped')), { once: true }),
          );
        }),
      ],
      ecoutes,
    );
    await deposer('a@b.fr');
    workers.reveiller(new Set(['courriel']));
    await attendre(() => expect(commence).toBe(true));
    await workers.arreter();
    ouverts.splice(0);
    expect(await etats('courriel')).toEqual([{ state: 'retry' }]);
    expect(echecs).toEqual([]);
  });

  test('hands back the job it was just taking', async () => {
    const fait = vi.fn(() => Promise.resolve());
    const workers = ouvrir();
    await workers.demarrer([definirTraitement(JOB_COURRIEL, fait)], ecoutes);
    const verrou = new Client({ connectionString: essai.urlProprietaire });
    await verrou.connect();
    await deposer('a@b.fr');
    await verrou.query('begin; lock table pgboss.job in access exclusive mode');
    workers.reveiller(new Set(['courriel']));
    await attendre(async () =>
      expect(
        await essai.sql(
          'select 1 from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())',
        ),
      ).toHaveLength(1),
    );
    const arret = workers.arreter();
    await verrou.query('commit');
    await arret;
    ouverts.splice(0);
    await verrou.end();
    expect(fait).not.toHaveBeenCalled();
    expect(await etats('courriel')).toEqual([{ state: 'retry' }]);
  });
});

test('a job given up is an alert: in the log, on /pret, and by mail unless it was itself a mail', async () => {
  const smtp = await ouvrirSmtp();
  const lignes: string[] = [];
  const log = pino({}, { write: (ligne: string) => lignes.push(ligne) });
  const alertes = new Alertes();
  alertes.ecrireDans(log);
  alertes.ecrireA('exploitant@exemple.fr', essai.executeur);
  await deposer('refuse@exemple.fr');
  await essai.sql('update pgboss.job set retry_limit = 0');
  // Whatever its data are, they are not what a study asks.
  await essai.sql("insert into pgboss.job (name, data, retry_limit) values ('etude', '{}', 0)");
  const poolSessions = new Pool({ connectionString: essai.urlApplication, max: 1 });
  await demarrerWorkers(
    ouvrir(),
    { ...essai, log, alertes, poolSessions },
    { mode: 'smtp', url: smtp.url, expediteur: 'mcp@exemple.fr' },
  );
  await attendre(() => expect(alertes.bilan).toEqual({ 'job-abandonne': 2 }));
  await alertes.attendre();
  const abandons = lignes
    .map((ligne) => JSON.parse(ligne) as { alerte?: string; queue?: string; cause?: string })
    .filter(({ alerte }) => alerte === 'job-abandonne');
  expect(abandons.map(({ queue }) => queue).sort()).toEqual(['courriel', 'etude']);
  expect(await essai.sql("select objet from courriel where destinataire = 'exploitant@exemple.fr'")).toEqual([
    { objet: 'Alerte : un travail en arrière-plan est abandonné (etude)' },
  ]);
  await Promise.all(ouverts.splice(0).map((un) => un.arreter()));
  await Promise.all([smtp.fermer(), poolSessions.end()]);
});
