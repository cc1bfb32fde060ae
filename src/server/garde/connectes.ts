import type { RequestHandler } from 'express';
import type { Acteur } from '#src/kernel/acteur.ts';
import { ActionInterdite } from '#src/kernel/refus.ts';
import { pageDe, veutJson } from '#src/server/adresses.ts';
import { SessionExpiree } from '#src/server/refus.ts';

/**
 * Lets in the actors a space is for; sends the others to sign in, or refuses them. @param reserve who it is
 * for, after « réservé »
 */
export function reserverA(types: readonly Acteur['type'][], reserve: string): RequestHandler {
  return (req, res, next) => {
    if (req.acteur && types.includes(req.acteur.type)) return next();
    if (req.acteur)
      throw new ActionInterdite(
        `Cet espace est réservé ${reserve}. Déconnectez-vous pour utiliser un autre compte.`,
      );
    if (veutJson(req)) throw new SessionExpiree();
    const suite = pageDe(req);
    const parametres = new URLSearchParams(suite ? { suite } : {});
    if (req.compte) return res.redirect(303, `/profils?${parametres}`);
    const ecriture = req.method !== 'GET' && req.method !== 'HEAD';
    if (req.finDeSession === 'close') parametres.set('motif', 'clos');
    else if (req.finDeSession === 'expiree' || ecriture)
      parametres.set('motif', ecriture ? 'perdue' : 'session');
    res.redirect(303, `/connexion?${parametres}`);
  };
}
