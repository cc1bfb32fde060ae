import { LockMode } from '@mikro-orm/core';
import type { UniteDeLecture, UniteDeTravail } from '#src/kernel/commande.ts';
import { charger, exigerVersion } from '#src/kernel/chargement.ts';
import { exigerCapacite } from '#src/domain/declaration/acces.ts';
import { saisir } from '#src/kernel/roles.ts';
import { Declaration } from '#src/domain/declaration/declaration.ts';
import { VoletModifieAilleurs } from '#src/domain/declaration/refus.ts';
import { versionDuVolet } from '#src/domain/declaration/volets.ts';
import type { Volet } from '#src/domain/formulaire/definition.ts';

const RELATIONS = ['caf', 'partenaire', 'equipement', 'conventionnement'];

/** A declaration as a form names it, with the version that was read. */
interface Lue {
  readonly declaration: string;
  readonly version: number;
}

/**
 * Loads a declaration with what it belongs to. @param aussi what is read when asked for @throws Introuvable
 */
export const chargerDeclaration = (
  unite: UniteDeLecture,
  id: string,
  ...aussi: readonly (keyof Declaration & string)[]
): Promise<Declaration> => charger(unite, Declaration, id, 'Déclaration', [...RELATIONS, ...aussi]);

/** Its row locked, so that two people working on it follow one another. @throws Introuvable */
const verrouiller = (unite: UniteDeTravail, id: string): Promise<Declaration> =>
  charger(unite, Declaration, id, 'Déclaration', RELATIONS, {
    lockMode: LockMode.PESSIMISTIC_WRITE,
    lockTableAliases: ['d0'],
  });

/**
 * The declaration an act is on, locked, as it was read on the screen one decides from. @throws Introuvable |
 * VersionPerimee
 */
export async function laDeclaration(
  unite: UniteDeTravail,
  { declaration: id, version }: Lue,
): Promise<Declaration> {
  const declaration = await verrouiller(unite, id);
  exigerVersion(declaration, version);
  return declaration;
}

/**
 * The declaration, locked, for the fournisseur of one of its volets: the row lock makes the two volets follow
 * one another. @throws Introuvable | HabilitationRequise
 */
export async function laDeclarationDuVolet(
  unite: UniteDeTravail,
  volet: Volet,
  id: string,
): Promise<Declaration> {
  const declaration = await verrouiller(unite, id);
  exigerCapacite(unite, declaration.equipement, saisir(volet));
  return declaration;
}

/**
 * {@link laDeclarationDuVolet}, its volet as it was read. @throws Introuvable | HabilitationRequise |
 * VoletModifieAilleurs
 */
export async function leVolet(
  unite: UniteDeTravail,
  volet: Volet,
  { declaration: id, version }: Lue,
): Promise<Declaration> {
  const declaration = await laDeclarationDuVolet(unite, volet, id);
  exigerVersionDuVolet(declaration, volet, version);
  return declaration;
}

/** @throws VoletModifieAilleurs when somebody saved it since it was read */
export function exigerVersionDuVolet(declaration: Declaration, volet: Volet, version: number): void {
  if (versionDuVolet(declaration, volet) !== version) throw new VoletModifieAilleurs(volet);
}
