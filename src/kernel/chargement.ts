import {
  LockMode,
  wrap,
  type EntityName,
  type FilterQuery,
  type FindOneOptions,
  type Populate,
} from '@mikro-orm/core';
import type { UniteDeLecture, UniteDeTravail } from '#src/kernel/commande.ts';
import { Introuvable, VersionPerimee } from '#src/kernel/refus.ts';

interface Fiche {
  readonly id: string;
}
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Loads a record the actor may see.
 * @param quoi how the person calls it, with a capital: « Convention »
 * @throws Introuvable when it does not exist for this actor, or the id is not one
 */
export async function charger<E extends Fiche>(
  unite: UniteDeLecture,
  entite: EntityName<E>,
  id: string,
  quoi: string,
  populate: readonly string[] = [],
  verrou: Pick<FindOneOptions<E>, 'lockMode' | 'lockTableAliases' | 'refresh'> = {},
): Promise<E> {
  if (!UUID.test(id)) throw new Introuvable(quoi);
  const filtre = { id } as FilterQuery<E>;
  const fiche = await unite.em.findOne(entite, filtre, {
    ...verrou,
    populate: populate as unknown as Populate<E, never>,
  });
  if (!fiche) throw new Introuvable(quoi);
  return fiche;
}

/**
 * Loads a record to change it, refusing a form filled from an older version.
 * @throws VersionPerimee with the current values; @throws Introuvable
 */
export async function chargerPourModifier<E extends Fiche & { readonly version: number }>(
  unite: UniteDeLecture,
  entite: EntityName<E>,
  id: string,
  version: number,
  quoi: string,
  populate: readonly string[] = [],
): Promise<E> {
  const fiche = await charger(unite, entite, id, quoi, populate);
  exigerVersion(fiche, version);
  return fiche;
}

/**
 * Loads a record to take it away, its row locked: unlike an update, a delete does not look at the version,
 * and would take with it
 * what somebody has just changed.
 * @throws VersionPerimee with the current values; @throws Introuvable
 */
export async function chargerPourRetirer<E extends Fiche & { readonly version: number }>(
  unite: UniteDeTravail,
  entite: EntityName<E>,
  id: string,
  version: number,
  quoi: string,
): Promise<E> {
  // Read anew: it may have been read before the lock, and changed since.
  const fiche = await charger(unite, entite, id, quoi, [], {
    lockMode: LockMode.PESSIMISTIC_WRITE,
    refresh: true,
  });
  exigerVersion(fiche, version);
  return fiche;
}

/** @throws VersionPerimee with the current values, unless the record is still the one that was read */
export function exigerVersion(fiche: { readonly version: number }, version: number): void {
  if (fiche.version !== version) throw new VersionPerimee(wrap(fiche).toObject());
}
