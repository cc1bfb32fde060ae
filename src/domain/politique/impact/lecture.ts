/** The stored decisions of a rule file, a batch at a time, whatever their number. */
import { sql, type RawBuilder } from 'kysely';
import { lireBrut, lireLignes, nombreDeLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/politique/tables.ts';
import { sujetsEnSql } from '#src/domain/politique/sujets.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import type { Jours } from '#src/domain/politique/versions/activations.ts';
import type { LotEcrit, Vus } from './lot.ts';

/** Which stored decisions a study looks at. */
export interface Population {
  readonly jeu: string;
  /** Reference dates `[du, au)`; null: no bound. */
  readonly du: string | null;
  readonly au: string | null;
  /** Decisions taken before this instant, so that the population does not move while it is read. */
  readonly prisesAvant: Date;
  /**
   * Past days whose recorded decisions are set beside the new version, and the hash of the former one: what
   * it decided is not read again.
   */
  readonly passe?: Jours & { readonly avantEmpreinte: string };
}

/** The last decision read. */
export interface Curseur extends Vus {
  readonly priseLe: string;
  readonly id: string;
}

export interface Lot extends LotEcrit {
  /** Cases in it. */
  readonly nombre: number;
  /** Null when nothing follows. */
  readonly curseur: Curseur | null;
}

/** Cases read at a time: what is in memory is about two batches. */
export const TAILLE_DE_LOT = 2_000;

const enBase = ({ jeu, du, au, prisesAvant }: Population): RawBuilder<unknown> =>
  sql`d.jeu = ${jeu} and d.prise_le < ${prisesAvant}${du === null ? sql`` : sql` and d.date_reference >= ${du}`}${au === null ? sql`` : sql` and d.date_reference < ${au}`}`;

export async function compterDecisions(
  { em }: Pick<UniteDeLecture, 'em'>,
  { jeu, du, au, prisesAvant }: Population,
): Promise<number> {
  let requete = tables
    .selectFrom('decision')
    .select(nombreDeLignes.as('nombre'))
    .where('jeu', '=', jeu)
    .where('prise_le', '<', prisesAvant.toISOString());
  if (du !== null) requete = requete.where('date_reference', '>=', du);
  if (au !== null) requete = requete.where('date_reference', '<', au);
  const [{ nombre } = { nombre: 0 }] = await lireLignes(em, requete);
  return nombre;
}

/** Past days asked about: whether the day is one; what was decided then, when another version than the former one did. */
function colonnesDuPasse({ passe }: Population): RawBuilder<unknown> {
  if (!passe) return sql`false, null`;
  const dedans = sql`(daterange(${passe.du}::date, ${passe.au}::date) @> d.date_reference)`;
  return sql`${dedans}, case when d.empreinte <> ${passe.avantEmpreinte} and ${dedans} then jsonb_build_object('etat', d.etat, 'issues', d.issues, 'manquants', d.manquants, 'calculs', d.calculs) end`;
}

interface Ligne {
  readonly texte: string;
  readonly nombre: number;
  readonly fin: Curseur | null;
}

/**
 * The batch after a cursor: subject by subject, the last decision taken on each first. The equipment is that
 * of the subject. PostgreSQL writes the batch as one text ({@link casDuLot} reads it): nothing is made here of each case.
 */
export async function lireLot(
  { em }: Pick<UniteDeLecture, 'em'>,
  population: Population,
  apres: Curseur | null,
  taille = TAILLE_DE_LOT,
): Promise<Lot> {
  // Joined by what later contexts say in SQL of a subject, whose tables are not this context's.
  const [ligne] = await lireBrut(
    em,
    sql<Ligne>`with lot as materialized (
       select d.*, row_number() over (order by d.sujet_id desc, d.prise_le desc, d.id desc) as rang
       from decision d
       where ${enBase(population)} ${apres === null ? sql`` : sql`and (d.sujet_id, d.prise_le, d.id) < (${apres.sujetId}::uuid, ${apres.priseLe}::timestamptz, ${apres.id}::uuid)`}
       order by d.sujet_id desc, d.prise_le desc, d.id desc limit ${taille})
     select coalesce(json_agg(json_build_array(d.id, d.caf_id, d.sujet_type, d.sujet_id, d.sujet_detail, e.id, e.type, d.date_reference, d.faits, ${colonnesDuPasse(population)}) order by d.rang), '[]')::text as texte, count(*)::int as nombre,
       (select json_build_object('sujetId', f.sujet_id, 'priseLe', f.prise_le::text, 'id', f.id, 'vus',
           (select json_agg(distinct concat(v.sujet_type, '|', v.sujet_detail)) from lot v where v.sujet_id = f.sujet_id))
         from lot f order by f.rang desc limit 1) as fin
     from lot d ${sujetsEnSql().equipement}`,
  );
  const { texte = '', nombre = 0, fin = null } = ligne ?? {};
  return { texte, apres, nombre, curseur: fin && nombre === taille ? depuis(apres, fin) : null };
}

/** With what was met of the same subject before the batch. */
const depuis = (apres: Curseur | null, fin: Curseur): Curseur =>
  apres?.sujetId === fin.sujetId ? { ...fin, vus: [...new Set([...apres.vus, ...fin.vus])] } : fin;
