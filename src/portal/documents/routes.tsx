import { Router } from 'express';
import {
  acteurDe,
  contextePage,
  envoyerPage,
  type DependancesPortail,
} from '#src/portal/contexte-requete.ts';
import { groupesDeLiens } from '#src/portal/documents/liens.ts';
import { PageDocuments } from '#src/portal/documents/page.tsx';

/** « Documents et liens utiles ». */
export function routesDocuments(dependances: DependancesPortail): Router {
  const router = Router();
  router.get('/', async (req, res) => {
    const groupes = await dependances.executeur.lire(acteurDe(req), groupesDeLiens);
    envoyerPage(res, <PageDocuments contexte={contextePage(req, dependances)} groupes={groupes} />);
  });
  return router;
}
