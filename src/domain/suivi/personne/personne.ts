import { sql, type NotNull } from 'kysely';
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/suivi/tables.ts';
import type { EntityManager } from '@mikro-orm/postgresql';
import { lireCourriel } from '#src/kernel/saisie/adresse-mail.ts';
import { EtatIncompatible, Introuvable } from '#src/kernel/refus.ts';
import {
  DONNEES_PERSONNELLES,
  type Classement,
  type Identite,
} from '#src/kernel/journal/donnees-personnelles.ts';

/** Somebody who signs in or did: one account, and every access it has or had, in whatever Caf. */
export interface Personne {
  readonly compteId: string;
  /** Every address known of him, in lower case. */
  readonly courriels: readonly string[];
  /** Ids of his users of partners. */
  readonly utilisateurs: readonly string[];
  /**
   * Names, addresses and telephone numbers he bears or bore: what is looked for where no link leads to him.
   */
  readonly valeurs: readonly string[];
  /** « Prénom Nom », as he is or was called. */
  readonly noms: readonly string[];
}

/** No account bears this address or this id. */
export class PersonneInconnue extends Introuvable {
  constructor(designation: string) {
    super('Compte');
    this.message = `Aucun compte ne correspond à « ${designation} » : indiquez l’adresse mail de connexion, ou l’identifiant du compte.`;
  }
}

/** The person still acts for somebody. */
export class EncoreEnFonction extends EtatIncompatible {
  constructor(readonly fonctions: readonly string[]) {
    super(
      `Cette personne exerce encore : ${fonctions.join(' ; ')}. Mettez-y fin d’abord, puis demandez de nouveau l’effacement.`,
    );
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const ADRESSE_EFFACEE = '@efface.invalid';
export const NOM_EFFACE = 'Personne effacée';

/** Reads who it is about, by id or mail address. @throws PersonneInconnue */
export async function trouverPersonne(em: EntityManager, designation: string): Promise<Personne> {
  const cherche = lireCourriel(designation);
  const [compte] = await lireLignes(
    em,
    tables
      .selectFrom('compte')
      .select(['id', 'courriel'])
      .where(UUID.test(cherche) ? 'id' : 'courriel', '=', cherche),
  );
  if (!compte) throw new PersonneInconnue(designation);
  const sansTelephone = sql<string | null>`null`.as('telephone');
  const acces = await lireLignes(
    em,
    tables
      .selectFrom('utilisateur')
      .select([sql<string>`'Utilisateur'`.as('genre'), 'id', 'nom', 'prenom', 'courriel', 'telephone'])
      .where('compte_id', '=', compte.id)
      .unionAll(
        tables
          .selectFrom('agent_caf')
          .select([sql<string>`'AgentCaf'`.as('genre'), 'id', 'nom', 'prenom', 'courriel', sansTelephone])
          .where('compte_id', '=', compte.id),
      )
      .unionAll(
        tables
          .selectFrom('analyste')
          .select([sql<string>`'Analyste'`.as('genre'), 'id', 'nom', 'prenom', 'courriel', sansTelephone])
          .where('compte_id', '=', compte.id),
      ),
  );
  const anciennes =
    acces.length === 0
      ? []
      : await lireLignes(
          em,
          tables
            .selectFrom('journal_valeur as v')
            .innerJoin('journal as j', 'j.id', 'v.journal_id')
            .select(['v.champ', 'v.valeur'])
            .distinct()
            .where(
              'j.entite_id',
              'in',
              acces.map(({ id }) => id),
            )
            .where('j.entite', 'in', ['Utilisateur', 'AgentCaf', 'Analyste'])
            .where('v.valeur', 'is not', null)
            .$narrowType<{ valeur: NotNull }>(),
        );
  const passees = anciennes.flatMap(({ champ, valeur }) => {
    const lue: unknown = JSON.parse(valeur);
    return typeof lue === 'string' ? [{ champ, valeur: lue }] : [];
  });
  const connues = [
    { champ: 'courriel', valeur: compte.courriel },
    ...passees,
    ...acces.flatMap(({ nom, prenom, courriel, telephone }) => [
      { champ: 'nom', valeur: nom },
      { champ: 'prenom', valeur: prenom },
      { champ: 'courriel', valeur: courriel },
      ...(telephone === null ? [] : [{ champ: 'telephone', valeur: telephone }]),
    ]),
  ].filter(({ champ, valeur }) => champ !== 'identifiant' && valeur.length > 1 && !estEffacee(valeur));
  const de = (champ: string): string[] => [
    ...new Set(connues.filter((connue) => connue.champ === champ).map(({ valeur }) => valeur)),
  ];
  return {
    compteId: compte.id,
    courriels: [...new Set(de('courriel').map((courriel) => courriel.toLowerCase()))],
    utilisateurs: acces.filter(({ genre }) => genre === 'Utilisateur').map(({ id }) => id),
    valeurs: [...new Set(connues.map(({ valeur }) => valeur))],
    noms: de('prenom').flatMap((prenom) => de('nom').map((nom) => `${prenom} ${nom}`)),
  };
}

const estEffacee = (valeur: string): boolean =>
  valeur.endsWith(ADRESSE_EFFACEE) || valeur === 'Personne' || valeur === 'effacée';

/** A condition of SQL with its parameters. */
export interface SqlCondition {
  readonly sql: string;
  readonly parametres: readonly unknown[];
}

/** How the column of a table designates the person; null when it cannot. */
function designation(
  colonne: string,
  classement: Classement,
  { compteId, utilisateurs, courriels }: Personne,
): SqlCondition | null {
  if (classement === 'compte') return { sql: `"${colonne}" = ?`, parametres: [compteId] };
  if (classement === 'utilisateur')
    return utilisateurs.length === 0 ? null : { sql: `"${colonne}" in (?)`, parametres: [utilisateurs] };
  const parMail =
    typeof classement === 'object' && classement.de === colonne && classement.est === 'courriel';
  return parMail && courriels.length > 0
    ? { sql: `lower("${colonne}") in (?)`, parametres: [courriels] }
    : null;
}

/** What designates the person in a table, by the column that does. */
export function liens(table: string, personne: Personne): Map<string, SqlCondition> {
  const trouves = new Map<string, SqlCondition>();
  for (const [colonne, classement] of Object.entries(DONNEES_PERSONNELLES[table]?.colonnes ?? {})) {
    const condition = designation(colonne, classement, personne);
    if (condition) trouves.set(colonne, condition);
  }
  return trouves;
}

export const ou = (conditions: Iterable<SqlCondition>): SqlCondition => {
  const liste = [...conditions];
  return {
    sql: liste.map(({ sql }) => sql).join(' or '),
    parametres: liste.flatMap(({ parametres }) => parametres),
  };
};

/** Columns that name the person designated by `lien`. */
export function identites(table: string, lien: string): (readonly [colonne: string, est: Identite])[] {
  return Object.entries(DONNEES_PERSONNELLES[table]?.colonnes ?? {}).flatMap(([colonne, classement]) =>
    typeof classement === 'object' && classement.de === lien ? [[colonne, classement.est] as const] : [],
  );
}
