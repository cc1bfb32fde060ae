import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { appartientAPartenaire } from '#src/domain/contractualisation/organisme/appartenance.ts';
import { appartientACaf } from '#src/domain/territoire/caf/appartenance.ts';
import { identifiant, jour, versionColumn } from '#src/kernel/colonnes.ts';
import { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import { Decision } from '#src/kernel/decision/decision.ts';

export const ETATS_CONTRAT = ['brouillon', 'actif'] as const;
export type EtatContrat = (typeof ETATS_CONTRAT)[number];

/** Contrat de service, gestion déléguée (source: slides C and D). */
export const ContratService = defineEntity({
  name: 'ContratService',
  tableName: 'contrat_service',
  properties: {
    id: identifiant(),
    caf: appartientACaf(),
    partenaire: appartientAPartenaire(),
    convention: p.manyToOne(Convention).index(),
    etat: p
      .enum([...ETATS_CONTRAT])
      .$type<EtatContrat>()
      .default('brouillon'),
    /** First day of effect, once active. */
    du: jour().nullable(),
    /** First day without effect: the term of its convention, or the day that one was ended. */
    au: jour().nullable(),
    fonctionnementCentre: p.text().default(''),
    horaires: p.text().default(''),
    escaladeCaf: p.text().default(''),
    escaladePartenaire: p.text().default(''),
    /** Codes of the services the contract authorises. */
    servicesAutorises: p.json().$type<readonly string[]>(),
    signeCafLe: jour().nullable(),
    signeCafPar: p.text().nullable(),
    signePartenaireLe: jour().nullable(),
    signePartenairePar: p.text().nullable(),
    decision: p.manyToOne(Decision).nullable(),
    version: versionColumn(),
  },
});
export type ContratService = InferEntity<typeof ContratService>;

export const COTES = ['caf', 'partenaire'] as const;
export type Cote = (typeof COTES)[number];
export const FONCTIONS_INTERLOCUTEUR = [
  'administrateur',
  'responsable-mcp',
  'responsable-securite',
  'referent-cnil',
  'autre',
] as const;
export type FonctionInterlocuteur = (typeof FONCTIONS_INTERLOCUTEUR)[number];

/** A contact named by the contrat de service, on either side. */
export const Interlocuteur = defineEntity({
  name: 'Interlocuteur',
  tableName: 'interlocuteur',
  properties: {
    id: identifiant(),
    caf: appartientACaf(),
    partenaire: appartientAPartenaire(),
    contrat: p.manyToOne(ContratService).index(),
    cote: p.enum([...COTES]).$type<Cote>(),
    fonction: p.enum([...FONCTIONS_INTERLOCUTEUR]).$type<FonctionInterlocuteur>(),
    /** What an `autre` contact is for. */
    precision: p.text().nullable(),
    nom: p.text(),
    prenom: p.text(),
    courriel: p.text(),
    telephone: p.text().nullable(),
    version: versionColumn(),
  },
});
export type Interlocuteur = InferEntity<typeof Interlocuteur>;
