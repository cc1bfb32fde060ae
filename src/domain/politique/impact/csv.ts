/** The changed cases of a study as a file for spreadsheets. */
import { decimalCsv, enTeteCsv, ligneCsv } from '#src/kernel/csv.ts';
import type { Issue } from './jugement.ts';
import type { CasChange } from './types.ts';
import { direCause, direIssue, type Libelles } from './phrases.ts';

const ENTETES = [
  'Décision',
  'Sujet',
  'Identifiant du sujet',
  'Précision',
  'Caf',
  'Type d’équipement',
  'Équipement',
  'Date de référence',
  'Dernière décision du cas',
  'Avant',
  'Après',
  'Montants et calculs changés',
  'Cause',
];

/** The file piece by piece, whatever the number of cases. */
export async function* csvDesCas(cas: AsyncIterable<CasChange>, libelles: Libelles): AsyncGenerator<string> {
  yield ENTETE_CSV;
  for await (const change of cas) yield ligneDeCas(change, libelles);
}

/** One changed case as a line. */
export function ligneDeCas(change: CasChange, libelles: Libelles): string {
  const issue = (de: Issue): string => direIssue(de, libelles);
  return ligneCsv([
    change.id,
    change.sujetType,
    change.sujetId,
    change.sujetDetail ?? '',
    change.cafId,
    change.typeEquipement ?? '',
    change.equipementId ?? '',
    change.dateReference,
    change.derniere ? 'oui' : 'non',
    issue(change.avant),
    issue(change.apres),
    change.calculs
      .map(
        ([nom, avant, apres]) =>
          `${libelles.calculs[nom] ?? nom} : ${decimalCsv(avant, 'absent')} → ${decimalCsv(apres, 'absent')}`,
      )
      .join(' | '),
    direCause(change.cause, libelles),
  ]);
}
/** Beginning of the file, for who writes its lines himself. */
export const ENTETE_CSV = enTeteCsv(ENTETES);
