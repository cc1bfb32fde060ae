/**
 * Small changes inside a JSON text, everything else being kept as it was written: spaces, order, line breaks.
 */
import type { ValueNode } from '@humanwhocodes/momoa';
import { parse } from '@humanwhocodes/momoa';

/** The text has nothing at the place to change: it was edited meanwhile, or is no longer JSON. */
export class EndroitIntrouvable extends Error {}

const PAS = '  ';
/** Longest object or list written on one line. */
const LARGEUR = 140;

/** Puts a value in place of the one at a JSON pointer. */
export function remplacer(texte: string, chemin: string, valeur: unknown): string {
  const [debut, fin] = etendue(noeudA(texte, chemin));
  return texte.slice(0, debut) + ecrire(valeur, retraitA(texte, debut)) + texte.slice(fin);
}

/** Adds an element to the list at a JSON pointer, at a rank (at the end by default). */
export function ajouterElement(texte: string, chemin: string, valeur: unknown, rang?: number): string {
  const liste = noeudA(texte, chemin);
  if (liste.type !== 'Array') throw new EndroitIntrouvable(chemin);
  return inserer(
    texte,
    liste,
    liste.elements.map(({ value }) => value),
    rang ?? liste.elements.length,
    (retrait) => ecrire(valeur, retrait),
  );
}

/** Adds a member at the end of the object at a JSON pointer. */
export function ajouterMembre(texte: string, chemin: string, cle: string, valeur: unknown): string {
  const objet = noeudA(texte, chemin);
  if (objet.type !== 'Object') throw new EndroitIntrouvable(chemin);
  return inserer(
    texte,
    objet,
    objet.members,
    objet.members.length,
    (retrait) => `${JSON.stringify(cle)}: ${ecrire(valeur, retrait)}`,
  );
}

/** Takes an element out of the list at a JSON pointer. */
export function retirerElement(texte: string, chemin: string, rang: number): string {
  const liste = noeudA(texte, chemin);
  const element = liste.type === 'Array' ? liste.elements[rang] : undefined;
  if (liste.type !== 'Array' || !element) throw new EndroitIntrouvable(`${chemin}/${rang}`);
  if (liste.elements.length === 1)
    return texte.slice(0, etendue(liste)[0]) + '[]' + texte.slice(etendue(liste)[1]);
  const precedent = liste.elements[rang - 1];
  const suivant = liste.elements[rang + 1];
  const [debut, fin] = etendue(element.value);
  return precedent
    ? texte.slice(0, etendue(precedent.value)[1]) + texte.slice(fin)
    : texte.slice(0, debut) + texte.slice(suivant ? etendue(suivant.value)[0] : fin);
}

interface Place {
  readonly range?: readonly [number, number];
}

function inserer(
  texte: string,
  contenant: ValueNode,
  membres: readonly Place[],
  rang: number,
  rediger: (retrait: string) => string,
): string {
  const [debut, fin] = etendue(contenant);
  const retrait = retraitA(texte, debut);
  const [premier] = membres;
  if (!premier) {
    const ouvrant = texte.charAt(debut);
    return `${texte.slice(0, debut)}${ouvrant}\n${retrait}${PAS}${rediger(retrait + PAS)}\n${retrait}${texte.slice(fin - 1)}`;
  }
  // A container on one line stays so when its elements are short; otherwise each element takes its own line.
  const surUneLigne = !texte.slice(debut, etendue(premier)[0]).includes('\n');
  const interieur = surUneLigne ? retrait : retraitA(texte, etendue(premier)[0]);
  const separateur = surUneLigne ? ', ' : `,\n${interieur}`;
  const avant = membres[rang - 1];
  if (avant)
    return (
      texte.slice(0, etendue(avant)[1]) + separateur + rediger(interieur) + texte.slice(etendue(avant)[1])
    );
  return (
    texte.slice(0, etendue(premier)[0]) + rediger(interieur) + separateur + texte.slice(etendue(premier)[0])
  );
}

function etendue({ range }: Place): readonly [number, number] {
  if (!range) throw new Error('nodes are parsed with their ranges');
  return range;
}

/** Value node at a JSON pointer. @throws EndroitIntrouvable */
function noeudA(texte: string, chemin: string): ValueNode {
  let noeud: ValueNode;
  try {
    noeud = parse(texte, { mode: 'json', ranges: true }).body;
  } catch {
    throw new EndroitIntrouvable(chemin);
  }
  for (const etape of chemin
    .split('/')
    .slice(1)
    .map((brut) => brut.replaceAll('~1', '/').replaceAll('~0', '~'))) {
    const suivant: ValueNode | undefined =
      noeud.type === 'Array'
        ? noeud.elements[Number(etape)]?.value
        : noeud.type === 'Object'
          ? noeud.members.find(({ name }) => (name.type === 'String' ? name.value : name.name) === etape)
              ?.value
          : undefined;
    if (!suivant) throw new EndroitIntrouvable(chemin);
    noeud = suivant;
  }
  return noeud;
}

/** White space a line begins with. */
function retraitA(texte: string, indice: number): string {
  const ligne = texte.slice(texte.lastIndexOf('\n', indice - 1) + 1, indice);
  return /^\s*/.exec(ligne)?.[0] ?? '';
}

/** JSON as the files of `rules/` write it: on one line when it is short, otherwise one member a line. */
export function ecrire(valeur: unknown, retrait = ''): string {
  const court = surUneLigne(valeur);
  if (court.length + retrait.length <= LARGEUR || typeof valeur !== 'object' || valeur === null) return court;
  const interieur = retrait + PAS;
  if (Array.isArray(valeur))
    return `[\n${valeur.map((element) => interieur + ecrire(element, interieur)).join(',\n')}\n${retrait}]`;
  const membres = Object.entries(valeur).filter(([, contenu]) => contenu !== undefined);
  return `{\n${membres.map(([cle, contenu]) => `${interieur}${JSON.stringify(cle)}: ${ecrire(contenu, interieur)}`).join(',\n')}\n${retrait}}`;
}

function surUneLigne(valeur: unknown): string {
  if (Array.isArray(valeur)) return `[${valeur.map(surUneLigne).join(', ')}]`;
  if (typeof valeur !== 'object' || valeur === null) return JSON.stringify(valeur);
  const membres = Object.entries(valeur)
    .filter(([, contenu]) => contenu !== undefined)
    .map(([cle, contenu]) => `${JSON.stringify(cle)}: ${surUneLigne(contenu)}`);
  return membres.length === 0 ? '{}' : `{ ${membres.join(', ')} }`;
}
