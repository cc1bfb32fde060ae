import { versionAide } from '#test/support/fichier-aide.ts';

/** Version that took the decisions. */
export const V1 = versionAide();

/** Version studied. */
export const V2 = versionAide({ version: '1.1.0', seuil: '120', taux: '0.6' });
const AUTRE_CAF = '452';

/** An id by its rank. */
export const uuid = (rang: number): string => `00000000-0000-4000-8000-${String(rang).padStart(12, '0')}`;

/** A conventionnement: subject of one of the decisions. */
export const CONVENTIONNEMENT = uuid(900);

/** What a hand can count: five subjects, six decisions. */
export const DECISIONS: readonly {
  readonly sujet: number;
  readonly caf?: string;
  readonly montant: string | null;
  readonly le?: string;
  readonly type?: string;
  readonly date?: string;
}[] = [
  { sujet: 900, montant: '50', type: 'Conventionnement' },
  { sujet: 2, montant: '130', le: '2026-01-10' },
  { sujet: 2, montant: '110', le: '2026-01-20' },
  { sujet: 3, caf: AUTRE_CAF, montant: '95' },
  { sujet: 4, caf: AUTRE_CAF, montant: '300', date: '2027-05-01' },
  { sujet: 5, caf: AUTRE_CAF, montant: null },
];
