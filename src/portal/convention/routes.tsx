import { get, type Route } from '#src/http/route.ts';
import { maConvention } from '#src/domain/suivi/convention/ma-convention.ts';
import {
  acteurDe,
  contextePage,
  envoyerPage,
  type DependancesPortail,
} from '#src/portal/contexte-requete.ts';
import { PageConvention } from '#src/portal/convention/page.tsx';

/** « Ma convention ». */
export const routesConvention = (dependances: DependancesPortail): readonly Route[] => [
  get('/', ['Convention', 'lire'], async (req, res) => {
    const vue = await dependances.executeur.lire(acteurDe(req), maConvention);
    envoyerPage(res, <PageConvention contexte={contextePage(req, dependances)} {...vue} />);
  }),
];
