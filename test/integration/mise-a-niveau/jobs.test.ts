/** A base in use before there were jobs goes on after the migration: what waited is done, what was given up is seen. */
import { randomUUID } from 'node:crypto';
import { Client, Pool } from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { demarrerWorkers } from '#src/cli/jobs.ts';
import { ROLE_APPLICATION } from '#src/database/embarque/index.ts';
import { CONNEXIONS_DES_WORKERS, Workers } from '#src/database/jobs/workers.ts';
import { migrer } from '#src/database/migrer.ts';
import { lancerEtude } from '#src/domain/politique/etude/commandes.ts';
import { prendreEtude } from '#src/domain/politique/etude/travail.ts';
import { initialiserRegistre } from '#src/domain/politique/livraison/publication.ts';
import { RegistreVivant } from '#src/domain/politique/registre/registre.ts';
import { Alertes } from '#src/server/supervision/alertes.ts';
import { analyste, systeme } from '#test/support/acteurs.ts';
import { applicationDeTest, type ApplicationDeTest } from '#test/support/application.ts';
import { versionAide } from '#test/support/fichier-aide.ts';
import { ouvrirSmtp, type Smtp } from '#test/support/smtp.ts';

const V1 = versionAide();
const V2 = versionAide({ version: '1.1.0', seuil: '120', taux: '0.6' });

/** The schema before 0025-jobs.sql. */
const SANS_JOBS = `
  drop function job_reessayer(uuid);
  drop schema pgboss cascade;
  alter table courriel add column prochain_essai_le timestamptz;
  delete from migration where name in ('0025-jobs.sql', '0026-jobs-periodiques.sql');`;

let application: ApplicationDeTest;
let proprietaire: Client;
let smtp: Smtp;
let workers: Workers;
let poolSessions: Pool;
let enCours: string;
let enAttente: string;
let abandonne: string;

async function courriel(destinataire: string, tentatives: number): Promise<string> {
  const id = randomUUID();
  await proprietaire.query(
    "insert into courriel (id, caf_id, destinataire, objet, corps, cree_le, tentatives, prochain_essai_le, erreur) values ($1, '451', $2, 'Objet', 'Corps', now(), $3, now() + interval '1 hour', '450')",
    [id, destinataire, tentatives],
  );
  return id;
}

beforeAll(async () => {
  application = await applicationDeTest(new RegistreVivant([V1, V2]), '2026-03-02');
  smtp = await ouvrirSmtp();
  const { executeur, urlProprietaire } = application;
  proprietaire = new Client({ connectionString: urlProprietaire });
  await proprietaire.connect();
  await proprietaire.query(
    "insert into caf (id, nom, fuseau_horaire) values ('451', 'Caf A', 'Europe/Paris')",
  );
  await executeur.executer(systeme, initialiserRegistre, { versions: [V1, V2] });
  const lancer = async (): Promise<string> =>
    (
      await executeur.executer(analyste(), lancerEtude, {
        avant: V1.empreinte,
        apres: V2.empreinte,
        generes: 40,
      })
    ).id;
  // One was being worked on by a server that the release stopped, the other waited its turn.
  enCours = await lancer();
  await executeur.executer(systeme, prendreEtude, { holder: randomUUID(), leaseMs: 0 });
  enAttente = await lancer();
  await proprietaire.query(SANS_JOBS);
  await courriel('attend@exemple.fr', 3);
  abandonne = await courriel('abandon@exemple.fr', 12);
  await migrer(urlProprietaire, ROLE_APPLICATION);
  workers = new Workers(
    new Pool({ connectionString: application.urlApplication, ...CONNEXIONS_DES_WORKERS }),
  );
  poolSessions = new Pool({ connectionString: application.urlApplication, max: 1 });
  await demarrerWorkers(
    workers,
    { ...application, log: pino({ level: 'silent' }), alertes: new Alertes(), poolSessions },
    { mode: 'smtp', url: smtp.url, expediteur: 'mcp@exemple.fr' },
  );
});
afterAll(async () => {
  await workers.arreter();
  await Promise.all([poolSessions.end(), smtp.fermer(), proprietaire.end(), application.fermer()]);
});

it('finishes the study under way and the one that waited', { timeout: 180_000 }, () =>
  vi.waitFor(
    async () =>
      expect(
        (
          await proprietaire.query<object>(
            'select id, etat, rapport is not null as rapport from etude_impact order by id',
          )
        ).rows,
      ).toEqual([enCours, enAttente].sort().map((id) => ({ id, etat: 'terminee', rapport: true }))),
    { timeout: 170_000 },
  ),
);

it('sends the mail that waited, once, and leaves alone the one given up', async () => {
  await vi.waitFor(() => expect(smtp.recus).toHaveLength(1), { timeout: 60_000 });
  // Whatever the next turn finds waiting, it asks for nothing twice.
  workers.reveiller(new Set(['rattrapage', 'courriel']));
  // Recorded once it has left.
  await vi.waitFor(
    async () =>
      expect(
        (
          await proprietaire.query<object>(
            'select destinataire, tentatives from courriel where envoye_le is not null',
          )
        ).rows,
      ).toEqual([{ destinataire: 'attend@exemple.fr', tentatives: 4 }]),
    { timeout: 30_000 },
  );
  expect(smtp.recus.join('')).toContain('To: attend@exemple.fr');
  expect(smtp.commences).toHaveLength(1);
});

it('shows the one given up among the dead letters of its Caf', async () => {
  await proprietaire.query("select set_config('mcp.caf', '451', false)");
  expect(
    (await proprietaire.query<object>('select queue, caf_id, cle, cause, tentatives from job_en_echec')).rows,
  ).toEqual([
    {
      queue: 'courriel',
      caf_id: '451',
      cle: abandonne,
      cause: 'Le serveur d’envoi n’a pas pris ce courriel.',
      tentatives: 12,
    },
  ]);
});
