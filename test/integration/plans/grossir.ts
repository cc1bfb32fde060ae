import type { BaseDesDroits } from '#test/integration/droits/fixture.ts';

/** Copies of a partner's file, spread over so many Caf; the Caf of the original takes one in eight of them. */
const DOSSIERS = 2_400;
const CAFS = 60;

/** From here on a table is not read whole to show some lines of it. */
const GRANDE = 1_500;

/** Texts that are unique in a Caf, or in the country. */
const UNIQUES = new Set([
  'utilisateur.identifiant',
  'convention.numero',
  'conventionnement.numero_maia',
  'compte.courriel',
]);

/** What a column of the copy number `k` holds. */
function valeur(table: string, colonne: string, type: string): string {
  const nom = `t."${colonne}"`;
  if (colonne === 'caf_id' || (colonne === 'chaine' && table === 'journal')) return 'k.caf';
  if (table === 'journal' && colonne === 'rang') return `${nom} + k.k * 10000`;
  if (`${table}.${colonne}` === 'organisme.siren') return "lpad((k.k + 300000000)::text, 9, '0')";
  if (UNIQUES.has(`${table}.${colonne}`)) return `${nom} || '-' || k.k`;
  // Days differ from file to file, and keep their order inside one.
  if (type === 'date') return `${nom} - k.k % 700`;
  if (type.startsWith('timestamp')) return `${nom} - make_interval(days => k.k % 700)`;
  return type === 'uuid' ? `md5(${nom}::text || k.k)::uuid` : nom;
}

/**
 * Makes the base of the rights look like a country to PostgreSQL's planner: the file of one partner, with all that
 * belongs to it, copied thousands of times over many Caf. Set-based, above triggers and references.
 * @returns the tables that have become large, with their rows
 */
export async function grossir({
  superviseur,
  dossiers,
}: BaseDesDroits): Promise<ReadonlyMap<string, number>> {
  const tables = await colonnesDesTables(superviseur);
  const { partenaire } = dossiers.A;
  const duDossier: Readonly<Record<string, string>> = {
    partenaire: `t.id = '${partenaire}'`,
    organisme: `t.id = (select organisme_id from partenaire where id = '${partenaire}')`,
    compte: `t.id in (select compte_id from utilisateur where partenaire_id = '${partenaire}')`,
    courriel: `t.caf_id = '${dossiers.A.caf}'`,
    journal_valeur: `t.journal_id in (select id from journal where partenaire_id = '${partenaire}')`,
  };
  await superviseur("set session_replication_role = 'replica'");
  await superviseur(
    `insert into caf (id, nom, fuseau_horaire) select lpad(n::text, 3, '0'), 'Caf ' || n, 'Europe/Paris' from generate_series(1, ${CAFS}) n`,
  );
  for (const { table, colonnes, types } of tables) {
    const ou =
      duDossier[table] ?? (colonnes.includes('partenaire_id') ? `t.partenaire_id = '${partenaire}'` : null);
    if (ou === null) continue;
    const noms = colonnes.map((colonne) => `"${colonne}"`).join(', ');
    const valeurs = colonnes.map((colonne, rang) => valeur(table, colonne, types[rang] ?? '')).join(', ');
    await superviseur(`insert into ${table} (${noms}) select ${valeurs} from ${table} t
      cross join (select k, case when k % 8 = 0 then '${dossiers.A.caf}' else lpad((k % ${CAFS} + 1)::text, 3, '0') end as caf from generate_series(1, ${DOSSIERS}) k order by 2, 1) k
      where ${ou}`);
  }
  await superviseur("set session_replication_role = 'origin'");
  await superviseur('analyze');
  return tablesGrandes(superviseur);
}

type Superviseur = BaseDesDroits['superviseur'];

/** Each table of the application with the columns one writes. */
export const colonnesDesTables = (superviseur: Superviseur) =>
  superviseur(
    `select c.relname as table, array_agg(a.attname::text order by a.attnum) as colonnes, array_agg(a.atttypid::regtype::text order by a.attnum) as types
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') group by c.oid, c.relname`,
  ) as Promise<unknown> as Promise<{ table: string; colonnes: string[]; types: string[] }[]>;

/** Tables that PostgreSQL's statistics know as large, with their rows. */
export async function tablesGrandes(superviseur: Superviseur): Promise<ReadonlyMap<string, number>> {
  const grandes = await superviseur(
    `select c.relname as table, c.reltuples::int as lignes from pg_class c where c.relkind in ('r', 'p') and c.relnamespace in ('public'::regnamespace, 'journal_mois'::regnamespace) and c.reltuples > ${GRANDE}`,
  );
  return new Map(grandes.map(({ table, lignes }) => [String(table), Number(lignes)]));
}
