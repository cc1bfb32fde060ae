import type { ReponseLue } from '#test/support/internaute.ts';

/** What a person may do of a declaration here. */
export const ACTES = ['activite', 'finances', 'transmettre', 'renvoyer', 'retourner'] as const;
export type Acte = (typeof ACTES)[number];

/** One sending of a form, and what came back. */
export interface Envoi {
  readonly acte: Acte;
  readonly declaration: string;
  /** What is typed and nowhere else, to be found again in the database. */
  readonly marque: string;
  /** The same form, sent again after an answer that did not come or said to try again. */
  readonly repete: boolean;
  /** HTTP status, or how the connection ended. */
  readonly issue: number | 'coupee' | 'sans-reponse';
  /** The answer says that it is done. */
  readonly accuse: boolean;
  readonly requeteId: string | null;
  readonly dureeMs: number;
  /** Instant of the answer, from `performance.now()`. */
  readonly le: number;
}

/** Sentences by which the product tells that it could not serve. */
const PHRASES = [
  'La base de données ne répond pas.',
  'La base de données met trop de temps',
  'La base de données a cessé de répondre',
  'L’espace disque du serveur est plein.',
  'Trop de demandes de ce genre sont en cours.',
];

/** Why an answer of a server in trouble is not what it must be; undefined when it is. */
export function defautDe({ statut, texte, entetes }: ReponseLue): string | undefined {
  if (statut < 500) return undefined;
  const lisible = texte.replace(/&#x27;/g, '’').replace(/\u00a0/g, ' ');
  if (statut !== 503) return `status ${statut}, request ${entetes.get('x-request-id') ?? '?'}`;
  if (!PHRASES.some((phrase) => lisible.includes(phrase)))
    return `503 without a sentence: ${lisible.slice(0, 300)}`;
  if (!/^\d+$/.test(entetes.get('retry-after') ?? '')) return '503 without Retry-After';
  return /\bat .*\.ts:|node_modules|select |insert into/i.test(lisible)
    ? '503 that tells of the inside'
    : undefined;
}

/** All that was sent, for the count and for the verification. */
export class Registre {
  readonly envois: Envoi[] = [];
  readonly defauts: string[] = [];
  accuses = 0;
  /** Above what the demonstration has typed. */
  private compteur = 1_000;

  /** A number never given before. */
  suivant(): number {
    return (this.compteur += 1);
  }
  noter(envoi: Envoi): void {
    this.envois.push(envoi);
    if (envoi.accuse) this.accuses += 1;
  }
}
