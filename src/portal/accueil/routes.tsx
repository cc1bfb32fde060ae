import { get, type Route } from '#src/http/route.ts';
import { PageAccueil } from '#src/portal/accueil/page.tsx';
import { accueilDe } from '#src/portal/accueil/taches.ts';
import {
  acteurDe,
  contextePage,
  envoyerPage,
  type DependancesPortail,
} from '#src/portal/contexte-requete.ts';
import { liensDe } from '#src/portal/liens.ts';

/** The home page of the partner's space. */
export const routesAccueil = (dependances: DependancesPortail): readonly Route[] => [
  get('/', 'partenaires', async (req, res) => {
    const acteur = acteurDe(req);
    const vue = await dependances.executeur.lire(acteur, async (unite) => ({
      ...(await accueilDe(unite, acteur)),
      liens: await liensDe(unite, ['accueil', 'assistance']),
    }));
    envoyerPage(
      res,
      <PageAccueil
        contexte={contextePage(req, dependances)}
        prenom={acteur.prenom}
        fuseau={acteur.fuseauHoraire}
        {...vue}
      />,
    );
  }),
];
