import type { CurrentAdmin } from 'adminjs';
import type { SessionGestion } from '#admin/definition/contrats.ts';
import { nomDe, type Acteur } from '#src/domain/commun/acteur.ts';
import { Refus } from '#src/domain/commun/refus.ts';

/** The back-office was asked something with nobody signed in: nothing is answered. */
export class NonConnecte extends Refus {
  override readonly statut = 401;
  constructor() {
    super('Votre session a expiré. Reconnectez-vous pour continuer.');
  }
}

/**
 * The actor stays out of what AdminJS prints into the page: it is found again by the identity of the object
 * AdminJS hands around.
 */
const acteurs = new WeakMap<object, Acteur>();

const PROFILS = { gestionnaire: 'Gestionnaire Caf', responsable: 'Responsable Caf' } as const;

/** What AdminJS knows of the person who asks: just what the page shows. */
export function incarner(
  acteur: Acteur,
  cafNom: string | null,
  autresProfils: boolean,
): CurrentAdmin & SessionGestion {
  const admin = {
    id: 'compteId' in acteur ? acteur.compteId : acteur.type,
    email: '',
    nom: nomDe(acteur),
    profil: acteur.type === 'agent' ? PROFILS[acteur.profil] : 'Analyste réglementaire',
    caf: cafNom,
    autresProfils,
    fuseau: 'fuseauHoraire' in acteur ? acteur.fuseauHoraire : 'Europe/Paris',
  };
  acteurs.set(admin, acteur);
  return admin;
}

/** @throws NonConnecte fail closed: without an actor nothing is read or written. */
export function acteurDe(admin: CurrentAdmin | undefined): Acteur {
  const acteur = admin && acteurs.get(admin);
  if (!acteur) throw new NonConnecte();
  return acteur;
}
