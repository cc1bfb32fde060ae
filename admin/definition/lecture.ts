import {
  ReferenceKind,
  wrap,
  type EntityProperty,
  type FilterQuery,
  type QueryOrderMap,
} from '@mikro-orm/core';
import { duJour, type Fiche, type Params, type Ressource } from '#admin/definition/definition.ts';
import { auDela, criteres, ordreDe, placeDe } from '#admin/definition/ordre.ts';
import { conditions, rechercheTexte, type Requete, type Vue } from '#admin/definition/requete.ts';
import type { Acteur } from '#src/kernel/acteur.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { champsPermis, peut } from '#src/kernel/droits/droits.ts';
import { veille } from '#src/kernel/francais.ts';

/** Beyond this many rows a count is only a floor: counting them all would cost more than the page itself. */
export const TOTAL_MAX = 10_000;

/** The resources by id, so that a reference finds its target. */
export type Catalogue = ReadonlyMap<string, Ressource>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether the actor may read this resource at all. */
export function peutLire(acteur: Acteur, ressource: Ressource): boolean {
  return peut(acteur, ressource.droit, 'lire');
}

/** Fields of a resource this actor may see: declared, and granted by the rights table. */
export function champsVisibles(acteur: Acteur, ressource: Ressource): ReadonlySet<string> {
  if (!peutLire(acteur, ressource)) return new Set();
  const permis = champsPermis(acteur, ressource.droit, 'lire');
  const visibles = Object.entries(ressource.champs)
    .filter(
      ([nom, champ]) =>
        permis === 'tous' || (champ.calcul?.depuis ?? [nom]).every((depuis) => permis.has(depuis)),
    )
    .map(([nom]) => nom);
  return new Set(visibles);
}

export function vueDe(unite: UniteDeLecture, ressource: Ressource): Vue {
  const { acteur } = unite;
  return {
    ressource,
    meta: unite.em.getMetadata().get(ressource.entite as never),
    visibles: champsVisibles(acteur, ressource),
    aujourdhui: unite.aujourdhui.toString(),
    fuseau: 'fuseauHoraire' in acteur ? acteur.fuseauHoraire : 'Europe/Paris',
    registre: unite.registre,
  };
}

/** Columns to read for some fields: those the calculations and the title need, and the key. */
function colonnes(noms: Iterable<string>, { cle, champs, titre }: Ressource): string[] {
  const lues = new Set([cle.nom, ...titre.depuis]);
  for (const nom of noms) {
    const champ = champs[nom];
    if (!champ?.calcul) lues.add(nom);
    for (const depuis of champ?.calcul?.depuis ?? []) lues.add(depuis);
  }
  return [...lues];
}

function enFiche(brut: Params, noms: ReadonlySet<string>, vue: Vue): Fiche {
  const { ressource, aujourdhui } = vue;
  const id = String(brut[ressource.cle.nom]);
  const params: Record<string, unknown> = { [ressource.cle.nom]: id };
  for (const nom of noms) {
    const champ = ressource.champs[nom];
    const valeur = champ?.calcul ? champ.calcul.valeur(brut, aujourdhui) : (brut[nom] ?? null);
    params[nom] = champ?.finExclue ? jourInclus(valeur) : valeur;
  }
  return { id, titre: ressource.titre.texte(brut, vue), params };
}

const jourInclus = (fin: unknown): string | null => (typeof fin === 'string' ? veille(fin) : null);

/** An entity as plain data: instants as ISO text, references as ids. */
export const enDonnees = (entite: object): Params => aplatir(wrap(entite).toObject() as Params);

const aplatir = (brut: Params): Params =>
  Object.fromEntries(
    Object.entries(brut).map(([nom, valeur]) => {
      if (valeur instanceof Date) return [nom, valeur.toISOString()];
      if (valeur !== null && typeof valeur === 'object' && !Array.isArray(valeur) && 'id' in valeur)
        return [nom, valeur.id];
      return [nom, valeur];
    }),
  );

/** Rows as plain data, with the columns these fields need. */
async function lireBruts(
  unite: UniteDeLecture,
  vue: Vue,
  noms: ReadonlySet<string>,
  ou: FilterQuery<object>,
  { chemin = [], ...options }: OptionsDeLecture = {},
): Promise<Params[]> {
  const [relation, ...suite] = chemin;
  const lues = await unite.em.find(vue.ressource.entite, ou, {
    ...options,
    fields: [...colonnes(noms, vue.ressource), ...(relation ? [chemin.join('.')] : [])] as never,
    ...(relation && suite.length > 0 ? { populate: [relation] as never } : {}),
    disableIdentityMap: true,
  });
  return lues.map((entite) => wrap(entite).toObject() as Params);
}

interface OptionsDeLecture {
  readonly orderBy?: QueryOrderMap<object>[];
  readonly limit?: number;
  readonly offset?: number;
  /** What the rows are sorted by, read as well. */
  readonly chemin?: readonly string[];
}

async function lire(
  unite: UniteDeLecture,
  vue: Vue,
  noms: ReadonlySet<string>,
  ou: FilterQuery<object>,
  options?: OptionsDeLecture,
): Promise<Fiche[]> {
  return (await lireBruts(unite, vue, noms, ou, options)).map((brut) => enFiche(aplatir(brut), noms, vue));
}

/** Rows of a page, and the places the pages beside it begin at; null where there is none. */
export interface PageDeListe {
  readonly page: number;
  readonly fiches: readonly Fiche[];
  readonly precedente: string | null;
  readonly suivante: string | null;
}

/** One page of a list: only the fields the reader may see among `noms`. */
export async function lireListe(
  unite: UniteDeLecture,
  vue: Vue,
  requete: Requete,
  noms: readonly string[],
): Promise<PageDeListe> {
  const visibles = new Set(noms.filter((nom) => vue.visibles.has(nom)));
  const { page, curseur, taille } = requete;
  const ordre = ordreDe(requete, vue);
  const aRebours = curseur?.sens === 'avant';
  const bruts: Params[] = [];
  for (const ou of curseur ? auDela(ordre, curseur) : [{}]) {
    // One row more than is shown: it says whether another page follows.
    const limit = taille + 1 - bruts.length;
    if (limit > 0)
      bruts.push(
        ...(await lireBruts(
          unite,
          vue,
          visibles,
          { $and: [conditions(requete, vue), ou] },
          {
            orderBy: criteres(ordre, aRebours),
            limit,
            offset: curseur ? 0 : (page - 1) * taille,
            chemin: ordre.chemin,
          },
        )),
      );
  }
  const encore = bruts.length > taille;
  // Rows went away: what is left before is the first page, and a first page is full.
  if (aRebours && !encore) return lireListe(unite, vue, { ...requete, curseur: null, page: 1 }, noms);
  const montres = bruts.slice(0, taille);
  if (aRebours) montres.reverse();
  const place = (brut: Params | undefined) => (brut ? placeDe(ordre, brut) : null);
  return {
    page,
    fiches: montres.map((brut) => enFiche(aplatir(brut), visibles, vue)),
    precedente: page > 1 || curseur ? place(montres[0]) : null,
    suivante: encore || aRebours ? place(montres.at(-1)) : null,
  };
}

/** Rows of a list, as its address chooses them. */
export interface ListeChoisie {
  readonly vue: Vue;
  readonly requete: Pick<Requete, 'filtres' | 'texte'>;
}

/** Numbers of rows of some lists, in one statement; each exact up to `TOTAL_MAX`, one more beyond. */
export async function compterListes(
  { em }: UniteDeLecture,
  listes: readonly ListeChoisie[],
): Promise<readonly number[]> {
  const nombres: string[] = [];
  for (const { vue, requete } of listes) {
    const { entite, cle } = vue.ressource;
    const bornee = em
      .createQueryBuilder(entite, 'fiche')
      .select(cle.nom as never)
      .where(conditions(requete, vue) as never)
      .limit(TOTAL_MAX + 1);
    await bornee.applyFilters();
    nombres.push(`(select count(*)::int from (${bornee.getFormattedQuery()}) as bornee)`);
  }
  const [ligne] = await em.execute<[{ nombres: number[] }]>(`select array[${nombres.join(', ')}] as nombres`);
  return ligne.nombres;
}

/** Records by words of their title or search fields, for a reference field: id and title only. */
export async function proposer(
  unite: UniteDeLecture,
  ressource: Ressource,
  texte: string,
  limite: number,
): Promise<Fiche[]> {
  const vue = vueDe(unite, ressource);
  const [premier] = ressource.recherche?.champs ?? ressource.titre.depuis;
  const champTri = premier && !premier.includes('.') ? premier : ressource.tri.champ;
  return lire(unite, vue, new Set(), texte ? rechercheTexte(texte, vue) : {}, {
    orderBy: [{ [champTri]: 'asc' }, { [ressource.cle.nom]: 'asc' }] as QueryOrderMap<object>[],
    limit: limite,
  });
}

/** Records by their ids, out-of-scope and malformed ones left out. */
export async function lireParIds(
  unite: UniteDeLecture,
  ressource: Ressource,
  ids: readonly string[],
  noms: ReadonlySet<string>,
): Promise<Fiche[]> {
  const valides = ressource.cle.uuid
    ? ids.filter((id) => UUID.test(id))
    : ids.filter((id) => id.length <= 100);
  if (valides.length === 0) return [];
  return lire(unite, vueDe(unite, ressource), noms, { [ressource.cle.nom]: { $in: valides } });
}

/** A record loaded by {@link chargerEntite}, in the fields named; null when one of them is not of its own row. */
export function ficheDeLEntite(
  unite: UniteDeLecture,
  ressource: Ressource,
  entite: object,
  noms: ReadonlySet<string>,
): Fiche | null {
  const vue = vueDe(unite, ressource);
  return colonnes(noms, ressource).every((nom) => Object.hasOwn(vue.meta.properties, nom))
    ? enFiche(enDonnees(entite), noms, vue)
    : null;
}

/**
 * The entity behind a record page or an action, with the records its page cites and what is read of it only
 * when asked for; null when it does not exist for this actor.
 */
export async function chargerEntite(
  unite: UniteDeLecture,
  ressource: Ressource,
  id: string,
  catalogue: Catalogue,
): Promise<object | null> {
  if (ressource.cle.uuid ? !UUID.test(id) : id.length > 100) return null;
  const { em, acteur } = unite;
  const { properties } = em.getMetadata().get(ressource.entite as never);
  const visibles = champsVisibles(acteur, ressource);
  const aussi = colonnes(visibles, ressource).filter((nom) => {
    const { lazy, kind } = (properties[nom as never] ?? {}) as Partial<EntityProperty>;
    const cible = catalogue.get(ressource.champs[nom]?.ressource ?? '');
    return lazy === true || (kind === ReferenceKind.MANY_TO_ONE && cible && peutLire(acteur, cible));
  });
  return em.findOne(ressource.entite, { [ressource.cle.nom]: id }, { populate: aussi as never });
}

/** A record cited, when what it is called by was loaded with the one that cites it. */
export function ficheCitee(unite: UniteDeLecture, ressource: Ressource, id: string): Fiche | null {
  const entite = unite.em.getUnitOfWork().getById<Params>(ressource.entite as never, id);
  const { titre } = ressource;
  if (!entite || !titre.depuis.every((nom) => entite[nom] !== undefined)) return null;
  return { id, titre: titre.texte(enDonnees(entite), duJour(unite)), params: {} };
}
