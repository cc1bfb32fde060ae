import type { Route } from '#src/http/route.ts';
import { routesConfirmation } from '#src/server/confirmation/routes.tsx';
import { routesCode } from '#src/server/connexion/code/routes.tsx';
import { routesConnexion } from '#src/server/connexion/routes.tsx';
import { routesCourriel } from '#src/server/courriel/routes.tsx';
import { routesMotDePasse } from '#src/server/mots-de-passe/changement/routes.tsx';
import { routesChoixDuMotDePasse } from '#src/server/mots-de-passe/choix/routes.tsx';
import { routesMotDePasseOublie } from '#src/server/mots-de-passe/oublie/routes.tsx';
import { routesProfils } from '#src/server/profils/routes.tsx';
import { routesRattachements } from '#src/server/rattachements/routes.tsx';
import { routesSecondFacteur } from '#src/server/securite/code/routes.tsx';
import { routesSecurite } from '#src/server/securite/routes.tsx';
import type { Services } from '#src/server/services.ts';

/** The screens of the server itself: they let people in, and are about their accounts. */
export const routesServeur = (services: Services): readonly Route[] => [
  ...routesConnexion(services),
  ...routesCode(services),
  ...routesProfils(services),
  ...routesMotDePasseOublie(services),
  ...routesChoixDuMotDePasse(services),
  ...routesMotDePasse(services),
  ...routesConfirmation(services),
  ...routesSecurite(services),
  ...routesSecondFacteur(services),
  ...routesRattachements(services),
  ...routesCourriel(services),
];
