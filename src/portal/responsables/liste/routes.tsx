import { get, type Route } from '#src/http/route.ts';
import {
  acteurDe,
  contextePage,
  envoyerPage,
  type DependancesPortail,
} from '#src/portal/contexte-requete.ts';
import { PageResponsables } from '#src/portal/responsables/liste/page.tsx';
import { vueDesResponsables } from '#src/portal/responsables/liste/vue.ts';

/** « Responsables habilitations ». */
export const routesListe = (dependances: DependancesPortail): readonly Route[] => [
  get('/', ['Mandat', 'lire'], async (req, res) => {
    const vue = await dependances.executeur.lire(acteurDe(req), vueDesResponsables);
    envoyerPage(res, <PageResponsables contexte={contextePage(req, dependances)} {...vue} />);
  }),
];
