/**
 * Transmissions beside the bare inserts of the same rows: what judging, sealing, rights and journal cost above writing.
 * The rows go into tables with the same columns and indexes, without triggers, one insert a table and a transaction.
 * Ours is a server at work: ORM and rules are those of the rounds before, the base is put back as it was.
 */
import type { MikroORM } from '@mikro-orm/postgresql';
import { Client } from 'pg';
import { creerExecuteur } from '#src/database/executeur.ts';
import { ouvrirOrm } from '#src/cli/composition.ts';
import type { ActeurPartenaire } from '#src/kernel/acteur.ts';
import { HORLOGE_SYSTEME } from '#src/kernel/horloge.ts';
import { lireProfils } from '#src/domain/acces/compte/profils.ts';
import type { Executeur } from '#src/kernel/commande.ts';
import { Refus } from '#src/kernel/refus.ts';
import { transmettre } from '#src/domain/declaration/commandes.ts';
import type { Registre } from '#src/kernel/registre.ts';
import { chargerRegistre } from '#src/domain/politique/registre/base.ts';
import { comparer, horloge, type Bench, type Ligne } from '#test/bench/table.ts';
import type { Base } from '#test/support/postgres.ts';
import { ouvrirBaseDeDemonstration } from './base-de-demonstration.ts';

const TOURS = 15;
/** What a transmission writes, updates of rows that exist left out. */
const TABLES = ['decision', 'transmission', 'evenement_declaration', 'courriel', 'journal', 'journal_valeur'];

export const bench: Bench = { titre: 'transmissions, beside the bare inserts of the same rows', mesurer };

async function* mesurer(): AsyncGenerator<Ligne> {
  const demonstration = await ouvrirBaseDeDemonstration();
  try {
    const essai = await demonstration.cloner();
    const premier = await ouvrirServeur(essai.urlApplication);
    const { transmises } = await transmettreTout(premier, essai);
    await premier.orm.close(true);
    const nues = new Client({ connectionString: essai.urlProprietaire });
    await nues.connect();
    const insertions = await preparerLesInsertions(nues);
    const base = await demonstration.cloner();
    const serveur = await ouvrirServeur(base.urlApplication);
    yield await comparer({
      nom: 'transmissions / bare inserts of the same rows',
      rapport: 'vitesse',
      tours: TOURS,
      nous: async () => {
        await serveur.orm.close(true);
        await demonstration.remettre(base);
        await serveur.orm.connect();
        return (await transmettreTout(serveur, base)).duree;
      },
      autre: () => horloge(() => inserer(nues, insertions)),
      objectif: { auMoins: 0.5 },
      note: `${transmises} declarations a round, one after the other; ${insertions.reduce((somme, { lignes }) => somme + lignes, 0)} rows in ${insertions.length} inserts.`,
    });
    await serveur.orm.close(true);
    await nues.end();
  } finally {
    await demonstration.fermer();
  }
}

interface Serveur {
  readonly orm: MikroORM;
  readonly registre: Registre;
  readonly executeur: Executeur;
}

async function ouvrirServeur(url: string): Promise<Serveur> {
  const orm = await ouvrirOrm(url);
  const registre = await chargerRegistre(orm);
  return {
    orm,
    registre,
    executeur: creerExecuteur({ orm, registre, horloge: HORLOGE_SYSTEME, urlPublique: 'http://127.0.0.1' }),
  };
}

/** Everything that waits for its approbateur, transmitted by him. Milliseconds of the transmissions alone. */
async function transmettreTout(
  { orm, registre, executeur }: Serveur,
  base: Base,
): Promise<{ readonly duree: number; readonly transmises: number }> {
  const client = new Client({ connectionString: base.urlProprietaire });
  await client.connect();
  const { rows } = await client.query<{ id: string; version: number; compte: string }>(
    `select distinct on (d.id) d.id, d.version, u.compte_id as compte from declaration d
     join habilitation h on h.equipement_id = d.equipement_id and h.role = 'APPROBATEUR' and h.etat = 'accordee' and (h.au is null or h.au > now())
     join utilisateur u on u.id = h.utilisateur_id and u.clos_le is null where d.etat = 'a-approuver' order by d.id`,
  );
  await client.end();
  let [duree, transmises] = [0, 0];
  for (const { id, version, compte } of rows) {
    const acteur = await approbateur(orm, registre, compte);
    if (!acteur) continue;
    duree += await horloge(async () => {
      // One that the rules stop is no part of what is compared.
      await executeur.executer(acteur, transmettre, { declaration: id, version }).then(
        () => (transmises += 1),
        (refus: unknown) => {
          if (!(refus instanceof Refus)) throw refus;
        },
      );
    });
  }
  if (transmises === 0) throw new Error('no declaration of the demonstration could be transmitted');
  return { duree, transmises };
}

async function approbateur(
  orm: Awaited<ReturnType<typeof ouvrirOrm>>,
  registre: Registre,
  compte: string,
): Promise<ActeurPartenaire | undefined> {
  const profils =
    (await lireProfils(orm.em.fork(), { horloge: HORLOGE_SYSTEME, registre }, compte))?.profils ?? [];
  const acteur = profils.find((profil) => profil.acteur.type === 'partenaire')?.acteur;
  return acteur?.type === 'partenaire' ? { ...acteur, preuveRecente: true } : undefined;
}

interface Insertion {
  readonly table: string;
  readonly lignes: number;
  readonly contenu: string;
}

/** The rows of the transmissions just made, by transaction and table. */
async function preparerLesInsertions(client: Client): Promise<Insertion[]> {
  const insertions: (Insertion & { readonly transaction: string })[] = [];
  await client.query('create schema nu');
  const { rows: faites } = await client.query<{ transaction: string }>(
    "select xmin::text as transaction from transmission where le > now() - interval '10 minutes'",
  );
  for (const table of TABLES) {
    await client.query(`create table nu.${table} (like ${table} including all)`);
    const { rows } = await client.query<{ transaction: string; lignes: number; contenu: string }>(
      `select xmin::text as transaction, count(*)::int as lignes, jsonb_agg(t)::text as contenu from ${table} t where xmin::text = any($1) group by 1`,
      [faites.map(({ transaction }) => transaction)],
    );
    insertions.push(...rows.map((ligne) => ({ table, ...ligne })));
  }
  return insertions.sort((a, b) => a.transaction.localeCompare(b.transaction));
}

async function inserer(client: Client, insertions: readonly Insertion[]): Promise<void> {
  await client.query(`truncate ${TABLES.map((table) => `nu.${table}`).join(', ')}`);
  for (const { table, contenu } of insertions)
    await client.query(
      `insert into nu.${table} overriding system value select * from jsonb_populate_recordset(null::nu.${table}, $1::jsonb)`,
      [contenu],
    );
}
