/** Records of a page in the shape the screens expect, with the names of what they refer to. */
import type { Enregistrement, LienDeFiche } from '#admin/definition/types/fiche.ts';
import type { Fiche, Params, Ressource } from '#admin/definition/definition.ts';
import { ficheCitee, lireParIds, peutLire, type Catalogue } from '#admin/definition/lecture.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';

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
    const chargees = [...ids].flatMap((id) => ficheCitee(unite, cible, id) ?? []);
    for (const { id } of chargees) ids.delete(id);
    for (const { id, titre } of [...chargees, ...(await lireParIds(unite, cible, [...ids], new Set()))]) {
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
