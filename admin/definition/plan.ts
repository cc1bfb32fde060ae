import type { Ressource, Source } from '#admin/definition/definition.ts';
import type { Ecran } from '#admin/definition/ecran.ts';
import type { Catalogue } from '#admin/definition/lecture.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DE_LISTE: ReadonlySet<string> = new Set(['list', 'search']);
const DE_FICHE: ReadonlySet<string> = new Set(['show']);

/** What the back-office has, to tell an address that exists from one that does not. */
export interface Plan {
  readonly catalogue: Catalogue;
  readonly ecrans: ReadonlySet<string>;
}

/** The plan of the declared resources and screens. */
export const planDe = (
  ressources: readonly Ressource[],
  ecrans: readonly Ecran[],
  sources: readonly Source[],
): Plan => ({
  catalogue: new Map(ressources.map((ressource) => [ressource.id, ressource])),
  ecrans: new Set([...ecrans, ...sources].map(({ nom }) => nom)),
});

/** Whether a path below the root (with or without `/api`) leads to a screen or an action. */
export function adresseExiste(plan: Plan, chemin: string): boolean {
  const parties = chemin
    .split('/')
    .filter(Boolean)
    .map((partie) => decodeURIComponentSur(partie));
  if (parties.includes(null)) return false;
  const [genre, id, ...reste] = parties.filter((partie) => partie !== null);
  if (genre === undefined) return true;
  if (genre === 'dashboard') return parties.length === 1;
  if (id === undefined) return false;
  if (genre === 'pages') return reste.length === 0 && plan.ecrans.has(id);
  const ressource = genre === 'resources' ? plan.catalogue.get(id) : undefined;
  return ressource !== undefined && adresseDeRessource(ressource, reste);
}

/** What follows a resource: nothing, `actions/list`, `actions/search/words`, `records/12/show`. */
function adresseDeRessource(ressource: Ressource, suite: readonly string[]): boolean {
  const [sorte, cible = '', action = ''] = suite;
  if (sorte === undefined) return true;
  if (sorte === 'actions')
    return (
      aLAction(ressource.actionsDeListe, DE_LISTE, cible) &&
      (suite.length === 2 || (suite.length === 3 && cible === 'search'))
    );
  return (
    sorte === 'records' &&
    suite.length === 3 &&
    (!ressource.cle.uuid || UUID.test(cible)) &&
    aLAction(ressource.actionsDeFiche, DE_FICHE, action)
  );
}

const aLAction = (
  declarees: readonly { readonly nom: string }[],
  toujours: ReadonlySet<string>,
  action: string,
): boolean => toujours.has(action) || declarees.some(({ nom }) => nom === action);

function decodeURIComponentSur(partie: string): string | null {
  try {
    return decodeURIComponent(partie);
  } catch {
    return null;
  }
}
