import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { creerExecuteur } from '#src/database/executeur.ts';
import { verifierChaine } from '#src/database/journal/verification.ts';
import { charger } from '#src/kernel/chargement.ts';
import {
  ActionInterdite,
  BaseIndisponible,
  DejaPris,
  Introuvable,
  SaisieInvalide,
  VersionPerimee,
} from '#src/kernel/refus.ts';
import { Journal } from '#src/kernel/journal/journal.ts';
import { LienUtile } from '#src/domain/echanges/lien/lien-utile.ts';
import { Organisme } from '#src/domain/contractualisation/organisme/organisme.ts';
import { agent, partenaire, systeme } from '#test/support/acteurs.ts';
import { applicationDeTest, type ApplicationDeTest } from '#test/support/application.ts';
import { echouer, inscrire, lierCaf, noter, renommer, sansRegles } from './commandes-de-test.ts';

let application: ApplicationDeTest;
let proprietaire: Client;

beforeAll(async () => {
  application = await applicationDeTest(sansRegles);
  proprietaire = new Client({ connectionString: application.urlProprietaire });
  await proprietaire.connect();
  await proprietaire.query(
    "insert into caf (id, nom, fuseau_horaire) values ('451', 'Caf A', 'Europe/Paris'), ('771', 'Caf B', 'Europe/Paris')",
  );
});
afterAll(async () => {
  await proprietaire.end();
  await application.fermer();
});

describe('a command', () => {
  it('that is refused after having written leaves nothing: neither data nor journal', async () => {
    await expect(
      application.executeur.executer(agent(), echouer, { siren: '111111111' }),
    ).rejects.toBeInstanceOf(DejaPris);
    const { rows } = await proprietaire.query(
      "select (select count(*)::int from organisme where siren = '111111111') as fiches, (select count(*)::int from journal where commande = 'organisme.echouer') as lignes",
    );
    expect(rows).toEqual([{ fiches: 0, lignes: 0 }]);
  });

  it('asks the rights table before anything, and says who may', async () => {
    const refus = await application.executeur
      .executer(partenaire('00000000-0000-4000-8000-000000000001'), noter, { siren: '1', nom: 'x' })
      .catch((erreur: unknown) => erreur);
    expect(refus).toBeInstanceOf(ActionInterdite);
    expect((refus as Error).message).toContain('un gestionnaire Caf');
  });

  it('names each field that is wrong', async () => {
    const refus = await application.executeur
      .executer(agent(), noter, { siren: '  ' })
      .catch((erreur: unknown) => erreur);
    expect(refus).toBeInstanceOf(SaisieInvalide);
    expect((refus as SaisieInvalide).champs).toEqual({
      siren: 'Siren : ce champ est obligatoire.',
      nom: 'Nom : ce champ est obligatoire.',
    });
  });

  it('that breaks a constraint gets the sentence of that constraint on its field', async () => {
    await application.executeur.executer(agent(), noter, { siren: '222222222', nom: 'Premier' });
    const refus = await application.executeur
      .executer(agent(), noter, { siren: '222222222', nom: 'Second' })
      .catch((erreur: unknown) => erreur);
    expect(refus).toBeInstanceOf(DejaPris);
    expect(Object.keys((refus as DejaPris).champs)).toEqual(['siren']);
  });

  it('made from a stale form is refused and shows the current values', async () => {
    const id = await application.executeur.executer(agent(), noter, { siren: '333333333', nom: 'Ancien' });
    await application.executeur.executer(agent(), renommer, { id, version: 1, nom: 'Nouveau' });
    const refus = await application.executeur
      .executer(agent(), renommer, { id, version: 1, nom: 'Écrasé' })
      .catch((erreur: unknown) => erreur);
    expect(refus).toBeInstanceOf(VersionPerimee);
    expect((refus as VersionPerimee).actuel).toMatchObject({ raisonSociale: 'Nouveau', version: 2 });
  });

  it('run twice at once from the same form succeeds once', async () => {
    const id = await application.executeur.executer(agent(), noter, { siren: '444444444', nom: 'Départ' });
    const resultats = await Promise.allSettled(
      ['A', 'B', 'C'].map((nom) =>
        application.executeur.executer(agent(), renommer, { id, version: 1, nom }),
      ),
    );
    expect(resultats.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const resultat of resultats)
      if (resultat.status === 'rejected') expect(resultat.reason).toBeInstanceOf(VersionPerimee);
  });

  it('inside a larger unit is undone with it', async () => {
    await expect(
      application.executeur.ensemble(agent(), async (faire) => {
        await faire(noter, { siren: '555555555', nom: 'Un' });
        await faire(noter, { siren: 'trop court', nom: 'Deux' });
      }),
    ).rejects.toBeInstanceOf(DejaPris);
    const { rows } = await proprietaire.query(
      "select count(*)::int as n from organisme where siren = '555555555'",
    );
    expect(rows).toEqual([{ n: 0 }]);
  });

  it('answers in French when the database is gone, and works again when it is back', async () => {
    const administrateur = new Client({ connectionString: inject('essais').url });
    await administrateur.connect();
    const base = new URL(application.urlApplication).pathname.slice(1);
    const { rows } = await administrateur.query(
      "select pg_terminate_backend(pid) as coupee from pg_stat_activity where datname = $1 and usename = 'mcp_application'",
      [base],
    );
    await administrateur.end();
    expect(rows.length).toBeGreaterThan(0);
    const apres = await Promise.allSettled(
      [1, 2, 3].map(() => application.executeur.lire(agent(), ({ em }) => em.count(Organisme))),
    );
    for (const essai of apres)
      if (essai.status === 'rejected') expect(essai.reason).toBeInstanceOf(BaseIndisponible);
    await expect
      .poll(() => application.executeur.lire(agent(), ({ em }) => em.count(Organisme)).catch(() => 0))
      .toBeGreaterThan(0);
  });
});

describe('row-level security', () => {
  it('hides the records of another Caf, even by their id', async () => {
    const id = await application.executeur.executer(agent('771'), lierCaf, { caf: '771', rang: 1 });
    await expect(
      application.executeur.lire(agent('451'), (unite) => charger(unite, LienUtile, id, 'Lien')),
    ).rejects.toBeInstanceOf(Introuvable);
    await expect(
      application.executeur.lire(agent('771'), (unite) => charger(unite, LienUtile, id, 'Lien')),
    ).resolves.toMatchObject({ id });
  });

  it('refuses to write a record into another Caf', async () => {
    await expect(
      application.executeur.executer(agent('451'), lierCaf, { caf: '771', rang: 2 }),
    ).rejects.toBeInstanceOf(ActionInterdite);
  });

  it('shows no row at all when nobody is named', async () => {
    const lignes = await application.orm.em.getConnection().execute('select id from organisme');
    expect(lignes).toEqual([]);
  });

  it('holds on every table that has a tenant', async () => {
    const { rows } =
      await proprietaire.query(`select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'caf_id'
      where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and not c.relrowsecurity`);
    expect(rows).toEqual([]);
  });

  it.each([
    'journal',
    'decision',
    'transmission',
    'version_regle',
    'decision_humaine',
    'evenement_declaration',
  ])('lets nobody change or delete in %s', async (table) => {
    const client = new Client({ connectionString: application.urlApplication });
    await client.connect();
    await client.query("select set_config('mcp.caf', '*', false)");
    await expect(client.query(`delete from ${table}`)).rejects.toMatchObject({ code: '42501' });
    await client.end();
    await proprietaire.query('begin');
    await expect(proprietaire.query(`truncate ${table} cascade`)).rejects.toThrow('ajout seul');
    await proprietaire.query('rollback');
  });

  it('keeps password hashes and tokens out of the application’s reach', async () => {
    const client = new Client({ connectionString: application.urlApplication });
    await client.connect();
    await client.query("select set_config('mcp.caf', '*', false)");
    await expect(client.query('select empreinte_mot_de_passe from compte')).rejects.toMatchObject({
      code: '42501',
    });
    await expect(client.query('select * from jeton')).rejects.toMatchObject({ code: '42501' });
    await client.end();
  });
});

describe('the journal', () => {
  it('holds before and after per field, actor and command, in the transaction of the change', async () => {
    const id = await application.executeur.executer(agent('451', 3), noter, {
      siren: '666666666',
      nom: 'Avant',
    });
    await application.executeur.executer(
      agent('451', 3),
      renommer,
      { id, version: 1, nom: 'Après' },
      'requete-12',
    );
    const lignes = await application.executeur.lire(agent(), ({ em }) =>
      em.find(Journal, { entiteId: id }, { orderBy: { rang: 'asc' } }),
    );
    expect(lignes.map(({ genre, commande }) => [genre, commande])).toEqual([
      ['creation', 'organisme.noter'],
      ['modification', 'organisme.renommer'],
    ]);
    expect(lignes[1]).toMatchObject({
      requeteId: 'requete-12',
      acteurId: agent('451', 3).compteId,
      changements: { raisonSociale: { avant: 'Avant', apres: 'Après' } },
    });
  });

  it('lets a partner read what an agent did to its records, and nothing of the others', async () => {
    const chez = (id: string) =>
      application.executeur.lire(partenaire(id), ({ em }) => em.find(Journal, { entite: 'Partenaire' }));
    const [premier, second] = await application.executeur.ensemble(
      agent(),
      async (faire) =>
        [
          await faire(inscrire, { siren: '888888888' }),
          await faire(inscrire, { siren: '999999999' }),
        ] as const,
    );
    expect((await chez(premier)).map(({ entiteId, acteurId }) => [entiteId, acteurId])).toEqual([
      [premier, agent().compteId],
    ]);
    expect((await chez(second)).map(({ entiteId }) => entiteId)).toEqual([second]);
  });

  it('has one line per change, whatever the number of executors on the same connection pool', async () => {
    creerExecuteur({
      orm: application.orm,
      registre: sansRegles,
      horloge: application.horloge,
      urlPublique: 'http://127.0.0.1',
    });
    const id = await application.executeur.executer(agent(), noter, { siren: '777777777', nom: 'Une fois' });
    await expect(
      application.executeur.lire(agent(), ({ em }) => em.count(Journal, { entiteId: id })),
    ).resolves.toBe(1);
  });

  it('forms one unbroken chain per Caf under concurrent writers', async () => {
    await Promise.all(
      Array.from({ length: 40 }, (_, rang) =>
        application.executeur.executer(agent(rang % 2 === 0 ? '451' : '771'), lierCaf, {
          caf: rang % 2 === 0 ? '451' : '771',
          rang,
        }),
      ),
    );
    for (const chaine of ['451', '771']) {
      await expect(
        application.executeur.lire(systeme, ({ em }) => verifierChaine(em, chaine)),
      ).resolves.toMatchObject({ anomalie: null, total: 0, lignes: expect.any(Number) });
    }
  });

  it('tells a changed line, even when its owner changed it', async () => {
    await proprietaire.query(
      "alter table journal disable trigger immuable; update journal set entite_id = 'autre' where chaine = '771' and rang = 3; alter table journal enable trigger immuable",
    );
    const { anomalie } = await application.executeur.lire(systeme, ({ em }) => verifierChaine(em, '771'));
    expect(anomalie).toContain('rang 3');
  });
});
