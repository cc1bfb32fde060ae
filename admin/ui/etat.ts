import type { EtatDeLaPage } from '#admin/definition/etat-page.ts';
import type { RessourceJson } from '#admin/definition/types/page.ts';

const element = document.getElementById('etat');

/** What the server wrote into the page for the signed-in agent. */
export const { racine, version, produit, session, ressources, ecrans } = JSON.parse(
  element?.textContent ?? '',
) as EtatDeLaPage;

/** Lets a script of ours add a style sheet under the page's content policy. */
export const nonce = element?.nonce ?? '';

export function ressource(id: string | undefined): RessourceJson | undefined {
  return ressources.find((candidate) => candidate.id === id);
}
