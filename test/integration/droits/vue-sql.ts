import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BaseDesDroits } from './fixture.ts';

/** Whose settings a connection carries. */
interface Reglage {
  readonly nom: string;
  readonly caf: string;
  readonly partenaire: string;
}

/** Who sees the rows of a table, besides the Caf and the partner its columns name. */
const DU_COTE_DE_LA_CAF = new Set(['agent_caf', 'comptes_lies', 'courriel', 'journal_purge', 'reprise_cas']);
const NATIONALES = new Set(['etude_impact_cas']);
const SANS_CAF_POUR_TOUS = new Set(['lien_utile']);

/** The rows somebody sees, told by hand: no function of the policies is asked. */
function vues(nom: string, colonnes: readonly string[], { caf, partenaire }: Reglage): string {
  if (caf === '' || (NATIONALES.has(nom) && caf !== '*')) return 'false';
  if (caf === '*') return 'true';
  if (partenaire !== '' && DU_COTE_DE_LA_CAF.has(nom)) return 'false';
  const cle = { caf: 'id' }[nom] ?? (colonnes.includes('chaine') ? 'chaine' : 'caf_id');
  const dossier = nom === 'partenaire' ? 'id' : colonnes.includes('partenaire_id') ? 'partenaire_id' : null;
  const deLaCaf =
    nom === 'journal' && partenaire === ''
      ? `${cle} in ('${caf}', 'national')`
      : SANS_CAF_POUR_TOUS.has(nom)
        ? `(${cle} = '${caf}' or ${cle} is null)`
        : `${cle} = '${caf}'`;
  return partenaire !== '' && dossier ? `${deLaCaf} and ${dossier} = '${partenaire}'` : deLaCaf;
}

/** What each actor sees, row for row; @param deLaBase gives the base once it is ready */
export function eprouverLaVue(deLaBase: () => BaseDesDroits): void {
  let base: BaseDesDroits;
  let application: Client;
  beforeAll(async () => {
    base = deLaBase();
    application = new Client({ connectionString: base.urlApplication });
    await application.connect();
  });
  afterAll(() => application.end());

  it('is every row of his Caf and file for each actor, all for a national one, none for nobody', async () => {
    const { A, B, C } = base.dossiers;
    const acteurs: Reglage[] = [
      { nom: 'agent, or analyst at work in a Caf', caf: A.caf, partenaire: '' },
      { nom: 'agent of another Caf', caf: C.caf, partenaire: '' },
      { nom: 'partner, or guest of his', caf: A.caf, partenaire: A.partenaire },
      { nom: 'partner beside', caf: B.caf, partenaire: B.partenaire },
      { nom: 'partner of another Caf', caf: C.caf, partenaire: C.partenaire },
      { nom: 'partner under a Caf that is not his', caf: C.caf, partenaire: A.partenaire },
      { nom: 'agent of a Caf that is not there', caf: '999', partenaire: '' },
      { nom: 'analyst or system', caf: '*', partenaire: '' },
      { nom: 'nobody', caf: '', partenaire: '' },
    ];
    // A null beside the rows of the Caf: a national mail and link, a decision about a Caf alone.
    await base.superviseur(`insert into courriel (id, destinataire, objet, corps, cree_le) values (gen_random_uuid(), 'x@x.fr', 'x', 'x', now());
      insert into lien_utile (id, contexte, libelle, url) values (gen_random_uuid(), 'accueil', 'x', 'https://x.fr');
      insert into decision select (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid(), 'partenaire_id', null))).* from decision d limit 1`);
    const tables = (await base.superviseur(
      `select c.relname as nom, array_agg(a.attname::text) as colonnes from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and has_any_column_privilege('mcp_application', c.oid, 'select') group by c.oid, c.relname
      having c.relname in ('caf', 'partenaire') or bool_or(a.attname in ('caf_id', 'chaine')) order by 1`,
    )) as unknown as { nom: string; colonnes: string[] }[];
    expect(tables.length).toBeGreaterThan(25);
    const differences: string[] = [];
    for (const { nom, colonnes } of tables)
      for (const acteur of acteurs) {
        await application.query('begin');
        await application.query(
          "select set_config('mcp.caf', $1, true), set_config('mcp.partenaire', $2, true), set_config('mcp.acteur', 'x', true)",
          [acteur.caf, acteur.partenaire],
        );
        const { rows } = await application.query<{ n: number }>(`select count(*)::int as n from ${nom}`);
        await application.query('rollback');
        const [attendu] = await base.superviseur(
          `select count(*)::int as n from ${nom} where ${vues(nom, colonnes, acteur)}`,
        );
        if (rows[0]?.n !== attendu?.['n'])
          differences.push(`${nom}, ${acteur.nom}: ${rows[0]?.n} seen of ${String(attendu?.['n'])}`);
      }
    expect(differences).toEqual([]);
  });

  it('lies within the bounds of a national actor for every code a Caf may take, in whatever order a base puts texts', async () => {
    const [hors] = await base.superviseur(`
      with signes as (select unnest(string_to_array('0 1 2 3 4 5 6 7 8 9 A B C D E F G H I J K L M N O P Q R S T U V W X Y Z', ' ')) as s),
        codes as (select a.s || b.s || c.s as code from signes a, signes b, signes c union all select 'national' union all select 'zzz')
      select count(*) filter (where code < '' collate "C" or code > 'zzzz' collate "C")::int
        + count(*) filter (where code < '' collate "unicode" or code > 'zzzz' collate "unicode")::int
        + count(*) filter (where code < '' collate "fr-x-icu" or code > 'zzzz' collate "fr-x-icu")::int
        + count(*) filter (where code < '' collate "en-x-icu" or code > 'zzzz' collate "en-x-icu")::int as n, count(*)::int as codes from codes`);
    expect(hors).toEqual({ n: 0, codes: 36 ** 3 + 2 });
    for (const code of ['45', '4511', '45a', '45 ', '~~~', ''])
      await expect(
        base.superviseur(`insert into caf (id, nom, fuseau_horaire) values ('${code}', 'x', 'Europe/Paris')`),
      ).rejects.toThrow('caf_code');
    const [bornes] = await base.superviseur(
      "select set_config('mcp.caf', '*', false), mcp_caf_de() as de, mcp_caf_a() as a, set_config('mcp.caf', '', false)",
    );
    expect(bornes).toMatchObject({ de: '', a: 'zzzz' });
  });
}
