import { randomUUID } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { creerExecuteur } from '#src/database/executeur.ts';
import { ajouterAuJournal } from '#src/database/journal/ecriture.ts';
import { ORIGINE } from '#src/database/journal/empreinte.ts';
import { verifierChaine } from '#src/database/journal/verification.ts';
import { migrer } from '#src/database/migrer.ts';
import { ouvrirOrmProprietaire } from '#src/cli/composition.ts';
import { ROLE_APPLICATION } from '#src/database/embarque/index.ts';
import type { Registre } from '#src/kernel/registre.ts';
import { purgerJournal, ConservationInconnue } from '#src/database/journal/purger.ts';
import { systeme } from '#test/support/acteurs.ts';
import { applicationDeTest, type ApplicationDeTest } from '#test/support/application.ts';
import { creerBase, supprimerBases } from '#test/support/postgres.ts';
import { apres, ecrire, registre, sql, verifier, preparerLesMois } from './chaines.ts';

const sansConservation = {
  fige: () => sansConservation,
  parametre: () => {
    throw new Error('inconnu');
  },
} as unknown as Registre;
let application: ApplicationDeTest;
let proprietaire: MikroORM;

const noms = (requete: string) =>
  sql<{ nom: string }>(proprietaire, requete).then((lignes) => lignes.map(({ nom }) => nom));
/** The months that have a part of the journal. */
const moisOuverts = () =>
  noms(
    `select relname::text as nom from pg_class where relnamespace = 'journal_mois'::regnamespace and relname ~ '^m[0-9_]+$' and relkind = 'r'`,
  );
/** This month and the four that follow, as PostgreSQL counts them. */
const moisPrevus = () =>
  noms(
    `select to_char(date_trunc('month', now() at time zone 'UTC') + make_interval(months => n), '"m"YYYY_MM') as nom from generate_series(0, 4) n`,
  );

beforeAll(async () => {
  application = await applicationDeTest(registre, '2026-03-10');
  proprietaire = await ouvrirOrmProprietaire(application.urlProprietaire);
  await ecrire(application, 4, '2025-01-15');
  await ecrire(application, 3, '2025-02-10');
  await ecrire(application, 5, '2026-03-10');
  await ecrire(application, 2, '2026-03-10', '771');
});
afterAll(async () => {
  await proprietaire.close(true);
  await application.fermer();
});

describe('the months of the journal', () => {
  it('are made ahead by the application, and take the lines that waited, once', async () => {
    const avant = await moisOuverts();
    const ajoutes = await preparerLesMois(application, false);
    const apresAjout = await moisOuverts();
    // The base may have been made the month before: how many are added is no rule, which are there is.
    expect(apresAjout).toEqual(expect.arrayContaining([...avant, ...(await moisPrevus())]));
    expect(ajoutes).toBe(apresAjout.length - avant.length);
    expect(ajoutes).toBeGreaterThan(0);
    expect(await preparerLesMois(application, true)).toBe(3);
    expect(await preparerLesMois(application, true)).toBe(0);
    await expect(
      sql(
        proprietaire,
        'select tableoid::regclass::text as partie, count(*)::int as lignes from journal group by 1 order by 1',
      ),
    ).resolves.toEqual([
      { partie: 'journal_mois.m2025_01', lignes: 4 },
      { partie: 'journal_mois.m2025_02', lignes: 3 },
      { partie: 'journal_mois.m2026_03', lignes: 7 },
    ]);
    await expect(verifier(application)).resolves.toMatchObject({ anomalie: null, lignes: 12 });
  });
});

describe('the months that go by', () => {
  it('go when the retention is over, and what remains is still proved', async () => {
    const temoins = new Map([[4, ORIGINE]]);
    application.horloge.regler('2026-03-20');
    const executeur = creerExecuteur({
      orm: proprietaire,
      registre,
      horloge: application.horloge,
      urlPublique: 'http://127.0.0.1',
    });
    // 20 March less ten months: May 2025 is the first month kept.
    await expect(executeur.executer(systeme, purgerJournal, {})).resolves.toEqual({
      mois: ['2025-01', '2025-02'],
      lignes: 7,
      valeurs: 7,
      chaines: { 451: 7 },
    });
    await expect(executeur.executer(systeme, purgerJournal, {})).resolves.toMatchObject({
      mois: [],
      lignes: 0,
    });
    await expect(verifier(application)).resolves.toMatchObject({
      anomalie: null,
      total: 0,
      totalExpliquees: 0,
      lignes: 6,
    });
    await expect(verifier(application, '451', { temoins })).resolves.toMatchObject({ anomalie: null });
    await expect(verifier(application, '771')).resolves.toMatchObject({ anomalie: null });
    await ecrire(application, 1, '2026-03-21');
    await expect(verifier(application)).resolves.toMatchObject({
      anomalie: null,
      total: 0,
      totalExpliquees: 0,
      lignes: 7,
    });
  });

  it.each([
    [
      'an anchor widened over lines that were removed',
      "delete from journal where chaine = '451' and rang = 8; update journal_purge p set au_rang = 8, empreinte = (select precedente from journal where chaine = '451' and rang = 9)",
      'purge',
    ],
    [
      'an anchor with another hash',
      "update journal_purge set empreinte = repeat('0', 64)",
      'rang 8 ne suit pas',
    ],
    ['an anchor removed', 'delete from journal_purge', 'rang 1 manque'],
    [
      'a line put back among those purged',
      "insert into journal select gen_random_uuid(), chaine, null, 3, '2026-03-01', null, acteur_role, commande, requete_id, entite, entite_id, genre, null, '{}', precedente, empreinte from journal where chaine = '451' and rang = 8",
      'en double',
    ],
  ])('tell %s from a purge', async (_sorte, changement, phrase) => {
    expect(await apres(proprietaire, changement)).toContain(phrase);
  });

  it('are not purged by a registry that knows no retention', async () => {
    const executeur = creerExecuteur({
      orm: proprietaire,
      registre: sansConservation,
      horloge: application.horloge,
      urlPublique: 'http://127.0.0.1',
    });
    await expect(executeur.executer(systeme, purgerJournal, {})).rejects.toThrow(ConservationInconnue);
  });
});

describe('a database of the former release', () => {
  it('keeps every line, value and hash when its journal goes by month', async () => {
    const serveur = inject('essais');
    const base = await creerBase(
      serveur,
      `essai_${randomUUID().replaceAll('-', '').slice(0, 12)}`,
      'template0',
    );
    const orm = await ouvrirOrmProprietaire(base.urlProprietaire);
    try {
      await orm.migrator.up({ to: '0007-second-facteur.sql' });
      const ligne = (nom: string) => ({
        contexte: { commande: 'agent.nommer', motif: null },
        entite: 'AgentCaf',
        entiteId: randomUUID(),
        partenaireId: null,
        genre: 'creation' as const,
        valeurs: [{ champ: 'nom', avant: null, apres: nom }],
      });
      await orm.em.fork().transactional(async (em) => {
        for (const le of [
          '2024-12-31T23:59:59.999Z',
          '2025-01-01T00:00:00Z',
          '2024-12-31T12:00:00Z',
          '2026-02-03T04:05:06.789Z',
        ]) {
          await ajouterAuJournal(
            em,
            {
              chaine: '451',
              partenaireId: null,
              le: new Date(le),
              acteurId: null,
              acteurRole: 'x',
              requeteId: 'x',
            },
            [ligne('Élodie'), ligne('Zoé')],
          );
        }
      });
      const contenu = () =>
        orm.em
          .fork()
          .execute<unknown[]>(
            'select j.*, v.champ, v.valeur, v.sel from journal j join journal_valeur v on v.journal_id = j.id order by rang',
          );
      const avant = await contenu();
      await migrer(base.urlProprietaire, ROLE_APPLICATION);
      expect(await contenu()).toEqual(avant);
      expect(await verifierChaine(orm.em.fork(), '451')).toMatchObject({
        anomalie: null,
        total: 0,
        totalExpliquees: 0,
        lignes: 8,
      });
      await expect(
        orm.em
          .fork()
          .execute(
            'select tableoid::regclass::text as partie, count(*)::int as lignes from journal group by 1 order by 1',
          ),
      ).resolves.toEqual([
        { partie: 'journal_mois.m2024_12', lignes: 4 },
        { partie: 'journal_mois.m2025_01', lignes: 2 },
        { partie: 'journal_mois.m2026_02', lignes: 2 },
      ]);
    } finally {
      await orm.close(true);
      await supprimerBases(serveur, new RegExp(`^${base.nom}$`));
    }
  });
});
