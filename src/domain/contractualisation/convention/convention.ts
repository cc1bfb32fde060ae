import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { appartientAPartenaire } from '#src/domain/contractualisation/organisme/appartenance.ts';
import { appartientACaf } from '#src/domain/territoire/caf/appartenance.ts';
import { identifiant, instant, jour, versionColumn } from '#src/kernel/colonnes.ts';
import { FormulaireEligibilite } from '#src/domain/contractualisation/eligibilite/formulaire-eligibilite.ts';

/** `echue` is never stored: it is an active convention whose term has passed on the day asked about. */
export const ETATS_CONVENTION = ['brouillon', 'en-attente-de-signature', 'active', 'resiliee'] as const;
export type EtatConvention = (typeof ETATS_CONVENTION)[number];

/**
 * Convention d'accès au portail (source: slide D). Renewal is a new period (`renouvelle`), never an edit of
 * the old one.
 */
export const Convention = defineEntity({
  name: 'Convention',
  tableName: 'convention',
  uniques: [{ name: 'convention_numero_unique', properties: ['caf', 'numero'] }],
  properties: {
    id: identifiant(),
    caf: appartientACaf(),
    partenaire: appartientAPartenaire(),
    formulaire: p.manyToOne(FormulaireEligibilite),
    numero: p.text(),
    missionGenerale: p.text(),
    /** First day of effect. */
    du: jour(),
    /** First day without effect (excluded). */
    au: jour(),
    etat: p
      .enum([...ETATS_CONVENTION])
      .$type<EtatConvention>()
      .default('brouillon'),
    signeeCafLe: jour().nullable(),
    signeeCafPar: p.text().nullable(),
    signeePartenaireLe: jour().nullable(),
    signeePartenairePar: p.text().nullable(),
    renouvelle: () => p.oneToOne(Convention).owner().nullable().unique('convention_renouvelle_unique'),
    activeeLe: instant().nullable(),
    resilieeLe: jour().nullable(),
    motifResiliation: p.text().nullable(),
    version: versionColumn(),
  },
});
export interface Convention extends InferEntity<typeof Convention> {}
