import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { appartientAPartenaire } from '#src/domain/contractualisation/organisme/appartenance.ts';
import { appartientACaf } from '#src/domain/territoire/caf/appartenance.ts';
import { identifiant, instant, jour, versionColumn } from '#src/kernel/colonnes.ts';
import { Compte } from '#src/domain/acces/compte/compte.ts';

export const POSTES = ['sedentaire', 'itinerant'] as const;
export type Poste = (typeof POSTES)[number];

export const RATTACHEMENTS = ['en-attente', 'accepte', 'refuse'] as const;
/**
 * What the owner of the account answered to whoever opened this access: before he accepts, it opens nothing.
 */
export type Rattachement = (typeof RATTACHEMENTS)[number];

/** A user of a partner (source: « Mes utilisateurs », « Créer un utilisateur »). */
export const Utilisateur = defineEntity({
  name: 'Utilisateur',
  tableName: 'utilisateur',
  uniques: [
    { name: 'utilisateur_identifiant_unique', properties: ['caf', 'identifiant'] },
    { name: 'utilisateur_courriel_unique', properties: ['partenaire', 'courriel', 'caf'] },
  ],
  properties: {
    id: identifiant(),
    caf: appartientACaf(),
    partenaire: appartientAPartenaire(),
    compte: p.manyToOne(Compte),
    identifiant: p.text(),
    nom: p.text(),
    prenom: p.text(),
    courriel: p.text(),
    telephone: p.text().nullable(),
    ouvertLe: jour(),
    /** First day without access. */
    closLe: jour().nullable(),
    poste: p
      .enum([...POSTES])
      .$type<Poste>()
      .nullable(),
    /** Codes of the « groupes d'habilitation ». */
    groupes: p.json().$type<readonly string[]>(),
    /** Administrateur partenaire: represents the organisation, creates users, grants roles. */
    administrateur: p.boolean().default(false),
    rattachement: p
      .enum([...RATTACHEMENTS])
      .$type<Rattachement>()
      .default('accepte'),
    creeLe: instant().onCreate(() => new Date()),
    version: versionColumn(),
  },
});
export type Utilisateur = InferEntity<typeof Utilisateur>;

/** « Groupe d'habilitation » of the creation form: what it opens is data. */
export const GroupeHabilitation = defineEntity({
  name: 'GroupeHabilitation',
  tableName: 'groupe_habilitation',
  properties: {
    id: p.text().primary(),
    libelle: p.text(),
    /** What belonging to the group opens, in the partner's words. */
    ouvre: p.text(),
    ordre: p.integer(),
  },
});
export type GroupeHabilitation = InferEntity<typeof GroupeHabilitation>;
