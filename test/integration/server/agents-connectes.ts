import { ouvrir, type Navigateur, type ServeurDeTest } from './serveur-de-test.ts';

/** Field of the password asked again. */
export const PREUVE = 'preuve-mot-de-passe';

/** Puts the clock so many minutes after noon. */
export const apres = (serveur: ServeurDeTest, minutes: number) =>
  serveur.horloge.regler(new Date(Date.UTC(2026, 2, 2, 12, minutes)).toISOString());

/** Forgets the attempts counted so far. */
export const oublier = (serveur: ServeurDeTest) => serveur.sql('delete from sessions.tentative');

/** A browser whose agent signed in at noon. */
export async function connecte(serveur: ServeurDeTest, courriel: string): Promise<Navigateur> {
  await oublier(serveur);
  apres(serveur, 0);
  const navigateur = ouvrir(serveur);
  await navigateur.connecter(courriel);
  return navigateur;
}
