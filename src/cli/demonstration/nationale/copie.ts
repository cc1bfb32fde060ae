import type { Client } from 'pg';

/**
 * Copies of rows by SQL. An id of a copy is that of its source with another beginning: eight hexadecimal digits
 * given by a number, `debut(k)`. Nobody else has the rest of it, so the copies of a row only need different numbers.
 */
export const FONCTIONS = `
  create function pg_temp.debut(k bigint) returns text language sql immutable as
    $$ select lpad(to_hex((k * 2654435761) % 4294967296), 8, '0') $$;
  create function pg_temp.copie(source uuid, debut text) returns uuid language sql immutable as
    $$ select (debut || substr(source::text, 9))::uuid $$;
  create function pg_temp.copies(source jsonb, debut text) returns jsonb language sql immutable as
    $$ select regexp_replace(source::text, '"[0-9a-f]{8}(-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")', '"' || debut || '\\1', 'g')::jsonb $$`;

/** What separates the numbers of the copies of one row inside one partner or one equipment. */
export const PAS = 1_000_000;

/**
 * Which copy a reference leads to: that of the partner (`d`), of the equipment (`e`), or of the row itself. A
 * column that is not here is refused: what a migration adds is decided upon, not copied by chance.
 */
const REFERENCES: Readonly<Record<string, 'd.debut' | 'e.debut' | 'soi'>> = {
  id: 'soi',
  decision_id: 'soi',
  sujet_id: 'soi',
  declaration_id: 'soi',
  partenaire_id: 'd.debut',
  organisme_id: 'd.debut',
  formulaire_id: 'd.debut',
  convention_id: 'd.debut',
  contrat_id: 'd.debut',
  renouvelle_id: 'd.debut',
  utilisateur_id: 'd.debut',
  compte_id: 'd.debut',
  equipement_id: 'e.debut',
  lieu_id: 'e.debut',
  animateur_id: 'e.debut',
  succede_a_id: 'e.debut',
  conventionnement_id: 'e.debut',
  remplace_id: 'e.debut',
  mandat_id: 'e.debut',
};
/** Accounts that acted: those of the partner are copied with him, those of his Caf have their likes in the other. */
const ACTEURS = new Set([
  'par',
  'prise_par',
  'demande_par',
  'traite_par',
  'transmise_par',
  'activite_complete_par',
  'finances_completes_par',
]);

/** Rows to copy: `s` is the source, `d` the partner made, `e` the equipment made. */
export interface Copie {
  readonly table: string;
  /** What follows FROM. */
  readonly depuis: string;
  /** Beginning of the ids of the copies, an SQL expression; by default the partner's. */
  readonly soi?: string;
  /** Columns that are not merely copied: SQL expressions. */
  readonly colonnes?: Readonly<Record<string, string>>;
}

/** Columns of each table, with what the copies need to know of them. */
export type Colonnes = ReadonlyMap<string, readonly { readonly nom: string; readonly type: string }[]>;

export async function lireColonnes(client: Client, tables: readonly string[]): Promise<Colonnes> {
  const { rows } = await client.query<{ table: string; nom: string; type: string }>(
    `select table_name as table, column_name as nom, udt_name as type from information_schema.columns
     where table_schema = 'public' and table_name = any ($1) and is_identity = 'NO' and is_generated = 'NEVER' order by ordinal_position`,
    [tables],
  );
  return new Map(tables.map((table) => [table, rows.filter((colonne) => colonne.table === table)]));
}

/** The statement that makes the copies. @param cible where they go, when it is not into the table itself */
export function copier(
  connues: Colonnes,
  { table, depuis, soi = 'd.debut', colonnes = {} }: Copie,
  cible: string = table,
): string {
  const siennes = connues.get(table) ?? [];
  const expressions = siennes.map(({ nom, type }) => {
    const donnee = colonnes[nom];
    if (donnee !== undefined) return donnee;
    if (nom === 'caf_id') return 'd.caf';
    if (type !== 'uuid') return `s.${nom}`;
    if (ACTEURS.has(nom)) return acteur(`s.${nom}`);
    const reference = REFERENCES[nom];
    if (reference === undefined)
      throw new Error(`${table}.${nom}: nobody has said what a copy of it leads to`);
    return `pg_temp.copie(s.${nom}, ${reference === 'soi' ? soi : reference})`;
  });
  return `insert into ${cible} (${siennes.map(({ nom }) => nom).join(', ')}) select ${expressions.join(', ')} from ${depuis}`;
}

/** The account that stands for the source's: an agent's of the new Caf, or the partner's own copy. */
export const acteur = (compte: string): string =>
  `case when ${compte} = any (d.gestionnaires) then d.gestionnaire when ${compte} = any (d.responsables) then d.responsable else pg_temp.copie(${compte}, d.debut) end`;
