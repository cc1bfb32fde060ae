import { get, type Route } from '#src/http/route.ts';
import {
  acteurDe,
  contextePage,
  envoyerPage,
  type DependancesPortail,
} from '#src/portal/contexte-requete.ts';
import { PageDeDeclaration } from '#src/portal/declarations/dossier/page.tsx';
import { vueDeDeclaration } from '#src/portal/declarations/vue.ts';

/** The page of a declaration. */
export const routesDossier = (dependances: DependancesPortail): readonly Route[] => [
  get('/:id', ['Declaration', 'lire'], async (req, res) => {
    const vue = await dependances.executeur.lire(acteurDe(req), (unite) =>
      vueDeDeclaration(unite, req.params.id),
    );
    envoyerPage(res, <PageDeDeclaration contexte={contextePage(req, dependances)} vue={vue} />);
  }),
];
