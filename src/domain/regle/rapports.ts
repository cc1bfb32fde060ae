import canonicalize from 'canonicalize';
import type { Rapport } from '#src/engine/verifier/index.ts';
import type { Comparaison } from '#src/engine/comparer/index.ts';
import { createHash } from 'node:crypto';

/** What one past decision said, and what it would say. */
export interface DecisionChangee {
  readonly id: string;
  readonly cafId: string;
  readonly dateReference: string;
  readonly sujetType: string;
  readonly sujetId: string;
  readonly avant: { readonly etat: string; readonly issues: readonly string[]; readonly calculs: Readonly<Record<string, string>> };
  /** Null when the version cannot decide from the facts recorded: `erreur` says why. */
  readonly apres: { readonly etat: string; readonly issues: readonly string[]; readonly calculs: Readonly<Record<string, string>> } | null;
  readonly erreur?: string;
}

/** Past decisions whose date of reference falls in the interval, taken again with the version. */
export interface Retroactivite {
  /** Days before today that the version would rule; `au` excluded. */
  readonly du: string | null;
  readonly au: string | null;
  readonly rejouees: number;
  readonly changees: number;
  /** The first ones that change, at most {@link DECISIONS_LISTEES}. */
  readonly decisions: readonly DecisionChangee[];
}
/** How many changed decisions a report lists; all are counted. */
export const DECISIONS_LISTEES = 200;

/** The reports of a submission. Each is plain JSON; a report is added once and never changed. */
export interface Rapports {
  /** The checks of the gate, passed: no anomaly; counts and analysis for a rule file. */
  readonly verification: { readonly comptes: Rapport['comptes'] | null; readonly analyse: Rapport['analyse']; readonly anomalies: readonly [] };
  /** Semantic comparison with the version it replaces; null when there is none, or none that can be compared. */
  readonly comparaison: Comparaison | null;
  /** Present when the version rules days before today. */
  readonly retroactivite: Retroactivite | null;
  /** Added while it waits for approval (`joindreRapport`). */
  readonly impact?: unknown;
}

/** Canonical text of reports (RFC 8785) and its SHA-256. */
export function scellerRapports(rapports: object): { readonly texte: string; readonly empreinte: string } {
  const texte = canonicalize(rapports) ?? '';
  return { texte, empreinte: sha256(texte) };
}

export const sha256 = (texte: string): string => createHash('sha256').update(texte, 'utf8').digest('hex');

/** What an approver signs: this file, these reports, himself. */
export const signer = (empreinte: string, empreinteRapports: string, approbateur: string): string => sha256(`${empreinte}:${empreinteRapports}:${approbateur}`);
