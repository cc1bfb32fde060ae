import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { traduireErreur } from '#src/database/erreurs.ts';
import { ouvrirOrm } from '#src/cli/composition.ts';
import { BaseIndisponible } from '#src/kernel/refus.ts';
import { agent } from '#test/support/acteurs.ts';
import {
  champsDeFormulaire,
  texteDePage,
  type Internaute,
  type ReponseLue,
} from '#test/support/internaute.ts';
import { planterUneDeclaration, remplir, vider, type DeclarationFixture } from '../declaration/fixture.ts';
import { ouvrirRelais, type Relais } from './relais.ts';
import { entrer, servir, type ServeurEprouve } from './serveur.ts';

let fixture: DeclarationFixture;
let relais: Relais;
let serveur: ServeurEprouve;
let approbateur: Internaute;
let collegue: Internaute;
let gestionnaire: Internaute;
let declaration: string;
/** Decisions there were before anything was sent. */
let decidees: number;
let enfant: ChildProcess | undefined;

beforeAll(async () => {
  fixture = await planterUneDeclaration();
  const { sql } = fixture;
  relais = await ouvrirRelais(fixture.urlApplication);
  serveur = await servir(relais.url, { gestion: true });
  const { compteId, agentId, nom, prenom } = agent();
  await sql(
    "insert into compte (id, courriel, sessions_valides_depuis, cree_le) values ($1, 'gestionnaire@caf.fr', now(), now())",
    [compteId],
  );
  await sql(
    "insert into agent_caf (id, caf_id, compte_id, nom, prenom, courriel, profil, ouvert_le) values ($1, '451', $2, $3, $4, 'gestionnaire@caf.fr', 'gestionnaire', '2020-01-01')",
    [agentId, compteId, nom, prenom],
  );
  gestionnaire = await entrer(sql, serveur.url, compteId, `agent:${agentId}`);
  approbateur = await entrer(
    sql,
    serveur.url,
    fixture.approbateur.compteId,
    `utilisateur:${fixture.approbateur.utilisateurId}`,
  );
  collegue = await entrer(
    sql,
    serveur.url,
    fixture.directrice.compteId,
    `utilisateur:${fixture.directrice.utilisateurId}`,
  );
  await sql(
    "create function essai_plein() returns trigger language plpgsql as $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$",
  );
  // The lock shows that it sleeps: what another role waits for is not shown.
  await sql(
    'create function essai_lent() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock_shared(503); perform pg_sleep(3); return new; end $$',
  );
});
afterAll(async () => {
  await serveur.arreter();
  await relais.fermer();
  await fixture.fermer();
});

const POSES = new Set<string>();
/** Makes every write of a table fail for want of room, or last. */
async function poser(fonction: 'essai_plein' | 'essai_lent', table: string): Promise<void> {
  await fixture.sql(
    `create trigger essai before insert or update on ${table} for each row execute function ${fonction}()`,
  );
  POSES.add(table);
}
async function lever(): Promise<void> {
  for (const table of POSES) await fixture.sql(`drop trigger essai on ${table}`);
  POSES.clear();
}

beforeEach(async () => {
  declaration = await remplir(fixture);
  decidees =
    (await fixture.sql<{ nombre: number }>('select count(*)::int as nombre from decision'))[0]?.nombre ?? 0;
});
afterEach(async () => {
  enfant?.kill('SIGKILL');
  await lever();
  await vider(fixture);
});

const page = (suite = ''): string => `/partenaire/declarations/${declaration}${suite}`;

/** The approbateur's form, ready to be sent as often as one likes. */
async function formulaire(qui = approbateur): Promise<() => Promise<ReponseLue>> {
  const lu = await qui.lire(page('/transmettre'));
  expect(lu.statut).toBe(200);
  const champs = champsDeFormulaire(lu.texte);
  return () => qui.envoyer(page('/transmettre'), champs);
}

async function ecrit(): Promise<object> {
  const [lu] = await fixture.sql<object>(
    `select etat, (select count(*)::int from transmission) as transmissions, (select count(*)::int from decision) > $2 as decisions,
    (select count(*)::int from evenement_declaration where type = 'transmise') as evenements, (select count(*)::int from journal where commande = 'declaration.transmettre' and entite = 'Transmission' and entite_id in (select id::text from transmission)) as lignes
    from declaration where id = $1`,
    [declaration, decidees],
  );
  return lu ?? {};
}
const RIEN = { etat: 'a-approuver', transmissions: 0, decisions: false, evenements: 0, lignes: 0 };
const TOUT = { etat: 'transmise', transmissions: 1, decisions: true, evenements: 1, lignes: 1 };

function attendrePanne(reponse: ReponseLue, phrase: string): void {
  expect({ statut: reponse.statut, texte: texteDePage(reponse.texte) }).toEqual({
    statut: 503,
    texte: expect.stringContaining(phrase),
  });
  expect(reponse.entetes.get('retry-after')).toMatch(/^\d+$/);
}
const NE_REPOND_PAS = 'La base de données ne répond pas. Rien n’a été enregistré';
const PLEIN = 'L’espace disque du serveur est plein. Rien n’a été enregistré';

async function attendreTransmise(envoyer: () => Promise<ReponseLue>): Promise<void> {
  expect(await envoyer()).toMatchObject({ statut: 303, adresse: page('/recepisse') });
  // The same form again makes no second one.
  expect((await envoyer()).statut).toBe(409);
  expect(await ecrit()).toEqual(TOUT);
}

describe('a database that is away', () => {
  test('refused connections are told in French, what needs no database is served, and the same server serves again', async () => {
    const envoyer = await formulaire();
    await relais.fermer();
    attendrePanne(await envoyer(), NE_REPOND_PAS);
    const statuts = await Promise.all(
      ['/pret', '/sante', '/accessibilite'].map(async (chemin) => (await approbateur.lire(chemin)).statut),
    );
    expect(statuts).toEqual([503, 200, 200]);
    await relais.ouvrir();
    expect(await ecrit()).toEqual(RIEN);
    await attendreTransmise(envoyer);
  });

  test('a frozen one keeps nobody waiting, and what was begun on it never ends inside another act', async () => {
    const envoyer = await formulaire();
    await poser('essai_lent', 'transmission');
    const parti = envoyer();
    await vi.waitFor(async () => expect(await dormeurs()).toBe(1), { timeout: 5_000, interval: 20 });
    relais.geler();
    attendrePanne(await parti, NE_REPOND_PAS);
    relais.degeler();
    await lever();
    expect(await ecrit()).toEqual(RIEN);
    await attendreTransmise(envoyer);
  });

  test('a commit whose answer is lost is not told as undone', async () => {
    const envoyer = await formulaire();
    relais.couperApres('update journal_tete');
    attendrePanne(await envoyer(), NE_REPOND_PAS);
    expect(await ecrit()).toEqual(RIEN);
    relais.couperApres('COMMIT');
    const reponse = await envoyer();
    attendrePanne(reponse, 'votre demande est peut-être enregistrée');
    expect(await ecrit()).toEqual(TOUT);
  });
});

describe('a server that is killed', () => {
  test('in the middle of an act: nothing of it stays, and what it had acknowledged does', async () => {
    const lance = spawn(
      process.execPath,
      ['--import', 'tsx', join(import.meta.dirname, 'enfant.ts'), fixture.urlApplication],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    enfant = lance;
    let url = '';
    for await (const ligne of createInterface({ input: lance.stdout })) {
      url = ligne;
      break;
    }
    const qui = await entrer(
      fixture.sql,
      url,
      fixture.approbateur.compteId,
      `utilisateur:${fixture.approbateur.utilisateurId}`,
    );
    const envoyer = await formulaire(qui);
    await poser('essai_lent', 'evenement_declaration');
    const parti = envoyer().then(
      ({ statut }) => statut,
      () => 'coupée',
    );
    await vi.waitFor(async () => expect(await dormeurs()).toBe(1), { timeout: 5_000, interval: 20 });
    const fin = once(lance, 'exit');
    lance.kill('SIGKILL');
    await fin;
    expect(await parti).toBe('coupée');
    await lever();
    await vi.waitFor(async () => expect(await dormeurs()).toBe(0), { timeout: 5_000, interval: 50 });
    expect(await ecrit()).toEqual(RIEN);
    // The session lives on in another server.
    qui.url = serveur.url;
    await attendreTransmise(await formulaire(qui));
  });
});

describe('a full disk', () => {
  test.each(['transmission', 'journal'])(
    'in the portal, on the table %s: a sentence, nothing written, logged; then all goes on',
    async (table) => {
      const envoyer = await formulaire();
      await poser('essai_plein', table);
      attendrePanne(await envoyer(), PLEIN);
      expect(
        serveur.journaux.some(
          (ligne) => ligne.includes('"alerte":"espace-disque-plein"') && ligne.includes('53100'),
        ),
      ).toBe(true);
      expect(await ecrit()).toEqual(RIEN);
      await lever();
      await attendreTransmise(envoyer);
    },
  );

  test('on the sessions: what is done is told as done, and pages read are whole', async () => {
    const envoyer = await formulaire();
    await poser('essai_plein', 'sessions.session');
    expect(await envoyer()).toMatchObject({ statut: 303, adresse: page('/recepisse') });
    expect(await ecrit()).toEqual(TOUT);
    const lue = await approbateur.lire(page());
    expect(lue.statut).toBe(200);
    expect(lue.texte).toMatch(/<\/html>\s*$/);
  });

  test.each(['journal', 'courriel'])(
    'in the back-office, on the table %s: the form says it, nothing written',
    async (table) => {
      await attendreTransmise(await formulaire());
      const adresse = `/gestion/api/resources/declarations/records/${declaration}/retourner`;
      const {
        formulaire: { valeurs },
      } = JSON.parse(
        (await gestionnaire.demander(adresse, { entetes: { accept: 'application/json' } })).texte,
      ) as { formulaire: { valeurs: object } };
      const envoyer = () => gestionnaire.envoyerJson(adresse, { ...valeurs, motif: 'À revoir' });
      await poser('essai_plein', table);
      const reponse = await envoyer();
      attendrePanne(reponse, PLEIN);
      expect(JSON.parse(reponse.texte)).toMatchObject({
        notice: { type: 'error', message: expect.stringContaining(PLEIN) },
      });
      expect(await ecrit()).toEqual(TOUT);
      await lever();
      expect(JSON.parse((await envoyer()).texte)).toMatchObject({ notice: { type: 'success' } });
    },
  );
});

describe('a slow database', () => {
  test('who finds no connection free in time is told so', async () => {
    const orm = await ouvrirOrm(fixture.urlApplication, 1, { requeteMs: 5_000, connexionMs: 100 });
    await orm.em.fork().transactional(async (em) => {
      await em.execute('select 1');
      expect(
        traduireErreur(
          await orm.em
            .fork()
            .execute('select 1')
            .catch((erreur: unknown) => erreur),
        ),
      ).toBeInstanceOf(BaseIndisponible);
      expect(
        traduireErreur(
          await orm.em
            .fork()
            .transactional((autre) => autre.execute('select 1'))
            .catch((erreur: unknown) => erreur),
        ),
      ).toBeInstanceOf(BaseIndisponible);
    });
    await orm.close(true);
  });

  test('an act that has become slow is ended with a sentence and leaves connections to the others', async () => {
    const envoyer = await formulaire();
    await poser('essai_lent', 'transmission');
    const lents = Array.from({ length: 24 }, () => envoyer());
    await vi.waitFor(async () => expect(await dormeurs()).toBe(1), { timeout: 5_000, interval: 10 });
    const lues = await Promise.all(
      Array.from({ length: 4 }, () => collegue.lire('/partenaire/declarations')),
    );
    expect(lues.map(({ statut }) => statut)).toEqual([200, 200, 200, 200]);
    for (const reponse of await Promise.all(lents)) attendrePanne(reponse, 'ien n’a été enregistré');
    expect(await ecrit()).toEqual(RIEN);
    await lever();
    await attendreTransmise(envoyer);
  });
});

/** Statements that sleep at this moment. */
async function dormeurs(): Promise<number> {
  const [lu] = await fixture.sql<{ nombre: number }>(
    "select count(*)::int as nombre from pg_locks l join pg_database d on d.oid = l.database where l.locktype = 'advisory' and l.objid = 503 and d.datname = current_database()",
  );
  return lu?.nombre ?? 0;
}
