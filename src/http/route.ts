import { Router, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import type { Acteur } from '#src/kernel/acteur.ts';
import type { Droit } from '#src/kernel/commande.ts';
import { champsPermis, DroitRequis, exigerDroit } from '#src/kernel/droits/droits.ts';
import { ActionInterdite } from '#src/kernel/refus.ts';
import type { HoldableForm } from '#src/http/held-form.ts';

/** Who may ask at an address that no line of the rights table is about. */
export type Public =
  /** Anybody, signed in or not. */
  | 'tous'
  /** Whoever is signed in, whatever his rights. */
  | 'connectes'
  /** The holder of an eligibility link. */
  | 'invite'
  /** The holder of the token of the measures: a machine, nobody here. */
  | 'jeton'
  /** Users of partners, whatever their roles. */
  | 'partenaires'
  /** The people of the Caf and the analysts. */
  | 'internes';

/**
 * What an address asks of whoever knocks: to be of a public, or to hold a right; `entiere`: to read every
 * field of the record, so that a role which reads some of them only does not pass.
 */
export type Acces = Public | Droit | { readonly droit: Droit; readonly entiere: true };

/** What a route needs to know of a command: its right is the right of the route. */
export interface CommandeDeRoute {
  readonly nom: string;
  readonly droit: Droit;
}

/** An address of the application, as data: the router, its guard and the list of who may do what follow it. */
export interface Route {
  readonly methode: 'GET' | 'POST';
  readonly chemin: string;
  readonly acces: Acces;
  /** The commands it may run, the first one first; none for what only reads. */
  readonly commandes: readonly CommandeDeRoute[];
  /** What its form says of itself when it may be held for an hour. */
  readonly heldForm?: HoldableForm;
  /** Carried out after the guard, before the answer. */
  readonly avant: readonly RequestHandler[];
  readonly traiter: RequestHandler;
}

interface Options {
  readonly avant?: readonly RequestHandler[];
  readonly heldForm?: HoldableForm;
  /** Commands it may run after the one it is named by. */
  readonly aussi?: readonly CommandeDeRoute[];
}

/** The parameters an address names: `/:id/:numero`. */
type Parametres<Chemin extends string> = Chemin extends `${string}/:${infer Nom}/${infer Reste}`
  ? Record<Nom, string> & Parametres<`/${Reste}`>
  : Chemin extends `${string}/:${infer Nom}`
    ? Record<Nom, string>
    : Record<never, string>;

type Traitement<Chemin extends string> = (
  req: Request<Parametres<Chemin>>,
  res: Response,
  next: NextFunction,
) => unknown;

/** A page, or anything else that is read. */
export function get<const Chemin extends string>(
  chemin: Chemin,
  acces: Acces,
  traiter: Traitement<Chemin>,
  { avant = [] }: Pick<Options, 'avant'> = {},
): Route {
  // Express gives a handler the parameters its path names.
  return { methode: 'GET', chemin, acces, commandes: [], avant, traiter: traiter as RequestHandler };
}

/** An act: the command it runs says who may; or a question asked by POST, because it carries a text. */
export function post<const Chemin extends string>(
  chemin: Chemin,
  acte: CommandeDeRoute | Acces,
  traiter: Traitement<Chemin>,
  { avant = [], heldForm, aussi = [] }: Options = {},
): Route {
  const commande = typeof acte === 'object' && 'nom' in acte ? acte : null;
  return {
    methode: 'POST',
    chemin,
    acces: commande ? commande.droit : (acte as Acces),
    commandes: [...(commande ? [commande] : []), ...aussi],
    heldForm,
    avant,
    traiter: traiter as RequestHandler,
  };
}

/** Routes below a path. */
export const sous = (prefixe: string, routes: readonly Route[]): readonly Route[] =>
  routes.map((route) => ({
    ...route,
    chemin: route.chemin === '/' ? prefixe : `${prefixe}${route.chemin}`,
  }));

const TYPES: Readonly<Partial<Record<Public, readonly Acteur['type'][]>>> = {
  connectes: ['agent', 'analyste', 'partenaire'],
  invite: ['invite'],
  partenaires: ['partenaire'],
  internes: ['agent', 'analyste'],
};

/** The right an access asks for; null for a public. */
export function droitDe(acces: Acces): Droit | null {
  if (typeof acces === 'string') return null;
  return 'droit' in acces ? acces.droit : acces;
}

/**
 * Holds an access: nothing is read before it.
 * @throws ActionInterdite
 */
function exigerAcces(acteur: Acteur | undefined, acces: Acces): void {
  if (typeof acces === 'string') {
    const types = TYPES[acces];
    if (types && !(acteur && types.includes(acteur.type)))
      throw new ActionInterdite('Cette page ne vous est pas ouverte. Revenez à l’accueil.');
    return;
  }
  // The guard of a space has asked everybody to sign in.
  if (!acteur) throw new Error('a route with a right stands before the sign-in');
  const droit = 'droit' in acces ? acces.droit : acces;
  exigerDroit(acteur, droit);
  if ('entiere' in acces && champsPermis(acteur, droit[0], droit[1] as never) !== 'tous')
    throw new DroitRequis(droit);
}

const montees = new WeakMap<object, Route>();

/** The route a handler of a router guards; undefined for a handler no route was mounted with. */
export const routeDe = (intergiciel: object): Route | undefined => montees.get(intergiciel);

/**
 * What stands before the routes of a public, to find out who knocks: asks whoever is not signed in to do so,
 * turns a link into its holder, reads the token of a machine.
 */
export type Gardes = Readonly<Partial<Record<'connectes' | 'invite' | 'jeton', RequestHandler>>>;

/** Who must be known before a route is answered; null: nobody. */
function aConnaitre({ acces }: Route): keyof Gardes | null {
  if (acces === 'tous') return null;
  return acces === 'invite' || acces === 'jeton' ? acces : 'connectes';
}

/**
 * The router of these routes: who knocks is known, the access of the route is held, then it does what it
 * says. Nothing of the request is read before.
 * @param gardes those of the publics these routes are for; the guard of a whole space may have asked people
 *   to sign in already
 * @throws Error for a route whose public no guard would hold
 */
export function monter(routes: readonly Route[], gardes: Gardes = {}): Router {
  const router = Router();
  for (const route of routes) {
    const visiteur = aConnaitre(route);
    const connaitre = visiteur && gardes[visiteur];
    if (!connaitre && (visiteur === 'invite' || visiteur === 'jeton'))
      throw new Error(`${route.methode} ${route.chemin}: nothing tells who is « ${visiteur} »`);
    const garde: RequestHandler = (req, _res, next) => {
      exigerAcces(req.acteur, route.acces);
      next();
    };
    montees.set(garde, route);
    router[route.methode === 'GET' ? 'get' : 'post'](
      route.chemin,
      ...(connaitre ? [connaitre] : []),
      garde,
      ...route.avant,
      route.traiter,
    );
  }
  return router;
}
