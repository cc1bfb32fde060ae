/** What a rule or a formula reads, down to the declared facts. */
import type { JeuCompile } from '#src/engine/jeu-compile.ts';
import type { Normale } from '#src/engine/conditions.ts';
import { feuilles } from '#src/engine/conditions.ts';
import { Nombre } from '#src/engine/nombre.ts';
import { parcourir } from '#src/engine/cel/arbre.ts';

/**
 * Declared facts that decide these names, through derived facts, needs and constraints; in the order of the
 * file.
 */
export function faitsLus(jeu: JeuCompile, noms: Iterable<string>): string[] {
  const vus = new Set<string>();
  const visiter = (nom: string): void => {
    if (vus.has(nom)) return;
    vus.add(nom);
    const besoin = jeu.besoins.get(nom);
    if (typeof besoin === 'object')
      for (const lu of 'si' in besoin ? lusPar(besoin.si) : besoin.avec) visiter(lu);
    const derive = jeu.derives.find((candidat) => candidat.nom === nom);
    if (derive) for (const lu of [...derive.formule.lit, ...lusPar(derive.siPossible)]) visiter(lu);
    for (const { formule } of jeu.contraintes)
      if (formule.lit.has(nom)) for (const lu of formule.lit) visiter(lu);
  };
  for (const nom of noms) visiter(nom);
  return [...jeu.faits.keys()].filter((nom) => vus.has(nom));
}

export function lusPar(condition: Normale | undefined): string[] {
  return condition ? feuilles(condition).map(({ fait }) => fait) : [];
}

/** Lengths in months a file names (parameters and formulas), with the year. */
export function moisNommes(jeu: JeuCompile): number[] {
  const mois = new Set<number>([1, 12]);
  for (const { nom, valeurs } of jeu.chronologies) {
    if (jeu.fichier.parametres[nom]?.type !== 'mois') continue;
    for (const { valeur } of valeurs) if (valeur instanceof Nombre) mois.add(Number(valeur.n));
  }
  for (const { formule } of jeu.derives) {
    parcourir(formule.arbre, (noeud) => {
      if (
        noeud.op === 'call' &&
        noeud.args[0] === 'mois' &&
        noeud.args[1][0]?.op === 'value' &&
        typeof noeud.args[1][0].args === 'bigint'
      )
        mois.add(Number(noeud.args[1][0].args));
    });
  }
  mois.delete(0);
  return [...mois].sort((a, b) => a - b);
}
