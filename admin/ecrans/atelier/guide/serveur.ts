import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { lireGuide } from '#admin/ecrans/atelier/guide/guide.ts';
import { definirEcran } from '#admin/definition/ecran.ts';
import { GROUPES } from '#admin/definition/groupes.ts';
import { PROGRAM_FOLDER } from '#src/kernel/program-folder.ts';

const FICHIER = path.join(PROGRAM_FOLDER, 'docs', 'guide-analyste.md');

/** The analyst's guide, read where it is written: the help and the file never differ. */
async function donneesDuGuide() {
  return lireGuide(await readFile(FICHIER, 'utf8'));
}

/** « Guide de l’analyste ». */
export const ecranGuide = definirEcran({
  nom: 'guide',
  libelle: 'Guide de l’analyste',
  groupe: GROUPES.regles,
  droit: ['VersionRegle', 'lire'],
  donnees: donneesDuGuide,
});
