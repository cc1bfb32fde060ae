import { LockMode } from '@mikro-orm/core';
import type { ActeurPartenaire } from '#src/kernel/acteur.ts';
import type { UniteDeLecture, UniteDeTravail } from '#src/kernel/commande.ts';
import { charger, exigerVersion } from '#src/kernel/chargement.ts';
import { Declaration } from '#src/domain/declaration/declaration.ts';
import { HabilitationRequise } from '#src/domain/declaration/refus.ts';
import type { Equipement } from '#src/domain/equipement/equipement.ts';
import { type RoleAfas } from '#src/kernel/roles.ts';
import { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import { acteurPartenaire } from '#src/domain/delegation/mandat/pouvoir.ts';

const RELATIONS = ['caf', 'partenaire', 'equipement', 'conventionnement'];

/** Loads a declaration with what it belongs to. @throws Introuvable */
export const chargerDeclaration = (unite: UniteDeLecture, id: string): Promise<Declaration> =>
  charger(unite, Declaration, id, 'Déclaration', RELATIONS);

/**
 * The declaration with its row locked, so that two people working on it follow one another. @throws
 * Introuvable
 */
export const verrouillerDeclaration = (unite: UniteDeTravail, id: string): Promise<Declaration> =>
  charger(unite, Declaration, id, 'Déclaration', RELATIONS, {
    lockMode: LockMode.PESSIMISTIC_WRITE,
    lockTableAliases: ['d0'],
  });

/**
 * The declaration, locked, as it was read on the screen one decides from. @throws Introuvable |
 * VersionPerimee
 */
export async function verrouillerDeclarationLue(
  unite: UniteDeTravail,
  { declaration: id, version }: { readonly declaration: string; readonly version: number },
): Promise<Declaration> {
  const declaration = await verrouillerDeclaration(unite, id);
  exigerVersion(declaration, version);
  return declaration;
}

/**
 * The actor as holder of a role on an equipment, or on one of its lieux: the declaration is the equipment's.
 * @throws ReserveAuPartenaire | HabilitationRequise
 */
export function exigerRole(
  unite: UniteDeLecture,
  equipement: Pick<Equipement, 'id' | 'nom'>,
  ...roles: readonly RoleAfas[]
): ActeurPartenaire {
  const acteur = acteurPartenaire(unite);
  if (!aUnRole(acteur, equipement.id, roles)) throw new HabilitationRequise(roles, equipement);
  return acteur;
}

export const aUnRole = (
  acteur: ActeurPartenaire,
  equipementId: string,
  roles: readonly RoleAfas[],
): boolean =>
  acteur.habilitations.some(
    (habilitation) => habilitation.equipementId === equipementId && roles.includes(habilitation.role),
  );

/**
 * A signature asks for more than the rights read at the beginning of the request: the habilitation as it
 * stands in this transaction. @throws HabilitationRequise
 */
export async function exigerApprobateur(
  unite: UniteDeTravail,
  equipement: Pick<Equipement, 'id' | 'nom'>,
): Promise<ActeurPartenaire> {
  const acteur = exigerRole(unite, equipement, 'APPROBATEUR');
  const aujourdhui = unite.aujourdhui.toString();
  const valides = await unite.em.count(Habilitation, {
    utilisateur: acteur.utilisateurId,
    equipement: equipement.id,
    role: 'APPROBATEUR',
    etat: 'accordee',
    du: { $lte: aujourdhui },
    $or: [{ au: null }, { au: { $gt: aujourdhui } }],
  });
  if (valides === 0) throw new HabilitationRequise(['APPROBATEUR'], equipement);
  return acteur;
}
