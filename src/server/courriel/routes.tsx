import type { Request, Response } from 'express';
import { get, post, type Route } from '#src/http/route.ts';
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
import { envoyerPage } from '#src/portal/contexte-requete.ts';
import { accueilDe } from '#src/server/adresses.ts';
import { accepterLaPreuve } from '#src/server/confirmation/preuve.tsx';
import {
  PageChangerCourriel,
  PageConfirmerCourriel,
  PageCourrielConfirme,
  PageLienDeCourrielInvalide,
  PageLiensEnvoyes,
} from '#src/server/courriel/page.tsx';
import { formulaireDe } from '#src/server/garde/controles.ts';
import {
  SYSTEME_ACCES,
  champ,
  commun,
  connecte,
  saisieRefusee,
  type Services,
} from '#src/server/services.ts';

/** `/courriel`: one's own address, changed once both mailboxes have confirmed by the link sent to each. */
export const routesCourriel = (services: Services): readonly Route[] => [
  get('/courriel', 'connectes', (req, res) => montrer(services, req, res, SAISIE_VIDE)),
  post('/courriel', 'connectes', (req, res) => demander(services, req, res), {
    avant: [...formulaireDe('courriel', 'courrielConfirmation'), accepterLaPreuve(services)],
    aussi: [demanderNouveauCourriel],
  }),
  get('/courriel/confirmer', 'tous', (req, res) =>
    ouPerime(services, req, res, () => montrerLeChangement(services, req, res)),
  ),
  post(
    '/courriel/confirmer',
    'tous',
    (req, res) => ouPerime(services, req, res, () => confirmer(services, req, res)),
    { avant: formulaireDe(), aussi: [confirmerCourriel] },
  ),
];

async function demander(services: Services, req: Request, res: Response): Promise<void> {
  const { acteur, compte } = connecte(req);
  const nouveau = champ(req, 'courriel');
  try {
    await services.executeur.executer(acteur, demanderNouveauCourriel, req.body, req.requeteId);
  } catch (erreur) {
    if (erreur instanceof Refus && [422, 429].includes(erreur.statut))
      return montrer(services, req, res, saisieRefusee(erreur, { courriel: nouveau }), erreur.statut);
    throw erreur;
  }
  envoyerPage(
    res,
    <PageLiensEnvoyes
      {...commun(services, req)}
      courriel={compte.courriel}
      nouveau={nouveau}
      retour={accueilDe(acteur)}
    />,
  );
}

async function montrerLeChangement(services: Services, req: Request, res: Response): Promise<void> {
  const { orm, horloge } = services;
  const cote = coteDe(req);
  const changement = await lireChangement(orm.em.fork(), cote, req.query['jeton'], dateDe(horloge));
  envoyerPage(
    res,
    <PageConfirmerCourriel
      {...commun(services, req)}
      action={req.originalUrl}
      cote={cote}
      changement={changement}
    />,
  );
}

async function confirmer(services: Services, req: Request, res: Response): Promise<void> {
  const { jeton } = req.query;
  const fait = await services.executeur.executer(
    SYSTEME_ACCES,
    confirmerCourriel,
    { cote: coteDe(req), jeton: typeof jeton === 'string' && jeton.length <= 100 ? jeton : '' },
    req.requeteId,
  );
  envoyerPage(res, <PageCourrielConfirme {...commun(services, req)} cote={coteDe(req)} {...fait} />);
}

function montrer(services: Services, req: Request, res: Response, saisie: Saisie, statut = 200): void {
  const { acteur, compte } = connecte(req);
  envoyerPage(
    res,
    <PageChangerCourriel
      {...commun(services, req)}
      courriel={compte.courriel}
      retour={accueilDe(acteur)}
      saisie={saisie}
    />,
    statut,
  );
}

/** A link that has been used, or has expired, is told on a page of its own. */
async function ouPerime(
  services: Services,
  req: Request,
  res: Response,
  repondre: () => Promise<void>,
): Promise<void> {
  try {
    await repondre();
  } catch (erreur) {
    if (!(erreur instanceof LienPerime)) throw erreur;
    envoyerPage(res, <PageLienDeCourrielInvalide {...commun(services, req)} />, 410);
  }
}

const coteDe = (req: Request): Cote => (req.query['cote'] === 'nouveau' ? 'nouveau' : 'ancien');
