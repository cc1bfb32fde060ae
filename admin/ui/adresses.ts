import { racine } from '#admin/ui/etat.ts';

/** Addresses of the screens of the back-office. */
export const adresses = {
  accueil: racine,
  liste: (ressource: string) => `${racine}/resources/${ressource}`,
  action: (ressource: string, action: string) => `${racine}/resources/${ressource}/actions/${action}`,
  fiche: (ressource: string, id: string, action = 'show') =>
    `${racine}/resources/${ressource}/records/${encodeURIComponent(id)}/${action}`,
};
