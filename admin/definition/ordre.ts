/** The order of a list, and the place in it where a page begins: the row it follows or precedes, whatever was added or removed since. */
import type { EntityProperty, FilterQuery, QueryOrderMap } from '@mikro-orm/core';
import type { Params } from '#admin/definition/definition.ts';
import { RequeteRefusee, type Curseur, type Requete, type Vue } from '#admin/definition/requete.ts';

export interface Ordre {
  /** Column sorted by, or the way to it through one record cited. */
  readonly chemin: readonly string[];
  readonly sens: 'asc' | 'desc';
  /** Whether some rows have no value: they come last either way. */
  readonly facultatif: boolean;
  readonly type: string;
  /** Second and last criterion: without it two pages could show one row twice and skip another. */
  readonly cle: string;
}

/** The order a list is asked in. */
export function ordreDe({ tri }: Requete, { ressource, meta: depart }: Vue): Ordre {
  const chemin = (ressource.champs[tri.champ]?.tri ?? tri.champ).split('.');
  let meta = depart;
  let facultatif = false;
  let type = '';
  for (const nom of chemin) {
    const colonne = meta.properties[nom as never] as EntityProperty;
    facultatif ||= colonne.nullable === true;
    type = colonne.columnTypes[0] ?? '';
    meta = colonne.targetMeta ?? meta;
  }
  return { chemin, sens: tri.sens, facultatif, type, cle: ressource.cle.nom };
}

const sous = (chemin: readonly string[], valeur: unknown): FilterQuery<object> =>
  chemin.reduceRight<unknown>((dedans, nom) => ({ [nom]: dedans }), valeur) as FilterQuery<object>;

/** Criteria of the database; @param aRebours from the last row to the first */
export function criteres(
  { chemin, sens, facultatif, cle }: Ordre,
  aRebours: boolean,
): QueryOrderMap<object>[] {
  const direction = (sens === 'asc') === aRebours ? 'desc' : 'asc';
  // Said only where values can be absent, so that an index still gives the order.
  const absents = facultatif ? ` nulls ${aRebours ? 'first' : 'last'}` : '';
  return [sous(chemin, `${direction}${absents}`), { [cle]: aRebours ? 'desc' : 'asc' }];
}

/**
 * The rows beyond a place, as conditions to be read one after the other until the page is full: those that have a
 * value and those that have none are two ranges of an index, never one.
 */
export function auDela(
  { chemin, sens, facultatif, type, cle }: Ordre,
  curseur: Curseur,
): FilterQuery<object>[] {
  const apres = curseur.sens === 'apres';
  const absents = sous(chemin, null);
  const presents = sous(chemin, { $ne: null });
  const suite = { [cle]: { [apres ? '$gt' : '$lt']: curseur.id } } as FilterQuery<object>;
  if (curseur.valeur === null) {
    if (!facultatif) throw malForme();
    const memes = { $and: [absents, suite] };
    return apres ? [memes] : [memes, presents];
  }
  const valeur = lireBorne(type, curseur.valeur);
  const signe = (sens === 'asc') === apres ? '$gt' : '$lt';
  const range = {
    $and: [sous(chemin, { [`${signe}e`]: valeur }), { $or: [sous(chemin, { [signe]: valeur }), suite] }],
  } as FilterQuery<object>;
  return apres && facultatif ? [range, absents] : [range];
}

/** Rows of several ranges in the order of one list; its values are whole numbers. */
export function fusionner(
  { chemin, sens, cle }: Ordre,
  aRebours: boolean,
  plages: readonly (readonly Params[])[],
): Params[] {
  const [seule, ...autres] = plages;
  if (seule && autres.length === 0) return [...seule];
  const signe = aRebours ? -1 : 1;
  const rang = (brut: Params) => (sens === 'asc' ? 1 : -1) * Number(valeurDe(chemin, brut));
  const place = (un: Params, autre: Params) =>
    rang(un) - rang(autre) || (String(un[cle]) < String(autre[cle]) ? -1 : 1);
  return plages.flat().sort((un, autre) => signe * place(un, autre));
}

const valeurDe = (chemin: readonly string[], brut: Params): unknown =>
  chemin.reduce<unknown>((dedans, nom) => (dedans as Params | null | undefined)?.[nom], brut);

/** The place of a row, as an address carries it. @param brut the record as plain data, with what it is sorted by */
export function placeDe({ chemin, cle }: Ordre, brut: Params): string {
  const valeur = valeurDe(chemin, brut);
  const id = String(brut[cle]);
  if (valeur === null || valeur === undefined) return id;
  return `${id}~${valeur instanceof Date ? valeur.toISOString() : String(valeur)}`;
}

const malForme = () => new RequeteRefusee('Cette page de la liste n’existe pas. Revenez à la première.');

/** What a value looks like, by the type of its column. */
const FORMES: readonly (readonly [type: RegExp, forme: RegExp, lire?: (texte: string) => unknown])[] = [
  [/^timestamptz/, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, (texte) => new Date(texte)],
  [/^date/, /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/],
  [/^(small|big)?int/, /^-?\d{1,9}$/, Number],
  [/^numeric/, /^-?\d{1,16}(\.\d{1,10})?$/],
  [/^bool/, /^(true|false)$/, (texte) => texte === 'true'],
  [/^uuid/, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/],
];

function lireBorne(type: string, texte: string): unknown {
  const [, forme, lire] = FORMES.find(([colonne]) => colonne.test(type)) ?? [];
  if (forme && !forme.test(texte)) throw malForme();
  const lue = lire ? lire(texte) : texte;
  if (lue instanceof Date && Number.isNaN(lue.getTime())) throw malForme();
  return lue;
}
