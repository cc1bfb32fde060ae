import type { Request } from 'express';
import { ChampRefuse } from '#src/kernel/refus.ts';
import { PreuveFausse, verifierLaPreuve } from '#src/server/authentification/preuve.ts';
import { CHAMP_PREUVE } from '#src/server/champs.ts';
import { champ, type Services } from '#src/server/services.ts';
import { noterLaPreuve } from '#src/server/session/ouverture.ts';

/** The form was sent without the password. */
class MotDePasseManquant extends ChampRefuse {
  constructor() {
    super(CHAMP_PREUVE, 'Mot de passe : ce champ est obligatoire.');
  }
}

/** Whether the password was asked for and is missing or wrong: people are asked again. */
export const estRefusDePreuve = (erreur: unknown): erreur is PreuveFausse | MotDePasseManquant =>
  erreur instanceof PreuveFausse || erreur instanceof MotDePasseManquant;

/** Checks the password of the form; sensitive acts are then open for a while. @throws ChampRefuse */
export async function prouver(services: Services, req: Request): Promise<void> {
  const motDePasse = champ(req, CHAMP_PREUVE);
  if (motDePasse === '') throw new MotDePasseManquant();
  await verifierLaPreuve(services, req, motDePasse);
  await noterLaPreuve(req, services.horloge.maintenant().epochMilliseconds);
}
