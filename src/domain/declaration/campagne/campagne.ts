import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { appartientACaf, identifiant, jour, verrou } from '#src/kernel/colonnes.ts';

export const PERENNITES = ['previsionnelle', 'actualisee', 'reelle'] as const;
export type Perennite = (typeof PERENNITES)[number];

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
    perennite: p.enum([...PERENNITES]).$type<Perennite>(),
    ouvreLe: jour(),
    /** First day it is closed. */
    fermeLe: jour(),
    /** Closed by the Caf before its term. */
    fermeeManuellement: p.boolean().default(false),
    version: verrou(),
  },
});
export type Campagne = InferEntity<typeof Campagne>;
