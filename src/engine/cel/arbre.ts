/** Walks over a CEL syntax tree: what a formula reads and calls, and what the closed language refuses. */
import type { ASTNode } from '@marcbachmann/cel-js';
import { FormuleRefusee } from '#src/engine/erreurs.ts';

/** Direct children of a node, whatever its shape. */
export function enfants(noeud: ASTNode): ASTNode[] {
  return noeudsDe(noeud.args);
}

function noeudsDe(valeur: unknown): ASTNode[] {
  if (Array.isArray(valeur)) return valeur.flatMap(noeudsDe);
  return estUnNoeud(valeur) ? [valeur] : [];
}

function estUnNoeud(valeur: unknown): valeur is ASTNode {
  return typeof valeur === 'object' && valeur !== null && 'op' in valeur && 'args' in valeur;
}

/** Visits every node, parents first. */
export function parcourir(noeud: ASTNode, visiter: (noeud: ASTNode) => void): void {
  visiter(noeud);
  for (const enfant of enfants(noeud)) parcourir(enfant, visiter);
}

const ARITHMETIQUE = new Set(['+', '-', '*', '/', '%']);

/**
 * True when the value of the node comes from bare integer literals only: CEL would divide them as integers.
 */
function estEntierNu(noeud: ASTNode): boolean {
  if (noeud.op === 'value') return typeof noeud.args === 'bigint';
  if (noeud.op === '-_') return estEntierNu(noeud.args);
  if (noeud.op === '?:') return estEntierNu(noeud.args[1]) && estEntierNu(noeud.args[2]);
  return ARITHMETIQUE.has(noeud.op) && enfants(noeud).every(estEntierNu);
}

/** Refuses binary floating point, integer division of literals, and the modulo. */
export function refuserNombresFlottants(racine: ASTNode): void {
  parcourir(racine, (noeud) => {
    if (noeud.op === 'value' && typeof noeud.args === 'number') {
      throw new FormuleRefusee(
        `le nombre ${noeud.args} doit être écrit entre guillemets avec son unité, par exemple decimal("${noeud.args}") ou etp("${noeud.args}").`,
      );
    }
    if (noeud.op === '%') throw new FormuleRefusee('l’opérateur % n’existe pas dans les formules.');
    if (ARITHMETIQUE.has(noeud.op) && enfants(noeud).every(estEntierNu)) {
      throw new FormuleRefusee(
        'un calcul entre deux nombres sans unité est refusé ; écrivez par exemple decimal(7) / decimal(12).',
      );
    }
  });
}

/** Names of functions called (`f(x)`) and of methods (`x.f()`). */
export function appels(racine: ASTNode): { fonctions: Set<string>; methodes: Set<string> } {
  const fonctions = new Set<string>();
  const methodes = new Set<string>();
  parcourir(racine, (noeud) => {
    if (noeud.op === 'call') fonctions.add(noeud.args[0]);
    if (noeud.op === 'rcall') methodes.add(noeud.args[0]);
  });
  return { fonctions, methodes };
}

/** Names read anywhere in the formula. */
export function nomsLus(racine: ASTNode): Set<string> {
  const noms = new Set<string>();
  parcourir(racine, (noeud) => {
    if (noeud.op === 'id') noms.add(noeud.args);
  });
  return noms;
}

/**
 * Members read of a root (`racine.nom`, `racine['nom']`); `null` stands for a read of the whole, or of a
 * member found while evaluating.
 */
export function membresLus(arbre: ASTNode, racine: string): Set<string | null> {
  const membres = new Set<string | null>();
  let lectures = 0;
  let situees = 0;
  parcourir(arbre, (noeud) => {
    if (noeud.op === 'id' && noeud.args === racine) lectures++;
    if ((noeud.op !== '.' && noeud.op !== '[]') || noeud.args[0].op !== 'id' || noeud.args[0].args !== racine)
      return;
    const membre: unknown =
      noeud.op === '.' ? noeud.args[1] : noeud.args[1].op === 'value' ? noeud.args[1].args : null;
    membres.add(typeof membre === 'string' ? membre : null);
    situees++;
  });
  return lectures > situees ? membres.add(null) : membres;
}

/**
 * String literals compared with a variable (`==`, `!=`, `in`): pairs to check against the variable's domain.
 */
export function litterauxCompares(racine: ASTNode): { nom: string; litteral: string }[] {
  const paires: { nom: string; litteral: string }[] = [];
  parcourir(racine, (noeud) => {
    if (noeud.op !== '==' && noeud.op !== '!=' && noeud.op !== 'in') return;
    const [gauche, droite] = noeud.args;
    const [nom, autre] =
      gauche.op === 'id'
        ? [gauche.args, droite]
        : droite.op === 'id'
          ? [droite.args, gauche]
          : [undefined, gauche];
    if (nom === undefined) return;
    for (const candidat of autre.op === 'list' ? autre.args : [autre]) {
      if (candidat.op === 'value' && typeof candidat.args === 'string')
        paires.push({ nom, litteral: candidat.args });
    }
  });
  return paires;
}

/** What a string-valued formula may return: literals, variables and functions in result position. */
export function resultatsPossibles(noeud: ASTNode): {
  litteraux: string[];
  noms: string[];
  fonctions: string[];
} {
  if (noeud.op === '?:') {
    const [, siVrai, siFaux] = noeud.args;
    const a = resultatsPossibles(siVrai);
    const b = resultatsPossibles(siFaux);
    return {
      litteraux: [...a.litteraux, ...b.litteraux],
      noms: [...a.noms, ...b.noms],
      fonctions: [...a.fonctions, ...b.fonctions],
    };
  }
  return {
    litteraux: noeud.op === 'value' && typeof noeud.args === 'string' ? [noeud.args] : [],
    noms: noeud.op === 'id' ? [noeud.args] : [],
    fonctions: noeud.op === 'call' ? [noeud.args[0]] : [],
  };
}

/** True when some value of the formula may be found without reading every name in it. */
export function peutIgnorerUnNom(arbre: ASTNode): boolean {
  let paresseux = false;
  parcourir(arbre, (noeud) => {
    paresseux ||=
      noeud.op === '?:' ||
      noeud.op === '&&' ||
      noeud.op === '||' ||
      (noeud.op === 'call' && noeud.args[0] === 'present');
  });
  return paresseux;
}
