/**
 * The program as it runs in production: built, several servers and a worker, between a proxy and a pooler, each
 * on a release of Node of its own.
 */
import { chmod, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { PROGRAM_FOLDER } from '#src/kernel/program-folder.ts';
import { baseDeTest } from '#test/support/base.ts';
import { lireCommande, lireDockerfile } from '#test/support/dockerfile.ts';
import {
  executerCommande,
  environnementDe,
  lancerInstance,
  portLibre,
  type Execution,
  type Instance,
} from '#test/support/instances.ts';
import { Internaute } from '#test/support/internaute.ts';
import type { Base } from '#test/support/postgres.ts';
import { enTexte, messageId, ouvrirSmtp, type Smtp } from '#test/support/smtp.ts';
import { entretenir } from '../jobs/entretenir.ts';
import { ouvrirRepartiteur, type Repartiteur } from './pgbouncer.ts';
import { installNodeReleases, type NodeReleases } from './node-releases.ts';
import { mandataireAbsent, ouvrirMandataire, type Mandataire } from './haproxy.ts';

const EXPEDITEUR = 'ne-pas-repondre@exemple.fr';
const JETON = 'un-jeton-de-trente-deux-caracteres-et-plus';
const MOT_DE_PASSE = 'une mouette sur le quai';
/** As the account of the image: it owns no file and writes none. */
const SANS_DROITS = 65_534;

let dist: string;
let base: Base;
let sql: Client;
let smtp: Smtp;
let repartiteur: Repartiteur | undefined;
let nodes: NodeReleases;
const lancees = new Set<Instance>();

beforeAll(async () => {
  // Outside the checkout: it must need nothing of it.
  dist = await realpath(await mkdtemp(join(tmpdir(), 'dist-')));
  await chmod(dist, 0o755);
  const construction = executerCommande(['deploy/build.ts', dist]);
  [base, smtp, nodes] = await Promise.all([baseDeTest(), ouvrirSmtp(), installNodeReleases()]);
  repartiteur = await ouvrirRepartiteur(base.urlApplication);
  sql = new Client({ connectionString: base.urlProprietaire });
  await sql.connect();
  const { code, sortie } = await construction;
  if (code !== 0) throw new Error(`the build failed:\n${sortie}`);
}, 240_000);

afterAll(async () => {
  await Promise.all([...lancees].map((instance) => instance.tuer()));
  await repartiteur?.fermer();
  await sql.end();
  await smtp.fermer();
  await nodes.supprimer();
  await rm(dist, { recursive: true, force: true });
});

/** Starts a program of the build. @param nom `start` or `travailleur` @param node by default this run's own */
async function lancer(
  nom: string,
  env: Readonly<Record<string, string>> = {},
  node = process.execPath,
): Promise<Instance> {
  const instance = await lancerInstance({
    dossier: dist,
    programme: [`${nom}.mjs`],
    uid: SANS_DROITS,
    node,
    base,
    env: {
      ...(repartiteur ? { DATABASE_URL: repartiteur.url, DATABASE_URL_DIRECTE: base.urlApplication } : {}),
      SMTP_URL: smtp.url,
      MAIL_EXPEDITEUR: EXPEDITEUR,
      METRIQUES_JETON: JETON,
      ...env,
    },
  });
  lancees.add(instance);
  return instance;
}
/** Runs a command of the build to its end. */
const executer = (...parametres: string[]): Promise<Execution> =>
  executerCommande(parametres, {
    dossier: dist,
    env: environnementDe({ base, port: 3000 }),
    chargeur: [],
  });
const metriquesDe = async ({ url }: Instance): Promise<string> =>
  (await fetch(`${url}/metriques`, { headers: { authorization: `Bearer ${JETON}` } })).text();
/** How many times a server has shown its sign-in page. */
const connexionsMontrees = async (serveur: Instance): Promise<number> =>
  Number(
    /mcp_http_duree_secondes_count\{methode="GET",route="\/connexion",statut="200"\} (\d+)/.exec(
      await metriquesDe(serveur),
    )?.[1] ?? 0,
  );
const attendre = (verifier: () => unknown) => vi.waitFor(verifier, { timeout: 60_000, interval: 100 });
async function ouvrirCompte(...demande: string[]): Promise<void> {
  const { code, sortie } = await executer(
    'compte.mjs',
    'creer',
    '--nom',
    'Essai',
    '--prenom',
    'A',
    ...demande,
  );
  if (code !== 0) throw new Error(sortie);
}

describe('the program that is built', { timeout: 240_000 }, () => {
  test('needs neither the checkout nor tsx, and holds every file it reads', async () => {
    expect(await executer('regles.mjs', 'verifier', 'quotas')).toMatchObject({ code: 0 });
    const programmes = (await readdir(dist)).filter((nom) => nom.endsWith('.mjs'));
    const textes = await Promise.all(programmes.map((nom) => readFile(join(dist, nom), 'utf8')));
    const fils = textes.flatMap((texte) =>
      [...texte.matchAll(/new URL\("(\.\/[^"]+)"/g)].map(([, nom]) => nom),
    );
    expect(fils).toEqual(expect.arrayContaining(['./judge-thread.mjs', './controle-thread.mjs']));
    expect(fils.filter((nom) => !programmes.includes(nom?.slice(2) ?? ''))).toEqual([]);
    expect((await readdir(join(dist, 'node_modules'))).sort()).toEqual(['@etalab', '@node-rs']);
  });

  test('checks long texts in a thread of its own', async () => {
    const fil = new Worker(join(dist, 'controle-thread.mjs'), { execArgv: [] });
    const reponse = new Promise((resolve, reject) => fil.once('message', resolve).once('error', reject));
    fil.postMessage({ genre: 'regles', texte: '{', nom: 'essai' });
    expect(await reponse).toEqual(expect.any(Object));
    await fil.terminate();
  });
});

describe.skipIf(mandataireAbsent)(
  'two servers that leave the work to a worker, between a proxy and a pooler',
  { timeout: 240_000 },
  () => {
    let un: Instance;
    let deux: Instance;
    let travailleur: Instance;
    let mandataire: Mandataire | undefined;
    let adresse: string;
    let agent: Internaute;

    beforeAll(async () => {
      const port = await portLibre();
      const env = { URL_PUBLIQUE: `http://127.0.0.1:${port}`, TRUST_PROXY: '1', TRAVAUX: 'non' };
      un = await lancer('start', env);
      const [ancien, recent] = nodes.programmes;
      [deux, travailleur] = await Promise.all([
        lancer('start', env, recent),
        lancer('travailleur', env, ancien),
      ]);
      mandataire = await ouvrirMandataire(port, [un.url, deux.url]);
      adresse = mandataire.url;
      agent = new Internaute(adresse);
    }, 120_000);
    afterAll(() => mandataire?.fermer());

    test('the worker alone does the work: an invitation leaves once', async () => {
      await ouvrirCompte('--caf', '451', '--nom-caf', 'Caf du Loiret', '--courriel', 'agent@caf.fr');
      await attendre(() => expect(smtp.recus).toHaveLength(1));
      expect(await metriquesDe(un)).toMatch(/\nmcp_travailleurs_age_secondes \d+\n/);
      expect((await fetch(`${travailleur.url}/connexion`)).status).toBe(404);
      expect(un.sortie()).toContain('TRAVAUX=non');
    });

    test('a session opened on one is open on both, whoever of them is asked', async () => {
      const lien = /https?:\/\/\S+/.exec(enTexte(smtp.recus[0] ?? ''))?.[0] ?? '';
      const chemin = lien.slice(new URL(lien).origin.length);
      expect((await agent.lire(chemin)).statut).toBe(200);
      await agent.envoyer(chemin, { motDePasse: MOT_DE_PASSE, confirmation: MOT_DE_PASSE });
      await agent.seConnecter('agent@caf.fr', MOT_DE_PASSE);
      for (let fois = 0; fois < 6; fois += 1) expect((await agent.lire('/gestion')).statut).toBe(200);
      for (let fois = 0; fois < 6; fois += 1) await new Internaute(adresse).lire('/connexion');
      for (const serveur of [un, deux]) expect(await connexionsMontrees(serveur)).toBeGreaterThan(0);
    });

    test('the health check of the image tells a server that serves from one that does not', async () => {
      const image = lireDockerfile(await readFile(join(PROGRAM_FOLDER, 'Dockerfile'), 'utf8')).at(-1);
      const instruction = (quoi: string) => image?.instructions.find(({ nom }) => nom === quoi)?.reste ?? '';
      expect(instruction('USER')).toBe('node');
      expect(lireCommande(instruction('CMD'))).toEqual(['node', 'start.mjs']);
      const sante = async (port: number) =>
        (
          await executerCommande(lireCommande(instruction('HEALTHCHECK')).slice(1), {
            dossier: dist,
            env: environnementDe({ port }),
            chargeur: [],
          })
        ).code;
      for (const { url } of [un, travailleur]) expect(await sante(Number(new URL(url).port))).toBe(0);
      expect(await sante(await portLibre())).toBe(1);
    });

    test('what watches is not for the public', async () => {
      const reponse = await fetch(`${adresse}/metriques`, {
        headers: { authorization: `Bearer ${JETON}` },
      });
      expect(reponse.status).toBe(404);
    });

    test('a value put in force is followed by both, without a restart', async () => {
      const minimum = async ({ url }: Instance): Promise<string | undefined> => {
        const qui = new Internaute(url, undefined, { mcp: agent.cookie('mcp') ?? '' });
        return /au moins (\d+) caractères/.exec((await qui.lire('/mot-de-passe')).texte)?.[1];
      };
      expect([await minimum(un), await minimum(deux)]).toEqual(['12', '12']);
      await publierUnMinimum(15);
      await attendre(async () => expect([await minimum(un), await minimum(deux)]).toEqual(['15', '15']));
    });

    test('a worker that dies before it wrote that a mail left: the next sends it again, under the same name', async () => {
      // Those of the accounts opened before have left.
      await attendre(async () => {
        const { rows } = await sql.query('select 1 from courriel where envoye_le is null');
        expect(rows).toEqual([]);
      });
      const deja = smtp.recus.length;
      smtp.retenir('accuse');
      await ouvrirCompte('--caf', '451', '--courriel', 'autre@caf.fr');
      await attendre(() => expect(smtp.recus).toHaveLength(deja + 1));
      await travailleur.tuer();
      smtp.laisser();
      // Its time is over, then the pause before the next attempt.
      await sql.query("update pgboss.job set started_on = now() - interval '1 hour' where state = 'active'");
      await entretenir(base.urlApplication);
      await sql.query("update pgboss.job set start_after = now() where state = 'retry'");
      travailleur = await lancer('travailleur');
      await attendre(() => expect(smtp.recus).toHaveLength(deja + 2));
      const [premier = '', second = ''] = smtp.recus.slice(deja);
      expect(messageId(premier)).toMatch(/^<[0-9a-f-]{36}@exemple\.fr>$/);
      expect(messageId(second)).toBe(messageId(premier));
      await attendre(async () => {
        const { rows } = await sql.query(
          "select count(*)::int as envoyes from courriel where destinataire = 'autre@caf.fr' and envoye_le is not null",
        );
        expect(rows).toEqual([{ envoyes: 1 }]);
      });
    });

    test('a server killed under the traffic: nobody reads an error, what the kill cut short comes when asked again', async () => {
      const statuts: number[] = [];
      let coupees = 0;
      let continuer = true;
      const lire = async (): Promise<number> => (await agent.lire('/gestion')).statut;
      const visiteurs = Array.from({ length: 4 }, async () => {
        while (continuer)
          statuts.push(
            await lire().catch(() => {
              coupees += 1;
              return lire();
            }),
          );
      });
      await attendre(() => expect(statuts.length).toBeGreaterThan(20));
      await deux.tuer();
      const alors = statuts.length;
      await attendre(() => expect(statuts.length).toBeGreaterThan(alors + 20));
      continuer = false;
      await Promise.all(visiteurs);
      expect(new Set(statuts)).toEqual(new Set([200]));
      expect(coupees).toBeLessThanOrEqual(visiteurs.length);
    });

    test('each stops by itself when asked, its work handed back', async () => {
      expect(await travailleur.arreter()).toBe(0);
      expect(await un.arreter()).toBe(0);
    });
  },
);

/** Puts in force, by two analysts, another least length of passwords. */
async function publierUnMinimum(longueur: number): Promise<void> {
  const racine = join(dist, 'rules');
  const fichier = JSON.parse(await readFile(join(racine, 'parametres/securite/1.2.0.json'), 'utf8')) as {
    version: string;
    parametres: Record<string, { valeurs: { du: string; valeur: number }[] }>;
  };
  fichier.version = '1.3.0';
  const valeurs = fichier.parametres['motDePasseLongueurMinimale']?.valeurs ?? [];
  valeurs.push({ ...valeurs[0], du: '2020-01-01', valeur: longueur });
  await writeFile(join(racine, 'parametres/securite/1.3.0.json'), JSON.stringify(fichier, null, 2));
  const preuve = join(dist, 'preuve');
  await writeFile(preuve, `${MOT_DE_PASSE}\n`, { mode: 0o600 });
  const comptes = ['une@cnaf.fr', 'autre@cnaf.fr'];
  for (const courriel of comptes) {
    await ouvrirCompte('--analyste', '--courriel', courriel);
    await sql.query(
      "update compte set empreinte_mot_de_passe = (select empreinte_mot_de_passe from compte where courriel = 'agent@caf.fr') where courriel = $1",
      [courriel],
    );
  }
  const [auteur = '', approbateur = ''] = comptes;
  const { code, sortie } = await executer(
    'regles.mjs',
    ...['publier', 'parametres/securite', '1.3.0', '--auteur', auteur, '--approbateur', approbateur],
    ...['--preuve', preuve, '--motif', 'Essai'],
  );
  if (code !== 0) throw new Error(sortie);
}
