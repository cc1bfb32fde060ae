import type { Request } from 'express';
import { get, type Route } from '#src/http/route.ts';
import { PagePublique } from '#src/portal/composants/index.ts';
import { envoyerPage } from '#src/portal/contexte-requete.ts';
import { accueilDe } from '#src/server/adresses.ts';
import { PAGES } from '#src/server/informations/pages.tsx';
import type { Services } from '#src/server/services.ts';

/**
 * Pages for everybody, signed in or not: accessibility, personal data, legal mentions. They ask nothing of the
 * session or of the database: they are served without them.
 */
export const routesInformations = ({
  ressources,
  comptesDemonstration,
}: Pick<Services, 'ressources' | 'comptesDemonstration'>): readonly Route[] =>
  Object.entries(PAGES).map(([chemin, { titre, corps }]) =>
    get(chemin, 'tous', (req: Request, res) =>
      envoyerPage(
        res,
        <PagePublique
          ressources={ressources}
          chemin={req.originalUrl}
          titre={titre}
          demonstration={comptesDemonstration() !== undefined}
        >
          <div className="texte">{corps}</div>
          <p>
            <a className="lien-seul" href={req.acteur ? accueilDe(req.acteur) : '/connexion'}>
              {req.acteur ? 'Revenir à l’accueil' : 'Aller à la connexion'}
            </a>
          </p>
        </PagePublique>,
      ),
    ),
  );
