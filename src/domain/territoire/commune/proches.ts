import { distanceDEdition } from '#src/engine/erreurs.ts';
import type { Indice } from '#src/domain/territoire/commune/indices.ts';
import {
  comparerPopulation,
  repertoire,
  type Designation,
  type Entree,
} from '#src/domain/territoire/commune/repertoire.ts';

/** Each commune where it stands first. */
export function uneFoisChacune(designations: readonly Designation[]): Designation[] {
  const vues = new Set<string>();
  return designations.filter(({ commune: { code } }) => !vues.has(code) && vues.add(code));
}

/** Where a beginning is that frequent, walking the communes from the most populated is the shorter way. */
const FREQUENT = 200;

/** Those whose name begins so, the most populated first. */
export function commencentPar(
  debut: string,
  limite: number,
  garder: (designation: Designation) => boolean,
): Designation[] {
  const { entrees } = repertoire();
  const rangDe = (cle: string): number => {
    let [bas, haut] = [0, entrees.length];
    while (bas < haut) {
      const milieu = (bas + haut) >> 1;
      if ((entrees[milieu]?.cle ?? '') < cle) bas = milieu + 1;
      else haut = milieu;
    }
    return bas;
  };
  const [premier, dernier] = [rangDe(debut), rangDe(`${debut}\uffff`)];
  if (dernier - premier > FREQUENT)
    return premieres(limite, ({ cle, designation }) => cle.startsWith(debut) && garder(designation));
  return entrees
    .slice(premier, dernier)
    .map(({ designation }) => designation)
    .filter(garder)
    .sort(comparerPopulation)
    .slice(0, limite);
}

/** Those whose name holds a word that begins so, the most populated first. */
export function contiennent(
  debut: string,
  limite: number,
  garder: (designation: Designation) => boolean,
): Designation[] {
  const mot = ` ${debut}`;
  return premieres(limite, ({ cle, designation }) => cle.includes(mot) && garder(designation));
}

function premieres(limite: number, garder: (entree: Entree) => boolean): Designation[] {
  const trouvees: Designation[] = [];
  for (const entree of repertoire().parPopulation) {
    if (trouvees.length >= limite) break;
    if (garder(entree)) trouvees.push(entree.designation);
  }
  return trouvees;
}

/** Below that share of common groups of letters two names have nothing to do with one another. */
const RESSEMBLANCE = 0.45;

interface Trigrammes {
  readonly parGroupe: ReadonlyMap<string, readonly number[]>;
  readonly tailles: readonly number[];
}
let trigrammes: Trigrammes | null = null;

const groupesDe = (cle: string): Set<string> => {
  const bordee = ` ${cle} `;
  return new Set(
    Array.from({ length: Math.max(0, bordee.length - 2) }, (_, rang) => bordee.slice(rang, rang + 3)),
  );
};

/** Made at the first name nobody has: names rightly written never need it. */
function indexTrigrammes(): Trigrammes {
  if (trigrammes) return trigrammes;
  const parGroupe = new Map<string, number[]>();
  const tailles = repertoire().entrees.map(({ cle }, rang) => {
    const groupes = groupesDe(cle);
    for (const groupe of groupes) {
      const rangs = parGroupe.get(groupe);
      if (rangs) rangs.push(rang);
      else parGroupe.set(groupe, [rang]);
    }
    return groupes.size;
  });
  return (trigrammes = { parGroupe, tailles });
}

/** Names weighed letter by letter, once their groups of letters have told them from the rest. */
const PESEES = 60;

/** Names that resemble, each with how much: 1 for the same, 0 for nothing in common. */
function semblables(nom: string): { readonly designation: Designation; readonly ressemblance: number }[] {
  const { entrees } = repertoire();
  const { parGroupe, tailles } = indexTrigrammes();
  const groupes = groupesDe(nom);
  const communs = new Uint16Array(entrees.length);
  const touches: number[] = [];
  for (const groupe of groupes) {
    for (const rang of parGroupe.get(groupe) ?? []) {
      const avant = communs[rang] ?? 0;
      if (avant === 0) touches.push(rang);
      communs[rang] = avant + 1;
    }
  }
  return touches
    .flatMap((rang) => {
      const entree = entrees[rang];
      const ressemblance = (2 * (communs[rang] ?? 0)) / (groupes.size + (tailles[rang] ?? 0));
      return !entree || ressemblance < RESSEMBLANCE ? [] : [{ entree, ressemblance }];
    })
    .sort((a, b) => b.ressemblance - a.ressemblance)
    .slice(0, PESEES)
    .map(({ entree: { cle, designation } }) => {
      const longueur = Math.max(cle.length, nom.length);
      return { designation, ressemblance: 1 - distanceDEdition(nom, cle, longueur) / longueur };
    });
}

/**
 * Communes that come near to what was written: first those the codes beside the name agree with, then names
 * that begin so, then names that resemble.
 */
export function proches(nom: string, indices: readonly Indice[], limite: number): Designation[] {
  const accorde = (designation: Designation): boolean =>
    indices.length > 0 && indices.every((indice) => indice.accorde(designation));
  const notes = new Map<Designation, number>();
  const noter = (designation: Designation, note: number): void => {
    notes.set(designation, Math.max(notes.get(designation) ?? 0, note));
  };
  if (nom.length > 1) {
    if (indices.length > 0)
      for (const designation of commencentPar(nom, limite, accorde)) noter(designation, 1);
    for (const designation of commencentPar(nom, limite, () => true)) noter(designation, 1);
    for (const { designation, ressemblance } of semblables(nom)) noter(designation, ressemblance);
  }
  for (const designation of indices.flatMap((indice) => [...indice.designe()]))
    if (!notes.has(designation)) noter(designation, 0);
  if (notes.size === 0) for (const designation of voisines(indices)) noter(designation, 0);
  const classees = [...notes]
    .map(([designation, note]) => ({ designation, note: note + (accorde(designation) ? 1 : 0) }))
    .sort((a, b) => b.note - a.note || b.designation.commune.population - a.designation.commune.population);
  return uneFoisChacune(classees.map(({ designation }) => designation)).slice(0, limite);
}

/**
 * Where codes alone lead to no commune: those all of them agree with (a department), else those of a postal
 * code that ends otherwise.
 */
function voisines(indices: readonly Indice[]): Designation[] {
  if (indices.length === 0) return [];
  const { parCode, parCodePostal } = repertoire();
  const accordees = [...parCode.values()].filter(
    (une) => une.par === null && indices.every((indice) => indice.accorde(une)),
  );
  if (accordees.length > 0) return accordees;
  const codes = indices.map(({ texte }) => texte).filter((texte) => /^\d{5}$/.test(texte));
  const debuts = codes.flatMap((code) => [code.slice(0, 4), code.slice(0, 3)]);
  const proche = debuts
    .map((debut) => [...parCodePostal].filter(([codePostal]) => codePostal.startsWith(debut)))
    .find((trouves) => trouves.length > 0);
  return (proche ?? []).flatMap(([, designations]) => [...designations]);
}
