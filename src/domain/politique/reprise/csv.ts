/**
 * The lines of an act as CSV for French spreadsheets: UTF-8 with a byte order mark, semicolons, decimal
 * commas.
 */
import { direDossier, direPrecision, direSuite, direVerdict } from '#src/domain/politique/reprise/phrases.ts';
import type { CasRepris } from '#src/domain/politique/reprise/vues.ts';
import { cellule } from '#src/domain/politique/impact/csv.ts';

const ENTETES = [
  'Caf',
  'Dossier',
  'Identifiant du dossier',
  'Date de référence',
  'Décision avant',
  'Version avant',
  'Avant',
  'Décision après',
  'Version après',
  'Après',
  'Suite',
  'Précision',
  'Estimation avant',
  'Estimation après',
];
const ligne = (cellules: readonly string[]): string => `${cellules.map(cellule).join(';')}\r\n`;
const virgule = (decimal: string | null): string => decimal?.replace('.', ',') ?? '';

/** The file piece by piece, whatever the number of lines. */
export async function* csvDesLignes(
  lignes: AsyncIterable<CasRepris>,
  libelles: Readonly<Record<string, string>>,
): AsyncGenerator<string> {
  yield `\uFEFF${ligne(ENTETES)}`;
  for await (const cas of lignes) {
    const {
      cafId,
      sujetId,
      dateReference,
      decisionId,
      avant,
      apres,
      nouvelleId,
      estimationAvant,
      estimationApres,
    } = cas;
    yield ligne([
      cafId,
      direDossier(cas),
      sujetId,
      dateReference,
      decisionId,
      avant.numero,
      direVerdict(avant, libelles),
      nouvelleId ?? '',
      apres?.numero ?? '',
      apres ? direVerdict(apres, libelles) : '',
      direSuite(cas),
      direPrecision(cas),
      virgule(estimationAvant),
      virgule(estimationApres),
    ]);
  }
}
