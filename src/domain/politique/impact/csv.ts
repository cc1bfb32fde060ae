/**
 * The changed cases as CSV for French spreadsheets: UTF-8 with a byte order mark, semicolons, decimal commas.
 */
import type { Issue } from './jugement.ts';
import type { CasChange } from './types.ts';
import { direCause, direIssue, type Libelles } from './phrases.ts';

const MARQUE = '\uFEFF';
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

/** A cell; one that a spreadsheet would take for a formula is made a text, numbers are left alone. */
export function cellule(valeur: string): string {
  const nombre = /^-?\d+(,\d+)?$/.test(valeur);
  const sure = !nombre && /^[=+\-@\t\r\n]/.test(valeur) ? `'${valeur}` : valeur;
  return /[";\r\n]/.test(sure) ? `"${sure.replaceAll('"', '""')}"` : sure;
}

const ligne = (cellules: readonly string[]): string => `${cellules.map(cellule).join(';')}\r\n`;
const virgule = (decimal: string | null): string => decimal?.replace('.', ',') ?? 'absent';

/** The file piece by piece, whatever the number of cases. */
export async function* csvDesCas(cas: AsyncIterable<CasChange>, libelles: Libelles): AsyncGenerator<string> {
  yield `${MARQUE}${ligne(ENTETES)}`;
  for await (const change of cas) yield ligneDeCas(change, libelles);
}

/** One changed case as a line. */
export function ligneDeCas(change: CasChange, libelles: Libelles): string {
  const issue = (de: Issue): string => direIssue(de, libelles);
  return ligne([
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
      .map(([nom, avant, apres]) => `${libelles.calculs[nom] ?? nom} : ${virgule(avant)} → ${virgule(apres)}`)
      .join(' | '),
    direCause(change.cause, libelles),
  ]);
}
/** Beginning of the file, for who writes its lines himself. */
export const ENTETE_CSV = `${MARQUE}${ligne(ENTETES)}`;
