import type { DroitsDuPasse } from '#src/domain/delegation/passe/lectures.ts';
import { enTeteCsv, ligneCsv } from '#src/kernel/csv.ts';
import { dateFr } from '#src/kernel/francais.ts';

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

/** Who could do what on a day, as a file for spreadsheets. */
export function csvDesDroits({ jour, droits }: DroitsDuPasse): string {
  return `${enTeteCsv(ENTETES)}${droits
    .map(({ personne, identifiant, droit, sur, du, au, effet, precision }) =>
      ligneCsv([
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
