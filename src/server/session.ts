import { promisify } from 'node:util';
import connectPgSimple from 'connect-pg-simple';
import type { Request, RequestHandler } from 'express';
import session from 'express-session';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { CompteOuvert, Profil } from '#src/domain/compte/profils.ts';

/** Sessions in PostgreSQL: several servers share them, none survives its idle time. */
export interface Sessions {
  readonly intergiciel: RequestHandler;
  /** Minutes without a request after which a session is over; read from the rules at each request. */
  reglerInactivite(minutes: number): void;
  readonly nomDuCookie: string;
  fermer(): Promise<void>;
}

interface Options {
  readonly pool: Pool;
  readonly secret: string;
  readonly https: boolean;
  readonly journal: Logger;
}

const MENAGE_EN_SECONDES = 600;

export function ouvrirSessions({ pool, secret, https, journal }: Options): Sessions {
  const Magasin = connectPgSimple(session);
  const magasin = new Magasin({
    pool, schemaName: 'sessions', tableName: 'session', pruneSessionInterval: MENAGE_EN_SECONDES,
    errorLog: () => journal.error({ type: 'sessions' }, 'le ménage des sessions a échoué'),
  });
  // `__Host-` binds the cookie to this host, https and the whole site.
  const nomDuCookie = https ? '__Host-mcp' : 'mcp';
  return {
    nomDuCookie,
    intergiciel: session({
      store: magasin, secret, name: nomDuCookie, resave: false, saveUninitialized: false,
      // No maxAge: the cookie dies with the browser, the idle time is kept by the store.
      cookie: { httpOnly: true, sameSite: 'lax', secure: https, path: '/' },
      ...(https ? { proxy: true } : {}),
    }),
    reglerInactivite(minutes) {
      (magasin as { ttl?: number }).ttl = minutes * 60;
    },
    fermer() {
      // Async in fact, whatever its types say.
      return Promise.resolve(magasin.close());
    },
  };
}

/** Forgets everything of the session and gives it a new identifier. */
export const renouvelerSession = (req: Request): Promise<void> => promisify(req.session.regenerate.bind(req.session))().then(() => undefined);

const enregistrer = (req: Request): Promise<void> => promisify(req.session.save.bind(req.session))().then(() => undefined);

/**
 * Opens the session of a person who has just proved who he is, under a new identifier: one known before, to an
 * attacker perhaps, opens nothing.
 */
export async function ouvrirSession(req: Request, compte: CompteOuvert, profil: Profil | undefined, maintenant: number): Promise<void> {
  await renouvelerSession(req);
  Object.assign(req.session, { compteId: compte.id, validite: compte.sessionsValidesDepuis, ouverteLe: maintenant, ...(profil ? { profil: profil.cle } : {}) });
  await enregistrer(req);
}

/** Chooses one of the account's profiles. */
export async function choisirProfil(req: Request, profil: Profil): Promise<void> {
  req.session.profil = profil.cle;
  await enregistrer(req);
}

/** Ends the session. */
export const fermerSession = (req: Request): Promise<void> => promisify(req.session.destroy.bind(req.session))().then(() => undefined);
