import type { Role } from '#src/kernel/acteur.ts';
import type { Droit } from '#src/kernel/commande.ts';
import { DROITS } from '#src/kernel/droits/table.ts';
import type { Appartenance } from './fixture.ts';
import type { Marque } from './marques.ts';

/**
 * What the rights table says, read apart from the code under test: only the two tables (rights, doors) and
 * the scope of each role
 * as the table's own comment gives it are used here.
 */

/** Somebody who knocks. His roles are written by hand. */
export interface Person {
  readonly nom: string;
  readonly espace: 'personne' | 'interne' | 'partenaire';
  readonly roles: readonly Role[];
  readonly caf: string | null;
  readonly partenaire: string | null;
  /** Equipments his roles are held on. */
  readonly equipements: readonly string[];
  /** His own record of user. */
  readonly soi: string | null;
  /** Address he signs in with; null = he does not. */
  readonly courriel: string | null;
}

/** What a door asks, once resolved. */
export interface Exigence {
  readonly pour: 'tous' | 'connectes' | 'internes' | 'partenaires' | 'personne';
  readonly droits: readonly Droit[];
  readonly entiere?: boolean;
}

/** What the door is about: a record, none that exists, or no record. */
export type Objet = Appartenance | 'inexistant' | null;

type Table = Readonly<
  Record<string, Readonly<Record<string, Readonly<Partial<Record<Role, 'tous' | readonly string[]>>>>>>
>;
const TABLE: Table = DROITS;

/** Resources limited to the equipments on which an AFAS role is held (comment of the rights table). */
const PAR_EQUIPEMENT = new Set(['Declaration', 'EvenementDeclaration', 'Transmission', 'DecisionHumaine']);

export function tient(person: Person, [ressource, action]: Droit, entiere = false): boolean {
  const permis = TABLE[ressource]?.[action] ?? {};
  return person.roles.some((role) => (entiere ? permis[role] === 'tous' : permis[role] !== undefined));
}

/** Roles of the back-office that read a resource, and whether one of them reads a field of it. */
export const lecteursDe = (ressource: string): Role[] =>
  (['gestionnaire', 'responsable-caf', 'analyste'] as const).filter(
    (role) => TABLE[ressource]?.['lire']?.[role] !== undefined,
  );
export function roleLit(role: Role, ressource: string, champ: string): boolean {
  // Whoever is responsable of a Caf is a gestionnaire of it.
  const permis =
    TABLE[ressource]?.['lire']?.[role] ??
    (role === 'responsable-caf' ? TABLE[ressource]?.['lire']?.gestionnaire : undefined);
  return permis === 'tous' || (permis?.includes(champ) ?? false);
}

/**
 * Whether a record is in somebody's scope: an agent's is his Caf, a user's his partner, an analyst's the
 * country.
 */
export function aPortee({ espace, roles, caf, partenaire, equipements }: Person, de: Appartenance): boolean {
  if (roles.includes('analyste') || de.caf === null) return true;
  if (de.caf !== caf) return false;
  if (espace === 'interne' || de.partenaire === null) return true;
  return de.partenaire === partenaire && (de.equipement === null || equipements.includes(de.equipement));
}

export function estOuverte(person: Person, { pour, droits, entiere }: Exigence, objet: Objet): boolean {
  const entre = {
    tous: true,
    connectes: person.espace !== 'personne',
    internes: person.espace === 'interne',
    partenaires: person.espace === 'partenaire',
    personne: false,
  }[pour];
  if (!entre || !droits.every((droit) => tient(person, droit, entiere))) return false;
  return objet === null || (objet !== 'inexistant' && aPortee(person, objet));
}

/** Whether somebody may read a field of a record; he reads his own record whole. */
export function litLeChamp(person: Person, { ressource, champ, id, ...de }: Marque): boolean {
  if (ressource === 'Utilisateur' && id === person.soi) return true;
  // A decision names its partner by his number alone.
  if (ressource === 'Partenaire' && champ === 'id' && tient(person, ['Decision', 'lire']))
    return aPortee(person, de);
  // The history of a person is read from the journal by whoever reads his record whole.
  if (
    ressource === 'Journal' &&
    tient(person, ['Utilisateur', 'lire'], true) &&
    person.espace === 'partenaire'
  )
    return aPortee(person, de);
  const permis = TABLE[ressource]?.['lire'] ?? {};
  const granted = person.roles.some(
    (role) =>
      permis[role] === 'tous' ||
      (Array.isArray(permis[role]) && (permis[role] as readonly string[]).includes(champ)),
  );
  // The names of the other Caf are known to whoever reads his own (comment of the rights table).
  if (ressource === 'Caf' && champ === 'nom') return granted;
  return granted && aPortee(person, PAR_EQUIPEMENT.has(ressource) ? de : { ...de, equipement: null });
}
