import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { identifiant, instant, jour } from '#src/kernel/colonnes.ts';
import { GENRES_DE_VERSION, type GenreDeVersion } from '#src/domain/politique/versions/genre.ts';

export const ORIGINES_D_ACTIVATION = [
  'initialisation',
  'approbation',
  'reactivation',
  'urgence',
  'annulation',
] as const;
export type OrigineDActivation = (typeof ORIGINES_D_ACTIVATION)[number];

/**
 * « This version is in force on these days, as known during this time. » Two times: `[du, au)` of the cases,
 * `[connuDu, connuAu)` of our knowledge.
 * Never deleted; the only change is to end what was known, once. The database refuses two versions in force
 * on one day at one time.
 */
export const ActivationRegle = defineEntity({
  name: 'ActivationRegle',
  tableName: 'activation',
  properties: {
    id: identifiant(),
    genre: p.enum([...GENRES_DE_VERSION]).$type<GenreDeVersion>(),
    jeu: p.text(),
    /** Hash of an approved version. */
    empreinte: p.text(),
    /** First day in force; null: no bound. */
    du: jour().nullable(),
    /** First day it is no longer in force; null: no bound. */
    au: jour().nullable(),
    connuDu: instant(),
    /** Instant from which something else is known; null: still so. */
    connuAu: instant().nullable(),
    origine: p.enum([...ORIGINES_D_ACTIVATION]).$type<OrigineDActivation>(),
    motif: p.text(),
    /** Author of the version, or who asked for the re-activation. */
    demandePar: p.uuid().nullable(),
    /** The second person; null for the delivered files and in an emergency. */
    confirmePar: p.uuid().nullable(),
    /** The submission or the re-activation it comes from; the same on every row one act writes. */
    acte: p.uuid(),
    /** The row of which this one keeps what the act left of it. */
    suiteDe: p.uuid().nullable(),
  },
});
export type ActivationRegle = InferEntity<typeof ActivationRegle>;
