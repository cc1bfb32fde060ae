import type { Route } from '#src/http/route.ts';
import type { DependancesPortail } from '#src/portal/contexte-requete.ts';
import { routesCommunes } from '#src/portal/declarations/volet/communes.ts';
import { routesDecisions } from '#src/portal/declarations/decisions/routes.tsx';
import { routesDossier } from '#src/portal/declarations/dossier/routes.tsx';
import { routesListe } from '#src/portal/declarations/liste/routes.tsx';
import { routesRecepisse } from '#src/portal/declarations/recepisse/routes.tsx';
import { routesRenvoi } from '#src/portal/declarations/renvoyer/routes.tsx';
import { routesTransmission } from '#src/portal/declarations/transmettre/routes.tsx';
import { routesDesVolets } from '#src/portal/declarations/volet/routes.tsx';

/** Declarations of the partner's space. */
export const routesDeclarations = (dependances: DependancesPortail): readonly Route[] => [
  ...routesListe(dependances),
  ...routesCommunes(),
  ...routesDossier(dependances),
  ...routesDesVolets(dependances),
  ...routesRenvoi(dependances),
  ...routesTransmission(dependances),
  ...routesRecepisse(dependances),
  ...routesDecisions(dependances),
];
