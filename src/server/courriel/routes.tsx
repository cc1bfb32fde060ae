import { Router, type Request, type Response } from 'express';
import { dateDe } from '#src/kernel/horloge.ts';
import { Refus } from '#src/kernel/refus.ts';
import {
  confirmerCourriel,
  demanderNouveauCourriel,
  lireChangement,
  type Cote,
} from '#src/domain/acces/compte/changer-courriel.ts';
import { LienPerime } from '#src/domain/acces/compte/jeton.ts';
import { SAISIE_VIDE, type Saisie } from '#src/portal/composants/index.ts';
import { accueilDe } from '#src/server/adresses.ts';
import { accepterLaPreuve } from '#src/server/confirmation/routes.tsx';
import { formulaireDe } from '#src/server/garde/controles.ts';
import { reserverA } from '#src/server/session/identite.ts';
import {
  PageChangerCourriel,
  PageConfirmerCourriel,
  PageCourrielConfirme,
  PageLienDeCourrielInvalide,
  PageLiensEnvoyes,
} from '#src/server/courriel/page.tsx';
import { SYSTEME_ACCES, champ, commun, html, saisieRefusee, type Services } from '#src/server/services.ts';

/** `/courriel`: one's own address, changed once both mailboxes have confirmed. */
export function routesCourriel(services: Services): Router {
  const routes = Router();
  const garde = reserverA(['agent', 'partenaire', 'analyste'], 'aux personnes connectées');

  routes.get('/courriel', garde, (req, res) => montrer(req, res, SAISIE_VIDE));
  routes.post(
    '/courriel',
    ...formulaireDe('courriel', 'courrielConfirmation'),
    garde,
    accepterLaPreuve(services),
    async (req, res) => {
      const { acteur, compte } = connecte(req);
      try {
        await services.executeur.executer(acteur, demanderNouveauCourriel, req.body, req.requeteId);
      } catch (erreur) {
        if (erreur instanceof Refus && [422, 429].includes(erreur.statut))
          return montrer(
            req,
            res.status(erreur.statut),
            saisieRefusee(erreur, { courriel: champ(req, 'courriel') }),
          );
        throw erreur;
      }
      res.send(
        html(
          <PageLiensEnvoyes
            {...commun(services, req)}
            courriel={compte.courriel}
            nouveau={champ(req, 'courriel')}
            retour={accueilDe(acteur)}
          />,
        ),
      );
    },
  );

  routes.get('/courriel/confirmer', async (req, res) => {
    try {
      const changement = await lireChangement(
        services.orm.em.fork(),
        coteDe(req),
        req.query['jeton'],
        dateDe(services.horloge),
      );
      res.send(
        html(
          <PageConfirmerCourriel
            {...commun(services, req)}
            action={req.originalUrl}
            cote={coteDe(req)}
            changement={changement}
          />,
        ),
      );
    } catch (erreur) {
      perime(req, res, erreur);
    }
  });
  routes.post('/courriel/confirmer', ...formulaireDe(), async (req, res) => {
    const { jeton } = req.query;
    try {
      const fait = await services.executeur.executer(
        SYSTEME_ACCES,
        confirmerCourriel,
        { cote: coteDe(req), jeton: typeof jeton === 'string' && jeton.length <= 100 ? jeton : '' },
        req.requeteId,
      );
      res.send(html(<PageCourrielConfirme {...commun(services, req)} cote={coteDe(req)} {...fait} />));
    } catch (erreur) {
      perime(req, res, erreur);
    }
  });

  function montrer(req: Request, res: Response, saisie: Saisie): void {
    const { acteur, compte } = connecte(req);
    res.send(
      html(
        <PageChangerCourriel
          {...commun(services, req)}
          courriel={compte.courriel}
          retour={accueilDe(acteur)}
          saisie={saisie}
        />,
      ),
    );
  }

  function perime(req: Request, res: Response, erreur: unknown): void {
    if (!(erreur instanceof LienPerime)) throw erreur;
    res.status(410).send(html(<PageLienDeCourrielInvalide {...commun(services, req)} />));
  }
  return routes;
}

const coteDe = (req: Request): Cote => (req.query['cote'] === 'nouveau' ? 'nouveau' : 'ancien');

/** Who is signed in, behind the guard of these routes. */
function connecte(req: Request) {
  const { acteur, compte } = req;
  if (!acteur || !compte) throw new Error('guarded route without an actor');
  return { acteur, compte };
}
