import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { PreuveDemandee } from '#src/kernel/preuve.ts';
import { SAISIE_VIDE, type Saisie } from '#src/portal/composants/index.ts';
import { envoyerPage } from '#src/portal/contexte-requete.ts';
import { ESPACES, accueilDe, provenanceDe, suiteSure, veutJson } from '#src/server/adresses.ts';
import { CHAMP_PREUVE } from '#src/server/champs.ts';
import { PageConfirmation } from '#src/server/confirmation/page.tsx';
import { estRefusDePreuve, prouver } from '#src/server/confirmation/prouver.ts';
import { commun, connecte, saisieRefusee, type Services } from '#src/server/services.ts';

/**
 * A form of ours sent again with the password: the password is checked and taken away, the act goes on as if
 * it had just been asked for. Stands in front of the routes that read forms.
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
      if (!estRefusDePreuve(erreur) || veutJson(req)) throw erreur;
      return redemander(services, req, res, saisieRefusee(erreur), 422);
    }
    Reflect.deleteProperty(req.body, CHAMP_PREUVE);
    req.acteur = { ...req.acteur, preuveRecente: true } as typeof req.acteur;
    next();
  };
}

/** Asks for the password, what was typed kept in the page. */
function redemander(services: Services, req: Request, res: Response, saisie: Saisie, statut: number): void {
  const { acteur, identite } = connecte(req);
  const caches = Object.entries(req.body as Readonly<Record<string, unknown>>)
    .filter(([nom]) => nom !== CHAMP_PREUVE)
    .flatMap(([nom, valeur]) =>
      (Array.isArray(valeur) ? valeur : [valeur])
        .filter((une): une is string => typeof une === 'string')
        .map((une) => [nom, une] as const),
    );
  envoyerPage(
    res,
    <PageConfirmation
      {...commun(services, req)}
      courriel={identite.courriel}
      action={suiteSure(req.originalUrl, ESPACES) ?? accueilDe(acteur)}
      caches={caches}
      destination={[]}
      retour={provenanceDe(req) ?? accueilDe(acteur)}
      saisie={saisie}
    />,
    statut,
  );
}

/**
 * An act that asks for a recent password: people are shown the page that asks for it, programs get the
 * refusal.
 */
export function demanderLaPreuve(services: Services): ErrorRequestHandler {
  return (erreur: unknown, req, res, next) => {
    if (!(erreur instanceof PreuveDemandee) || res.headersSent || veutJson(req)) return next(erreur);
    if (req.method === 'POST') return redemander(services, req, res, SAISIE_VIDE, erreur.statut);
    const suite = suiteSure(req.originalUrl, ESPACES);
    const retour =
      erreur.pour === 'fichier' ? (provenanceDe(req) ?? (req.acteur && accueilDe(req.acteur))) : null;
    res.redirect(
      303,
      `/confirmation?${new URLSearchParams({ ...(suite ? { suite } : {}), ...(retour ? { retour } : {}) })}`,
    );
  };
}
