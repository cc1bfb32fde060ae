import type { Route } from '#src/http/route.ts';
import type { DependancesPortail } from '#src/portal/contexte-requete.ts';
import { routesCompte } from '#src/portal/utilisateurs/compte/routes.tsx';
import { routesCreation } from '#src/portal/utilisateurs/creer/routes.tsx';
import { routesFiche } from '#src/portal/utilisateurs/fiche/routes.tsx';
import { routesHistorique } from '#src/portal/utilisateurs/historique/routes.tsx';
import { routesIdentite } from '#src/portal/utilisateurs/identite/routes.tsx';
import { routesListe } from '#src/portal/utilisateurs/liste/routes.tsx';
import { routesModification } from '#src/portal/utilisateurs/modifier/routes.tsx';
import { routesSuppression } from '#src/portal/utilisateurs/supprimer/routes.tsx';

/** « Mes utilisateurs » and everything done from it. */
export const routesUtilisateurs = (dependances: DependancesPortail): readonly Route[] => [
  ...routesListe(dependances),
  ...routesCreation(dependances),
  ...routesFiche(dependances),
  ...routesModification(dependances),
  ...routesIdentite(dependances),
  ...routesSuppression(dependances),
  ...routesHistorique(dependances),
  ...routesCompte(dependances),
];
