import { get, type Route } from '#src/http/route.ts';
import {
  acteurDe,
  contextePage,
  envoyerPage,
  type DependancesPortail,
} from '#src/portal/contexte-requete.ts';
import { groupesDeLiens } from '#src/portal/documents/lecture.ts';
import { PageDocuments } from '#src/portal/documents/page.tsx';

/** « Documents et liens utiles ». */
export const routesDocuments = (dependances: DependancesPortail): readonly Route[] => [
  get('/', ['LienUtile', 'lire'], async (req, res) => {
    const groupes = await dependances.executeur.lire(acteurDe(req), groupesDeLiens);
    envoyerPage(res, <PageDocuments contexte={contextePage(req, dependances)} groupes={groupes} />);
  }),
];
