import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BaseDesDroits } from './fixture.ts';

/** Whose settings a connection of the application's role carries. */
interface Reglage {
  readonly nom: string;
  readonly caf: string;
  readonly partenaire: string;
  readonly acteur: string;
}

/** Read without an actor: what a start, a health check and sign-in need. */
const SANS_ACTEUR = new Set([
  'migration',
  'version_regle',
  'activation',
  'sessions.session',
  'sessions.tentative',
  'sessions.envoi',
]);

let base: BaseDesDroits;
let application: Client;

/**
 * One statement as the application's role with somebody's settings, always undone. Gives the rows, or the
 * error's code.
 */
async function tenter(
  reglage: Reglage | null,
  requete: string,
  parametres: readonly unknown[] = [],
): Promise<{ lignes: Record<string, unknown>[]; touchees: number; code: string | null }> {
  const { caf, partenaire, acteur } = reglage ?? { caf: '', partenaire: '', acteur: '' };
  await application.query(
    `begin; select set_config('mcp.caf', '${caf}', true), set_config('mcp.partenaire', '${partenaire}', true), set_config('mcp.acteur', '${acteur}', true)`,
  );
  try {
    const { rows, rowCount } = await application.query<Record<string, unknown>>(requete, [...parametres]);
    return { lignes: rows, touchees: rowCount ?? 0, code: null };
  } catch (erreur) {
    return { lignes: [], touchees: 0, code: String((erreur as { code?: string }).code) };
  } finally {
    await application.query('rollback');
  }
}

interface Table {
  readonly nom: string;
  readonly colonnes: readonly string[];
  readonly protegee: boolean;
  readonly politiques: number;
  readonly lisible: boolean;
}

/** Every table of ours, from the catalogue: a new one is here without being told. */
async function tables(): Promise<Table[]> {
  const lignes =
    await base.superviseur(`select case n.nspname when 'public' then c.relname else n.nspname || '.' || c.relname end as nom, c.relrowsecurity as protegee,
      (select array_agg(a.attname::text order by a.attnum) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = '') as colonnes,
      (select count(*)::int from pg_policy p where p.polrelid = c.oid) as politiques,
      has_schema_privilege('mcp_application', n.oid, 'usage') and has_any_column_privilege('mcp_application', c.oid, 'select') as lisible
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_' order by 1`);
  return lignes as unknown as Table[];
}

const cloisonnees = async (): Promise<Table[]> =>
  (await tables()).filter(
    ({ nom, colonnes }) =>
      colonnes.includes('caf_id') || colonnes.includes('chaine') || nom === 'caf' || nom === 'partenaire',
  );

/** Rows of another tenant, as a condition on a table. */
function chezAutrui(
  { nom, colonnes }: Table,
  { caf, partenaire }: { caf: string; partenaire: string },
): string {
  if (nom === 'caf') return `id = '${caf}'`;
  if (nom === 'partenaire') return `id = '${partenaire}'`;
  const tenant = colonnes.includes('chaine') ? `chaine = '${caf}'` : `caf_id = '${caf}'`;
  return colonnes.includes('partenaire_id') ? `partenaire_id = '${partenaire}'` : tenant;
}

const agentDe = (caf: string): Reglage => ({
  nom: `agent de la Caf ${caf}`,
  caf,
  partenaire: '',
  acteur: randomUUID(),
});
const partenaireDe = (caf: string, partenaire: string): Reglage => ({
  nom: 'utilisateur d’un partenaire',
  caf,
  partenaire,
  acteur: randomUUID(),
});

/** A asks for what is B's: the partner beside, and everything of another Caf. */
function attaques(): { qui: Reglage; cible: { caf: string; partenaire: string } }[] {
  const { A, B, C } = base.dossiers;
  return [
    { qui: partenaireDe(A.caf, A.partenaire), cible: B },
    { qui: partenaireDe(A.caf, A.partenaire), cible: C },
    { qui: partenaireDe(C.caf, C.partenaire), cible: A },
    { qui: agentDe(A.caf), cible: C },
    { qui: agentDe(C.caf), cible: A },
  ];
}

/** Tables a whole Caf shares: the partner beside reads the same rows. */
const duneMemeCaf = ({ colonnes, nom }: Table, qui: Reglage, cible: { caf: string }): boolean =>
  qui.caf === cible.caf && !colonnes.includes('partenaire_id') && nom !== 'partenaire';

/** The tests of the second wall, on a base that is ready when they begin. @param deLaBase gives it then */
export function eprouverLeMur(deLaBase: () => BaseDesDroits): void {
  beforeAll(async () => {
    base = deLaBase();
    application = new Client({ connectionString: base.urlApplication });
    await application.connect();
  });
  afterAll(() => application.end());

  it('stands around every table: row security and policies, or out of the application’s reach', async () => {
    const nues = (await tables()).filter(
      ({ nom, protegee, politiques, lisible }) =>
        lisible && nom !== 'migration' && (!protegee || politiques === 0),
    );
    expect(nues.map(({ nom }) => nom)).toEqual([]);
  });

  it('has a row of every tenant behind it in each table, so that something could be seen', async () => {
    const vides: string[] = [];
    for (const table of await cloisonnees()) {
      if (!table.lisible || table.nom.startsWith('journal')) continue;
      for (const dossier of Object.values(base.dossiers)) {
        const [ligne] = await base.superviseur(
          `select count(*)::int as n from ${table.nom} where ${chezAutrui(table, dossier)}`,
        );
        if (ligne?.['n'] === 0) vides.push(`${table.nom} (${dossier.caf})`);
      }
    }
    expect(vides).toEqual([]);
  });

  it('lets nobody see a row of another tenant, nor insert, change or delete one', async () => {
    const percees: string[] = [];
    let tentatives = 0;
    const noter = (qui: Reglage, quoi: string): void => {
      percees.push(`${qui.nom} : ${quoi}`);
    };
    for (const table of await cloisonnees()) {
      for (const { qui, cible } of attaques()) {
        if (duneMemeCaf(table, qui, cible)) continue;
        const ou = chezAutrui(table, cible);
        const [ligne] = await base.superviseur(
          `select to_jsonb(t) as l from ${table.nom} t where ${ou} limit 1`,
        );
        const premiere = table.colonnes[0] ?? 'id';
        tentatives += 4;
        const lue = await tenter(qui, `select count(*)::int as n from ${table.nom} where ${ou}`);
        if (lue.code === null && lue.lignes[0]?.['n'] !== 0) noter(qui, `lit ${table.nom} (${ou})`);
        const changee = await tenter(
          qui,
          `update ${table.nom} set "${premiere}" = "${premiere}" where ${ou}`,
        );
        if (changee.touchees > 0) noter(qui, `change ${table.nom}`);
        const supprimee = await tenter(qui, `delete from ${table.nom} where ${ou}`);
        if (supprimee.touchees > 0) noter(qui, `supprime dans ${table.nom}`);
        if (!ligne) continue;
        // Its own line again: refused by the policy, not by the key.
        const copie = {
          ...(ligne['l'] as Record<string, unknown>),
          ...('id' in (ligne['l'] as object) && table.nom !== 'caf' ? { id: randomUUID() } : {}),
        };
        const colonnes = table.colonnes.map((colonne) => `"${colonne}"`).join(', ');
        const ajoutee = await tenter(
          qui,
          `insert into ${table.nom} (${colonnes}) select ${colonnes} from jsonb_populate_record(null::${table.nom}, $1)`,
          [JSON.stringify(copie)],
        );
        // 23001: a trigger of the append-only tables speaks first.
        if (ajoutee.code !== '42501' && ajoutee.code !== '23001')
          noter(qui, `insère dans ${table.nom} (${ajoutee.code ?? 'réussi'})`);
      }
    }
    process.stdout.write(`mur SQL : ${tentatives} tentatives entre locataires\n`);
    expect(percees).toEqual([]);
  });

  it('lets nobody hand a row of his own over to another tenant', async () => {
    const percees: string[] = [];
    const { A, B, C } = base.dossiers;
    for (const { nom, colonnes, lisible } of await cloisonnees()) {
      if (!lisible || !colonnes.includes('caf_id')) continue;
      const vers = [
        `caf_id = '${C.caf}'`,
        ...(colonnes.includes('partenaire_id') ? [`partenaire_id = '${B.partenaire}'`] : []),
      ];
      for (const changement of vers) {
        const { touchees, code } = await tenter(
          partenaireDe(A.caf, A.partenaire),
          `update ${nom} set ${changement}`,
        );
        if (touchees > 0) percees.push(`${nom} : ${changement} (${code ?? 'réussi'})`);
      }
    }
    expect(percees).toEqual([]);
  });

  it('lets no row cite a record of another tenant', async () => {
    const cles =
      await base.superviseur(`select c.conrelid::regclass::text as de, a.attname::text as colonne, c.confrelid::regclass::text as vers
      from pg_constraint c cross join lateral unnest(c.conkey) with ordinality k (num, rang) join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.num
      where c.contype = 'f' and k.rang = 1 and a.attname not in ('caf_id', 'partenaire_id')
        and exists (select 1 from pg_attribute x where x.attrelid = c.conrelid and x.attname = 'partenaire_id') and exists (select 1 from pg_attribute x where x.attrelid = c.confrelid and x.attname = 'partenaire_id')`);
    expect(cles.length).toBeGreaterThan(15);
    const percees: string[] = [];
    const { A, B } = base.dossiers;
    for (const { de, colonne, vers } of cles as { de: string; colonne: string; vers: string }[]) {
      const [autre] = await base.superviseur(`select id from ${vers} where partenaire_id = $1 limit 1`, [
        B.partenaire,
      ]);
      if (!autre) continue;
      const { touchees } = await tenter(
        partenaireDe(A.caf, A.partenaire),
        `update ${de} set "${colonne}" = $1 where id = (select id from ${de} limit 1)`,
        [autre['id']],
      );
      if (touchees > 0) percees.push(`${de}.${colonne} → ${vers}`);
    }
    expect(percees).toEqual([]);
  });

  it('shows nothing and takes nothing while nobody is named', async () => {
    const percees: string[] = [];
    for (const { nom, colonnes, lisible } of await tables()) {
      if (!lisible || SANS_ACTEUR.has(nom)) continue;
      const { lignes, code } = await tenter(null, `select count(*)::int as n from ${nom}`);
      if (code === null && lignes[0]?.['n'] !== 0) percees.push(`${nom} se lit`);
      const premiere = colonnes[0] ?? 'id';
      if ((await tenter(null, `update ${nom} set "${premiere}" = "${premiere}"`)).touchees > 0)
        percees.push(`${nom} se change`);
      if ((await tenter(null, `delete from ${nom}`)).touchees > 0) percees.push(`${nom} se vide`);
      const [ligne] = await base.superviseur(`select to_jsonb(t) as l from ${nom} t limit 1`);
      if (!ligne) continue;
      const liste = colonnes.map((colonne) => `"${colonne}"`).join(', ');
      const ajout = await tenter(
        null,
        `insert into ${nom} (${liste}) select ${liste} from jsonb_populate_record(null::${nom}, $1)`,
        [
          JSON.stringify({
            ...(ligne['l'] as object),
            ...('id' in (ligne['l'] as object) ? { id: randomUUID() } : {}),
          }),
        ],
      );
      if (ajout.code === null) percees.push(`${nom} reçoit une ligne`);
    }
    expect(percees).toEqual([]);
  });

  it('keeps sessions and attempts out of the sight of whoever is named', async () => {
    await base.superviseur(
      "insert into sessions.session (sid, sess, expire) values ('s', '{}', now() + interval '1 day'); insert into sessions.tentative (key, points) values ('connexion-compte:x', 1); insert into sessions.envoi (id, compte_id, corps) values (gen_random_uuid(), gen_random_uuid(), 'x')",
    );
    for (const { qui } of attaques()) {
      // The attempts of the accounts one sees are lifted by « Déverrouiller »: no other.
      for (const [table, autres] of [
        ['sessions.session', 'true'],
        ['sessions.envoi', 'true'],
        ['sessions.tentative', "key not in (select 'connexion-compte:' || id from compte)"],
      ] as const) {
        expect(
          (await tenter(qui, `select * from ${table} where ${autres}`)).lignes,
          `${qui.nom}, ${table}`,
        ).toEqual([]);
        expect(
          (await tenter(qui, `delete from ${table} where ${autres}`)).touchees,
          `${qui.nom}, ${table}`,
        ).toBe(0);
      }
    }
  });

  it('is not gone round by the functions that look above it: called upon another’s records they tell and change nothing', async () => {
    const fonctions =
      await base.superviseur(`select p.oid::regprocedure::text as signature, p.proname::text as nom, coalesce(array_agg(format_type(t.t, null) order by t.rang) filter (where t.t is not null), '{}') as types
      from pg_proc p left join lateral unnest(p.proargtypes) with ordinality t (t, rang) on true
      where p.prosecdef and has_schema_privilege('mcp_application', p.pronamespace, 'usage') and has_function_privilege('mcp_application', p.oid, 'execute') group by 1, 2, p.oid`);
    expect(fonctions.length).toBeGreaterThan(10);
    const { A, C } = base.dossiers;
    const [autrui] = await base.superviseur(
      `select u.compte_id::text as compte, c.courriel, (select id::text from formulaire_eligibilite where partenaire_id = $1 limit 1) as formulaire, u.id::text as utilisateur
      from utilisateur u join compte c on c.id = u.compte_id where u.partenaire_id = $1 and u.administrateur`,
      [C.partenaire],
    );
    const uuids = [autrui?.['compte'], autrui?.['formulaire'], autrui?.['utilisateur']].map(String);
    const valeurs: Readonly<Record<string, readonly unknown[]>> = {
      uuid: uuids,
      text: [String(autrui?.['courriel']), 'invitation', 'reinitialisation', '451'],
      boolean: [false, true],
      integer: [0],
      bigint: [0],
      date: ['2026-03-02'],
      'timestamp with time zone': ['2026-03-02T00:00:00Z'],
      jsonb: ['{}'],
      'uuid[]': [`{${uuids.join(',')}}`],
      'text[]': ['{}'],
    };
    const protegees = [
      'compte',
      'jeton',
      ...(await cloisonnees()).map(({ nom }) => nom),
      ...(await tables()).filter(({ lisible }) => !lisible).map(({ nom }) => nom),
    ].filter((nom) => !nom.startsWith('journal_mois.'));
    const lesSiennes = uuids.map((id) => `t::text like '%${id}%'`).join(' or ');
    const photo = async (client: 'application' | 'superviseur'): Promise<string[]> => {
      const textes: string[] = [];
      for (const nom of new Set(protegees)) {
        const requete = `select coalesce(string_agg(t::text, '' order by t::text), '') as x from ${nom} t where ${lesSiennes}`;
        textes.push(
          `${nom} ${String((client === 'superviseur' ? await base.superviseur(requete) : [])[0]?.['x'])}`,
        );
      }
      return textes;
    };
    const avant = await photo('superviseur');
    const percees: string[] = [];
    let appels = 0;
    for (const { signature, nom, types } of fonctions as {
      signature: string;
      nom: string;
      types: string[];
    }[]) {
      const listes = types.map((type) => valeurs[type] ?? [null]);
      const combinaisons = listes
        .reduce<unknown[][]>(
          (debut, liste) => debut.flatMap((une) => liste.map((valeur) => [...une, valeur])),
          [[]],
        )
        .slice(0, 200);
      for (const arguments_ of combinaisons) {
        for (const qui of [partenaireDe(A.caf, A.partenaire), agentDe(A.caf)]) {
          appels += 1;
          // Kept, not undone: what it changed would be seen below. But an account may be made, with any id:
          // it is nobody's yet.
          if (nom === 'compte_creer') await application.query('begin');
          await application.query(
            "select set_config('mcp.caf', $1, false), set_config('mcp.partenaire', $2, false), set_config('mcp.acteur', $3, false)",
            [qui.caf, qui.partenaire, qui.acteur],
          );
          const { rows } = await application
            .query<Record<string, unknown>>(
              `select to_jsonb(f)::text as r from ${nom}(${arguments_.map((_, rang) => `$${rang + 1}::${types[rang]}`).join(', ')}) f`,
              arguments_,
            )
            .catch(() => ({ rows: [] }));
          await application.query(nom === 'compte_creer' ? 'rollback' : 'select 1');
          await application.query('reset all');
          const dit = rows.map(({ r }) => String(r)).join(' ');
          const secrets = [...uuids, C.partenaire, String(autrui?.['courriel']), 'clair'].filter(
            (secret) => dit.includes(secret) && !arguments_.includes(secret),
          );
          // An account is found again by its address: that is how one person has several profiles.
          if (secrets.length > 0 && nom !== 'compte_creer')
            percees.push(`${qui.nom} : ${signature} dit ${dit.slice(0, 200)}`);
          if (nom === 'compte_a_un_mot_de_passe' && dit.includes('true'))
            percees.push(`${qui.nom} : ${signature} répond d’un compte d’autrui`);
        }
      }
    }
    process.stdout.write(`mur SQL : ${fonctions.length} fonctions, ${appels} appels\n`);
    expect(percees).toEqual([]);
    expect(await photo('superviseur')).toEqual(avant);
  });

  it('is held by a role that owns nothing, borrows nothing and builds nothing', async () => {
    const [role] =
      await base.superviseur(`select r.rolsuper, r.rolbypassrls, r.rolcreaterole, r.rolcreatedb, r.rolreplication,
      (select count(*)::int from pg_class c where c.relowner = r.oid) + (select count(*)::int from pg_proc p where p.proowner = r.oid) + (select count(*)::int from pg_namespace n where n.nspowner = r.oid) as possede,
      (select count(*)::int from pg_auth_members m where m.member = r.oid) as membre_de from pg_roles r where r.rolname = 'mcp_application'`);
    expect(role).toEqual({
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolreplication: false,
      possede: 0,
      membre_de: 0,
    });
    const refus = {
      'set role mcp_proprietaire': '42501',
      'set session authorization mcp_proprietaire': '42501',
      "set session_replication_role = 'replica'": '42501',
      'create function f() returns int language sql as $$ select 1 $$': '42501',
      'create table t (x int)': '42501',
      'create temp table t (x int)': '42501',
      'create schema s': '42501',
      'alter table decision disable row level security': '42501',
      'alter table decision disable trigger immuable': '42501',
      'drop policy cloison on decision': '42501',
      'create policy p on decision using (true)': '42501',
      'grant select on jeton to public': '42501',
      'select * from jeton': '42501',
      'select empreinte_mot_de_passe from compte': '42501',
    };
    for (const [requete, attendu] of Object.entries(refus))
      expect((await tenter(agentDe('451'), requete)).code, requete).toBe(attendu);
    // Switched off, row security refuses to answer rather than answer more.
    await application.query('set row_security = off');
    const sans = await tenter(agentDe('451'), 'select * from decision');
    await application.query('reset row_security');
    expect(sans.code).toBe('42501');
  });

  it('takes back nothing that was written for good', async () => {
    const [{ liste } = { liste: [] }] = (await base.superviseur(
      "select array_agg(distinct tgrelid::regclass::text) as liste from pg_trigger where tgname in ('immuable', 'indelebile') and tgparentid = 0",
    )) as { liste: string[] }[];
    expect(liste.length).toBeGreaterThan(8);
    for (const table of liste.filter((nom) => !nom.includes('.'))) {
      const systeme: Reglage = { nom: 'système', caf: '*', partenaire: '', acteur: 'systeme' };
      expect((await tenter(systeme, `delete from ${table}`)).code, `delete ${table}`).toBe('42501');
      expect((await tenter(systeme, `truncate ${table} cascade`)).code, `truncate ${table}`).toBe('42501');
    }
    const immuables = await base.superviseur(
      "select distinct tgrelid::regclass::text as nom from pg_trigger where tgname = 'immuable' and tgparentid = 0 and (tgtype & 16) > 0",
    );
    for (const { nom } of immuables) {
      const [colonne] = await base.superviseur(
        'select column_name::text as c from information_schema.columns where table_name = $1 limit 1',
        [nom],
      );
      const { code, touchees } = await tenter(
        { nom: 'système', caf: '*', partenaire: '', acteur: 'systeme' },
        `update ${String(nom)} set "${String(colonne?.['c'])}" = "${String(colonne?.['c'])}"`,
      );
      expect([code, touchees], `update ${String(nom)}`).toEqual(['42501', 0]);
    }
  });
}
