/** The tables of a migrated base, as TypeScript: one file per context, each on top of the one before. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { ENTITES } from '#src/cli/entites.ts';
import CONTEXTES from '#src/domain/contextes.json' with { type: 'json' };
import { ouvrirOrm } from '#src/database/orm.ts';
import { FONCTIONS, SANS_ENTITE, type Declaration } from '#test/support/tables-declarees.ts';

const RACINE = join(import.meta.dirname, '../..');

/** The migration tool's own. */
const IGNOREES = new Set(['migration']);

/** What the connection gives for a type: MikroORM keeps dates and instants as text, pg exact numbers. */
const TYPES: Readonly<Record<string, string>> = {
  bool: 'boolean',
  int4: 'number',
  int8: 'string',
  numeric: 'string',
  text: 'string',
  varchar: 'string',
  timestamp: 'string',
  json: 'unknown',
  uuid: 'string',
  date: 'string',
  timestamptz: 'string',
  daterange: 'string',
  tstzrange: 'string',
  jsonb: 'unknown',
};

/** What a value is given as, where that is not what is read. */
const DONNES: Readonly<Record<string, string>> = {
  int8: 'number',
  jsonb: 'string',
  timestamptz: 'string | Date',
};

interface Colonne {
  readonly relation: string;
  readonly colonne: string;
  readonly type: string;
  readonly obligatoire: boolean;
  /** Text of the check on this column alone. */
  readonly controle: string | null;
}

interface FonctionEnBase {
  readonly nom: string;
  readonly noms: readonly string[] | null;
  /** `i` for what it is given, `o` or `t` for what it gives; null when it is only given. */
  readonly modes: readonly string[] | null;
  readonly types: readonly string[];
  readonly retour: string;
}

async function lireBase(url: string): Promise<{ colonnes: Colonne[]; fonctions: FonctionEnBase[] }> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: fonctions } = await client.query<FonctionEnBase>(
      `
      select p.proname as nom, p.proargnames as noms, p.proargmodes::text[] as modes, r.typname as retour,
        array(select t.typname::text from unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) with ordinality a(type, rang) join pg_type t on t.oid = a.type order by a.rang) as types
      from pg_proc p join pg_type r on r.oid = p.prorettype
      where p.pronamespace = 'public'::regnamespace and p.proname = any ($1) order by p.proname, p.pronargs`,
      [Object.keys(FONCTIONS)],
    );
    const { rows } = await client.query<Colonne>(`
      select case c.relnamespace when 'public'::regnamespace then '' else c.relnamespace::regnamespace || '.' end || c.relname as relation, a.attname as colonne, t.typname as type, a.attnotnull as obligatoire,
        (select pg_get_constraintdef(k.oid) from pg_constraint k
          where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum] and pg_get_constraintdef(k.oid) like '%= ANY (ARRAY[%' limit 1) as controle
      from pg_class c join pg_attribute a on a.attrelid = c.oid join pg_type t on t.oid = a.atttypid
      where c.relnamespace in ('public'::regnamespace, 'sessions'::regnamespace) and c.relkind in ('r', 'p') and not c.relispartition
        and a.attnum > 0 and not a.attisdropped
      order by relation, a.attnum`);
    return { fonctions, colonnes: rows.filter(({ relation }) => !IGNOREES.has(relation)) };
  } finally {
    await client.end();
  }
}

/** The property behind a column, where the column's own type says less: JSON, and texts of a known list. */
async function declarations(url: string): Promise<ReadonlyMap<string, Declaration>> {
  const sources = readdirSync(join(RACINE, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((nom) => nom.endsWith('.ts'))
    .map((nom) => [nom, readFileSync(join(RACINE, 'src', nom), 'utf8')] as const);
  const orm = await ouvrirOrm(ENTITES, url, 1);
  try {
    return new Map<string, Declaration>([
      ...Object.entries(SANS_ENTITE),
      ...Object.values(orm.getMetadata().getAll()).map(({ className, tableName, props }) => {
        const [chemin = ''] =
          sources.find(([, texte]) => texte.includes(`export const ${className} = defineEntity(`)) ?? [];
        return [
          tableName,
          {
            nom: className,
            chemin,
            types: new Map(
              props
                .filter((une) => une.enum === true || une.columnTypes[0] === 'jsonb')
                .flatMap(({ name, fieldNames }) =>
                  fieldNames.map((colonne) => [colonne, `${className}['${name}']`] as const),
                ),
            ),
          },
        ] as const;
      }),
    ]);
  } finally {
    await orm.close(true);
  }
}

const inconnu = (ou: string, type: string): never => {
  throw new Error(`${ou}: type ${type} is not known`);
};

/** Type of a column: what a check lists, what its declaration says, or what its own type gives. */
function typeDe(
  { relation, colonne, type, obligatoire, controle }: Colonne,
  declaration?: Declaration,
): string {
  const connu = TYPES[type] ?? inconnu(`${relation}.${colonne}`, type);
  const declare = declaration?.types?.get(colonne);
  const sien =
    controle === null
      ? (declare ?? connu)
      : [...controle.matchAll(/'([^']*)'::text/g)].map(([, valeur]) => `'${valeur}'`).join(' | ');
  if (obligatoire) return sien;
  return controle === null && declare !== undefined ? `NonNullable<${declare}> | null` : `${sien} | null`;
}

const proprietaire = (relation: string, declaration: Declaration | undefined): string => {
  const [, contexte] = /^(?:domain\/)?([a-z]+)\//.exec(declaration?.chemin ?? '') ?? [];
  if (contexte === undefined)
    throw new Error(`${relation}: no entity, and no owner in test/support/tables.ts`);
  return contexte;
};

function parCle<T>(elements: Iterable<T>, cleDe: (element: T) => string): Map<string, T[]> {
  const groupes = new Map<string, T[]>();
  for (const element of elements)
    groupes.set(cleDe(element), [...(groupes.get(cleDe(element)) ?? []), element]);
  return groupes;
}

const majuscule = (nom: string): string => nom.charAt(0).toUpperCase() + nom.slice(1);

/** What a function is given, in each of its forms, and what it gives: a member of an interface. */
function fonctionEnTexte(nom: string, formes: readonly FonctionEnBase[]): string {
  const { pleines = [], ...declaration } = FONCTIONS[nom] ?? { chemin: '' };
  const parametres = formes.map(({ noms, modes, types }) =>
    types.map((type, rang) => ({ nom: noms?.[rang] ?? '', type, mode: modes?.[rang] ?? 'i' })),
  );
  const donnes = parametres.map((siens) => {
    const listes = siens
      .filter(({ mode }) => mode === 'i')
      .map(({ nom: un, type }) => `${un}: ${DONNES[type] ?? TYPES[type] ?? inconnu(`${nom}(${un})`, type)}`);
    return `[${listes.join(', ')}]`;
  });
  const rendues = (parametres[0] ?? []).filter(({ mode }) => mode !== 'i');
  const ligne = (rendues.length > 0 ? rendues : [{ nom: 'resultat', type: formes[0]?.retour ?? '' }]).map(
    ({ nom: colonne, type }) =>
      `${colonne}: ${typeDe({ relation: nom, colonne, type, obligatoire: pleines.includes(colonne), controle: null }, declaration)};`,
  );
  return `  ${nom}: { donne: ${donnes.join(' | ')}; ligne: { ${ligne.join(' ')} } };`;
}

/** Text of each `tables.ts`, by its path. */
export async function tablesEnTexte(url: string): Promise<ReadonlyMap<string, string>> {
  const connues = await declarations(url);
  const { colonnes, fonctions } = await lireBase(url);
  const siennes = parCle(
    parCle(colonnes, ({ relation }) => relation),
    ([relation]) => proprietaire(relation, connues.get(relation)),
  );
  const sesFonctions = parCle(
    parCle(fonctions, ({ nom }) => nom),
    ([nom]) => proprietaire(nom, FONCTIONS[nom]),
  );
  const avant: { tables?: string; fonctions?: string } = {};
  return new Map(
    ['kernel', ...CONTEXTES]
      .filter((contexte) => siennes.has(contexte))
      .map((contexte) => {
        const membres = {
          tables: (siennes.get(contexte) ?? []).map(([relation, les]) => {
            const champs = les.map((une) => `    ${une.colonne}: ${typeDe(une, connues.get(relation))};`);
            return `  '${relation}': {\n${champs.join('\n')}\n  };`;
          }),
          fonctions: (sesFonctions.get(contexte) ?? []).map(([nom, formes]) => fonctionEnTexte(nom, formes)),
        };
        const lus = [
          ...(siennes.get(contexte) ?? []).flatMap(([relation]) => connues.get(relation) ?? []),
          ...(sesFonctions.get(contexte) ?? []).flatMap(([nom]) => FONCTIONS[nom] ?? []),
        ];
        const texte = fichier(contexte, membres, lus, avant);
        avant.tables = contexte;
        if (membres.fonctions.length > 0) avant.fonctions = contexte;
        return [cheminDe(contexte), misEnForme(cheminDe(contexte), texte)];
      }),
  );
}

const cheminDe = (contexte: string): string =>
  contexte === 'kernel' ? 'src/kernel/tables.ts' : `src/domain/${contexte}/tables.ts`;

/** Laid out as everything else. */
const misEnForme = (chemin: string, texte: string): string =>
  execFileSync(join(RACINE, 'node_modules/.bin/biome'), ['format', `--stdin-file-path=${chemin}`], {
    cwd: RACINE,
    input: texte,
    encoding: 'utf8',
  });

function fichier(
  contexte: string,
  { tables, fonctions }: Readonly<Record<'tables' | 'fonctions', readonly string[]>>,
  lus: readonly Declaration[],
  avant: { readonly tables?: string; readonly fonctions?: string },
): string {
  const noms = new Map<string, Set<string>>();
  for (const { nom, chemin } of lus)
    if (
      nom !== undefined &&
      [...tables, ...fonctions].some((texte) => new RegExp(`\\b${nom}\\b`).test(texte))
    )
      noms.set(chemin, (noms.get(chemin) ?? new Set()).add(nom));
  const imports = [...noms]
    .map(([chemin, les]) => `import type { ${[...les].sort().join(', ')} } from '#src/${chemin}';\n`)
    .sort();
  const sien = majuscule(contexte);
  const sur = (quoi: string, de: string | undefined): string =>
    de === undefined ? '' : ` extends ${quoi}De${majuscule(de)}`;
  const importer = (quoi: string, de: string | undefined): string =>
    de === undefined ? '' : `import type { ${quoi}De${majuscule(de)} } from '#${cheminDe(de)}';\n`;
  return `// Written by \`npm run tables\` from the migrated base: do not edit.
import { ${fonctions.length > 0 ? 'fonctionsSur, ' : ''}requetesSur } from '#src/kernel/sql.ts';
${importer('Tables', avant.tables)}${fonctions.length > 0 ? importer('Fonctions', avant.fonctions) : ''}${imports.join('')}
/** The rows of its tables as a query reads them, and those of the contexts before. */
export interface TablesDe${sien}${sur('Tables', avant.tables)} {
${tables.join('\n')}
}

export const tables = requetesSur<TablesDe${sien}>();
${
  fonctions.length === 0
    ? ''
    : `
/** The functions it calls: what each is given, and the row it gives. */
export interface FonctionsDe${sien}${sur('Fonctions', avant.fonctions)} {
${fonctions.join('\n')}
}

export const fonction = fonctionsSur<FonctionsDe${sien}>();
`
}`;
}
