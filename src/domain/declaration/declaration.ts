import { defineEntity, p, type InferEntity, type Opt } from '@mikro-orm/core';
import { appartientAPartenaire } from '#src/domain/contractualisation/organisme/appartenance.ts';
import { appartientACaf } from '#src/domain/territoire/caf/appartenance.ts';
import { identifiant, instant, jour, versionColumn } from '#src/kernel/colonnes.ts';
import { ATTENTES_DE_DECISION, decisionAttendueSql } from '#src/domain/declaration/attente-de-decision.ts';
import { Decision } from '#src/kernel/decision/decision.ts';
import {
  Conventionnement,
  Equipement,
  INSTANCES_CAF,
  type InstanceCaf,
} from '#src/domain/equipement/equipement.ts';

/** Our own states: the source names none (design, section 4). */
export const ETATS_DECLARATION = [
  'brouillon',
  'a-approuver',
  'renvoyee',
  'transmise',
  'en-traitement',
  'traitee',
  'retournee',
] as const;
export type EtatDeclaration = (typeof ETATS_DECLARATION)[number];

/** JSON data of a form definition: section → field → value, or list of rows. */
export type DonneesDeFormulaire = Readonly<Record<string, unknown>>;

/** The declaration of one conventionnement for one exercice and pérennité. */
export const Declaration = defineEntity({
  name: 'Declaration',
  tableName: 'declaration',
  uniques: [{ name: 'declaration_unique', properties: ['conventionnement', 'exercice', 'perennite', 'caf'] }],
  indexes: [{ name: 'declaration_etat_index', properties: ['caf', 'etat'] }],
  properties: {
    id: identifiant(),
    caf: appartientACaf(),
    partenaire: appartientAPartenaire(),
    equipement: p.manyToOne(Equipement).index(),
    conventionnement: p.manyToOne(Conventionnement),
    exercice: p.integer(),
    /** Code of the referential of pérennités. */
    perennite: p.text(),
    etat: p
      .enum([...ETATS_DECLARATION])
      .$type<EtatDeclaration>()
      .default('brouillon'),
    /** Form definition it is filled with. */
    formulaire: p.text(),
    formulaireVersion: p.text(),
    formulaireEmpreinte: p.text(),
    /**
     * Kept apart: the fournisseur d'activité cannot touch the one, nor the fournisseur financier the other.
     */
    donneesActivite: p.json().$type<DonneesDeFormulaire>(),
    donneesFinances: p.json().$type<DonneesDeFormulaire>(),
    activiteCompleteLe: instant().nullable(),
    activiteCompletePar: p.uuid().nullable(),
    financesCompletesLe: instant().nullable(),
    financesCompletesPar: p.uuid().nullable(),
    motifRenvoi: p.text().nullable(),
    transmiseLe: instant().nullable(),
    transmisePar: p.uuid().nullable(),
    /** Estimate « hors bonus » at transmission, in euros with cents; null when it could not be computed. */
    estimation: p.decimal().precision(14).scale(2).nullable(),
    /** A human decision is pending: the estimate is « sous réserve ». */
    sousReserve: p.boolean().default(false),
    /** One lock per volet: the two fournisseurs save at once without refusing each other. */
    versionActivite: p.integer().default(1),
    versionFinances: p.integer().default(1),
    creeLe: instant().onCreate(() => new Date()),
    version: versionColumn(),
    /** The decision of the Ca it waits for, as the reader may record it or not; read when asked for. */
    decisionAttendue: p
      .enum([...ATTENTES_DE_DECISION])
      .nullable()
      .lazy()
      .formula((table) => decisionAttendueSql(table.alias)),
    /** Of the records it is judged with today and of the human decisions: equal as long as they are. Read when asked for. */
    empreinteDuContexte: p
      .text()
      .nullable()
      .lazy()
      .formula(
        ({ alias }) =>
          `declaration_empreinte_du_contexte(${alias}.caf_id, ${alias}.partenaire_id, ${alias}.equipement_id, ${alias}.id)`,
      ),
  },
});
export type Declaration = InferEntity<typeof Declaration>;

/** One step of a declaration's life, shown to the partner as a timeline. */
export const EvenementDeclaration = defineEntity({
  name: 'EvenementDeclaration',
  tableName: 'evenement_declaration',
  properties: {
    id: identifiant(),
    caf: appartientACaf(),
    partenaire: appartientAPartenaire(),
    declaration: p.manyToOne(Declaration).index(),
    type: p.text(),
    le: instant(),
    par: p.uuid(),
    /** Who, in the reader's words: a name for one's own colleagues, « votre Caf » for an agent. */
    acteur: p.text(),
    motif: p.text().nullable(),
    /** Given by the database: several events may bear the same instant. */
    ordre: p.integer().generated('identity').$type<Opt<number>>(),
  },
});
export type EvenementDeclaration = InferEntity<typeof EvenementDeclaration>;

/**
 * What was transmitted: immutable, with actor, instant, decisions and rule hashes. Transmission is a
 * signature.
 */
export const Transmission = defineEntity({
  name: 'Transmission',
  tableName: 'transmission',
  properties: {
    id: identifiant(),
    caf: appartientACaf(),
    partenaire: appartientAPartenaire(),
    declaration: p.manyToOne(Declaration).index(),
    numero: p.integer(),
    donnees: p.json().$type<Readonly<Record<string, unknown>>>(),
    /** Ids of the decisions taken at transmission, and hash of each rule file. */
    decisions: p.json().$type<readonly string[]>(),
    empreintesRegles: p.json().$type<Readonly<Record<string, string>>>(),
    formulaireEmpreinte: p.text(),
    estimation: p.decimal().precision(14).scale(2).nullable(),
    par: p.uuid(),
    parNom: p.text(),
    le: instant(),
    /** SHA-256 over the canonical JSON of all the above. */
    empreinte: p.text(),
  },
});
export type Transmission = InferEntity<typeof Transmission>;

/** A case put to the Ca or its délégataire commission by an agent, who may not record the answer himself. */
export const DemandeDecision = defineEntity({
  name: 'DemandeDecision',
  tableName: 'demande_decision',
  uniques: [{ name: 'demande_decision_unique', properties: ['declaration', 'regleDecision', 'caf'] }],
  properties: {
    id: identifiant(),
    caf: appartientACaf(),
    partenaire: appartientAPartenaire(),
    declaration: p.manyToOne(Declaration).index(),
    /** The engine's decision that asks for a human one. */
    regleDecision: p.manyToOne(Decision),
    /** Code of the choice proposed; null when none is. */
    proposition: p.text().nullable(),
    motif: p.text(),
    par: p.uuid(),
    le: instant(),
  },
});
export type DemandeDecision = InferEntity<typeof DemandeDecision>;

/**
 * A human decision on a declaration: the Ca's on a closure, or the settlement of a case the source leaves
 * open.
 */
export const DecisionHumaine = defineEntity({
  name: 'DecisionHumaine',
  tableName: 'decision_humaine',
  uniques: [{ name: 'decision_humaine_unique', properties: ['declaration', 'regleDecision', 'caf'] }],
  properties: {
    id: identifiant(),
    caf: appartientACaf(),
    partenaire: appartientAPartenaire(),
    declaration: p.manyToOne(Declaration).index(),
    /** The engine's decision that asked for a human one. */
    regleDecision: p.manyToOne(Decision),
    jeu: p.text(),
    detail: p.text().nullable(),
    /** Code among the outcome's `choix`, or of the settlement offered by the rule file. */
    choix: p.text(),
    motif: p.text(),
    instance: p
      .enum([...INSTANCES_CAF])
      .$type<InstanceCaf>()
      .nullable(),
    seanceLe: jour().nullable(),
    /** Opening duration in months changed in « mode dégradé »; null when unchanged. */
    moisOuvertureModifies: p.integer().nullable(),
    estimationAvant: p.decimal().precision(14).scale(2).nullable(),
    estimationApres: p.decimal().precision(14).scale(2).nullable(),
    /** The request it answers, and who made it: never the one who decides. */
    demande: p.manyToOne(DemandeDecision).nullable(),
    demandePar: p.uuid().nullable(),
    par: p.uuid(),
    le: instant(),
  },
});
export type DecisionHumaine = InferEntity<typeof DecisionHumaine>;
