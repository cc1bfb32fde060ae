import type { CurrentAdmin } from 'adminjs';
import { NonConnecte } from '#admin/definition/demandeur.ts';
import type { Acteur } from '#src/kernel/acteur.ts';

/**
 * The actor stays out of what AdminJS hands around: it is found again by the identity of the object AdminJS
 * knows the person by.
 */
const acteurs = new WeakMap<object, Acteur>();

/** The actor as AdminJS knows a person. */
export function incarner(acteur: Acteur): CurrentAdmin {
  const admin = { id: 'compteId' in acteur ? acteur.compteId : acteur.type, email: '' };
  acteurs.set(admin, acteur);
  return admin;
}

/** @throws NonConnecte fail closed: without an actor nothing is read or written. */
export function acteurDe(admin: CurrentAdmin | undefined): Acteur {
  const acteur = admin && acteurs.get(admin);
  if (!acteur) throw new NonConnecte();
  return acteur;
}

/**
 * AdminJS reads `req.session.adminUser`; not enumerable, so that it is never written into the stored session.
 */
export function poserAdmin(requete: { session?: object }, acteur: Acteur): void {
  requete.session ??= {};
  Object.defineProperty(requete.session, 'adminUser', {
    value: incarner(acteur),
    enumerable: false,
    configurable: true,
  });
}
