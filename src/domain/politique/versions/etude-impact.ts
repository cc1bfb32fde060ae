import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { identifiant, instant, jour, versionColumn } from '#src/kernel/colonnes.ts';
import { definirJobDe } from '#src/kernel/jobs.ts';

export const ETATS_D_ETUDE = ['en-attente', 'en-cours', 'terminee', 'arretee', 'echouee'] as const;
export type EtatDEtude = (typeof ETATS_D_ETUDE)[number];

/**
 * Two versions of a rule file judged side by side over the stored decisions, and over drawn cases. What is
 * done is kept batch by batch:
 * `curseur` and `agregats` are where the next batch goes on from. The changed cases are in the table
 * `etude_impact_cas`.
 */
export const EtudeImpact = defineEntity({
  name: 'EtudeImpact',
  tableName: 'etude_impact',
  properties: {
    id: identifiant(),
    jeu: p.text(),
    avantNumero: p.text(),
    avantEmpreinte: p.text(),
    /** Canonical text of the closed files: a draft may change or go while it is studied. */
    avantCanonique: p.text(),
    apresNumero: p.text(),
    apresEmpreinte: p.text(),
    apresCanonique: p.text(),
    /** Reference dates looked at, `[du, au)`; null: no bound. */
    du: jour().nullable(),
    au: jour().nullable(),
    /**
     * Past days the version would rule, `[passeDu, passeAu)`: their recorded decisions are counted apart.
     * Null `passeAu`: none.
     */
    passeDu: jour().nullable(),
    passeAu: jour().nullable(),
    /** Decisions taken before this instant: the population of a study does not move. */
    prisesAvant: instant(),
    /** Drawn cases asked for, and the seed they are drawn from. */
    generes: p.integer(),
    graine: p.text(),
    etat: p.enum([...ETATS_D_ETUDE]).$type<EtatDEtude>(),
    /** Stored decisions to read; null until the work begins. */
    total: p.integer().nullable(),
    lus: p.integer().default(0),
    tires: p.integer().default(0),
    /** Stored decisions that change. */
    changes: p.integer().default(0),
    /** Time worked, for the time that remains. */
    dureeMs: p.integer().default(0),
    curseur: p.text().nullable(),
    agregats: p.text(),
    /** Canonical JSON of the report and its SHA-256, once finished. */
    rapport: p.text().nullable(),
    empreinteRapport: p.text().nullable(),
    erreur: p.text().nullable(),
    lanceePar: p.uuid().nullable(),
    lanceeLe: instant(),
    termineeLe: instant().nullable(),
    porteur: p.uuid().nullable(),
    bailJusquA: instant().nullable(),
    version: versionColumn(),
  },
});
export type EtudeImpact = InferEntity<typeof EtudeImpact>;

/** Work on a study, a slice at a time; each slice leaves the next one in the queue. */
export const JOB_ETUDE = definirJobDe('etude', { retryLimit: 5, retryDelay: 30, expireInSeconds: 180 });
