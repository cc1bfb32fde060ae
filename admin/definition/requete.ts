import { Temporal } from 'temporal-polyfill';
import type { EntityMetadata, EntityProperty, FilterQuery } from '@mikro-orm/core';
import { raw } from '@mikro-orm/core';
import { champDuJour } from '#admin/definition/definition.ts';
import type { ChampDeRessource, Ressource } from '#admin/definition/definition.ts';
import type { Registre } from '#src/kernel/registre.ts';
import { Refus } from '#src/kernel/refus.ts';
import {
  direFauteDeJour,
  lireJour,
  lireNombre,
  nettoyerNom,
  type GenreDeNombre,
} from '#src/engine/saisie/index.ts';

/** A list was asked with a filter, an order or a page that it does not offer. */
export class RequeteRefusee extends Refus {
  override readonly statut = 400;
}

/** The row beside which a page begins: its identifier, and what it was sorted by, null without a value. */
export interface Curseur {
  readonly sens: 'apres' | 'avant';
  readonly id: string;
  readonly valeur: string | null;
}

export interface Requete {
  /** Number shown; where the page begins as long as no row says it. */
  readonly page: number;
  readonly curseur: Curseur | null;
  readonly taille: number;
  readonly tri: { readonly champ: string; readonly sens: 'asc' | 'desc' };
  readonly texte: string | null;
  readonly filtres: Readonly<Record<string, ValeurFiltre>>;
}
export type ValeurFiltre = string | { readonly from?: string; readonly to?: string };

/** Where a list is read: what the reader may see of it, and his day. */
export interface Vue {
  readonly ressource: Ressource;
  /** Its columns, and those of what it cites. */
  readonly meta: EntityMetadata;
  /** Fields the reader may see, declared and granted. */
  readonly visibles: ReadonlySet<string>;
  readonly aujourdhui: string;
  readonly fuseau: string;
  /** Rules in force, for the filters that a parameter bounds. */
  readonly registre: Registre;
}

const TAILLE = 20;
const TAILLE_MAX = 100;
/** Rows skipped at most to reach a page by its number alone. */
const PROFONDEUR_MAX = 10_000;
const NUMERO_MAX = 999_999;
const LONGUEUR_MAX = 100;

function nombre(brut: string | undefined, defaut: number, max: number, quoi: string): number {
  if (brut === undefined || brut === '') return defaut;
  const valeur = Number(brut);
  if (!/^\d{1,6}$/.test(brut) || valeur < 1 || valeur > max)
    throw new RequeteRefusee(`${quoi} : indiquez un nombre entier entre 1 et ${max}.`);
  return valeur;
}

/** Reads the query of a list; only sortable and filterable fields that the reader may see are accepted. */
export function lireRequete(query: Readonly<Record<string, unknown>>, vue: Vue): Requete {
  const textes = lireTextes(query);
  const filtres = lireFiltres(textes, vue);
  const taille = nombre(textes['perPage'], TAILLE, TAILLE_MAX, 'Nombre de lignes par page');
  const curseur = lireCurseur(query);
  const page = nombre(textes['page'], 1, curseur ? NUMERO_MAX : Math.floor(PROFONDEUR_MAX / taille), 'Page');
  const tri = lireTri(textes, vue);
  const texte = (textes['q'] ?? '').trim();
  if (texte.length > LONGUEUR_MAX)
    throw new RequeteRefusee(`La recherche comporte ${LONGUEUR_MAX} caractères au plus.`);
  return { page, curseur, taille, tri, texte: texte || null, filtres };
}

/** « identifier~value », or the identifier alone. Taken as it is: a name is compared to the letter. */
function lireCurseur({ apres, avant }: Readonly<Record<string, unknown>>): Curseur | null {
  const place = apres ?? avant;
  if (typeof place !== 'string' || place === '') return null;
  const [, id, valeur] = /^([A-Za-z0-9-]{1,100})(?:~([^\0]{0,2000}))?$/s.exec(place) ?? [];
  if (id === undefined || (apres !== undefined && avant !== undefined))
    throw new RequeteRefusee('Cette page de la liste n’existe pas. Revenez à la première.');
  return { sens: apres === undefined ? 'avant' : 'apres', id, valeur: valeur ?? null };
}

function lireTextes(query: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const textes: Record<string, string> = {};
  for (const [nom, valeur] of Object.entries(query)) {
    if (typeof valeur !== 'string')
      throw new RequeteRefusee(`Le paramètre « ${nom} » est répété ou mal formé.`);
    textes[nom] = nettoyerNom(valeur);
  }
  return textes;
}

function lireFiltres(textes: Readonly<Record<string, string>>, vue: Vue): Requete['filtres'] {
  const filtres: Record<string, ValeurFiltre> = {};
  for (const [nom, valeur] of Object.entries(textes)) {
    if (!nom.startsWith('filters')) continue;
    const lu = /^filters\.([A-Za-z0-9]+)(?:~~(from|to))?$/.exec(nom);
    const champ = lu?.[1];
    if (!champ) throw new RequeteRefusee(`Le filtre « ${nom} » n’est pas reconnu.`);
    exigerFiltre(champ, vue);
    if (valeur === '') continue;
    const precedent = filtres[champ];
    filtres[champ] = lu[2]
      ? { ...(typeof precedent === 'object' ? precedent : {}), [lu[2]]: valeur }
      : valeur;
  }
  return filtres;
}

function lireTri(textes: Readonly<Record<string, string>>, vue: Vue): Requete['tri'] {
  const { tri } = vue.ressource;
  const champ = textes['sortBy'] || triParDefaut(vue);
  const sens = textes['direction'] || (champ === tri.champ ? tri.sens : 'asc');
  if (sens !== 'asc' && sens !== 'desc')
    throw new RequeteRefusee('L’ordre du tri est « asc » (croissant) ou « desc » (décroissant).');
  exigerTri(champ, vue);
  return { champ, sens };
}

/**
 * @throws RequeteRefusee when the reader cannot filter on this field: an invisible one would be an oracle on
 * hidden data.
 */
export function exigerFiltre(nom: string, { ressource, visibles }: Vue): ChampDeRessource {
  const champ = Object.hasOwn(ressource.champs, nom) ? ressource.champs[nom] : undefined;
  if (!champ || !visibles.has(nom) || !ressource.filtres?.includes(nom))
    throw new RequeteRefusee(`Le filtre « ${nom} » n’existe pas pour cette liste.`);
  return champ;
}

/**
 * The order of a list that nobody asked to sort; a field its reader may not see would show through the order.
 */
export function triParDefaut({ ressource, visibles }: Pick<Vue, 'ressource' | 'visibles'>): string {
  return visibles.has(ressource.tri.champ) ? ressource.tri.champ : ressource.cle.nom;
}

/** @throws RequeteRefusee when the list cannot be sorted by this field for this reader. */
export function exigerTri(nom: string, vue: Vue): void {
  const { ressource, visibles } = vue;
  const champ = Object.hasOwn(ressource.champs, nom) ? ressource.champs[nom] : undefined;
  if (nom === triParDefaut(vue)) return;
  if (!champ || !visibles.has(nom) || !estTriable(champ))
    throw new RequeteRefusee(`Le tri par « ${nom} » n’existe pas pour cette liste.`);
}

export function estTriable(champ: ChampDeRessource): boolean {
  if (champ.tri !== undefined) return champ.tri !== null;
  return !champ.calcul && !['reference', 'texte-long', 'choix-multiple'].includes(champ.genre);
}

/** Condition of a list: its filters and its search together. */
export function conditions(requete: Pick<Requete, 'filtres' | 'texte'>, vue: Vue): FilterQuery<object> {
  const parties = Object.entries(requete.filtres).map(([nom, valeur]) => condition(nom, valeur, vue));
  if (requete.texte !== null) parties.push(rechercheTexte(requete.texte, vue));
  return parties.length > 0 ? { $and: parties } : {};
}

/** Every word must be found, in one field or another, whatever the accents and the case. */
export function rechercheTexte(texte: string, { ressource, meta }: Vue): FilterQuery<object> {
  const champs = ressource.recherche?.champs ?? [];
  if (champs.length === 0) throw new RequeteRefusee('Cette liste ne se recherche pas par mots.');
  const mots = texte.split(/\s+/).slice(0, 8);
  return { $and: mots.map((mot) => ({ $or: champs.map((chemin) => contient(chemin, mot, meta)) })) };
}

const colonneDe = ({ properties }: EntityMetadata, nom: string): string =>
  (properties[nom as never] as EntityProperty).fieldNames[0] ?? nom;

function contient(chemin: string, mot: string, meta: EntityMetadata): FilterQuery<object> {
  const [premier = '', suite = ''] = chemin.split('.');
  const motif = `%${mot.replace(/[\\%_]/g, (signe) => `\\${signe}`)}%`;
  const { targetMeta: cite } = meta.properties[premier as never] as EntityProperty;
  const mots = (nom: string) => `sans_accents(${nom}) like sans_accents(?)`;
  // What belongs to no Caf is the country's: the few records cited are compared, not all there are.
  if (cite && !cite.props.some(({ fieldNames }) => fieldNames?.[0] === 'caf_id'))
    return { [premier]: contient(suite, mot, cite) };
  // Names of a Caf are compared once each, not once for each record that cites them.
  const fragment = cite
    ? (alias: string) =>
        `${alias}.${colonneDe(meta, premier)} in (select id from ${cite.tableName} where ${mots(colonneDe(cite, suite))})`
    : (alias: string) => mots(`${alias}.${colonneDe(meta, premier)}`);
  return { [raw(fragment, [motif])]: [] };
}

function condition(nom: string, valeur: ValeurFiltre, vue: Vue): FilterQuery<object> {
  const champ = exigerFiltre(nom, vue);
  const refuser = refusDuFiltre(champ);
  const seule = (): string =>
    typeof valeur === 'string' ? valeur : refuser('une seule valeur est attendue.');
  if (typeof valeur === 'string' && valeur.length > LONGUEUR_MAX)
    refuser(`${LONGUEUR_MAX} caractères au plus.`);
  if (champ.genre === 'choix' && !champDuJour(champ, vue).options?.some((option) => option.valeur === valeur))
    refuser('cette valeur n’existe pas.');
  if (champ.filtre) return champ.filtre(seule(), vue.aujourdhui, vue.registre);
  if (champ.genre === 'instant')
    return { [nom]: jours(valeur, vue.fuseau, (texte) => lireDate(texte, champ)) };
  const borne = lecteurDeBorne(champ);
  if (borne) return { [nom]: intervalle(valeur, borne) };
  switch (champ.genre) {
    case 'booleen':
      return { [nom]: lireBooleen(seule(), champ) };
    case 'choix':
      return { [nom]: seule() };
    case 'reference':
    case 'identifiant':
      return {
        [nom]: /^[A-Za-z0-9-]{1,40}$/.test(seule()) ? seule() : refuser('cette référence est incorrecte.'),
      };
    default:
      return contient(nom, seule().trim(), vue.meta);
  }
}

const refusDuFiltre =
  ({ libelle }: ChampDeRessource) =>
  (attendu: string): never => {
    throw new RequeteRefusee(`Filtre « ${libelle} » : ${attendu}`);
  };

function lireDate(texte: string, champ: ChampDeRessource): string {
  const lu = lireJour(texte);
  return 'jour' in lu ? lu.jour : refusDuFiltre(champ)(direFauteDeJour(lu.faute, true));
}

function lireValeur(texte: string, champ: ChampDeRessource, genre: GenreDeNombre): string {
  const lu = lireNombre(texte, genre);
  return 'valeur' in lu ? lu.valeur : refusDuFiltre(champ)(lu.faute);
}

function lireBooleen(texte: string, champ: ChampDeRessource): boolean {
  if (texte !== 'true' && texte !== 'false') refusDuFiltre(champ)('répondez par oui ou par non.');
  return texte === 'true';
}

/** How either end of an interval is read, for the genres that are filtered so. */
function lecteurDeBorne(champ: ChampDeRessource): ((texte: string) => string | number) | undefined {
  switch (champ.genre) {
    case 'date':
      return (texte) => enBase(lireDate(texte, champ), champ);
    case 'entier':
    case 'annee':
      return (texte) => {
        const lu = lireValeur(texte, champ, 'entier');
        return /^-?\d{1,9}$/.test(lu) ? Number(lu) : refusDuFiltre(champ)('un nombre entier est attendu.');
      };
    case 'decimal':
    case 'etp':
      return (texte) => lireValeur(texte, champ, 'decimal');
    case 'euro':
      return (texte) => lireValeur(texte, champ, 'euro');
    default:
      return undefined;
  }
}

/** The stored date for the one a person means: the day after, when the end is stored excluded. */
function enBase(date: string, { finExclue }: ChampDeRessource): string {
  return finExclue ? Temporal.PlainDate.from(date).add({ days: 1 }).toString() : date;
}

function intervalle<T>(valeur: ValeurFiltre, lire: (texte: string) => T): unknown {
  if (typeof valeur === 'string') return lire(valeur);
  return {
    ...(valeur.from ? { $gte: lire(valeur.from) } : {}),
    ...(valeur.to ? { $lte: lire(valeur.to) } : {}),
  };
}

/** Whole civil days at the Caf, both included, as an interval of instants. */
function jours(valeur: ValeurFiltre, fuseau: string, lire: (texte: string) => string): unknown {
  const bornes = typeof valeur === 'string' ? { from: valeur, to: valeur } : valeur;
  const minuit = (texte: string, decalage: number) =>
    new Date(
      Temporal.PlainDate.from(lire(texte)).add({ days: decalage }).toZonedDateTime(fuseau).epochMilliseconds,
    );
  return {
    ...(bornes.from ? { $gte: minuit(bornes.from, 0) } : {}),
    ...(bornes.to ? { $lt: minuit(bornes.to, 1) } : {}),
  };
}
