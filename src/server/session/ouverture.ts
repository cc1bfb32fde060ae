import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import type { Request } from 'express';
import type { SessionData } from 'express-session';
import type { CompteOuvert, Profil } from '#src/domain/acces/compte/profils.ts';
import { appareilDe } from '#src/server/session/appareil.ts';

/** Forgets everything of the session and gives it a new identifier. */
export const renouvelerSession = (req: Request): Promise<void> =>
  promisify(req.session.regenerate.bind(req.session))().then(() => undefined);

const enregistrer = (req: Request): Promise<void> =>
  promisify(req.session.save.bind(req.session))().then(() => undefined);

/**
 * Opens the session of a person who has just proved who he is, under a new identifier: one known before, to
 * an
 * attacker perhaps, opens nothing.
 */
export async function ouvrirSession(
  req: Request,
  compte: CompteOuvert,
  profil: Profil | undefined,
  maintenant: number,
): Promise<void> {
  await renouvelerSession(req);
  Object.assign(req.session, {
    compteId: compte.id,
    validite: compte.sessionsValidesDepuis,
    ouverteLe: maintenant,
    preuveLe: maintenant,
    reference: randomUUID(),
    appareil: appareilDe(req.get('user-agent')),
    ...(profil ? { profil: profil.cle } : {}),
  });
  await enregistrer(req);
}

/** The password was right; a code is awaited before anything opens. Under a new identifier too. */
export async function attendreLeCode(req: Request, attente: SessionData['attente']): Promise<void> {
  await renouvelerSession(req);
  req.session.attente = attente;
  await enregistrer(req);
}

/** The password was given again just now: sensitive acts are open for a while. */
export async function noterLaPreuve(req: Request, maintenant: number): Promise<void> {
  req.session.preuveLe = maintenant;
  await enregistrer(req);
}

/** Chooses one of the account's profiles. */
export async function choisirProfil(req: Request, profil: Profil): Promise<void> {
  req.session.profil = profil.cle;
  await enregistrer(req);
}

/** Ends the session. */
export const fermerSession = (req: Request): Promise<void> =>
  promisify(req.session.destroy.bind(req.session))().then(() => undefined);
