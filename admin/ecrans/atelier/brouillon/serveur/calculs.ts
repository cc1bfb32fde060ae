import { valeurTracee } from '#src/kernel/decision/mots.ts';
import type { Decision, FichierClos, Scenario } from '#src/engine/index.ts';
import { uniteDe } from '#src/engine/rendu/index.ts';
import { ecrireSaisie } from '#src/engine/text-edit/index.ts';

/** Every number the file computes: what the scenario expects of it, and what the engine gives. */
export function calculsVus(
  clos: FichierClos,
  decision: Decision | null,
  attendu: Scenario['attendu']['calculs'],
) {
  return Object.entries(clos.faitsDerives).flatMap(([nom, { libelle, type }]) => {
    const [voulu, obtenu] = [attendu?.[nom], decision?.calculs[nom]];
    if (!NUMERIQUES.has(type) || (voulu === undefined && obtenu === undefined)) return [];
    const dire = (texte: string | undefined): string | null =>
      texte === undefined ? null : valeurTracee({ libelle, type }, texte);
    return [
      {
        nom,
        libelle,
        unite: uniteDe(type),
        attendu: dire(voulu),
        saisi: ecrireSaisie(type, voulu),
        obtenu: dire(obtenu),
        propose: ecrireSaisie(type, obtenu),
        conforme: voulu === undefined || voulu === obtenu,
      },
    ];
  });
}

const NUMERIQUES: ReadonlySet<string> = new Set([
  'entier',
  'decimal',
  'euro',
  'etp',
  'euro-par-etp',
  'mois',
  'taux',
  'annee',
]);
