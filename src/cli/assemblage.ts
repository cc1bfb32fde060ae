import { construireGestion } from '#admin/index.ts';
import { ECRANS } from '#admin/ecrans/index.ts';
import { RESSOURCES } from '#admin/ressources/index.ts';
import { exigerRoutesDeclarees } from '#src/cli/routes-declarees.ts';
import { construirePortail } from '#src/portal/portail.ts';
import { routesInformations } from '#src/portal/pages-publiques/informations.tsx';
import { construireRessources } from '#src/portal/ressources.ts';
import { construireApplication, type Application, type Dependances } from '#src/server/application.ts';
import { routesDe } from '#src/server/routes.ts';
import { construireEligibilite } from '#src/server/eligibilite/routes.tsx';

type Assemblage = Omit<
  Dependances,
  'ressources' | 'routeurRessources' | 'gestion' | 'portail' | 'eligibilite' | 'publiques'
>;

/**
 * The whole application as it is served: both spaces, the invited form and the public pages around the
 * server's own. @throws RouteNonDeclaree
 */
export async function assembler(reste: Assemblage): Promise<Application> {
  const { executeur, orm } = reste;
  const { ressources, router: routeurRessources, scriptDeclaration } = await construireRessources();
  const gestion = await construireGestion({
    executeur,
    orm,
    adresses: () => routesDe(application.express),
  });
  const demonstration = reste.comptesDemonstration !== undefined;
  const application: Application = construireApplication({
    ...reste,
    ressources,
    routeurRessources,
    gestion,
    portail: construirePortail({ executeur, ressources, scriptDeclaration, demonstration }),
    eligibilite: construireEligibilite({ executeur, ressources, demonstration }),
    publiques: routesInformations({ ressources, demonstration }),
  });
  exigerRoutesDeclarees(application.express, { ressources: RESSOURCES, ecrans: ECRANS });
  return application;
}
