/**
 * While servers are replaced one by one, those of the former release go on working on the base the new one has
 * migrated.
 */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ROLE_APPLICATION } from '#src/database/embarque/index.ts';
import { migrer } from '#src/database/migrer.ts';
import { hacher } from '#src/domain/acces/compte/mot-de-passe.ts';
import { PROGRAM_FOLDER } from '#src/kernel/program-folder.ts';
import { baseDeTest } from '#test/support/base.ts';
import { executerCommande, environnementDe, lancerInstance, type Instance } from '#test/support/instances.ts';
import { champsDeFormulaire, Internaute } from '#test/support/internaute.ts';
import { ouvrirSmtp, type Smtp } from '#test/support/smtp.ts';
import { RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';
import { preparerLivraison } from '#src/domain/politique/livraison/livraison.ts';
import { RegistreVivant } from '#src/domain/politique/registre/registre.ts';
import { commencer, planterUneDeclaration, type DeclarationFixture } from '../declaration/fixture.ts';

/** The former release: the last commit before the first migration of this one. Moves with each release. */
const PRECEDENTE = 'c927bbd56e6fc9a37d6ef3c693922b3fa42c5521';
const MOT_DE_PASSE = 'une mouette sur le quai';
const lancer = promisify(execFile);
/** A copy without the history cannot go back. */
const sansHistoire = spawnSync('git', ['cat-file', '-e', PRECEDENTE], { cwd: PROGRAM_FOLDER }).status !== 0;
if (sansHistoire)
  process.stderr.write(`No commit ${PRECEDENTE} here: the former release on this schema is not tested.\n`);

let dossier: string;
let fixture: DeclarationFixture;
let declaration: string;
let smtp: Smtp;
let ancien: Instance;

beforeAll(async () => {
  if (sansHistoire) return;
  dossier = await mkdtemp(join(tmpdir(), 'precedente-'));
  await lancer('sh', ['-c', `git archive ${PRECEDENTE} | tar -x -C '${dossier}'`], { cwd: PROGRAM_FOLDER });
  await symlink(join(PROGRAM_FOLDER, 'node_modules'), join(dossier, 'node_modules'));
  const dOrigine = await preparerLivraison(new RuleFolder(join(dossier, 'rules')));
  const referentiels = (await preparerLivraison(new RuleFolder())).filter(
    ({ genre }) => genre === 'referentiel',
  );
  // Begun with a form that release knows.
  const registre = new RegistreVivant([...dOrigine, ...referentiels]);
  [fixture, smtp] = await Promise.all([planterUneDeclaration(registre), ouvrirSmtp()]);
  declaration = await commencer(fixture);
  await fixture.sql("update campagne set ferme_le = '2099-01-01'");
  await fixture.sql("update convention set au = '2099-01-01'");
  await fixture.sql('update compte set empreinte_mot_de_passe = $1', [await hacher(MOT_DE_PASSE)]);
  ancien = await lancerInstance({
    dossier,
    base: fixture,
    env: { SMTP_URL: smtp.url, MAIL_EXPEDITEUR: 'a@exemple.fr' },
  });
}, 180_000);
afterAll(async () => {
  if (sansHistoire) return;
  await ancien?.tuer();
  await fixture.fermer();
  await smtp.fermer();
  await rm(dossier, { recursive: true, force: true });
});

const courrielDe = async (nom: string): Promise<string> => {
  const [ligne] = await fixture.sql<{ courriel: string }>(
    'select c.courriel from compte c join utilisateur u on u.compte_id = c.id where u.nom = $1',
    [nom],
  );
  return ligne?.courriel ?? '';
};

describe.skipIf(sansHistoire)(
  'a server of the former release on the schema of this one',
  { timeout: 120_000 },
  () => {
    test('is ready, and does the work in the background', async () => {
      expect((await fetch(`${ancien.url}/pret`)).status).toBe(200);
      const { code, sortie } = await executerCommande(
        [
          'src/cli/compte.ts',
          'creer',
          '--caf',
          '451',
          '--nom',
          'A',
          '--prenom',
          'B',
          '--courriel',
          'agent@caf.fr',
        ],
        { dossier, env: environnementDe({ base: fixture, port: 3000 }) },
      );
      expect({ code, sortie }).toMatchObject({ code: 0 });
      await vi.waitFor(() => expect(smtp.recus).toHaveLength(1), { timeout: 60_000, interval: 200 });
    });

    test('lists what agents look for', async () => {
      await fixture.sql("update compte set empreinte_mot_de_passe = $1 where courriel = 'agent@caf.fr'", [
        await hacher(MOT_DE_PASSE),
      ]);
      const agent = await new Internaute(ancien.url).seConnecter('agent@caf.fr', MOT_DE_PASSE);
      for (const liste of ['declarations', 'partenaires', 'habilitations', 'courriels']) {
        const { statut, texte } = await agent.demander(`/gestion/api/resources/${liste}/actions/list`, {
          entetes: { accept: 'application/json' },
        });
        expect({ liste, statut }).toEqual({ liste, statut: 200 });
        expect(texte).toContain('records');
      }
    });

    test('saves what a partner types in a declaration', async () => {
      const directrice = await new Internaute(ancien.url).seConnecter(
        await courrielDe('DIRECTRICE'),
        MOT_DE_PASSE,
      );
      const chemin = `/partenaire/declarations/${declaration}/activite`;
      const page = await directrice.lire(chemin);
      expect(page.statut).toBe(200);
      const reponse = await directrice.envoyer(chemin, {
        ...champsDeFormulaire(page.texte),
        'missions.actionsInformation': '41',
      });
      expect(reponse.statut).toBe(303);
      const [lue] = await fixture.sql<{ activite: unknown }>('select * from declaration where id = $1', [
        declaration,
      ]);
      expect(JSON.stringify(lue)).toContain('"actionsInformation":41');
    });
  },
);

test('a start leaves alone the rights that a later release gave: it does not know all of its tables', async () => {
  const { urlProprietaire } = await baseDeTest();
  const client = new Client({ connectionString: urlProprietaire });
  await client.connect();
  try {
    const peutEcrire = async (): Promise<unknown> =>
      (
        await client.query<{ peut: boolean }>(
          `select has_table_privilege('${ROLE_APPLICATION}', 'caf', 'insert') as peut`,
        )
      ).rows[0]?.peut;
    await client.query(`revoke insert on caf from ${ROLE_APPLICATION}`);
    await client.query("insert into migration (name, executed_at) values ('9999-later.sql', now())");
    await migrer(urlProprietaire, ROLE_APPLICATION);
    expect(await peutEcrire()).toBe(false);
    await client.query("delete from migration where name = '9999-later.sql'");
    await migrer(urlProprietaire, ROLE_APPLICATION);
    expect(await peutEcrire()).toBe(true);
  } finally {
    await client.end();
  }
});
