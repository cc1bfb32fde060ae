import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { lireGuide, type PageGuide } from '#admin/ecrans/atelier/guide/guide.ts';

const FICHIER = path.resolve(import.meta.dirname, '..', '..', '..', '..', 'docs', 'guide-analyste.md');

/** The analyst's guide, read where it is written: the help and the file never differ. */
export async function donneesDuGuide(): Promise<PageGuide> {
  return lireGuide(await readFile(FICHIER, 'utf8'));
}
