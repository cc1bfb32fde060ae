/** What the verification reads of a chain, a batch at a time. */
import { sql } from 'kysely';
import { lireBrut, lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/kernel/tables.ts';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { ValeurLue } from './defauts.ts';
import { COLONNES_LUES, ORIGINE, type LigneLue } from './empreinte.ts';

/** Where a reading has got to. */
export interface Curseur {
  readonly rang: number;
  readonly id: string;
}

/** Lines read at once. */
const LOT = 1_000;
/** Before the first line of any chain. */
export const DEBUT: Curseur = { rang: 0, id: '00000000-0000-0000-0000-000000000000' };

/** The chains there are: those with a head, and those whose head was taken away. */
export async function chaines(em: EntityManager): Promise<string[]> {
  // One step of the index a chain, not one a line.
  const lignes = await lireBrut(
    em,
    sql<{ readonly chaine: string }>`
    with recursive suite as (
      (select min(chaine) as chaine from journal) union all
      select (select min(j.chaine) from journal j where j.chaine > s.chaine) from suite s where s.chaine is not null)
    select chaine from suite where chaine is not null union select chaine from journal_tete union select chaine from journal_purge order by chaine`,
  );
  return lignes.map(({ chaine }) => chaine);
}

/** Rank and hash of the last line a chain says it has. */
export async function lireTete(
  em: EntityManager,
  chaine: string,
): Promise<{ rang: number; empreinte: string }> {
  const [tete] = await lireLignes(
    em,
    tables.selectFrom('journal_tete').select(['rang', 'empreinte']).where('chaine', '=', chaine),
  );
  return tete ?? { rang: 0, empreinte: ORIGINE };
}

/** The line of a rank, by its place and hash. */
export async function ligneDeRang(
  em: EntityManager,
  chaine: string,
  rang: number,
): Promise<(Curseur & { readonly empreinte: string }) | undefined> {
  const [ligne] = await lireLignes(
    em,
    tables
      .selectFrom('journal')
      .select(['rang', 'id', 'empreinte'])
      .where('chaine', '=', chaine)
      .where('rang', '=', rang),
  );
  return ligne;
}

/** The rank the head says now, and that of the last line there is. */
export async function derniersRangs(
  em: EntityManager,
  chaine: string,
): Promise<{ readonly tete: number; readonly dernier: number }> {
  const [fin] = await lireLignes(
    em,
    tables.selectNoFrom(({ selectFrom }) => [
      selectFrom('journal_tete').select('rang').where('chaine', '=', chaine).as('tete'),
      selectFrom('journal')
        .select(({ fn }) => fn.max('rang').as('rang'))
        .where('chaine', '=', chaine)
        .as('dernier'),
    ]),
  );
  return { tete: fin?.tete ?? 0, dernier: fin?.dernier ?? 0 };
}

/** The next batch of lines; empty at the end of the chain. */
export async function lignesApres(
  em: EntityManager,
  chaine: string,
  apres: Curseur,
): Promise<readonly LigneLue[]> {
  // Bounded by ranks: the planner would read and sort all that follows for the first thousand lines.
  const lot = await em.execute<LigneLue[]>(
    `select ${COLONNES_LUES} from journal where chaine = ? and rang >= ? and rang < ? and (rang, id) > (?, ?::uuid) order by rang, id limit ${LOT}`,
    [chaine, apres.rang, apres.rang + LOT, apres.rang, apres.id],
  );
  if (lot.length > 0) return lot;
  const suivant = await rangAPartirDe(em, chaine, apres.rang + LOT);
  return suivant === null ? [] : lignesApres(em, chaine, { ...DEBUT, rang: suivant });
}

/** The first rank there is from this one on. */
async function rangAPartirDe(em: EntityManager, chaine: string, rang: number): Promise<number | null> {
  const [premier] = await lireLignes(
    em,
    tables
      .selectFrom('journal')
      .select(({ fn }) => fn.min('rang').as('rang'))
      .where('chaine', '=', chaine)
      .where('rang', '>=', rang),
  );
  return premier?.rang ?? null;
}

/** Personal values of a batch of lines, by line. */
export async function valeursDes(
  em: EntityManager,
  lot: readonly LigneLue[],
): Promise<ReadonlyMap<string, ValeurLue[]>> {
  const parLigne = new Map<string, ValeurLue[]>();
  if (lot.length === 0) return parLigne;
  const lues = await lireLignes(
    em,
    tables
      .selectFrom('journal_valeur')
      .select(['journal_id', 'champ', 'cote', 'valeur', 'sel'])
      .where(
        'journal_id',
        'in',
        lot.map(({ id }) => id),
      ),
  );
  for (const valeur of lues)
    parLigne.set(valeur.journal_id, [...(parLigne.get(valeur.journal_id) ?? []), valeur]);
  return parLigne;
}
