/**
 * JSON text to data with places: duplicate keys refused, size and depth bounded, every error in French with
 * its line.
 */
import type { DocumentNode, MemberNode, ValueNode } from '@humanwhocodes/momoa';
import { parse } from '@humanwhocodes/momoa';
import type { Anomalie } from './erreurs.ts';
import { FichierInvalide } from './erreurs.ts';

/** A place in a text, both from 1. */
export interface Place {
  readonly ligne: number;
  readonly colonne: number;
}
export interface TexteLu {
  readonly valeur: unknown;
  /** Place of the value at a JSON pointer (`/regles/0/issue`), or of the nearest parent that exists. */
  placeDe(chemin: string): Place | undefined;
}

/** Longest rule file accepted, in characters. */
export const TAILLE_MAX = 1_000_000;
/** Deepest nesting accepted. */
export const PROFONDEUR_MAX = 32;

/** A text without the byte order mark that some editors put first: it says nothing of the content. */
export const sansMarque = (texte: string): string => (texte.startsWith('\uFEFF') ? texte.slice(1) : texte);

/**
 * Reads a JSON text; one leading byte order mark is skipped. @throws FichierInvalide with one sentence and
 * the place of what is wrong
 */
export function lireJson(nomDuFichier: string, recu: string): TexteLu {
  const texte = sansMarque(recu);
  const refuser = (message: string, place?: Place): never => {
    throw new FichierInvalide(nomDuFichier, [{ controle: 'lecture', message, ...place }]);
  };
  if (texte.length > TAILLE_MAX) {
    return refuser(
      `le texte compte ${texte.length.toLocaleString('fr-FR')} caractères, la limite est de ${TAILLE_MAX.toLocaleString('fr-FR')}.`,
    );
  }
  const { profond, controle } = parcourir(texte);
  if (profond !== undefined)
    return refuser(
      `les accolades et crochets s’imbriquent sur plus de ${PROFONDEUR_MAX} niveaux.`,
      placeALIndice(texte, profond),
    );
  const document = analyser(texte, refuser);
  if (controle !== undefined)
    return refuser(
      'ce texte contient un caractère de contrôle (retour à la ligne, tabulation…) ; écrivez « \\n » ou « \\t » à sa place.',
      placeALIndice(texte, controle),
    );
  const places = new Map<string, Place>();
  const valeur = construire(document.body, '', places, refuser);
  return { valeur, placeDe: (chemin) => plusProchePlace(places, chemin) };
}

/** Adds line and column to anomalies that have a JSON pointer. */
export function situer(anomalies: readonly Anomalie[], lu: TexteLu): Anomalie[] {
  return anomalies.map((anomalie) =>
    anomalie.ligne === undefined && anomalie.chemin !== undefined
      ? { ...anomalie, ...lu.placeDe(anomalie.chemin) }
      : anomalie,
  );
}

type Refuser = (message: string, place?: Place) => never;

function analyser(texte: string, refuser: Refuser): DocumentNode {
  try {
    return parse(texte, { mode: 'json' });
  } catch (erreur) {
    return refuser(enFrancais(erreur), placeDeLErreur(erreur));
  }
}

function enFrancais(erreur: unknown): string {
  const message = erreur instanceof Error ? erreur.message : '';
  const caractere = /^Unexpected character '(.+)' found/su.exec(message)?.[1];
  if (caractere !== undefined)
    return `le JSON est mal formé : caractère inattendu « ${nommer(caractere)} »${/\p{L}|\p{N}|\p{P}|\p{S}/u.test(caractere) ? '' : ' ; remplacez-le par une espace ordinaire ou retirez-le'}.`;
  if (/^Unexpected end of input/.test(message))
    return 'le JSON est mal formé : le texte s’arrête avant la fin (accolade, crochet ou guillemet manquant).';
  return 'le JSON est mal formé : une virgule, une accolade ou un crochet est de trop ou manque à cet endroit.';
}

const BLANCS: Readonly<Record<string, string>> = {
  '\u00a0': 'espace insécable',
  '\u202f': 'espace fine insécable',
  '\u2009': 'espace fine',
  '\u2007': 'espace de chiffre',
  '\u200b': 'espace sans chasse',
  '\u2060': 'gluon de mots',
  '\u00ad': 'trait d’union conditionnel',
  '\ufeff': 'marque d’ordre des octets',
  '\u2028': 'séparateur de lignes',
};

/** A character in words where it cannot be seen: « espace insécable U+00A0 ». */
function nommer(caractere: string): string {
  if (/\p{L}|\p{N}|\p{P}|\p{S}/u.test(caractere)) return caractere;
  return `${BLANCS[caractere] ?? 'caractère invisible'} U+${(caractere.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function placeDeLErreur(erreur: unknown): Place | undefined {
  if (typeof erreur !== 'object' || erreur === null || !('line' in erreur) || !('column' in erreur))
    return undefined;
  const { line, column } = erreur;
  return typeof line === 'number' && typeof column === 'number'
    ? { ligne: line, colonne: column }
    : undefined;
}

function construire(noeud: ValueNode, chemin: string, places: Map<string, Place>, refuser: Refuser): unknown {
  const place = placeDuNoeud(noeud);
  places.set(chemin, place);
  switch (noeud.type) {
    case 'Object':
      return construireObjet(noeud.members, chemin, places, refuser);
    case 'Array':
      return noeud.elements.map((element, rang) =>
        construire(element.value, `${chemin}/${rang}`, places, refuser),
      );
    case 'Number':
      return Number.isFinite(noeud.value) ? noeud.value : refuser('ce nombre est trop grand.', place);
    case 'String':
      return texteEntier(noeud.value, place, refuser);
    case 'Boolean':
      return noeud.value;
    case 'Null':
      return null;
    default:
      return refuser('cette valeur n’est pas du JSON.', place);
  }
}

/** A text that a base keeps as it is. */
function texteEntier(texte: string, place: Place, refuser: Refuser): string {
  if (!texte.isWellFormed())
    return refuser(
      'ce texte contient la moitié d’un caractère (une séquence « \\ud… » sans sa suite) ; écrivez-le de nouveau.',
      place,
    );
  return texte.includes('\0')
    ? refuser('ce texte contient un caractère nul (« \\u0000 »), qui ne se conserve pas ; retirez-le.', place)
    : texte;
}

function construireObjet(
  membres: readonly MemberNode[],
  chemin: string,
  places: Map<string, Place>,
  refuser: Refuser,
): Record<string, unknown> {
  const objet: Record<string, unknown> = {};
  for (const { name, value } of membres) {
    const place = placeDuNoeud(name);
    const cle = texteEntier(name.type === 'String' ? name.value : name.name, place, refuser);
    if (Object.hasOwn(objet, cle))
      return refuser(`la clé « ${cle} » apparaît deux fois dans le même objet.`, place);
    if (cle === '__proto__') return refuser('la clé « __proto__ » est interdite.', place);
    objet[cle] = construire(value, `${chemin}/${echapper(cle)}`, places, refuser);
  }
  return objet;
}

function placeDuNoeud({ loc }: { loc: { start: { line: number; column: number } } }): Place {
  return { ligne: loc.start.line, colonne: loc.start.column };
}

/** A key inside a JSON pointer. */
export function echapper(cle: string): string {
  return cle.replaceAll('~', '~0').replaceAll('/', '~1');
}

function plusProchePlace(places: ReadonlyMap<string, Place>, chemin: string): Place | undefined {
  for (let reste = chemin; ; reste = reste.slice(0, reste.lastIndexOf('/'))) {
    const place = places.get(reste);
    if (place || reste === '') return place;
  }
}

/**
 * What the parser would not say: `profond`, first bracket beyond the allowed depth, where it would exhaust
 * the stack;
 * `controle`, first bare control character in a string, which it lets through.
 */
function parcourir(texte: string): { profond?: number; controle?: number } {
  let controle: number | undefined;
  let profondeur = 0;
  let dansUneChaine = false;
  for (let i = 0; i < texte.length; i++) {
    const caractere = texte[i];
    if (dansUneChaine) {
      if (caractere === '\\') i++;
      else if (caractere === '"') dansUneChaine = false;
      else if (caractere !== undefined && caractere < ' ') controle ??= i;
    } else if (caractere === '"') dansUneChaine = true;
    else if (caractere === '{' || caractere === '[') {
      profondeur++;
      if (profondeur > PROFONDEUR_MAX) return { profond: i };
    } else if (caractere === '}' || caractere === ']') profondeur--;
  }
  return controle === undefined ? {} : { controle };
}

function placeALIndice(texte: string, indice: number): Place {
  const lignes = texte.slice(0, indice).split('\n');
  return { ligne: lignes.length, colonne: (lignes.at(-1)?.length ?? 0) + 1 };
}
