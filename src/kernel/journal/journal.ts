import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { identifiant, instant } from '#src/kernel/colonnes.ts';

/** A value before and after, or the salted commitment that stands for a personal one. */
export type Changement =
  | { readonly avant?: unknown; readonly apres?: unknown }
  | { readonly engagementAvant?: string; readonly engagementApres?: string };

/** One journal line; append-only, hash-chained per Caf (`chaine`). */
export const Journal = defineEntity({
  name: 'Journal',
  tableName: 'journal',
  indexes: [{ name: 'journal_entite_index', properties: ['entite', 'entiteId'] }],
  properties: {
    id: identifiant(),
    /** Code of the Caf, or `national`. */
    chaine: p.text(),
    partenaireId: p.uuid().nullable(),
    rang: p.integer(),
    le: instant(),
    acteurId: p.uuid().nullable(),
    acteurRole: p.text(),
    commande: p.text(),
    requeteId: p.text(),
    entite: p.text(),
    entiteId: p.text(),
    genre: p
      .enum(['creation', 'modification', 'suppression', 'evenement'])
      .$type<'creation' | 'modification' | 'suppression' | 'evenement'>(),
    motif: p.text().nullable(),
    changements: p.json().$type<Readonly<Record<string, Changement>>>(),
    precedente: p.text(),
    empreinte: p.text(),
  },
});
export type Journal = InferEntity<typeof Journal>;

/**
 * A personal value of a journal line: erasing it and its salt leaves the chain valid; its place stays, with
 * the act that erased it.
 */
export const JournalValeur = defineEntity({
  name: 'JournalValeur',
  tableName: 'journal_valeur',
  properties: {
    id: identifiant(),
    journal: p.manyToOne(Journal).index(),
    champ: p.text(),
    cote: p.enum(['avant', 'apres']).$type<'avant' | 'apres'>(),
    valeur: p.text().nullable(),
    sel: p.text().nullable(),
    effacement: p.uuid().nullable(),
  },
});
export type JournalValeur = InferEntity<typeof JournalValeur>;
