import { Router, type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express';
import { ChampRefuse } from '#src/kernel/refus.ts';
import { PreuveDemandee } from '#src/kernel/preuve.ts';
import { SAISIE_VIDE, type Saisie } from '#src/portal/composants/index.ts';
import { ESPACES, accueilDe, espacesDe, provenanceDe, suiteSure, veutJson } from '#src/server/adresses.ts';
import { formulaireDe } from '#src/server/garde/controles.ts';
import { reserverA } from '#src/server/session/identite.ts';
import { CHAMP_PREUVE } from '#src/server/champs.ts';
import { PageConfirmation, PageFichierPret } from '#src/server/confirmation/page.tsx';
import { PreuveFausse, verifierLaPreuve } from '#src/server/authentification/preuve.ts';
import { champ, commun, html, saisieRefusee, type Services } from '#src/server/services.ts';
import { noterLaPreuve } from '#src/server/session/session.ts';

/** The form was sent without the password. */
class MotDePasseManquant extends ChampRefuse {
  constructor() {
    super(CHAMP_PREUVE, 'Mot de passe : ce champ est obligatoire.');
  }
}

async function prouver(services: Services, req: Request): Promise<void> {
  const motDePasse = champ(req, CHAMP_PREUVE);
  if (motDePasse === '') throw new MotDePasseManquant();
  await verifierLaPreuve(services, req, motDePasse);
  await noterLaPreuve(req, services.horloge.maintenant().epochMilliseconds);
}

/** `/confirmation`: where one is sent before an export, and what the dialog of the back-office calls. */
export function routesConfirmation(services: Services): Router {
  const routes = Router();
  const connecte = reserverA(['agent', 'partenaire', 'analyste'], 'aux personnes connectées');
  routes.get('/confirmation', connecte, (req, res) =>
    montrer(services, req, res, {
      saisie: SAISIE_VIDE,
      suite: req.query['suite'],
      retour: req.query['retour'],
    }),
  );
  routes.post('/confirmation', ...formulaireDe('suite', 'retour'), connecte, async (req, res) => {
    const { acteur } = req;
    if (!acteur) throw new Error('guarded route without an actor');
    const [suite, retour] = [
      suiteSure(champ(req, 'suite'), espacesDe(acteur)),
      suiteSure(champ(req, 'retour'), espacesDe(acteur)),
    ];
    try {
      await prouver(services, req);
    } catch (erreur) {
      if (!(erreur instanceof PreuveFausse || erreur instanceof MotDePasseManquant) || veutJson(req))
        throw erreur;
      return montrer(services, req, res.status(422), { saisie: saisieRefusee(erreur), suite, retour });
    }
    if (veutJson(req)) return void res.json({ etat: 'confirmé' });
    if (suite && retour)
      return void res.send(
        html(<PageFichierPret {...commun(services, req)} fichier={suite} retour={retour} />),
      );
    res.redirect(303, suite ?? accueilDe(acteur));
  });
  return routes;
}

function montrer(
  services: Services,
  req: Request,
  res: Response,
  vue: { readonly saisie: Saisie; readonly suite: unknown; readonly retour: unknown },
): void {
  if (!req.acteur || !req.identite) throw new Error('guarded route without an actor');
  const espaces = espacesDe(req.acteur);
  const [suite, retour] = [suiteSure(vue.suite, espaces), suiteSure(vue.retour, espaces)];
  const destination = Object.entries({ ...(suite ? { suite } : {}), ...(retour ? { retour } : {}) });
  res.send(
    html(
      <PageConfirmation
        {...commun(services, req)}
        courriel={req.identite.courriel}
        action="/confirmation"
        caches={[]}
        destination={destination}
        retour={retour ?? accueilDe(req.acteur)}
        saisie={vue.saisie}
      />,
    ),
  );
}

/**
 * A form of ours sent again with the password: the password is checked and taken away, the act goes on as if
 * it had
 * just been asked for. Stands in front of the routes that read forms.
 */
export function accepterLaPreuve(services: Services): RequestHandler {
  return async (req, res, next) => {
    if (
      req.method !== 'POST' ||
      typeof req.body !== 'object' ||
      req.body === null ||
      !(CHAMP_PREUVE in req.body) ||
      !req.acteur ||
      !req.compte
    )
      return next();
    try {
      await prouver(services, req);
    } catch (erreur) {
      if (!(erreur instanceof PreuveFausse || erreur instanceof MotDePasseManquant) || veutJson(req))
        throw erreur;
      return redemander(services, req, res.status(422), saisieRefusee(erreur));
    }
    Reflect.deleteProperty(req.body, CHAMP_PREUVE);
    req.acteur = { ...req.acteur, preuveRecente: true } as typeof req.acteur;
    next();
  };
}

/** Asks for the password, what was typed kept in the page. */
function redemander(services: Services, req: Request, res: Response, saisie: Saisie): void {
  if (!req.acteur || !req.identite) throw new Error('guarded route without an actor');
  const caches = Object.entries(req.body as Readonly<Record<string, unknown>>)
    .filter(([nom]) => nom !== CHAMP_PREUVE)
    .flatMap(([nom, valeur]) =>
      (Array.isArray(valeur) ? valeur : [valeur])
        .filter((une): une is string => typeof une === 'string')
        .map((une) => [nom, une] as const),
    );
  const retour = provenanceDe(req) ?? accueilDe(req.acteur);
  res
    .type('html')
    .send(
      html(
        <PageConfirmation
          {...commun(services, req)}
          courriel={req.identite.courriel}
          action={suiteSure(req.originalUrl, ESPACES) ?? accueilDe(req.acteur)}
          caches={caches}
          destination={[]}
          retour={retour}
          saisie={saisie}
        />,
      ),
    );
}

/**
 * An act that asks for a recent password: people are shown the page that asks for it, programs get the
 * refusal.
 */
export function demanderLaPreuve(services: Services): ErrorRequestHandler {
  return (erreur: unknown, req, res, next) => {
    if (!(erreur instanceof PreuveDemandee) || res.headersSent || veutJson(req)) return next(erreur);
    if (req.method === 'POST') return redemander(services, req, res.status(erreur.statut), SAISIE_VIDE);
    const suite = suiteSure(req.originalUrl, ESPACES);
    const retour =
      erreur.pour === 'fichier' ? (provenanceDe(req) ?? (req.acteur && accueilDe(req.acteur))) : null;
    res.redirect(
      303,
      `/confirmation?${new URLSearchParams({ ...(suite ? { suite } : {}), ...(retour ? { retour } : {}) })}`,
    );
  };
}
