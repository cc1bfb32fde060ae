import canonicalize from 'canonicalize';
import type { Rapport } from '#src/engine/verifier/index.ts';
import type { ComparaisonDeJeux, ComparaisonDeStructure } from '#src/engine/comparer/index.ts';
import type { RapportDImpact } from '#src/domain/politique/impact/rapport.ts';
import type { GenreDeVersion } from '#src/domain/politique/versions/genre.ts';
import type { Jours } from '#src/domain/politique/versions/activations.ts';
import { createHash } from 'node:crypto';

/** Past decisions a version would change, as an impact report counts them (its `passe`). */
export type Retroactivite = NonNullable<RapportDImpact['passe']>;

/** What stands for the impact report of a version that needs none: why, in French. */
export interface SansImpact {
  readonly sansObjet: string;
}

/** A version that rules some of the days asked for. */
export interface VersionRemplacee extends Jours {
  readonly numero: string;
  readonly empreinte: string;
}

/** The reports of a submission. Each is plain JSON; a report is added once and never changed. */
export interface Rapports {
  /**
   * The version the others compare with; null for the first one of a file. Absent from earlier submissions.
   */
  readonly base?: { readonly numero: string; readonly empreinte: string } | null;
  /** The checks of the gate, passed: no anomaly; counts and analysis for a rule file. */
  readonly verification: {
    readonly comptes: Rapport['comptes'] | null;
    readonly analyse: Rapport['analyse'];
    readonly anomalies: readonly [];
  };
  /** Semantic comparison with the base; null when there is none. */
  readonly comparaison: ComparaisonDeJeux | ComparaisonDeStructure | null;
  /** What it would replace on its days, as known at the submission. Absent from earlier submissions. */
  readonly remplace?: readonly VersionRemplacee[];
  /** Why it takes effect on past days; absent when it does not. */
  readonly motifDuPasse?: string;
  /** Versions that go with it: all are approved, or none. */
  readonly lot?: readonly { readonly genre: GenreDeVersion; readonly jeu: string; readonly numero: string }[];
  /** There from the submission, or added when its study ends; without it nothing is approved. */
  readonly impact?: RapportDImpact | SansImpact;
}

/** Past decisions that would change; null when the version rules no past day, or they are not counted yet. */
export const retroactiviteDe = ({ impact }: Pick<Rapports, 'impact'>): Retroactivite | null =>
  impact && 'passe' in impact ? (impact.passe ?? null) : null;

/** Canonical text of reports (RFC 8785) and its SHA-256. */
export function sealReports(rapports: object): { readonly texte: string; readonly empreinte: string } {
  const texte = canonicalize(rapports) ?? '';
  return { texte, empreinte: sha256(texte) };
}

export const sha256 = (texte: string): string => createHash('sha256').update(texte, 'utf8').digest('hex');

/** What an approver signs: this file, these reports, himself. */
export const signer = (empreinte: string, empreinteRapports: string, approbateur: string): string =>
  sha256(`${empreinte}:${empreinteRapports}:${approbateur}`);

/** What the approver of a lot read, as a whole: every file and its reports. */
export const empreinteDuLot = (
  membres: readonly { readonly empreinte: string; readonly empreinteRapports: string }[],
): string =>
  sha256(
    membres
      .map(({ empreinte, empreinteRapports }) => `${empreinte}:${empreinteRapports}`)
      .sort()
      .join('\n'),
  );
