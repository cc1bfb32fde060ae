import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { identifiant, instant } from '#src/kernel/colonnes.ts';

/** A dead letter: a job that failed for the last time. Read through a view, which shows each side its own. */
export const JobEnEchec = defineEntity({
  name: 'JobEnEchec',
  tableName: 'job_en_echec',
  properties: {
    id: identifiant(),
    queue: p.text(),
    cafId: p.text().fieldName('caf_id').nullable(),
    /** The record it is about; the queue itself when it is about none. */
    cle: p.text().nullable(),
    cause: p.text().nullable(),
    tentatives: p.integer(),
    creeLe: instant(),
    abandonneLe: instant(),
  },
});
export type JobEnEchec = InferEntity<typeof JobEnEchec>;

/** What the jobs of each queue do, as people read it. */
export const GENRES_DE_JOB: Readonly<Record<string, string>> = {
  courriel: 'Envoi d’un courriel',
  etude: 'Étude d’impact',
  reprise: 'Reprise des cas d’une question',
  rattrapage: 'Remise en file de ce qui attend',
  'sessions-menage': 'Ménage des sessions terminées',
  'journal-mois': 'Préparation des mois du journal',
};
