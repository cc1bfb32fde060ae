import type { JeuCompile } from '#src/engine/jeu-compile.ts';
import type { Normale } from '#src/engine/conditions.ts';
import { PiscineDeMoteurs } from '#src/engine/moteur.ts';
import { fichier, jeu } from '../appui.ts';

/**
 * The minimal rule file, compiled, whose json-rules-engine was given another condition than the direct
 * evaluator: they
 * differ on some amounts, as they would if one of them had a defect.
 */
export function jeuDesaccorde(
  condition: Normale = { fait: 'montant', operateur: 'lessThan', operande: { parametre: 'seuil' } },
): JeuCompile {
  const juste = jeu(fichier());
  return {
    ...juste,
    instantane: (date) => {
      const instantane = juste.instantane(date);
      return {
        ...instantane,
        moteurs: new PiscineDeMoteurs([{ id: 'ESS-001', condition }], instantane.parametres, ['montant']),
      };
    },
  };
}
