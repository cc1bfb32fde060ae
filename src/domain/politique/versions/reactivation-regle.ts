import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { identifiant, instant, jour, versionColumn } from '#src/kernel/colonnes.ts';
import { GENRES_DE_VERSION, type GenreDeVersion } from '#src/domain/politique/versions/genre.ts';

export const ETATS_DE_REACTIVATION = ['demandee', 'confirmee', 'refusee', 'urgence'] as const;
export type EtatDeReactivation = (typeof ETATS_DE_REACTIVATION)[number];
export const NATURES_DE_REACTIVATION = ['reactivation', 'annulation'] as const;
export type NatureDeReactivation = (typeof NATURES_DE_REACTIVATION)[number];

/**
 * An approved version to put back in force: asked by one person, confirmed by another; alone only in an
 * emergency, which is told to all. Or a programmed one to cancel before its day (`nature`).
 */
export const ReactivationRegle = defineEntity({
  name: 'ReactivationRegle',
  tableName: 'reactivation_regle',
  properties: {
    id: identifiant(),
    nature: p
      .enum([...NATURES_DE_REACTIVATION])
      .$type<NatureDeReactivation>()
      .default('reactivation'),
    genre: p.enum([...GENRES_DE_VERSION]).$type<GenreDeVersion>(),
    jeu: p.text(),
    /** Hash of the approved version. */
    empreinte: p.text(),
    du: jour().nullable(),
    au: jour().nullable(),
    motif: p.text(),
    demandePar: p.uuid(),
    demandeLe: instant(),
    etat: p.enum([...ETATS_DE_REACTIVATION]).$type<EtatDeReactivation>(),
    traitePar: p.uuid().nullable(),
    traiteLe: instant().nullable(),
    motifTraitement: p.text().nullable(),
    /** Canonical JSON: the study of the past decisions that would change. */
    rapports: p.text(),
    version: versionColumn(),
  },
});
export type ReactivationRegle = InferEntity<typeof ReactivationRegle>;
