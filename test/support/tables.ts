/** The tables of a migrated base, as TypeScript: one file per context, each on top of the one before. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { ENTITES } from '#src/cli/entites.ts';
import CONTEXTES from '#src/domain/contextes.json' with { type: 'json' };
import { ouvrirOrm } from '#src/database/orm.ts';

const RACINE = join(import.meta.dirname, '../..');

/** Where a table is declared, and the TypeScript property behind a column. */
interface Declaration {
  readonly chemin: string;
  /** Type that has the properties below; none where every column is plain. */
  readonly nom?: string;
  readonly proprietes?: ReadonlyMap<string, string>;
}

/** Tables without an entity: who owns them, and the type whose JSON they keep. */
const SANS_ENTITE: Readonly<Record<string, Declaration>> = {
  journal_purge: { chemin: 'kernel/journal/journal.ts' },
  journal_tete: { chemin: 'kernel/journal/journal.ts' },
  changement_courriel: { chemin: 'domain/acces/compte/compte.ts' },
  code_de_secours: { chemin: 'domain/acces/compte/compte.ts' },
  lien_envoye: { chemin: 'domain/acces/compte/compte.ts' },
  second_facteur: { chemin: 'domain/acces/compte/compte.ts' },
  etude_impact_cas: {
    chemin: 'domain/politique/impact/types.ts',
    nom: 'CasChange',
    proprietes: new Map(['avant', 'apres', 'calculs', 'cause'].map((nom) => [nom, nom])),
  },
  reprise_cas: {
    chemin: 'domain/politique/reprise/vues.ts',
    nom: 'CasRepris',
    proprietes: new Map(['avant', 'apres', 'ecart'].map((nom) => [nom, nom])),
  },
};
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
  uuid: 'string',
  date: 'string',
  timestamptz: 'string',
  daterange: 'string',
  tstzrange: 'string',
  jsonb: 'unknown',
};

interface Colonne {
  readonly relation: string;
  readonly colonne: string;
  readonly type: string;
  readonly obligatoire: boolean;
  /** Text of the check on this column alone. */
  readonly controle: string | null;
}

async function colonnes(url: string): Promise<Colonne[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Colonne>(`
      select c.relname as relation, a.attname as colonne, t.typname as type, a.attnotnull as obligatoire,
        (select pg_get_constraintdef(k.oid) from pg_constraint k
          where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum] and pg_get_constraintdef(k.oid) like '%= ANY (ARRAY[%' limit 1) as controle
      from pg_class c join pg_attribute a on a.attrelid = c.oid join pg_type t on t.oid = a.atttypid
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and a.attnum > 0 and not a.attisdropped
      order by c.relname, a.attnum`);
    return rows.filter(({ relation }) => !IGNOREES.has(relation));
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
            proprietes: new Map(
              props
                .filter((une) => une.enum === true || une.columnTypes[0] === 'jsonb')
                .flatMap(({ name, fieldNames }) => fieldNames.map((colonne) => [colonne, name] as const)),
            ),
          },
        ] as const;
      }),
    ]);
  } finally {
    await orm.close(true);
  }
}

/** Type of a column: what a check lists, what its declaration says, or what its own type gives. */
function typeDe(
  { relation, colonne, type, obligatoire, controle }: Colonne,
  declaration?: Declaration,
): string {
  const connu = TYPES[type];
  if (connu === undefined) throw new Error(`${relation}.${colonne}: type ${type} is not known`);
  const propriete = declaration?.proprietes?.get(colonne);
  const sien =
    controle !== null
      ? [...controle.matchAll(/'([^']*)'::text/g)].map(([, valeur]) => `'${valeur}'`).join(' | ')
      : propriete === undefined
        ? connu
        : obligatoire
          ? `${declaration?.nom}['${propriete}']`
          : `NonNullable<${declaration?.nom}['${propriete}']>`;
  return obligatoire ? sien : `${sien} | null`;
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

/** Text of each `tables.ts`, by its path. */
export async function tablesEnTexte(url: string): Promise<ReadonlyMap<string, string>> {
  const connues = await declarations(url);
  const relations = parCle(await colonnes(url), ({ relation }) => relation);
  const parContexte = parCle(relations, ([relation]) => proprietaire(relation, connues.get(relation)));
  let avant: string | undefined;
  return new Map(
    ['kernel', ...CONTEXTES]
      .filter((contexte) => parContexte.has(contexte))
      .map((contexte) => {
        const texte = fichier(contexte, parContexte.get(contexte) ?? [], connues, avant);
        avant = contexte;
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
  siennes: readonly (readonly [string, readonly Colonne[]])[],
  connues: ReadonlyMap<string, Declaration>,
  avant: string | undefined,
): string {
  const corps = siennes.map(([relation, colonnesDElle]) => {
    const champs = colonnesDElle.map((une) => `    ${une.colonne}: ${typeDe(une, connues.get(relation))};`);
    return `  ${relation}: {\n${champs.join('\n')}\n  };`;
  });
  const lus = new Map<string, Set<string>>();
  for (const [relation] of siennes) {
    const { nom, chemin } = connues.get(relation) ?? {};
    if (nom !== undefined && chemin !== undefined && corps.some((texte) => texte.includes(`${nom}['`)))
      lus.set(chemin, (lus.get(chemin) ?? new Set()).add(nom));
  }
  const imports = [...lus]
    .map(([chemin, noms]) => `import type { ${[...noms].sort().join(', ')} } from '#src/${chemin}';`)
    .sort();
  const nom = `TablesDe${majuscule(contexte)}`;
  return `// Written by \`npm run tables\` from the migrated base: do not edit.
import { requetesSur } from '#src/kernel/sql.ts';
${avant === undefined ? '' : `import type { TablesDe${majuscule(avant)} } from '#${cheminDe(avant)}';\n`}${imports.map((ligne) => `${ligne}\n`).join('')}
/** The rows of its tables as a query reads them${avant === undefined ? '' : ', and those of the contexts before'}. */
export interface ${nom}${avant === undefined ? '' : ` extends TablesDe${majuscule(avant)}`} {
${corps.join('\n')}
}

/** Builds queries on them. */
export const tables = requetesSur<${nom}>();
`;
}
