/** Pieces of queries shared by the reads of versions and of what is in force. */
import { sql, type Expression, type RawBuilder } from 'kysely';
import { tables } from '#src/domain/politique/tables.ts';
import type { Jours } from '#src/domain/politique/versions/activations.ts';

/** Somebody who acted; `nom` is null when the account is not one the reader may know. */
interface Personne {
  readonly compteId: string;
  readonly nom: string | null;
}

/** Who an account is, as far as the reader may know; null where there is none. */
export const personne = <Compte extends string | null>(
  compte: Expression<Compte>,
): RawBuilder<Personne | Extract<Compte, null>> => sql`mcp_personne(${compte})`;

/** An instant in ISO 8601, UTC. */
export const instant = <Instant extends string | null>(
  quand: Expression<Instant>,
): RawBuilder<string | Extract<Instant, null>> => sql`mcp_instant(${quand})`;

/** Whether these days have this one. */
export const contient = (jours: Expression<string>, jour: Expression<string | null> | string) =>
  sql<boolean>`${jours} @> ${jour}::date`;

/** Whether these days and those asked have one in common. */
export const recouvre = (jours: Expression<string>, { du, au }: Jours) =>
  sql<boolean>`${jours} && daterange(${du}::date, ${au}::date)`;

/** A version number in the order of its parts. */
export const parNumero = (numero: Expression<string>) => sql`string_to_array(${numero}, '.')::int[]`;

/** What is known now to be in force on some days, `a`, with its version, `v`. */
export const activationsConnues = tables
  .selectFrom('activation as a')
  .innerJoin('version_regle as v', 'v.empreinte', 'a.empreinte')
  .where('a.connu_au', 'is', null);
