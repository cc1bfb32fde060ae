import type { Request } from 'express';
import { ChampRefuse } from '#src/kernel/refus.ts';
import { CHAMP_PREUVE } from '#src/server/champs.ts';
import { compteDAdresse, tenter } from '#src/server/authentification/compte-vise.ts';
import type { Services } from '#src/server/services.ts';

/** The password given to confirm an act is wrong. */
export class PreuveFausse extends ChampRefuse {
  constructor(restantes: number) {
    const reste =
      restantes > 0
        ? `Il vous reste ${restantes} essai${restantes >= 2 ? 's' : ''} avant le blocage de votre compte.`
        : 'Votre compte est maintenant bloqué pour quelques minutes.';
    super(CHAMP_PREUVE, `Mot de passe : ce n’est pas le bon. ${reste}`);
  }
}

/** Far above any allowed length, to bound the work on what is typed. */
const LONGUEUR_LUE = 1000;

/**
 * Checks again the password of whoever is signed in. A wrong one counts like a failed sign-in.
 * @throws PreuveFausse | TropDeTentatives
 */
export async function verifierLaPreuve(
  services: Pick<Services, 'tentatives' | 'appareils' | 'orm' | 'hacheur'>,
  req: Request,
  motDePasse: string,
): Promise<void> {
  const { compte } = req;
  if (!compte) throw new Error('guarded route without an account');
  const lu = await compteDAdresse(services, compte.courriel);
  const tentative = await tenter(services, req, compte.courriel, lu, compte.id);
  const juste =
    motDePasse.length <= LONGUEUR_LUE && (await services.hacheur.verifier(lu?.empreinte ?? null, motDePasse));
  if (!juste || lu?.id !== compte.id || lu.ferme) throw new PreuveFausse(tentative.restantes);
  await tentative.reussie();
}
