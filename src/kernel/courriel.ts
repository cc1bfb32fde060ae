import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { identifiant, instant } from '#src/kernel/colonnes.ts';
import { definirJobDe } from '#src/kernel/jobs.ts';

/** A mail to send, written in the transaction that causes it. */
export const Courriel = defineEntity({
  name: 'Courriel',
  tableName: 'courriel',
  properties: {
    id: identifiant(),
    cafId: p.text().fieldName('caf_id').nullable(),
    destinataire: p.text(),
    objet: p.text(),
    corps: p.text(),
    creeLe: instant(),
    envoyeLe: instant().nullable(),
    tentatives: p.integer().default(0),
    /** Why the last attempt failed. */
    erreur: p.text().nullable(),
  },
});
export type Courriel = InferEntity<typeof Courriel>;

/** Its sending: twelve attempts, the pauses between them doubled from a minute on; about two days. */
export const JOB_COURRIEL = definirJobDe('courriel', {
  retryLimit: 11,
  retryDelay: 60,
  expireInSeconds: 120,
});
