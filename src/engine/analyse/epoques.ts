/** States of the parameters: between two changes every case is decided the same way. */
import type { JeuCompile } from '#src/engine/jeu-compile.ts';
import { valeurEnJson } from '#src/engine/cel/unites.ts';
import { datesDeChangement } from '#src/engine/parametres.ts';
import { estApplicable } from '#src/engine/versions.ts';

/**
 * One date for each different state of the parameters while the file applies, oldest first: the latest of the
 * scenarios, else the first day.
 */
export function datesDesEpoques(jeu: JeuCompile): string[] {
  const { applicable, version } = jeu.fichier;
  const dates = [applicable.du, ...datesDeChangement(jeu.chronologies)].filter((date) =>
    estApplicable({ version, applicable }, date),
  );
  const vues = new Map<string, string>();
  for (const date of [...new Set(dates)].sort()) {
    const etat = etatDesParametres(jeu, date);
    if (etat !== undefined && !vues.has(etat)) vues.set(etat, date);
  }
  for (const { date } of jeu.fichier.scenarios.toSorted((a, b) => (a.date < b.date ? -1 : 1))) {
    const etat = estApplicable({ version, applicable }, date) ? etatDesParametres(jeu, date) : undefined;
    if (etat !== undefined) vues.set(etat, date);
  }
  return [...vues.values()];
}

/** Text that identifies the values in force at a date; `undefined` when some parameter has none yet. */
export function etatDesParametres(jeu: JeuCompile, date: string): string | undefined {
  const etat: string[] = [];
  for (const { nom, valeurs } of jeu.chronologies) {
    const enVigueur = valeurs.findLast(({ origine }) => origine.du <= date);
    if (!enVigueur) return undefined;
    etat.push(`${nom}=${String(valeurEnJson(enVigueur.valeur))}`);
  }
  return etat.join(';');
}
