import { raw, wrap, type FilterQuery, type QueryOrderMap } from '@mikro-orm/core';
import type { Enregistrement, LienDeFiche } from '#admin/definition/types/fiche.ts';
import type { Fiche, Params, Ressource } from '#admin/definition/definition.ts';
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
  return { id, titre: ressource.titre.texte(brut), params };
}

const jourInclus = (fin: unknown): string | null => (typeof fin === 'string' ? veille(fin) : null);

/** An entity as plain data: instants as ISO text, references as ids. */
export function enDonnees(entite: object): Params {
  const brut = wrap(entite).toObject() as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(brut).map(([nom, valeur]) => {
      if (valeur instanceof Date) return [nom, valeur.toISOString()];
      if (valeur !== null && typeof valeur === 'object' && !Array.isArray(valeur) && 'id' in valeur)
        return [nom, valeur.id];
      return [nom, valeur];
    }),
  );
}

function ordre(unite: UniteDeLecture, { tri }: Requete, ressource: Ressource): QueryOrderMap<object>[] {
  const chemin = (ressource.champs[tri.champ]?.tri ?? tri.champ).split('.');
  // Absent values come last either way; said only where they can be, so that an index still gives the order.
  const facultatif =
    chemin.length === 1 &&
    (unite.em.getMetadata().get(ressource.entite as never).properties[tri.champ as never] as
      | { nullable?: boolean }
      | false);
  const sens = facultatif && facultatif.nullable ? `${tri.sens} nulls last` : tri.sens;
  const cle = chemin.reduceRight<unknown>((valeur, nom) => ({ [nom]: valeur }), sens);
  // Without a last, unique criterion two pages could show one row twice and skip another.
  return [cle, { [ressource.cle.nom]: 'asc' }] as QueryOrderMap<object>[];
}

async function lire(
  unite: UniteDeLecture,
  vue: Vue,
  noms: ReadonlySet<string>,
  ou: FilterQuery<object>,
  options: { orderBy?: QueryOrderMap<object>[]; limit?: number; offset?: number } = {},
): Promise<Fiche[]> {
  const lues = await unite.em.find(vue.ressource.entite, ou, {
    ...options,
    fields: colonnes(noms, vue.ressource) as never,
    disableIdentityMap: true,
  });
  return lues.map((entite) => enFiche(enDonnees(entite), noms, vue));
}

/** One page of a list: only the fields the reader may see among `noms`. */
export async function lireListe(
  unite: UniteDeLecture,
  vue: Vue,
  requete: Requete,
  noms: readonly string[],
): Promise<Fiche[]> {
  return lire(unite, vue, new Set(noms.filter((nom) => vue.visibles.has(nom))), conditions(requete, vue), {
    orderBy: ordre(unite, requete, vue.ressource),
    limit: requete.taille,
    offset: (requete.page - 1) * requete.taille,
  });
}

/** Number of rows of a list, exact up to `TOTAL_MAX`, one more beyond. */
export async function compterListe(
  unite: UniteDeLecture,
  vue: Vue,
  requete: Pick<Requete, 'filtres' | 'texte'>,
): Promise<number> {
  const { entite, cle } = vue.ressource;
  const bornee = unite.em
    .createQueryBuilder(entite, 'fiche')
    .select(cle.nom as never)
    .where(conditions(requete, vue) as never)
    .limit(TOTAL_MAX + 1);
  await bornee.applyFilters();
  const [ligne] = await unite.em
    .createQueryBuilder(entite)
    .select(raw('count(*) as total'))
    .from(bornee, 'bornee')
    .execute<{ total: string }[]>('all', false);
  return Number(ligne?.total ?? 0);
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
  return lire(unite, vue, new Set(), texte ? rechercheTexte(texte, ressource) : {}, {
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

/** A record already loaded, in the fields named; null when some are read apart from the rest of its row. */
export function ficheDeLEntite(
  unite: UniteDeLecture,
  ressource: Ressource,
  entite: object,
  noms: ReadonlySet<string>,
): Fiche | null {
  const { properties } = unite.em.getMetadata().get(ressource.entite as never) as unknown as {
    readonly properties: Readonly<Record<string, { readonly lazy?: boolean; readonly formula?: unknown }>>;
  };
  const lues = colonnes(noms, ressource).every((nom) => {
    const propriete = properties[nom];
    return propriete !== undefined && propriete.lazy !== true && propriete.formula === undefined;
  });
  return lues ? enFiche(enDonnees(entite), noms, vueDe(unite, ressource)) : null;
}

/** The entity behind a record page or an action; null when it does not exist for this actor. */
export async function chargerEntite(
  unite: UniteDeLecture,
  ressource: Ressource,
  id: string,
): Promise<object | null> {
  if (ressource.cle.uuid ? !UUID.test(id) : id.length > 100) return null;
  return unite.em.findOne(ressource.entite, { [ressource.cle.nom]: id });
}

/**
 * Labels and addresses of the references of some records: one query per target, whatever the number of
 * records.
 */
export async function lireReferences(
  unite: UniteDeLecture,
  catalogue: Catalogue,
  ressource: Ressource,
  noms: readonly string[],
  lignes: readonly Params[],
  racine: string,
): Promise<Map<string, LienDeFiche>> {
  const parCible = new Map<string, Set<string>>();
  for (const nom of noms) {
    const champ = ressource.champs[nom];
    if (champ?.genre !== 'reference' || !champ.ressource) continue;
    const ids = parCible.get(champ.ressource) ?? new Set();
    for (const params of lignes) if (typeof params[nom] === 'string') ids.add(params[nom]);
    parCible.set(champ.ressource, ids);
  }
  const liens = new Map<string, LienDeFiche>();
  for (const [cibleId, ids] of parCible) {
    const cible = catalogue.get(cibleId);
    if (!cible || ids.size === 0 || !peutLire(unite.acteur, cible)) continue;
    for (const { id, titre } of await lireParIds(unite, cible, [...ids], new Set())) {
      liens.set(`${cibleId}/${id}`, {
        id,
        libelle: titre,
        href: `${racine}/resources/${cibleId}/records/${id}/show`,
      });
    }
  }
  return liens;
}

/** Records of a page with the labels of all they refer to: one query per kind, whatever their number. */
export async function lireEnregistrements(
  unite: UniteDeLecture,
  catalogue: Catalogue,
  ressource: Ressource,
  noms: readonly string[],
  fiches: readonly Fiche[],
  racine: string,
): Promise<Enregistrement[]> {
  const liens = await lireReferences(
    unite,
    catalogue,
    ressource,
    noms,
    fiches.map(({ params }) => params),
    racine,
  );
  const complements = await ressource.completer?.(unite, fiches, { catalogue, racine });
  return fiches.map((fiche) => {
    const enregistrement = enEnregistrement(fiche, ressource, liens);
    return { ...enregistrement, populated: { ...enregistrement.populated, ...complements?.get(fiche.id) } };
  });
}

/** A record in the shape AdminJS and the components expect. */
export function enEnregistrement(
  fiche: Fiche,
  ressource: Ressource,
  liens: ReadonlyMap<string, LienDeFiche>,
): Enregistrement {
  const populated: Record<string, LienDeFiche> = {};
  for (const [nom, champ] of Object.entries(ressource.champs)) {
    const lien = champ.ressource && liens.get(`${champ.ressource}/${String(fiche.params[nom])}`);
    if (lien) populated[nom] = lien;
  }
  return {
    id: fiche.id,
    title: fiche.titre,
    params: fiche.params,
    populated,
    errors: {},
    baseError: null,
    recordActions: [],
    bulkActions: [],
  };
}
