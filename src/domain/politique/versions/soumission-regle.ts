import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { identifiant, instant, jour, versionColumn } from '#src/kernel/colonnes.ts';
import { GENRES_DE_VERSION, type GenreDeVersion } from '#src/domain/politique/versions/genre.ts';

export const ETATS_DE_SOUMISSION = ['soumis', 'approuve', 'rejete', 'retire'] as const;
export type EtatDeSoumission = (typeof ETATS_DE_SOUMISSION)[number];
export const NIVEAUX = ['majeur', 'mineur', 'correctif'] as const;
export type Niveau = (typeof NIVEAUX)[number];

/**
 * A version offered for approval: its content never changes (database trigger), its reports may only grow
 * while it waits.
 * Approved, it becomes a `VersionRegle`, which the database ties to it by its hash.
 */
export const SoumissionRegle = defineEntity({
  name: 'SoumissionRegle',
  tableName: 'soumission_regle',
  properties: {
    id: identifiant(),
    genre: p.enum([...GENRES_DE_VERSION]).$type<GenreDeVersion>(),
    jeu: p.text(),
    numero: p.text(),
    /** SHA-256 of `canonique`. */
    empreinte: p.text(),
    canonique: p.text(),
    texte: p.text(),
    /** Days the author wants it in force; `au` excluded. Null: no bound. */
    du: jour().nullable(),
    au: jour().nullable(),
    /** Submissions that are answered together; null: alone. */
    lot: p.uuid().nullable(),
    /** Version level its changes imply; null when nothing was there to compare with. */
    niveau: p
      .enum([...NIVEAUX])
      .$type<Niveau>()
      .nullable(),
    /** Canonical JSON of the reports: see `Rapports`. */
    rapports: p.text(),
    /** SHA-256 of `rapports`. */
    empreinteRapports: p.text(),
    auteur: p.uuid(),
    soumisLe: instant(),
    etat: p.enum([...ETATS_DE_SOUMISSION]).$type<EtatDeSoumission>(),
    /** Account of who approved or rejected; the author's when he withdrew. */
    traitePar: p.uuid().nullable(),
    traiteLe: instant().nullable(),
    /** What was said at the approval, the rejection or the withdrawal. */
    motif: p.text().nullable(),
    /** SHA-256 of « hash of the file:hash of the reports:account of the approver », once approved. */
    signature: p.text().nullable(),
    version: versionColumn(),
  },
});
export type SoumissionRegle = InferEntity<typeof SoumissionRegle>;
