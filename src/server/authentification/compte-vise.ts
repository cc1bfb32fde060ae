import { appeler } from '#src/kernel/sql.ts';
import { fonction } from '#src/domain/acces/tables.ts';
import type { Request, Response } from 'express';
import type { CompteOuvert } from '#src/domain/acces/compte/profils.ts';
import type { CompteVise } from '#src/server/authentification/appareil-connu.ts';
import type { Services } from '#src/server/services.ts';
import type { Tentative } from '#src/server/authentification/tentatives.ts';

/**
 * The account of an address, with the hash its password is checked against. Needs no actor: it is asked for
 * before there is one.
 */
export async function compteDAdresse(
  { orm }: Pick<Services, 'orm'>,
  courriel: string,
): Promise<(CompteVise & { readonly ferme: boolean }) | undefined> {
  const [compte] = await appeler(orm.em.fork(), fonction('connexion_compte', courriel));
  return compte;
}

/**
 * An attempt on the account of an address, which may not exist. @throws TropDeTentatives
 * @param compteId the account it counts for, where it is known otherwise
 */
export const tenter = (
  { tentatives, appareils }: Pick<Services, 'tentatives' | 'appareils'>,
  req: Request,
  courriel: string,
  vise: CompteVise | undefined,
  compteId = vise?.id,
): Promise<Tentative> =>
  tentatives.commencer(req.ip ?? '', compteId, courriel, vise ? appareils.reconnaitre(req, vise) : null);

/**
 * An attempt on an account that is already known of: its code, its present password. @throws TropDeTentatives
 */
export const tenterPour = async (
  services: Services,
  req: Request,
  { id, courriel }: Pick<CompteOuvert, 'id' | 'courriel'>,
): Promise<Tentative> => tenter(services, req, courriel, await compteDAdresse(services, courriel), id);

/** The person has given all that his account asks for: this device is known from now on. */
export async function retenirLAppareil(
  services: Services,
  req: Request,
  res: Response,
  { courriel }: Pick<CompteOuvert, 'courriel'>,
): Promise<void> {
  const compte = await compteDAdresse(services, courriel);
  if (compte) services.appareils.retenir(req, res, compte);
}
