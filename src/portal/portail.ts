import type { Router } from 'express';
import { monter, sous, type Route } from '#src/http/route.ts';
import { routesAccueil } from '#src/portal/accueil/routes.tsx';
import type { DependancesPortail } from '#src/portal/contexte-requete.ts';
import { routesConvention } from '#src/portal/convention/routes.tsx';
import { routesDeclarations } from '#src/portal/declarations/routes.ts';
import { routesDocuments } from '#src/portal/documents/routes.tsx';
import { routesDroits } from '#src/portal/droits/routes.tsx';
import { routesHabilitations } from '#src/portal/habilitations/routes.ts';
import { routesProfil } from '#src/portal/profil/routes.tsx';
import { routesResponsables } from '#src/portal/responsables/routes.ts';
import { routesUtilisateurs } from '#src/portal/utilisateurs/routes.ts';

export type { DependancesPortail } from '#src/portal/contexte-requete.ts';

/** Every address of the partner's space, below where it is mounted. */
export const routesPortail = (dependances: DependancesPortail): readonly Route[] => [
  ...routesAccueil(dependances),
  ...sous('/utilisateurs', routesUtilisateurs(dependances)),
  ...sous('/habilitations', routesHabilitations(dependances)),
  ...sous('/droits', routesDroits(dependances)),
  ...sous('/responsables', routesResponsables(dependances)),
  ...sous('/declarations', routesDeclarations(dependances)),
  ...sous('/convention', routesConvention(dependances)),
  ...sous('/documents', routesDocuments(dependances)),
  ...sous('/profil', routesProfil(dependances)),
];

/** The partner's space, mounted at `/partenaire` behind the session and its guard. */
export const construirePortail = (dependances: DependancesPortail): Router =>
  monter(routesPortail(dependances));
