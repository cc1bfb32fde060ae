import type { DroitsDuPasse } from '#src/domain/delegation/passe/lectures.ts';
import { cellule } from '#src/domain/politique/impact/csv.ts';

const ENTETES = [
  'Date',
  'Personne',
  'Identifiant',
  'Droit',
  'Sur',
  'Du',
  'Au (exclu)',
  'Exerçable ce jour-là',
  'Précision',
];
const EFFETS = { oui: 'oui', partie: 'une partie de la journée', non: 'non' } as const;
const ligne = (cellules: readonly string[]): string => `${cellules.map(cellule).join(';')}\r\n`;
const dateFr = (jour: string | null): string => jour?.split('-').reverse().join('/') ?? '';

/** Who could do what on a day, for French spreadsheets: UTF-8 with a byte order mark, semicolons. */
export function csvDesDroits({ jour, droits }: DroitsDuPasse): string {
  return `\uFEFF${ligne(ENTETES)}${droits
    .map(({ personne, identifiant, droit, sur, du, au, effet, precision }) =>
      ligne([
        dateFr(jour),
        personne,
        identifiant,
        droit,
        sur,
        dateFr(du),
        dateFr(au),
        EFFETS[effet],
        precision,
      ]),
    )
    .join('')}`;
}

/** Headers of an answer that is such a file. */
export const entetesDuFichier = (jour: string): Readonly<Record<string, string>> => ({
  'Content-Type': 'text/csv; charset=utf-8',
  'Content-Disposition': `attachment; filename="droits-${jour}.csv"`,
  'Cache-Control': 'private, no-store',
  'X-Content-Type-Options': 'nosniff',
});
