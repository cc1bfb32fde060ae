import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { ouvrirOrm } from '#src/cli/composition.ts';
import { creerExecuteur } from '#src/database/executeur.ts';
import { RegistreVivant } from '#src/domain/politique/registre/registre.ts';
import type { Executeur } from '#src/kernel/commande.ts';
import { HORLOGE_SYSTEME } from '#src/kernel/horloge.ts';
import type { BaseDesDroits } from '#test/integration/droits/fixture.ts';
import { baseALEchelle } from '#test/support/echelle.ts';
import {
  adressesDe,
  creerBase,
  supprimerBases,
  type Base,
  type ServeurDEssai,
} from '#test/support/postgres.ts';
import { colonnesDesTables, tablesGrandes } from './grossir.ts';

/** Ranks of a chain far beyond those of the country. */
const APRES_TOUT = 100_000_000;

/** A quarter of the country in which the people and the records of the rights live as well. */
export interface Quart {
  readonly base: Base;
  readonly executeur: Executeur;
  /** The tables that are large, with their rows. */
  readonly grandes: ReadonlyMap<string, number>;
  fermer(): Promise<void>;
}

/**
 * Copies the base at a quarter of the country, and brings into it each row of the base of the rights. A row whose
 * key the country has already (a Caf, a service, a rule's version) is the country's.
 * @param droits address of the base of the rights
 */
export async function ouvrirLeQuart(serveur: ServeurDEssai, droits: string): Promise<Quart> {
  const modele = await baseALEchelle(serveur, 'quart');
  const base = await creerBase(serveur, `essai_${randomUUID().replaceAll('-', '').slice(0, 12)}`, modele.nom);
  const [source, cible] = await Promise.all(
    [new URL(droits).pathname.slice(1), base.nom].map(async (nom) => {
      const adresse = new URL(serveur.url);
      adresse.pathname = `/${nom}`;
      const client = new Client({ connectionString: adresse.href });
      await client.connect();
      return client;
    }),
  );
  if (!source || !cible) throw new Error('two bases were expected');
  const superviseur: BaseDesDroits['superviseur'] = async (requete, parametres = []) =>
    (await cible.query<Record<string, unknown>>(requete, [...parametres])).rows;
  await cible.query("set session_replication_role = 'replica'");
  for (const { table, colonnes } of await colonnesDesTables(superviseur)) {
    const noms = colonnes.map((colonne) => `"${colonne}"`).join(', ');
    const lues = colonnes.map((colonne) =>
      table === 'journal' && colonne === 'rang' ? `rang + ${APRES_TOUT} as rang` : `"${colonne}"`,
    );
    const { rows } = await source.query<{ lignes: string | null }>(
      `select json_agg(t)::text as lignes from (select ${lues.join(', ')} from ${table}) t`,
    );
    await cible.query(
      `insert into ${table} (${noms}) overriding system value select ${noms} from json_populate_recordset(null::${table}, $1::json) on conflict do nothing`,
      [rows[0]?.lignes ?? '[]'],
    );
  }
  await cible.query("set session_replication_role = 'origin'");
  await cible.query('analyze');
  const grandes = await tablesGrandes(superviseur);
  await Promise.all([source.end(), cible.end()]);
  const orm = await ouvrirOrm(adressesDe(serveur, base.nom).urlApplication);
  return {
    base: adressesDe(serveur, base.nom),
    executeur: creerExecuteur({
      orm,
      registre: new RegistreVivant([]),
      horloge: HORLOGE_SYSTEME,
      urlPublique: 'http://127.0.0.1:3000',
    }),
    grandes,
    async fermer() {
      await orm.close(true);
      await supprimerBases(serveur, new RegExp(`^${base.nom}$`));
    },
  };
}
