import type { Ecran, Ressource } from '#admin/definition/definition.ts';
import { champsVisibles, peutLire } from '#admin/definition/lecture.ts';
import { estTriable } from '#admin/definition/requete.ts';
import type { DescripteurChamp, EcranJson, RessourceJson } from '#admin/definition/contrats.ts';
import type { Acteur } from '#src/domain/commun/acteur.ts';
import type { Droit } from '#src/domain/commun/commande.ts';
import { peut } from '#src/domain/droits/droits.ts';

/** Whether the actor holds a right; synchronous, on purpose: AdminJS takes any promise for a yes. */
export function aLeDroit(acteur: Acteur, [ressource, action]: Droit): boolean {
  return peut(acteur, ressource, action as never);
}

function descripteurs(
  noms: readonly string[],
  ressource: Ressource,
  visibles: ReadonlySet<string>,
): DescripteurChamp[] {
  return noms
    .filter((nom) => visibles.has(nom))
    .flatMap((nom) => {
      const champ = ressource.champs[nom];
      if (!champ) return [];
      const { libelle, genre, options, ressource: cible, aide } = champ;
      return [{ nom, libelle, genre, options, ressource: cible, aide, triable: estTriable(champ) }];
    });
}

/**
 * What the page knows of a resource: only what this actor may see and do. Stock AdminJS prints every
 * resource, field and action for everybody.
 */
export function ressourceJson(ressource: Ressource, acteur: Acteur, racine: string): RessourceJson | null {
  if (!peutLire(acteur, ressource)) return null;
  const visibles = champsVisibles(acteur, ressource);
  return {
    id: ressource.id,
    libelle: ressource.libelle,
    singulier: ressource.singulier,
    groupe: ressource.groupe,
    description: ressource.description,
    href: `${racine}/resources/${ressource.id}`,
    listable: ressource.groupe !== null,
    colonnes: descripteurs(ressource.liste, ressource, visibles),
    filtres: descripteurs(ressource.filtres ?? [], ressource, visibles),
    recherche: ressource.recherche?.libelle ?? null,
    actionsDeListe: ressource.actionsDeListe
      .filter(({ horsListe }) => !horsListe)
      .map(({ nom, libelle, principale }) => ({ nom, libelle, principale: principale ?? nom === 'new' })),
    ecrans: ressource.composants ?? {},
  };
}

export function ecranJson(ecran: Ecran, acteur: Acteur, racine: string): EcranJson | null {
  if (!aLeDroit(acteur, ecran.droit)) return null;
  const { nom, libelle, groupe, composant } = ecran;
  return { nom, libelle, groupe, composant, href: `${racine}/pages/${nom}` };
}
