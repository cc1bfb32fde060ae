import { champDuJour, type DuJour, type Ressource } from '#admin/definition/definition.ts';
import type { Ecran } from '#admin/definition/ecran.ts';
import { champsVisibles, peutLire } from '#admin/definition/lecture.ts';
import { estTriable } from '#admin/definition/requete.ts';
import type { Plan } from '#admin/definition/plan.ts';
import type { DescripteurChamp } from '#admin/definition/types/champ.ts';
import type { EcranJson, RessourceJson, SessionGestion } from '#admin/definition/types/page.ts';
import type { Acteur } from '#src/kernel/acteur.ts';
import type { Droit } from '#src/kernel/commande.ts';
import { peut } from '#src/kernel/droits/droits.ts';

/** Whether the actor holds a right; synchronous, on purpose: AdminJS takes any promise for a yes. */
export function aLeDroit(acteur: Acteur, [ressource, action]: Droit): boolean {
  return peut(acteur, ressource, action as never);
}

function descripteurs(
  noms: readonly string[],
  ressource: Ressource,
  visibles: ReadonlySet<string>,
  jour: DuJour,
): DescripteurChamp[] {
  return noms
    .filter((nom) => visibles.has(nom))
    .flatMap((nom) => {
      const champ = ressource.champs[nom];
      if (!champ) return [];
      const { libelle, genre, options, ressource: cible, aide } = champDuJour(champ, jour);
      return [{ nom, libelle, genre, options, ressource: cible, aide, triable: estTriable(champ) }];
    });
}

/**
 * What the page knows of a resource: only what this actor may see and do. Stock AdminJS prints every
 * resource, field and action for everybody.
 */
function ressourceJson(
  ressource: Ressource,
  acteur: Acteur,
  racine: string,
  jour: DuJour,
): RessourceJson | null {
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
    colonnes: descripteurs(ressource.liste, ressource, visibles, jour),
    filtres: descripteurs(ressource.filtres ?? [], ressource, visibles, jour),
    recherche: ressource.recherche?.libelle ?? null,
    actionsDeListe: ressource.actionsDeListe
      .filter(({ horsListe }) => !horsListe)
      .map(({ nom, libelle, principale }) => ({ nom, libelle, principale: principale ?? nom === 'new' })),
    ecrans: ressource.ecrans ?? {},
  };
}

function ecranJson({ nom, libelle, groupe, droit }: Ecran, acteur: Acteur, racine: string): EcranJson | null {
  return aLeDroit(acteur, droit) ? { nom, libelle, groupe, href: `${racine}/pages/${nom}` } : null;
}

/** Name of the product, in the title of the window. */
const PRODUIT = 'Mon Compte Partenaire — Gestion';

/** What the script of the page starts with. */
export interface EtatDeLaPage {
  readonly racine: string;
  /** Build the page is of. */
  readonly version: string;
  readonly produit: string;
  readonly session: SessionGestion;
  readonly ressources: readonly RessourceJson[];
  readonly ecrans: readonly EcranJson[];
}

/** The state of the page for a reader: the resources and the screens their role opens. */
export function etatDeLaPage({
  acteur,
  session,
  racine,
  version,
  ressources,
  ecrans,
  jour,
}: {
  readonly acteur: Acteur;
  readonly session: SessionGestion;
  readonly racine: string;
  readonly version: string;
  readonly ressources: readonly Ressource[];
  readonly ecrans: readonly Ecran[];
  readonly jour: DuJour;
}): EtatDeLaPage {
  return {
    racine,
    version,
    produit: PRODUIT,
    session,
    ressources: ressources.flatMap((ressource) => ressourceJson(ressource, acteur, racine, jour) ?? []),
    ecrans: ecrans.flatMap((ecran) => ecranJson(ecran, acteur, racine) ?? []),
  };
}

/** Title of the window for an address; the screen refines it once loaded. */
export function titreDeLaPage(chemin: string, { catalogue }: Plan): string {
  const [genre, id = ''] = chemin.split('/').filter(Boolean);
  const libelle = genre === undefined ? 'Tableau de bord' : catalogue.get(id)?.libelle;
  return libelle ? `${libelle} – ${PRODUIT}` : PRODUIT;
}
