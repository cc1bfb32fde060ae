import type { Role } from '#src/kernel/acteur.ts';
import type { Droit } from '#src/kernel/commande.ts';
import { DROITS } from '#src/kernel/droits/table.ts';
import type { Appartenance } from './decor.ts';
import type { Marque } from './marques.ts';

/**
 * What the rights table says, read apart from the code under test: only the two tables (rights, doors) and
 * the scope of each role
 * as the table's own comment gives it are used here.
 */

/** Somebody who knocks. His roles are written by hand. */
export interface Personnage {
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

export function tient(personnage: Personnage, [ressource, action]: Droit, entiere = false): boolean {
  const permis = TABLE[ressource]?.[action] ?? {};
  return personnage.roles.some((role) => (entiere ? permis[role] === 'tous' : permis[role] !== undefined));
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
export function aPortee(
  { espace, roles, caf, partenaire, equipements }: Personnage,
  de: Appartenance,
): boolean {
  if (roles.includes('analyste') || de.caf === null) return true;
  if (de.caf !== caf) return false;
  if (espace === 'interne' || de.partenaire === null) return true;
  return de.partenaire === partenaire && (de.equipement === null || equipements.includes(de.equipement));
}

export function estOuverte(
  personnage: Personnage,
  { pour, droits, entiere }: Exigence,
  objet: Objet,
): boolean {
  const entre = {
    tous: true,
    connectes: personnage.espace !== 'personne',
    internes: personnage.espace === 'interne',
    partenaires: personnage.espace === 'partenaire',
    personne: false,
  }[pour];
  if (!entre || !droits.every((droit) => tient(personnage, droit, entiere))) return false;
  return objet === null || (objet !== 'inexistant' && aPortee(personnage, objet));
}

/** Whether somebody may read a field of a record; he reads his own record whole. */
export function litLeChamp(personnage: Personnage, { ressource, champ, id, ...de }: Marque): boolean {
  if (ressource === 'Utilisateur' && id === personnage.soi) return true;
  // A decision names its partner by his number alone.
  if (ressource === 'Partenaire' && champ === 'id' && tient(personnage, ['Decision', 'lire']))
    return aPortee(personnage, de);
  // The history of a person is read from the journal by whoever reads his record whole.
  if (
    ressource === 'Journal' &&
    tient(personnage, ['Utilisateur', 'lire'], true) &&
    personnage.espace === 'partenaire'
  )
    return aPortee(personnage, de);
  const permis = TABLE[ressource]?.['lire'] ?? {};
  const granted = personnage.roles.some(
    (role) =>
      permis[role] === 'tous' ||
      (Array.isArray(permis[role]) && (permis[role] as readonly string[]).includes(champ)),
  );
  // The names of the other Caf are known to whoever reads his own (comment of the rights table).
  if (ressource === 'Caf' && champ === 'nom') return granted;
  return granted && aPortee(personnage, PAR_EQUIPEMENT.has(ressource) ? de : { ...de, equipement: null });
}
