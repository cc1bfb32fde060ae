import type { Request, RequestHandler } from 'express';
import session from 'express-session';
import type { Pool } from 'pg';
import { definirJobPeriodique, definirTraitement } from '#src/kernel/jobs.ts';
import type { Logger } from 'pino';
import { profilsDuJour, type CompteOuvert, type JourDuRegistre } from '#src/domain/acces/compte/profils.ts';
import { noterLaFin } from '#src/server/session/acheve.ts';
import { sidDuCookie } from '#src/server/session/cookie.ts';
import {
  MagasinRevocable,
  nettoyer,
  type SessionOuverte,
  type SessionTerminee,
} from '#src/server/session/magasin.ts';
import { renouvelerSession } from '#src/server/session/ouverture.ts';

/** Sessions in PostgreSQL: several servers share them, none survives its idle time. */
export interface Sessions {
  readonly intergiciel: readonly RequestHandler[];
  /** Minutes without a request after which a session is over; read from the rules at each request. */
  reglerInactivite(minutes: number): void;
  /**
   * Sessions of an account that are still good, the last seen first. @param depuis epoch milliseconds before
   * which the absolute limit has ended them
   */
  lister(
    compte: Pick<CompteOuvert, 'id' | 'sessionsValidesDepuis'>,
    depuis: number,
  ): Promise<readonly SessionOuverte[]>;
  readonly nomDuCookie: string;
  /** What the account of a request's session opens, as it was read with the session; null when it does not exist. */
  compteDe(req: Request, jour: JourDuRegistre): CompteOuvert | null;
  /** Identifier of the session whose cookie is presented, over or not; undefined when we did not sign it. */
  sidPresente(req: Request): string | undefined;
  /**
   * The session of a cookie presented, over since less than an hour; null for one that its holder or a new
   * password ended.
   */
  retrouver(sid: string): Promise<SessionTerminee | null>;
  /** Ends a session that has lasted too long, its trace kept. */
  echoir(req: Request): Promise<void>;
  fermer(): Promise<void>;
}

interface Options {
  readonly pool: Pool;
  readonly secret: string;
  readonly https: boolean;
  readonly log: Logger;
}

export function ouvrirSessions({ pool, secret, https, log }: Options): Sessions {
  const magasin = new MagasinRevocable(pool, log);
  // `__Host-` binds the cookie to this host, https and the whole site.
  const nomDuCookie = https ? '__Host-mcp' : 'mcp';
  return {
    nomDuCookie,
    intergiciel: [
      noterLaFin,
      session({
        store: magasin,
        secret,
        name: nomDuCookie,
        resave: false,
        saveUninitialized: false,
        // No maxAge: the cookie dies with the browser, the idle time is kept by the store.
        cookie: { httpOnly: true, sameSite: 'lax', secure: https, path: '/' },
        ...(https ? { proxy: true } : {}),
      }),
    ],
    reglerInactivite(minutes) {
      magasin.ttl = minutes * 60;
    },
    compteDe(req, jour) {
      const lus = magasin.profilsDe(req.session);
      return lus ? profilsDuJour(lus, jour) : null;
    },
    sidPresente: (req) => sidDuCookie(req.get('cookie') ?? '', nomDuCookie, secret),
    retrouver: (sid) => magasin.retrouver(sid),
    async echoir(req) {
      await magasin.echoir(req.sessionID);
      // The session of the request is another one from now on; its row is not destroyed with it.
      req.sessionID = '';
      await renouvelerSession(req);
    },
    lister: (compte, depuis) => magasin.lister(compte, depuis),
    fermer() {
      // Async in fact, whatever its types say.
      return Promise.resolve(magasin.close());
    },
  };
}

/** Takes away what sessions leave. */
export const JOB_SESSIONS = definirJobPeriodique('sessions-menage', 600, {
  retryLimit: 3,
  retryDelay: 60,
  expireInSeconds: 60,
});

/** What the job does. */
export const menageDesSessions = (pool: Pool) => definirTraitement(JOB_SESSIONS, () => nettoyer(pool));
