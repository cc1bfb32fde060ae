import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { identifiant, instant, versionColumn } from '#src/kernel/colonnes.ts';
import { GENRES_DE_VERSION, type GenreDeVersion } from '#src/domain/politique/versions/genre.ts';

/**
 * A version being written: its text as typed, which may be wrong or not even JSON. Only its author writes it;
 * never in force.
 */
export const BrouillonRegle = defineEntity({
  name: 'BrouillonRegle',
  tableName: 'brouillon_regle',
  properties: {
    id: identifiant(),
    genre: p.enum([...GENRES_DE_VERSION]).$type<GenreDeVersion>(),
    jeu: p.text(),
    /** What the text says when it can be read, otherwise what it last said. */
    numero: p.text(),
    texte: p.text(),
    /** Hash of the version it was made from. */
    depuis: p.text().nullable(),
    /** Account of its author. */
    auteur: p.uuid(),
    creeLe: instant(),
    modifieLe: instant(),
    version: versionColumn(),
  },
});
export type BrouillonRegle = InferEntity<typeof BrouillonRegle>;
