/** The lines of an act as a file for spreadsheets. */
import { decimalCsv, enTeteCsv, ligneCsv } from '#src/kernel/csv.ts';
import { direDossier, direPrecision, direSuite, direVerdict } from '#src/domain/politique/reprise/phrases.ts';
import type { CasRepris } from '#src/domain/politique/reprise/vues.ts';

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

/** The file piece by piece, whatever the number of lines. */
export async function* csvDesLignes(
  lignes: AsyncIterable<CasRepris>,
  libelles: Readonly<Record<string, string>>,
): AsyncGenerator<string> {
  yield enTeteCsv(ENTETES);
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
    yield ligneCsv([
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
      decimalCsv(estimationAvant),
      decimalCsv(estimationApres),
    ]);
  }
}
