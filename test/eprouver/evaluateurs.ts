import { IDS, charger } from '#test/rules/appui.ts';
import { eprouverLesEvaluateurs } from '#test/unit/engine/direct/differentiel.ts';
import type { Essai } from './essais.ts';

/** Share of the cases that goes to the shipped files. */
const PART_DES_JEUX_LIVRES = 0.1;

export const essai: Essai = {
  titre:
    'json-rules-engine, évaluateur direct et référence en fraction.js : mêmes décisions sur des fichiers et des cas tirés au sort',
  taille: 1_000_000,
  async executer({ graine, taille, surProgres }) {
    const livres = IDS.map(charger);
    const casParJeuLivre = Math.round((taille * PART_DES_JEUX_LIVRES) / livres.length);
    const { cas, fichiers, references, parResultat } = await eprouverLesEvaluateurs({
      graine,
      casGeneres: Math.max(0, taille - casParJeuLivre * livres.length),
      casParJeuLivre,
      livres,
      referenceSur: 5,
      surProgres,
    });
    return { cas, fichiers, 'cas jugés aussi par la référence': references, différences: 0, ...parResultat };
  },
};
