import type { Ressource, Source } from '#admin/definition/definition.ts';
import type { Ecran } from '#admin/definition/ecran.ts';
import type { Catalogue } from '#admin/definition/lecture.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DE_LISTE = new Set(['list', 'search']);

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

function actionExiste(plan: Plan, ressourceId: string, action: string, deFiche: boolean): boolean {
  const ressource = plan.catalogue.get(ressourceId);
  if (!ressource) return false;
  const declarees = deFiche ? ressource.actionsDeFiche : ressource.actionsDeListe;
  return (deFiche ? action === 'show' : DE_LISTE.has(action)) || declarees.some(({ nom }) => nom === action);
}

/** Whether a path below the root (with or without `/api`) leads to a screen or an action. */
export function adresseExiste(plan: Plan, chemin: string): boolean {
  const parties = chemin
    .split('/')
    .filter(Boolean)
    .map((partie) => decodeURIComponentSur(partie));
  if (parties.some((partie) => partie === null)) return false;
  const [genre, id = '', sorte, cible = '', action = ''] = parties as string[];
  if (genre === undefined || (genre === 'dashboard' && parties.length === 1)) return true;
  if (genre === 'pages') return parties.length === 2 && plan.ecrans.has(id);
  const ressource = genre === 'resources' ? plan.catalogue.get(id) : undefined;
  if (!ressource) return false;
  if (sorte === undefined) return true;
  if (sorte === 'actions')
    return (
      actionExiste(plan, id, cible, false) &&
      (parties.length === 4 || (parties.length === 5 && cible === 'search'))
    );
  if (sorte !== 'records' || parties.length !== 5) return false;
  return (!ressource.cle.uuid || UUID.test(cible)) && actionExiste(plan, id, action, true);
}

function decodeURIComponentSur(partie: string): string | null {
  try {
    return decodeURIComponent(partie);
  } catch {
    return null;
  }
}
