/** Keys hold inside one Caf, as docs/decisions/0011-keys-by-caf.md places each table. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baseDeTest } from '#test/support/base.ts';

/** Column that places a table's rows, `reference` or `local`, as the document says. */
const places = new Map<string, string>();
for (const [, tables = '', place = ''] of readFileSync(
  join(import.meta.dirname, '../../../docs/decisions/0011-keys-by-caf.md'),
  'utf8',
).matchAll(/^\| (`.*`) \| (\w+) \| .* \|$/gm))
  for (const [, table = ''] of tables.matchAll(/`([^`]+)`/g)) {
    if (places.has(table)) throw new Error(`${table} is named twice`);
    places.set(table, place);
  }
const placeeParColonne = (table: string): boolean =>
  !['reference', 'local'].includes(places.get(table) ?? '');

let base: Client;
beforeAll(async () => {
  base = new Client({ connectionString: (await baseDeTest()).urlProprietaire });
  await base.connect();
});
afterAll(() => base.end());

const lire = async <Ligne extends object>(requete: string): Promise<Ligne[]> =>
  (await base.query<Ligne>(requete)).rows;

const NOM = (oid: string): string =>
  `(select case n.nspname when 'public' then '' else n.nspname || '.' end || k.relname from pg_class k join pg_namespace n on n.oid = k.relnamespace where k.oid = ${oid})`;

describe('the document', () => {
  it('places every table of the base once, and no other', async () => {
    const tables = await lire<{
      nom: string;
    }>(`select ${NOM('c.oid')} as nom from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_'`);
    expect([...places.keys()].sort()).toEqual(tables.map(({ nom }) => nom).sort());
  });

  it('leaves aside three tables that name a Caf, and no other', async () => {
    const avecUneCaf = await lire<{ nom: string }>(
      `select ${NOM('a.attrelid')} as nom from pg_attribute a join pg_class c on c.oid = a.attrelid where c.relkind in ('r', 'p') and a.attname = 'caf_id' and not a.attisdropped`,
    );
    expect(
      avecUneCaf
        .filter(({ nom }) => places.get(nom) !== 'caf_id')
        .map(({ nom }) => nom)
        .sort(),
    ).toEqual(['comptes_lies', 'courriel', 'lien_utile']);
  });
});

/** Columns in the order of the key. */
type Cle = { table: string; nom: string; colonnes: string[] };
type CleEtrangere = Cle & { vers: string; citees: string[] };

const colonnesDe = (oid: string, numeros: string): string =>
  `(select array_agg(a.attname::text order by k.rang) from unnest(${numeros}) with ordinality k (num, rang) join pg_attribute a on a.attrelid = ${oid} and a.attnum = k.num)`;

const clesUniques = (): Promise<(Cle & { primaire: boolean })[]> =>
  lire(`select ${NOM('i.indrelid')} as table, i.indexrelid::regclass::text as nom, i.indisprimary as primaire, ${colonnesDe('i.indrelid', 'i.indkey::int2[]')} as colonnes
    from pg_index i join pg_class c on c.oid = i.indrelid where (i.indisunique or i.indisexclusion) and not c.relispartition and c.relnamespace::regnamespace::text !~ '^(pg_|information)'`);

const clesEtrangeres = (): Promise<CleEtrangere[]> =>
  lire(`select ${NOM('c.conrelid')} as table, c.conname::text as nom, ${NOM('c.confrelid')} as vers, ${colonnesDe('c.conrelid', 'c.conkey')} as colonnes, ${colonnesDe('c.confrelid', 'c.confkey')} as citees
    from pg_constraint c join pg_class k on k.oid = c.conrelid where c.contype = 'f' and not k.relispartition`);

describe('in a table placed by its Caf', () => {
  it('the column that places a row is never null', async () => {
    const nullables = await lire<{ nom: string; colonne: string }>(
      `select ${NOM('attrelid')} as nom, attname::text as colonne from pg_attribute where attname in ('caf_id', 'chaine') and not attnotnull and not attisdropped`,
    );
    expect(nullables.filter(({ nom, colonne }) => places.get(nom) === colonne)).toEqual([]);
  });

  it('the primary key and each unique key contain it', async () => {
    const cles = (await clesUniques()).filter(({ table }) => placeeParColonne(table));
    expect(cles.filter(({ table, colonnes }) => !colonnes.includes(places.get(table) ?? ''))).toEqual([]);
    const sansCle = [...places.keys()].filter(
      (nom) => placeeParColonne(nom) && !cles.some(({ table, primaire }) => primaire && table === nom),
    );
    expect(sansCle).toEqual([]);
  });

  it('the primary key of a record is its Caf, then its id', async () => {
    const autres = (await clesUniques()).filter(
      ({ table, primaire, colonnes }) =>
        primaire && places.get(table) === 'caf_id' && colonnes.join() !== 'caf_id,id',
    );
    expect(autres.map(({ table, colonnes }) => [table, colonnes.join()]).sort()).toEqual([
      ['etude_impact_cas', 'etude_id,rang,caf_id'],
      ['reprise_cas', 'reprise_id,caf_id,decision_id'],
    ]);
  });

  it('each key to another such table contains the Caf of both, and their partner where both have one', async () => {
    const avecPartenaire = await lire<{ nom: string; obligatoire: boolean }>(
      `select ${NOM('attrelid')} as nom, attnotnull as obligatoire from pg_attribute where attname = 'partenaire_id' and not attisdropped`,
    );
    const partenaireDe = new Map(avecPartenaire.map(({ nom, obligatoire }) => [nom, obligatoire]));
    const entreElles = (await clesEtrangeres()).filter(
      ({ table, vers }) => placeeParColonne(table) && placeeParColonne(vers),
    );
    expect(entreElles.length).toBeGreaterThan(40);
    const fausses = entreElles.filter(({ table, vers, colonnes, citees }) => {
      const duMeme = (colonne: string): boolean =>
        colonnes.includes(colonne) && colonnes.indexOf(colonne) === citees.indexOf(colonne);
      // A null partner would leave the whole key unread.
      const dUnDossier = partenaireDe.get(table) === true && partenaireDe.has(vers);
      return !duMeme('caf_id') || (dUnDossier && !duMeme('partenaire_id'));
    });
    expect(fausses).toEqual([]);
  });

  it('no key cites what only one node has', async () => {
    expect(
      (await clesEtrangeres()).filter(
        ({ table, vers }) => places.get(table) !== 'local' && places.get(vers) === 'local',
      ),
    ).toEqual([]);
  });
});

it('a table that is the same on every node cites no row of a Caf', async () => {
  expect(
    (await clesEtrangeres()).filter(({ table, vers }) => !placeeParColonne(table) && placeeParColonne(vers)),
  ).toEqual([]);
});

describe('two Caf', () => {
  const [P, Q, E, L] = [1, 2, 3, 4].map((rang) => `00000000-0000-4000-8000-00000000000${rang}`);
  const refus = async (requete: string): Promise<string | undefined> => {
    try {
      await base.query(requete);
      return undefined;
    } catch (erreur) {
      return (erreur as { constraint?: string }).constraint;
    }
  };
  const lieu = (id: string | undefined, caf: string, partenaire: string | undefined): string =>
    `insert into lieu_implantation (id, caf_id, partenaire_id, equipement_id, nature, nom, commune_code, commune) values ('${id}', '${caf}', '${partenaire}', '${E}', 'unique', 'Maison', '45234', 'Orléans')`;
  const equipement = (caf: string, nom: string): string =>
    `insert into equipement (id, caf_id, partenaire_id, type, nom, ouvert_le) values ('${E}', '${caf}', '${P}', 'RAM', '${nom}', '2020-01-01')`;

  beforeAll(async () => {
    await base.query(`
      insert into caf (id, nom, fuseau_horaire) values ('451', 'Caf A', 'Europe/Paris'), ('771', 'Caf B', 'Europe/Paris');
      insert into type_equipement (id, libelle, ordre) values ('RAM', 'Relais', 1);
      insert into organisme (id, siren, raison_sociale, forme) values ('${P}', '123456789', 'A', 'commune'), ('${Q}', '987654321', 'B', 'commune');
      insert into partenaire (id, caf_id, organisme_id, nom, prefixe, cree_le)
        values ('${P}', '451', '${P}', 'A', 'A', now()), ('${Q}', '451', '${Q}', 'B', 'B', now()), ('${P}', '771', '${P}', 'A', 'A', now());
      ${equipement('451', 'Relais')}`);
  });

  it('a record cannot cite a record of another Caf, nor of another partner', async () => {
    expect(await refus(lieu(L, '771', P))).toBe('lieu_implantation_equipement_id_foreign');
    expect(await refus(lieu(L, '451', Q))).toBe('lieu_implantation_equipement_id_foreign');
  });

  it('may each have a record of the same id and the same name, one of them once', async () => {
    expect(await refus(lieu(L, '451', P))).toBeUndefined();
    expect(await refus(equipement('771', 'Relais'))).toBeUndefined();
    expect(await refus(lieu(L, '771', P))).toBeUndefined();
    expect(await refus(equipement('771', 'Halte'))).toMatch(/^equipement_(pkey|dossier_unique)$/);
    expect(await refus(lieu(Q, '771', P))).toBe('lieu_nom_unique');
  });
});
