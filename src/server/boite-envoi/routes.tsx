import { get, type Route } from '#src/http/route.ts';
import { Courriel } from '#src/kernel/courriel.ts';
import { envoyerPage } from '#src/portal/contexte-requete.ts';
import { PageCourriels } from '#src/server/boite-envoi/page.tsx';
import { commun, type Services } from '#src/server/services.ts';

const COURRIELS_MONTRES = 100;

/**
 * Demonstration: what would have been mailed, readable by everybody. @param urlPublique origin of the links
 * in the mails
 */
export const routesBoiteDEnvoi = (services: Services, urlPublique: string | undefined): readonly Route[] => [
  get('/courriels', 'tous', async (req, res) => {
    const courriels = await services.executeur.lire(
      { type: 'systeme', raison: 'boîte d’envoi de la démonstration' },
      ({ em }) => em.find(Courriel, {}, { orderBy: { creeLe: 'desc', id: 'asc' }, limit: COURRIELS_MONTRES }),
    );
    const origine = urlPublique ?? `${req.protocol}://${req.get('host') ?? ''}`;
    envoyerPage(res, <PageCourriels {...commun(services, req)} courriels={courriels} origine={origine} />);
  }),
];
