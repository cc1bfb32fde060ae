import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { appartientAPartenaire } from '#src/domain/contractualisation/organisme/appartenance.ts';
import { appartientACaf } from '#src/domain/territoire/caf/appartenance.ts';
import { identifiant, instant, versionColumn } from '#src/kernel/colonnes.ts';
import { Decision } from '#src/kernel/decision/decision.ts';

export const ETATS_FORMULAIRE = ['brouillon', 'eligible', 'non-eligible'] as const;
export type EtatFormulaire = (typeof ETATS_FORMULAIRE)[number];

/**
 * Formulaire d'éligibilité: what the Caf collects from the partner before any contract (source: slide D).
 * Its field list is not public; ours holds what the contract documents need (interpretation).
 */
export const FormulaireEligibilite = defineEntity({
  name: 'FormulaireEligibilite',
  tableName: 'formulaire_eligibilite',
  properties: {
    id: identifiant(),
    caf: appartientACaf(),
    partenaire: appartientAPartenaire(),
    etat: p
      .enum([...ETATS_FORMULAIRE])
      .$type<EtatFormulaire>()
      .default('brouillon'),
    representantNom: p.text().nullable(),
    representantPrenom: p.text().nullable(),
    representantFonction: p.text().nullable(),
    missionGenerale: p.text().nullable(),
    gestionDelegueeAcceptee: p.boolean().default(false),
    administrateurNom: p.text().nullable(),
    administrateurPrenom: p.text().nullable(),
    administrateurCourriel: p.text().nullable(),
    administrateurTelephone: p.text().nullable(),
    responsableSecuriteNom: p.text().nullable(),
    responsableSecuritePrenom: p.text().nullable(),
    responsableSecuriteCourriel: p.text().nullable(),
    referentCnilNom: p.text().nullable(),
    referentCnilPrenom: p.text().nullable(),
    referentCnilCourriel: p.text().nullable(),
    servicesDemandes: p.json().$type<readonly string[]>(),
    decision: p.manyToOne(Decision).nullable(),
    decideLe: instant().nullable(),
    creeLe: instant().onCreate(() => new Date()),
    version: versionColumn(),
  },
});
export type FormulaireEligibilite = InferEntity<typeof FormulaireEligibilite>;
