import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { instant } from '#src/kernel/colonnes.ts';
import { GENRES_DE_VERSION, type GenreDeVersion } from '#src/domain/politique/versions/genre.ts';

export const ORIGINES = ['initialisation', 'publication'] as const;
export type Origine = (typeof ORIGINES)[number];

/**
 * An approved version of a governed file. Immutable. Which days it rules
 * is told by `ActivationRegle`.
 */
export const VersionRegle = defineEntity({
  name: 'VersionRegle',
  tableName: 'version_regle',
  uniques: [{ name: 'version_regle_version_unique', properties: ['genre', 'jeu', 'numero'] }],
  properties: {
    /** SHA-256 of `canonique`: the identity of a version. */
    empreinte: p.text().primary(),
    genre: p.enum([...GENRES_DE_VERSION]).$type<GenreDeVersion>(),
    jeu: p.text(),
    numero: p.text(),
    /** Canonical JSON (RFC 8785) of the closed file. jsonb would lose key order. */
    canonique: p.text().lazy(),
    /** The file as written, for people. */
    texte: p.text().lazy(),
    origine: p.enum([...ORIGINES]).$type<Origine>(),
    auteur: p.uuid().nullable(),
    approbateur: p.uuid().nullable(),
    publieLe: instant(),
    /** The approved submission it comes from; null for the delivered files. */
    soumissionId: p.uuid().nullable(),
  },
});
export type VersionRegle = InferEntity<typeof VersionRegle>;
