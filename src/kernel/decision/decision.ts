import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { identifiant, instant, jour } from '#src/kernel/colonnes.ts';
import type { Constat, EtatDeDecision, ValeurJson } from '#src/engine/format.ts';

export const ETATS_DE_DECISION = [
  'faits-manquants',
  'source-muette',
  'decision-humaine',
  'decide',
] as const satisfies readonly EtatDeDecision[];

/** One evaluation of a rule file, as recorded: append-only, replayable from its hash. */
export const Decision = defineEntity({
  name: 'Decision',
  tableName: 'decision',
  indexes: [{ name: 'decision_sujet_index', properties: ['sujetType', 'sujetId'] }],
  properties: {
    id: identifiant(),
    cafId: p.text().fieldName('caf_id'),
    partenaireId: p.uuid().fieldName('partenaire_id').nullable().index(),
    jeu: p.text(),
    versionRegle: p.text(),
    empreinte: p.text(),
    /** Hash of each referential its facts name, as it was on the day of reference; null where they name none. */
    referentiels: p.json().$type<Record<string, string>>().nullable(),
    dateReference: jour(),
    faits: p.json().$type<Record<string, ValeurJson | null>>(),
    etat: p.enum([...ETATS_DE_DECISION]).$type<EtatDeDecision>(),
    issues: p.json().$type<readonly string[]>(),
    constats: p.json().$type<readonly Constat[]>(),
    calculs: p.json().$type<Record<string, string>>(),
    manquants: p.json().$type<readonly string[]>(),
    trace: p.json().$type<unknown>(),
    /** json-rules-engine, cel-js and decimal.js versions it was made with. */
    moteur: p.json().$type<Record<string, string>>(),
    /** What was decided upon, e.g. `Habilitation` and its id. */
    sujetType: p.text(),
    sujetId: p.uuid(),
    /** Discriminates several decisions on one subject, e.g. the animateur or the closure of a declaration. */
    sujetDetail: p.text().nullable(),
    priseLe: instant(),
    prisePar: p.uuid().nullable(),
    requeteId: p.text(),
  },
});
export type Decision = InferEntity<typeof Decision>;
