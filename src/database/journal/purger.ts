import { sql } from 'kysely';
import { lireBrut } from '#src/kernel/sql.ts';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { ajouterAuJournal } from '#src/database/journal/ecriture.ts';
import { definirCommande, type UniteDeTravail } from '#src/kernel/commande.ts';
import type { Registre } from '#src/kernel/registre.ts';
import { EtatIncompatible } from '#src/kernel/refus.ts';
import {
  COMMANDE_DE_PURGE,
  partiesPurgees,
  reunir,
  type PartiePurgee,
} from '#src/kernel/journal/parties-purgees.ts';

/** The retention is not published in this registry: it came with a later release. */
export class ConservationInconnue extends EtatIncompatible {
  constructor() {
    super(
      'La durée de conservation du journal n’est pas en vigueur : faites approuver le fichier de paramètres « journal » (regles publier journal 1.0.0), puis recommencez.',
    );
  }
}

/** What a purge did, chain by chain. */
export interface BilanDePurge {
  readonly mois: readonly string[];
  readonly lignes: number;
  readonly valeurs: number;
  readonly chaines: Readonly<Record<string, number>>;
}

/** First month that stays, as its first day. @throws ConservationInconnue */
export function premierMoisGarde(registre: Registre, aujourdhui: Temporal.PlainDate): Temporal.PlainDate {
  let mois: number;
  try {
    mois = Number(registre.parametre('journal', 'dureeDeConservation', aujourdhui.toString()));
  } catch {
    throw new ConservationInconnue();
  }
  return aujourdhui.subtract({ months: mois }).with({ day: 1 });
}

/**
 * Takes away the months older than the retention. The chain keeps, for each run of lines that went, the hash
 * before it and the
 * hash of its last line; a line at its end says so. Asks for the owner's connection: the application's role
 * cannot.
 */
export const purgerJournal = definirCommande({
  nom: COMMANDE_DE_PURGE,
  droit: ['Journal', 'purger'],
  saisie: z.object({}),
  async executer(unite): Promise<BilanDePurge> {
    const { em } = unite;
    const limite = premierMoisGarde(unite.registre, unite.aujourdhui).toString();
    await em.execute("set local lock_timeout = '20s'");
    await em.execute("select pg_advisory_xact_lock(hashtext('mcp.journal.purge'))");
    // The heads before the parts: a writer that holds a head may still reach the journal.
    await em.execute('select 1 from journal_tete order by chaine for update');
    await em.execute('select journal_preparer(0, true)');
    const mois =
      // The function gives a list of days, which no type of ours describes.
      (
        await lireBrut(
          em,
          sql<{
            readonly mois: string;
          }>`select m::text as mois from journal_parties() p, unnest(p.mois) as m where m < ${limite}::date order by m`,
        )
      ).map(({ mois: jour }) => jour);
    if (mois.length === 0) return { mois, lignes: 0, valeurs: 0, chaines: {} };

    await em.execute(
      "create temporary table journal_a_purger on commit drop as select id, chaine, rang, precedente, empreinte from journal where le < (?::date)::timestamp at time zone 'UTC'",
      [limite],
    );
    const series = await lireSeries(em);
    for (const jour of mois) await em.execute(`drop table journal_mois.${nomDuMois(jour)}`);
    const { affectedRows: valeurs = 0 } = await em
      .getConnection()
      .execute<{ affectedRows?: number }>(
        'delete from journal_valeur v using journal_a_purger p where v.journal_id = p.id',
        [],
        'run',
        em.getTransactionContext(),
      );
    const chaines: Record<string, number> = {};
    for (const [chaine, parties] of series) {
      chaines[chaine] = parties.reduce((total, { du, au }) => total + au - du + 1, 0);
      await inscrire(unite, chaine, parties, mois);
    }
    return {
      mois: mois.map((jour) => jour.slice(0, 7)),
      lignes: Object.values(chaines).reduce((total, lignes) => total + lignes, 0),
      valeurs,
      chaines,
    };
  },
});

const nomDuMois = (jour: string): string => `m${jour.slice(0, 4)}_${jour.slice(5, 7)}`;

/**
 * Runs of consecutive ranks that go, by chain: the instants of a chain need not follow its ranks to the last
 * line of a month.
 */
async function lireSeries(em: EntityManager): Promise<Map<string, PartiePurgee[]>> {
  // A table of this transaction, which no type describes.
  const lignes = await lireBrut(
    em,
    sql<PartiePurgee & { readonly chaine: string }>`
    select s.chaine, s.du, s.au, d.precedente, f.empreinte from (
      select chaine, min(rang) as du, max(rang) as au from (
        select chaine, rang, rang - row_number() over (partition by chaine order by rang) as ilot from journal_a_purger) t
      group by chaine, ilot) s
    join journal_a_purger d on d.chaine = s.chaine and d.rang = s.du
    join journal_a_purger f on f.chaine = s.chaine and f.rang = s.au
    order by s.chaine, s.du`,
  );
  const parChaine = new Map<string, PartiePurgee[]>();
  for (const { chaine, ...partie } of lignes)
    parChaine.set(chaine, [...(parChaine.get(chaine) ?? []), partie]);
  return parChaine;
}

/** Keeps the anchors, and says them at the end of the chain. */
async function inscrire(
  unite: UniteDeTravail,
  chaine: string,
  nouvelles: readonly PartiePurgee[],
  mois: readonly string[],
): Promise<void> {
  const { em } = unite;
  const parties = reunir([...(await partiesPurgees(em, chaine)), ...nouvelles].sort((a, b) => a.du - b.du));
  await em.execute('delete from journal_purge where chaine = ?', [chaine]);
  for (const { du, au, precedente, empreinte } of parties) {
    await em.execute(
      'insert into journal_purge (chaine, du_rang, au_rang, precedente, empreinte, purge_le) values (?, ?, ?, ?, ?, ?)',
      [chaine, du, au, precedente, empreinte, unite.maintenant],
    );
  }
  const valeurs = [
    { champ: 'mois', avant: null, apres: mois.map((jour) => jour.slice(0, 7)) },
    { champ: 'parties', avant: null, apres: parties },
  ];
  await ajouterAuJournal(
    em,
    {
      chaine,
      partenaireId: null,
      le: unite.maintenant,
      acteurId: null,
      acteurRole: 'systeme',
      requeteId: unite.requeteId,
    },
    [
      {
        contexte: { commande: COMMANDE_DE_PURGE, motif: 'Durée de conservation atteinte' },
        entite: 'Journal',
        entiteId: chaine,
        partenaireId: null,
        genre: 'evenement',
        valeurs,
      },
    ],
  );
}
