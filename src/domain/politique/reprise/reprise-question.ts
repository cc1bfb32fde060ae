import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { identifiant, instant } from '#src/kernel/colonnes.ts';
import { definirJobDe } from '#src/kernel/jobs.ts';
import type { ComptesDeReprise } from '#src/domain/politique/reprise/vues.ts';

/**
 * The act by which the cases that waited on a question are judged again by the versions that answer it.
 * Written once, ended once;
 * its lines are in the table `reprise_cas`, one per case, and are its progress.
 */
export const RepriseQuestion = defineEntity({
  name: 'RepriseQuestion',
  tableName: 'reprise_question',
  properties: {
    id: identifiant(),
    jeu: p.text(),
    question: p.text(),
    /** As the version that answers writes it. */
    reponse: p.text(),
    /** Last version that left the question open. */
    avantNumero: p.text(),
    avantEmpreinte: p.text(),
    /** Version that answers it; each line says which one judged its case. */
    apresNumero: p.text(),
    apresEmpreinte: p.text(),
    motif: p.text(),
    lanceePar: p.uuid(),
    lanceeLe: instant(),
    termineeLe: instant().nullable(),
    comptes: p.json().$type<ComptesDeReprise>().nullable(),
    porteur: p.uuid().nullable(),
    bailJusquA: instant().nullable(),
  },
});
export type RepriseQuestion = InferEntity<typeof RepriseQuestion>;

/** Work on an act, a slice at a time; each slice leaves the next one in the queue. */
export const JOB_REPRISE = definirJobDe('reprise', { retryLimit: 7, retryDelay: 30, expireInSeconds: 180 });
