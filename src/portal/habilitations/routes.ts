import type { Route } from '#src/http/route.ts';
import type { DependancesPortail } from '#src/portal/contexte-requete.ts';
import { routesHabiliter } from '#src/portal/habilitations/habiliter/routes.tsx';
import { routesListe } from '#src/portal/habilitations/liste/routes.tsx';
import { routesFin } from '#src/portal/habilitations/terminer/routes.tsx';

/** Roles given, found and ended. */
export const routesHabilitations = (dependances: DependancesPortail): readonly Route[] => [
  ...routesListe(dependances),
  ...routesHabiliter(dependances),
  ...routesFin(dependances),
];
