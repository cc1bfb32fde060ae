/**
 * Reading with SQL: queries are built on the tables of a context (`tables.ts` in its folder), so that the
 * compiler knows the columns named and the row returned; they are run by the unit's own entity manager, in its
 * transaction and its actor's scope.
 */
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
  type Compilable,
  type Expression,
  type RawBuilder,
  type SqlBool,
} from 'kysely';

/** The entity manager quotes the values itself, each in the place of a question mark. */
class Compilateur extends PostgresQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return '?';
  }
}

/** Builds queries on these tables; it has no connection of its own. */
export const requetesSur = <Tables>(): Kysely<Tables> =>
  new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (base) => new PostgresIntrospector(base),
      createQueryCompiler: () => new Compilateur(),
    },
  });

const SANS_TABLE = requetesSur<Record<string, never>>();

/** What runs a statement: the entity manager of a unit, or the connection of the ORM outside any unit. */
export interface Connexion {
  execute(sql: string, valeurs: unknown[]): Promise<unknown>;
}

/** The rows of a query. Dates, instants and exact numbers come as text, as the connection gives them. */
export async function lireLignes<Ligne>(connexion: Connexion, requete: Compilable<Ligne>): Promise<Ligne[]> {
  const { sql: texte, parameters } = requete.compile();
  // The row is the one the query says of itself; what the connection makes of each type is held by a test.
  return (await connexion.execute(texte, [...parameters])) as Ligne[];
}

/** What a function of the base is given, and the row it gives. */
interface Fonction {
  readonly donne: readonly unknown[];
  readonly ligne: object;
}

type Valeurs<Donnees extends readonly unknown[]> = {
  [Rang in keyof Donnees]: Donnees[Rang] | Expression<Donnees[Rang]>;
};

/** Names a function of the base with its values, for `from`; one that gives a single value names it `resultat`. */
export const fonctionsSur =
  <Fonctions extends Readonly<Record<keyof Fonctions, Fonction>>>() =>
  <Nom extends keyof Fonctions & string>(
    nom: Nom,
    ...donne: Valeurs<Fonctions[Nom]['donne']>
  ): RawBuilder<Fonctions[Nom]['ligne']> =>
    sql`${sql.ref(nom)}(${sql.join(donne)})`;

/**
 * The rows of a statement the builder says less well than SQL does: what it returns is told by hand. The reason
 * stands where it is called.
 */
export const lireBrut = <Ligne>(connexion: Connexion, requete: RawBuilder<Ligne>): Promise<Ligne[]> =>
  lireLignes(connexion, { compile: () => requete.compile(SANS_TABLE) });

/** The rows a function gives. */
export const appeler = <Ligne>(connexion: Connexion, appel: RawBuilder<Ligne>): Promise<Ligne[]> =>
  lireBrut(connexion, sql<Ligne>`select * from ${appel} as resultat`);

/** How many rows a query, or each of its groups, has. */
export const nombreDeLignes = sql<number>`count(*)::int`;

/** A condition among the columns: PostgreSQL answers with booleans, where other databases have numbers. */
export const vrai = (condition: Expression<SqlBool>): RawBuilder<boolean> => sql`${condition}`;
