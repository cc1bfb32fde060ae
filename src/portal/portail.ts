import { Router } from 'express';
import { monter, sous } from '#src/http/route.ts';
import { routesAccueil } from '#src/portal/accueil/routes.tsx';
import type { DependancesPortail } from '#src/portal/contexte-requete.ts';
import { routesConvention } from '#src/portal/convention/routes.tsx';
import { construireDeclarations } from '#src/portal/declaration/routes.tsx';
import { routesDocuments } from '#src/portal/documents/routes.tsx';
import { routesHabilitations } from '#src/portal/habilitations/routes.ts';
import { routesDroits } from '#src/portal/droits/routes.tsx';
import { routesResponsables } from '#src/portal/responsables/routes.ts';
import { routesProfil } from '#src/portal/profil/routes.tsx';
import { routesUtilisateurs } from '#src/portal/utilisateurs/routes.ts';

export type { DependancesPortail } from '#src/portal/contexte-requete.ts';

/** The partner's space, mounted at `/partenaire` behind the session and its guard. */
export function construirePortail(dependances: DependancesPortail): Router {
  const router = Router();
  router.use(monter(sous('/utilisateurs', routesUtilisateurs(dependances))));
  router.use(monter(sous('/habilitations', routesHabilitations(dependances))));
  router.use(monter(sous('/droits', routesDroits(dependances))));
  router.use(monter(sous('/responsables', routesResponsables(dependances))));
  router.use('/declarations', construireDeclarations(dependances));
  router.use(monter(sous('/convention', routesConvention(dependances))));
  router.use(monter(sous('/documents', routesDocuments(dependances))));
  router.use(monter(sous('/profil', routesProfil(dependances))));
  router.use(monter(routesAccueil(dependances)));
  return router;
}
