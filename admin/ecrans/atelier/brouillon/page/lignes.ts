import { diffArrays } from 'diff';

/** Lines taken out of the first text, and lines brought in by the second; a moved line is both. */
export function lignesDifferentes(avant: string, apres: string): { retirees: string[]; ajoutees: string[] } {
  const morceaux = diffArrays(avant.split('\n'), apres.split('\n'));
  return {
    retirees: morceaux.flatMap(({ removed, value }) => (removed ? value : [])),
    ajoutees: morceaux.flatMap(({ added, value }) => (added ? value : [])),
  };
}
