import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { appartientAPartenaire } from '#src/domain/contractualisation/organisme/appartenance.ts';
import { appartientACaf } from '#src/domain/territoire/caf/appartenance.ts';
import { etp, identifiant, jour, versionColumn } from '#src/kernel/colonnes.ts';
import { Decision } from '#src/kernel/decision/decision.ts';

/**
 * Kind of equipment (RAM, EAJE…): data, so that a new one needs a form definition and rule files, and no
 * code.
 */
export const TypeEquipement = defineEntity({
  name: 'TypeEquipement',
  tableName: 'type_equipement',
  properties: {
    id: p.text().primary(),
    libelle: p.text(),
    ordre: p.integer(),
  },
});
export type TypeEquipement = InferEntity<typeof TypeEquipement>;

/** What the partner runs and the Caf funds; an « activité » on the habilitation screens. */
export const Equipement = defineEntity({
  name: 'Equipement',
  tableName: 'equipement',
  uniques: [{ name: 'equipement_nom_unique', properties: ['caf', 'partenaire', 'nom'] }],
  properties: {
    id: identifiant(),
    caf: appartientACaf(),
    partenaire: appartientAPartenaire(),
    /** Code of a {@link TypeEquipement}. */
    type: p.text(),
    /** « Nature d'activité » of the source's filters: its values are not known, hence free text. */
    nature: p.text().nullable(),
    nom: p.text(),
    bureauAnimateur: p.boolean().default(false),
    salleAttente: p.boolean().default(false),
    salleAnimation: p.boolean().default(false),
    projetFonctionnement: p.boolean().default(false),
    ouvertLe: jour(),
    fermeLe: jour().nullable(),
    version: versionColumn(),
  },
});
export type Equipement = InferEntity<typeof Equipement>;

export const NATURES_DE_LIEU = ['unique', 'principal', 'activite'] as const;
export type NatureDeLieu = (typeof NATURES_DE_LIEU)[number];

/**
 * « Un Ram = un lieu d'accueil unique ou un lieu d'accueil principal et X lieux d'activité » (source: slide
 * A).
 */
export const LieuImplantation = defineEntity({
  name: 'LieuImplantation',
  tableName: 'lieu_implantation',
  uniques: [{ name: 'lieu_nom_unique', properties: ['equipement', 'nom', 'caf'] }],
  properties: {
    id: identifiant(),
    caf: appartientACaf(),
    partenaire: appartientAPartenaire(),
    equipement: p.manyToOne(Equipement).index(),
    nature: p.enum([...NATURES_DE_LIEU]).$type<NatureDeLieu>(),
    nom: p.text(),
    adresse: p.text().nullable(),
    codePostal: p.text().nullable(),
    communeCode: p.text(),
    commune: p.text(),
    version: versionColumn(),
  },
});
export type LieuImplantation = InferEntity<typeof LieuImplantation>;

/** A Ram's animateur: contract ETP, profile validated or not by the Caf, and whose post he took over. */
export const Animateur = defineEntity({
  name: 'Animateur',
  tableName: 'animateur',
  properties: {
    id: identifiant(),
    caf: appartientACaf(),
    partenaire: appartientAPartenaire(),
    equipement: p.manyToOne(Equipement).index(),
    nom: p.text(),
    prenom: p.text(),
    etpContrat: etp(),
    profilValide: p.boolean().default(false),
    profilValideLe: jour().nullable(),
    /** Validated by the Ca for this person, where the Caf records it so. */
    etpValide: etp().nullable(),
    du: jour(),
    au: jour().nullable(),
    /** « Succède à »: who held the post before. People in turn on one post count as one. */
    succedeA: () => p.manyToOne(Animateur).nullable(),
    version: versionColumn(),
  },
});
export interface Animateur extends InferEntity<typeof Animateur> {}

/** A time an animateur is not there, as the Caf knows it. Several may touch or overlap. */
export const AbsenceAnimateur = defineEntity({
  name: 'AbsenceAnimateur',
  tableName: 'absence_animateur',
  properties: {
    id: identifiant(),
    caf: appartientACaf(),
    partenaire: appartientAPartenaire(),
    animateur: p.manyToOne(Animateur),
    /** Code of `motifs-absence.json`. */
    motif: p.text(),
    du: jour(),
    /** Day of return, the first one present again; null while not back. */
    au: jour().nullable(),
    version: versionColumn(),
  },
});
export type AbsenceAnimateur = InferEntity<typeof AbsenceAnimateur>;

export const INSTANCES_CAF = ['conseil-administration', 'commission-delegataire'] as const;
export type InstanceCaf = (typeof INSTANCES_CAF)[number];
export const ETATS_CONVENTIONNEMENT = ['brouillon', 'valide'] as const;
export type EtatConventionnement = (typeof ETATS_CONVENTIONNEMENT)[number];

/**
 * What the Caf funds: the validated global project of an equipment (ETP, project, from, to), with its Maia
 * file.
 * Several for one equipment above the ETP cap; each has its own declaration (source: définition « Validation
 * du projet global Ram »).
 */
export const Conventionnement = defineEntity({
  name: 'Conventionnement',
  tableName: 'conventionnement',
  uniques: [{ name: 'conventionnement_maia_unique', properties: ['caf', 'numeroMaia'] }],
  properties: {
    id: identifiant(),
    caf: appartientACaf(),
    partenaire: appartientAPartenaire(),
    equipement: p.manyToOne(Equipement).index(),
    numeroMaia: p.text().nullable(),
    du: jour(),
    au: jour(),
    etat: p
      .enum([...ETATS_CONVENTIONNEMENT])
      .$type<EtatConventionnement>()
      .default('brouillon'),
    instance: p
      .enum([...INSTANCES_CAF])
      .$type<InstanceCaf>()
      .nullable(),
    valideLe: jour().nullable(),
    etpValide: etp().nullable(),
    /** Animateurs this conventionnement counts (an equipment above the cap splits them). */
    animateurs: p.json().$type<readonly string[]>(),
    decision: p.manyToOne(Decision).nullable(),
    version: versionColumn(),
  },
});
export type Conventionnement = InferEntity<typeof Conventionnement>;
