import { Router } from 'express';
import { Courriel } from '#src/kernel/courriel.ts';
import { PageCourriels } from '#src/server/boite-envoi/page.tsx';
import { commun, html, type Services } from '#src/server/services.ts';

const COURRIELS_MONTRES = 100;

/**
 * Demonstration: what would have been mailed, readable by everybody. @param urlPublique origin of the links
 * in the mails
 */
export function boiteDEnvoi(services: Services, urlPublique: string | undefined): Router {
  const routes = Router();
  routes.get('/courriels', async (req, res) => {
    const courriels = await services.executeur.lire(
      { type: 'systeme', raison: 'boîte d’envoi de la démonstration' },
      ({ em }) => em.find(Courriel, {}, { orderBy: { creeLe: 'desc', id: 'asc' }, limit: COURRIELS_MONTRES }),
    );
    const origine = urlPublique ?? `${req.protocol}://${req.get('host') ?? ''}`;
    res.send(html(<PageCourriels {...commun(services, req)} courriels={courriels} origine={origine} />));
  });
  return routes;
}
