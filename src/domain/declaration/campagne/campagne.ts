import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { appartientACaf } from '#src/domain/territoire/caf/appartenance.ts';
import { parUnite } from '#src/kernel/memo.ts';
import { identifiant, jour, versionColumn } from '#src/kernel/colonnes.ts';

/**
 * When a declaration of a type, year and pérennité may be made. Opened and closed by the Caf; without a Caf,
 * national.
 */
export const Campagne = defineEntity({
  name: 'Campagne',
  tableName: 'campagne',
  uniques: [{ name: 'campagne_unique', properties: ['caf', 'typeEquipement', 'exercice', 'perennite'] }],
  properties: {
    id: identifiant(),
    caf: appartientACaf(),
    /** Code of a type of equipment. */
    typeEquipement: p.text(),
    exercice: p.integer(),
    /** Code of the referential of pérennités. */
    perennite: p.text(),
    ouvreLe: jour(),
    /** First day it is closed. */
    fermeLe: jour(),
    /** Closed by the Caf before its term. */
    fermeeManuellement: p.boolean().default(false),
    version: versionColumn(),
  },
});
export type Campagne = InferEntity<typeof Campagne>;

/** All those of a Caf for a year: a few, read once for all the parts of a page that ask. */
export const campagnesDeLExercice = parUnite(
  ({ em }, caf: string, exercice: number): Promise<Campagne[]> => em.find(Campagne, { caf, exercice }),
  (caf, exercice) => `${caf} ${exercice}`,
);
