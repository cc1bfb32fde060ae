/** Files for French spreadsheets: UTF-8 with a byte order mark, semicolons, decimal commas. */
import { stringify } from 'csv-stringify/sync';

const MARQUE = '\uFEFF';

/** A cell that a spreadsheet would take for a formula is made a text; numbers are left alone. */
const sansFormule = (valeur: string): string =>
  !/^-?\d+(,\d+)?$/.test(valeur) && /^[=+\-@\t\r\n]/.test(valeur) ? `'${valeur}` : valeur;

/** One line, its end included. */
export const ligneCsv = (cellules: readonly string[]): string =>
  stringify([cellules.map(sansFormule)], { delimiter: ';', record_delimiter: '\r\n' });

/** The beginning of a file: its mark and its header. */
export const enTeteCsv = (titres: readonly string[]): string => `${MARQUE}${ligneCsv(titres)}`;

/** « 12,5 » of 12.5. @param vide what stands for an absent value */
export const decimalCsv = (decimal: string | null, vide = ''): string => decimal?.replace('.', ',') ?? vide;
