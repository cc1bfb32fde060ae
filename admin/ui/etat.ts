import type { EcranJson, RessourceJson, SessionGestion } from '#admin/definition/contrats.ts';

/** What the server wrote into the page for the signed-in agent. */
interface EtatDeLaPage {
  readonly resources: readonly RessourceJson[];
  readonly pages: readonly { readonly name: string; readonly component: string }[];
  readonly session: SessionGestion & { readonly ecrans: readonly EcranJson[] };
  readonly paths: { readonly rootPath: string; readonly logoutPath: string; readonly loginPath: string };
  readonly branding: { readonly companyName?: string };
}

const etat = (window as unknown as { REDUX_STATE: EtatDeLaPage }).REDUX_STATE;

export const racine = etat.paths.rootPath;
export const session = etat.session;
export const ressources = etat.resources;
export const ecrans = etat.session.ecrans;
export const produit = etat.branding.companyName ?? '';

export function ressource(id: string | undefined): RessourceJson | undefined {
  return ressources.find((candidate) => candidate.id === id);
}

/** Component of an action or page that brings its own screen. */
export function composant(
  nom: string,
): React.ComponentType<{ ressource?: RessourceJson; recordId?: string; action?: string }> | undefined {
  const { AdminJS } = window as unknown as {
    AdminJS: { UserComponents: Record<string, React.ComponentType> };
  };
  return AdminJS.UserComponents[nom];
}
