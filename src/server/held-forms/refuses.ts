import type { Request, RequestHandler, Response, Router } from 'express';
import { lireProfils } from '#src/domain/acces/compte/profils.ts';
import { champsDe } from '#src/portal/contexte-requete.ts';
import type { HoldableForm } from '#src/http/held-form.ts';
import { provenanceDe, veutJson } from '#src/server/adresses.ts';
import { formulaire } from '#src/server/garde/controles.ts';
import { routesDuRouteur, type RouteEnumeree } from '#src/server/routes.ts';
import { jetonDe } from '#src/server/held-forms/saisies.ts';
import type { Services } from '#src/server/services.ts';
import type { SessionTerminee } from '#src/server/session/magasin.ts';

/** Far above any entry; what is larger is refused as if nothing could be held. */
const TAILLE_GARDEE = '256kb';
const CHAMPS_GARDES = 5000;

/** The form behind an address, and what its address holds; null when nothing of it may be held. */
export interface FoundForm {
  readonly heldForm: HoldableForm;
  readonly parametres: Readonly<Record<string, string>>;
}

export type FormulaireA = (adresse: string) => FoundForm | null;

/**
 * Finds what a route declares of its form. An address several routes could answer is that of the most precise
 * one.
 */
export function holdableForms(routes: readonly RouteEnumeree[]): FormulaireA {
  const motifs = routes
    .filter(({ methode }) => methode === 'POST')
    .sort((a, b) => a.parametres.length - b.parametres.length)
    .map((route) => ({
      ...route,
      motif: new RegExp(
        `^${route.chemin.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`,
      ),
    }));
  return (adresse) => {
    for (const { motif, route } of motifs) {
      const heldForm = route?.heldForm;
      const trouve = motif.exec(adresse);
      if (!trouve) continue;
      return heldForm ? { heldForm, parametres: { ...trouve.groups } } : null;
    }
    return null;
  };
}

/**
 * Stands before the guard of the partner's space: a form sent with a session that has just ended is not done,
 * but it is not
 * lost either. What the browser keeps stays there; what it does not keep is held for an hour, for the same
 * account, to be confirmed.
 */
export function holdForms(services: Services, portail: Router, racine: string): RequestHandler {
  const formulaireA = holdableForms(routesDuRouteur(portail, racine));
  return async (req, res, next) => {
    if (req.method !== 'POST' || req.acteur || req.compte || veutJson(req) || !(await lireLeCorps(req, res)))
      return next();
    if (jetonDe(req.body) !== undefined) return reconnecter(req, res, 'navigateur');
    const action = `${req.baseUrl}${req.path}`;
    const session = formulaireA(action) && (await sessionFinie(services, req));
    if (!session) return next();
    await services.heldForms.deposer(session, {
      action,
      champs: champsDe(req.body),
      le: services.horloge.maintenant().epochMilliseconds,
    });
    reconnecter(req, res, 'gardee');
  };
}

/** The session a cookie stands for, when it ended by itself and its account could open another today. */
async function sessionFinie(
  { sessions, orm, horloge, registre }: Services,
  req: Request,
): Promise<SessionTerminee | null> {
  const sid = sessions.sidPresente(req);
  const session = sid === undefined ? null : await sessions.retrouver(sid);
  if (!session) return null;
  const compte = await lireProfils(orm.em.fork(), { horloge, registre }, session.compteId);
  return compte && compte.sessionsValidesDepuis === session.validite && compte.profils.length > 0
    ? session
    : null;
}

/** Reads the form; false when it is not one, or is too large. */
async function lireLeCorps(req: Request, res: Response): Promise<boolean> {
  for (const intergiciel of formulaire(TAILLE_GARDEE, CHAMPS_GARDES)) {
    const lu = await new Promise<boolean>((fini) => {
      try {
        void intergiciel(req, res, (erreur?: unknown) => fini(erreur === undefined));
      } catch {
        fini(false);
      }
    });
    if (!lu) return false;
  }
  return true;
}

function reconnecter(req: Request, res: Response, motif: 'gardee' | 'navigateur'): void {
  const suite = provenanceDe(req);
  res.redirect(303, `/connexion?${new URLSearchParams({ ...(suite ? { suite } : {}), motif })}`);
}
