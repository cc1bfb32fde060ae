import { construireGestion } from '#admin/index.ts';
import { ECRANS } from '#admin/ecrans/index.ts';
import { RESSOURCES } from '#admin/ressources/index.ts';
import { exigerRoutesDeclarees } from '#src/cli/routes-declarees.ts';
import { construirePortail } from '#src/portal/portail.ts';
import { construireRessources } from '#src/portal/ressources.ts';
import { construireApplication, type Application, type Dependances } from '#src/server/application.ts';
import { routesEligibilite } from '#src/server/eligibilite/routes.tsx';
import { routesDe } from '#src/server/routes.ts';

type Assemblage = Omit<
  Dependances,
  'ressources' | 'routeurRessources' | 'gestion' | 'portail' | 'eligibilite'
>;

/**
 * The whole application as it is served: both spaces, the invited form and the public pages around the
 * server's own. @throws RouteNonDeclaree
 */
export async function assembler(reste: Assemblage): Promise<Application> {
  const { executeur, orm, registre, horloge } = reste;
  const { ressources, router: routeurRessources, scriptDeclaration } = await construireRessources();
  const gestion = await construireGestion({
    executeur,
    orm,
    registre,
    horloge,
    adresses: () => routesDe(application.express),
  });
  const demonstration = reste.comptesDemonstration !== undefined;
  const application: Application = construireApplication({
    ...reste,
    ressources,
    routeurRessources,
    gestion,
    portail: construirePortail({ executeur, ressources, scriptDeclaration, demonstration }),
    eligibilite: routesEligibilite({ executeur, ressources, demonstration }),
  });
  exigerRoutesDeclarees(application.express, { ressources: RESSOURCES, ecrans: ECRANS });
  return application;
}
