/** What depends on the date in a compiled rule file. */
import type { Predicat } from './conditions.ts';
import { feuilles, predicat } from './conditions.ts';
import { PiscineDeMoteurs } from './moteur.ts';
import type { ParametresEnVigueur } from './parametres.ts';
import { datesDeChangement, parametresEnVigueur } from './parametres.ts';
import type { Instantane, JeuCompile } from './jeu-compile.ts';

/** One snapshot per interval between two parameter changes, built at first use. */
export function instantanes(jeu: Omit<JeuCompile, 'instantane'>): (date: string) => Instantane {
  const changements = datesDeChangement(jeu.chronologies);
  const construits = new Map<number, Instantane>();
  return (date) => {
    const intervalle = changements.findLastIndex((du) => du <= date);
    const connu = construits.get(intervalle);
    if (connu) return connu;
    const construit = construireInstantane(jeu, parametresEnVigueur(jeu.fichier.id, jeu.chronologies, date));
    construits.set(intervalle, construit);
    return construit;
  };
}

function construireInstantane(
  jeu: Omit<JeuCompile, 'instantane'>,
  parametres: ParametresEnVigueur,
): Instantane {
  const lus = new Set(jeu.regles.flatMap(({ condition }) => feuilles(condition).map(({ fait }) => fait)));
  const requisSi = [...jeu.besoins].flatMap(([nom, besoin]): [string, Predicat][] =>
    typeof besoin === 'object' && 'si' in besoin ? [[nom, predicat(besoin.si, parametres)]] : [],
  );
  return {
    parametres,
    moteurs: new PiscineDeMoteurs(
      jeu.regles.map(({ declaration, condition }) => ({ id: declaration.id, condition })),
      parametres,
      lus,
    ),
    requisSi: new Map(requisSi),
    siPossible: new Map(
      jeu.derives.flatMap(({ nom, siPossible }): [string, Predicat][] =>
        siPossible ? [[nom, predicat(siPossible, parametres)]] : [],
      ),
    ),
  };
}
