import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, expect, inject, it } from 'vitest';
import { migrer } from '#src/database/migrer.ts';
import { ouvrirOrm, ouvrirOrmProprietaire } from '#src/cli/composition.ts';
import { ROLE_APPLICATION } from '#src/database/embarque/index.ts';
import { sha256 } from '#src/domain/politique/porte/rapports.ts';
import { chargerRegistre } from '#src/domain/politique/registre/base.ts';
import { RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';
import { preparerVersion } from '#src/domain/politique/livraison/livraison.ts';
import { RegistreVivant } from '#src/domain/politique/registre/registre.ts';
import { creerBase, supprimerBases } from '#test/support/postgres.ts';

const nom = `essai_${randomBytes(6).toString('hex')}`;
afterAll(() => supprimerBases(inject('essais'), new RegExp(`^${nom}$`)));

const [AUTEUR, APPROBATEUR] = [
  '00000000-0000-4000-8000-000000000061',
  '00000000-0000-4000-8000-000000000062',
];

/** A database as the first release left it. */
async function premiereLivraison(urlProprietaire: string): Promise<Client> {
  const orm = await ouvrirOrmProprietaire(urlProprietaire);
  await orm.migrator.up({ to: '0002-securite.sql' });
  await orm.close(true);
  const client = new Client({ connectionString: urlProprietaire });
  await client.connect();
  return client;
}

it('puts in force what ruled each day in a database of the first release, version for version', async () => {
  const { urlProprietaire, urlApplication } = await creerBase(inject('essais'), nom, 'template0');
  const client = await premiereLivraison(urlProprietaire);
  const dossier = new RuleFolder();
  const [delivre] = await dossier.versions('regles', 'ouverture');
  if (!delivre) throw new Error('rules/ouverture is delivered');
  const livree = await preparerVersion(dossier, delivre);
  const publier = async (
    numero: string,
    applicable: { du: string; au: string | null },
    publieLe: string,
  ): Promise<void> => {
    const canonique = livree.canonique
      .replace(
        /"applicable":\{[^}]*\}/,
        `"applicable":${JSON.stringify({ ...applicable, dateDeReference: 'x' })}`,
      )
      .replace('"version":"1.0.0"', `"version":"${numero}"`);
    const initiale = numero === '1.0.0';
    await client.query(
      `insert into version_regle (empreinte, genre, jeu, numero, canonique, texte, origine, auteur, approbateur, publie_le) values ($1, 'regles', 'ouverture', $2, $3, '', $4, $5, $6, $7)`,
      [
        sha256(canonique),
        numero,
        canonique,
        initiale ? 'initialisation' : 'publication',
        initiale ? null : AUTEUR,
        initiale ? null : APPROBATEUR,
        publieLe,
      ],
    );
  };
  await publier('1.0.0', { du: '2015-01-01', au: null }, '2026-01-01T00:00:00Z');
  await publier('1.2.0', { du: '2020-01-01', au: '2022-01-01' }, '2026-02-01T00:00:00Z');
  // A lower number published later rules only the days no higher one does.
  await publier('1.1.0', { du: '2019-01-01', au: '2023-01-01' }, '2026-03-01T00:00:00Z');
  await client.end();

  expect(await migrer(urlProprietaire, ROLE_APPLICATION)).toContain('0003-vie-des-versions.sql');
  const orm = await ouvrirOrm(urlApplication, 1);
  try {
    const registre = await chargerRegistre(orm);
    const faits = { debut: '2019-01-01', fin: '2020-01-01', moisFermesConges: 1 };
    // The rule of the first release: the highest number among those applicable.
    const avant = new RegistreVivant(
      await orm.em
        .getConnection()
        .execute('select empreinte, genre, jeu, numero, canonique from version_regle'),
    );
    const numeros: Record<string, string> = {};
    for (const date of [
      '2015-01-01',
      '2018-12-31',
      '2019-01-01',
      '2019-12-31',
      '2020-01-01',
      '2021-12-31',
      '2022-01-01',
      '2022-12-31',
      '2023-01-01',
      '2030-01-01',
    ]) {
      const { decision } = await registre.decider('ouverture', date, faits);
      expect(decision.version, date).toBe((await avant.decider('ouverture', date, faits)).decision.version);
      numeros[date] = decision.version;
    }
    expect(new Set(Object.values(numeros))).toEqual(new Set(['1.0.0', '1.1.0', '1.2.0']));
    const connue = async (le: string): Promise<string> =>
      (await registre.deciderConnuAu('ouverture', '2020-06-01', new Date(le), faits)).decision.version;
    expect([await connue('2026-01-15T00:00:00Z'), await connue('2026-02-15T00:00:00Z')]).toEqual([
      '1.0.0',
      '1.2.0',
    ]);
  } finally {
    await orm.close(true);
  }

  const proprietaire = new Client({ connectionString: urlProprietaire });
  await proprietaire.connect();
  const { rows } = await proprietaire.query<{ numero: string; etat: string; lie: boolean }>(
    'select s.numero, s.etat, v.soumission_id = s.id as lie from soumission_regle s join version_regle v using (empreinte) order by 1',
  );
  await proprietaire.end();
  expect(rows).toEqual([
    { numero: '1.1.0', etat: 'approuve', lie: true },
    { numero: '1.2.0', etat: 'approuve', lie: true },
  ]);
});
