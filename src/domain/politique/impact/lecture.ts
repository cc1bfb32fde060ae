/** The stored decisions of a rule file, a batch at a time, whatever their number. */
import { sql, type RawBuilder } from 'kysely';
import { lireBrut, lireLignes, nombreDeLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/politique/tables.ts';
import { sujetsEnSql } from '#src/domain/politique/sujets.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import type { Jours } from '#src/domain/politique/versions/activations.ts';
import type { CasBrut } from './types.ts';

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

/** The last decision read, and the subjects of its id (kind and detail) already met. */
export interface Curseur {
  readonly sujetId: string;
  readonly priseLe: string;
  readonly id: string;
  readonly vus: readonly string[];
}

export interface Lot {
  readonly cas: readonly CasBrut[];
  /** Null when nothing follows. */
  readonly curseur: Curseur | null;
}

/** Cases read at a time: what is in memory is about two batches. */
export const TAILLE_DE_LOT = 1_000;

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

interface Ligne {
  readonly id: string;
  readonly caf_id: string;
  readonly sujet_type: string;
  readonly sujet_id: string;
  readonly sujet_detail: string | null;
  readonly equipement_id: string | null;
  readonly type_equipement: string | null;
  readonly date_reference: string;
  readonly prise_le: string;
  readonly faits: string;
  readonly passee: boolean;
  readonly decidee: string | null;
}

/**
 * Two columns: whether the day is one of the past days asked about; what was decided then, when another
 * version than the former one did.
 */
function colonnesDuPasse({ passe }: Population): RawBuilder<unknown> {
  if (!passe) return sql`false as passee, null as decidee`;
  const dedans = sql`(daterange(${passe.du}::date, ${passe.au}::date) @> d.date_reference)`;
  return sql`${dedans} as passee, case when d.empreinte <> ${passe.avantEmpreinte} and ${dedans} then jsonb_build_object('etat', d.etat, 'issues', d.issues, 'manquants', d.manquants, 'calculs', d.calculs)::text end as decidee`;
}

/**
 * The batch after a cursor: subject by subject, the last decision taken on each first. The equipment is that
 * of the subject.
 */
export async function lireLot(
  { em }: Pick<UniteDeLecture, 'em'>,
  population: Population,
  apres: Curseur | null,
  taille = TAILLE_DE_LOT,
): Promise<Lot> {
  // Joined by what later contexts say in SQL of a subject, whose tables are not this context's.
  const lignes = await lireBrut(
    em,
    sql<Ligne>`select d.*, e.id as equipement_id, e.type as type_equipement
     from (select d.id, d.caf_id, d.sujet_type, d.sujet_id, d.sujet_detail, d.date_reference::text, d.prise_le::text, d.faits::text, ${colonnesDuPasse(population)}, row_number() over (order by d.sujet_id desc, d.prise_le desc, d.id desc) as rang
       from decision d
       where ${enBase(population)} ${apres === null ? sql`` : sql`and (d.sujet_id, d.prise_le, d.id) < (${apres.sujetId}::uuid, ${apres.priseLe}::timestamptz, ${apres.id}::uuid)`}
       order by d.sujet_id desc, d.prise_le desc, d.id desc limit ${taille}) d
     ${sujetsEnSql().equipement}
     order by d.rang`,
  );
  let sujet = apres?.sujetId;
  let vus = new Set(apres?.vus);
  const cas = lignes.map((ligne): CasBrut => {
    if (ligne.sujet_id !== sujet) vus = new Set();
    sujet = ligne.sujet_id;
    const sien = `${ligne.sujet_type}|${ligne.sujet_detail ?? ''}`;
    const derniere = !vus.has(sien);
    vus.add(sien);
    return {
      id: ligne.id,
      cafId: ligne.caf_id,
      sujetType: ligne.sujet_type,
      sujetId: ligne.sujet_id,
      sujetDetail: ligne.sujet_detail,
      equipementId: ligne.equipement_id,
      typeEquipement: ligne.type_equipement,
      dateReference: ligne.date_reference,
      faits: ligne.faits,
      derniere,
      ...(ligne.passee ? { passe: { decidee: ligne.decidee } } : {}),
    };
  });
  const fin = lignes.at(-1);
  return {
    cas,
    curseur:
      fin && lignes.length === taille
        ? { sujetId: fin.sujet_id, priseLe: fin.prise_le, id: fin.id, vus: [...vus] }
        : null,
  };
}
