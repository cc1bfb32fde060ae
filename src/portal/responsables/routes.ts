import type { Route } from '#src/http/route.ts';
import type { DependancesPortail } from '#src/portal/contexte-requete.ts';
import { routesListe } from '#src/portal/responsables/liste/routes.tsx';
import { routesNomination } from '#src/portal/responsables/nommer/routes.tsx';
import { routesFin } from '#src/portal/responsables/terminer/routes.tsx';

/** « Responsables habilitations »: mandates given and taken back. */
export const routesResponsables = (dependances: DependancesPortail): readonly Route[] => [
  ...routesListe(dependances),
  ...routesNomination(dependances),
  ...routesFin(dependances),
];
