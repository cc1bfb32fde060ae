import { PROFILS_AGENT, type ProfilAgent } from '#src/kernel/roles.ts';
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { appartientACaf } from '#src/domain/territoire/caf/appartenance.ts';
import { identifiant, instant, jour, versionColumn } from '#src/kernel/colonnes.ts';

/**
 * One identity, one sign-in. The application role reads neither the hash nor the tokens:
 * sign-in goes through the `connexion_*` functions of the database.
 */
export const Compte = defineEntity({
  name: 'Compte',
  tableName: 'compte',
  properties: {
    id: identifiant(),
    courriel: p.text().unique('compte_courriel_unique'),
    /** argon2id; null until the invitation is accepted. */
    empreinteMotDePasse: p.text().nullable().hidden().lazy(),
    ferme: p.boolean().default(false),
    /** Sessions opened before this instant are no longer accepted. */
    sessionsValidesDepuis: instant().onCreate(() => new Date()),
    demonstration: p.boolean().default(false),
    creeLe: instant().onCreate(() => new Date()),
  },
});
export type Compte = InferEntity<typeof Compte>;

export const GENRES_DE_JETON = [
  'invitation',
  'reinitialisation',
  'eligibilite',
  'courriel-ancien',
  'courriel-nouveau',
] as const;
export type GenreDeJeton = (typeof GENRES_DE_JETON)[number];

/** Single-use, expiring link sent by mail; only the hash of its secret is stored. */
export const Jeton = defineEntity({
  name: 'Jeton',
  tableName: 'jeton',
  properties: {
    id: identifiant(),
    genre: p.enum([...GENRES_DE_JETON]).$type<GenreDeJeton>(),
    compte: p.manyToOne(Compte).nullable(),
    /** Target of the link: the form to fill, the user invited, the change of address. */
    sujetId: p.uuid().nullable(),
    empreinte: p.text().hidden().unique('jeton_empreinte_unique'),
    expireLe: instant(),
    utiliseLe: instant().nullable(),
    creeLe: instant().onCreate(() => new Date()),
  },
});
export type Jeton = InferEntity<typeof Jeton>;

/** An agent of a Caf (« gestionnaire Caf »), who works in `/gestion`. */
export const AgentCaf = defineEntity({
  name: 'AgentCaf',
  tableName: 'agent_caf',
  uniques: [{ name: 'agent_caf_compte_unique', properties: ['caf', 'compte'] }],
  properties: {
    id: identifiant(),
    caf: appartientACaf(),
    compte: p.manyToOne(Compte),
    nom: p.text(),
    prenom: p.text(),
    courriel: p.text(),
    profil: p.enum([...PROFILS_AGENT]).$type<ProfilAgent>(),
    ouvertLe: jour(),
    closLe: jour().nullable(),
    version: versionColumn(),
  },
});
export type AgentCaf = InferEntity<typeof AgentCaf>;

/** A policy analyst: national, reads and publishes rule files. */
export const Analyste = defineEntity({
  name: 'Analyste',
  tableName: 'analyste',
  properties: {
    id: identifiant(),
    compte: p.manyToOne(Compte).unique('analyste_compte_unique'),
    nom: p.text(),
    prenom: p.text(),
    courriel: p.text(),
    ouvertLe: jour(),
    closLe: jour().nullable(),
    version: versionColumn(),
  },
});
export type Analyste = InferEntity<typeof Analyste>;
