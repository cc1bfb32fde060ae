import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import connectPgSimple from 'connect-pg-simple';
import type { Request, RequestHandler, Response } from 'express';
import session, { type SessionData } from 'express-session';
import type { Pool } from 'pg';
import { z } from 'zod';
import { definirJob, definirTraitement } from '#src/kernel/jobs.ts';
import type { Logger } from 'pino';
import type { CompteOuvert, Profil } from '#src/domain/acces/compte/profils.ts';
import { appareilDe } from '#src/server/session/appareil.ts';
import { decrireErreur } from '#src/server/supervision/trace.ts';

/** One of the sessions of an account, as its holder is shown them. */
export interface SessionOuverte {
  /** Names it in the list; opens nothing. */
  readonly reference: string;
  /** « Firefox sous Windows ». */
  readonly appareil: string;
  /** Epoch milliseconds of the sign-in. */
  readonly ouverteLe: number;
  /** Minutes since its last request. */
  readonly inactiveDepuis: number;
}

/** A session that is over and whose cookie is still presented: its trace says whose it was. */
export interface SessionTerminee {
  readonly sid: string;
  readonly compteId: string;
  readonly validite: string;
  readonly profil: string | undefined;
}

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
  readonly journal: Logger;
}

/** How long the trace of a session that is over stays, and with it the forms it could not send. */
export const TRACE_EN_MINUTES = 60;
const Magasin = connectPgSimple(session);

/**
 * A session ended while one of its requests is under way must not come back when that request ends: what was
 * read from
 * the table is only ever written over the row it was read from.
 */
class MagasinRevocable extends Magasin {
  declare ttl: number;
  constructor(
    private readonly pool: Pool,
    journal: Logger,
  ) {
    super({
      // Rows are swept by us: what is over leaves a trace for a while.
      pool,
      schemaName: 'sessions',
      tableName: 'session',
      pruneSessionInterval: false,
      errorLog: (...details: unknown[]) =>
        journal.error(
          { type: 'sessions', erreur: decrireErreur(details.at(-1)) },
          'les sessions ne répondent pas',
        ),
    });
  }

  override set(sid: string, sess: SessionData, fin?: (erreur?: unknown) => void): void {
    if (!sess.inscrite) return super.set(sid, { ...sess, inscrite: true }, fin);
    this.pool
      .query('update sessions.session set sess = $1, expire = to_timestamp($2) where sid = $3', [
        sess,
        Math.ceil(Date.now() / 1000 + this.ttl),
        sid,
      ])
      .then(
        () => fin?.(),
        (erreur: unknown) => fin?.(erreur),
      );
  }
}

export function ouvrirSessions({ pool, secret, https, journal }: Options): Sessions {
  const magasin = new MagasinRevocable(pool, journal);
  // `__Host-` binds the cookie to this host, https and the whole site.
  const nomDuCookie = https ? '__Host-mcp' : 'mcp';
  return {
    nomDuCookie,
    sidPresente: (req) => sidDuCookie(req.get('cookie') ?? '', nomDuCookie, secret),
    async retrouver(sid) {
      const { rows } = await pool.query<{
        compteId: string | null;
        validite: string | null;
        profil: string | null;
      }>(
        `select sess ->> 'compteId' as "compteId", sess ->> 'validite' as validite, sess ->> 'profil' as profil from sessions.session
         where sid = $1 and expire::timestamptz <= now() and expire::timestamptz > now() - make_interval(mins => $2)`,
        [sid, TRACE_EN_MINUTES],
      );
      const [ligne] = rows;
      return ligne?.compteId && ligne.validite
        ? { sid, compteId: ligne.compteId, validite: ligne.validite, profil: ligne.profil ?? undefined }
        : null;
    },
    async echoir(req) {
      await pool.query('update sessions.session set expire = now() where sid = $1', [req.sessionID]);
      // The session of the request is another one from now on; its row is not destroyed with it.
      req.sessionID = '';
      await renouvelerSession(req);
    },
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
    async lister({ id, sessionsValidesDepuis }, depuis) {
      const { rows } = await pool.query<{
        reference: string;
        appareil: string | null;
        ouverteLe: string;
        restantes: number;
      }>(
        `select sess ->> 'reference' as reference, sess ->> 'appareil' as appareil, sess ->> 'ouverteLe' as "ouverteLe", extract(epoch from expire::timestamptz - now())::float8 as restantes
         from sessions.session where sess ->> 'compteId' = $1 and sess ->> 'validite' = $2 and (sess ->> 'ouverteLe')::float8 > $3 and expire::timestamptz > now()
         and sess ->> 'reference' is not null order by expire desc`,
        [id, sessionsValidesDepuis, depuis],
      );
      return rows.map(({ reference, appareil, ouverteLe, restantes }) => ({
        reference,
        appareil: appareil ?? '',
        ouverteLe: Number(ouverteLe),
        inactiveDepuis: Math.max(0, Math.floor((magasin.ttl - restantes) / 60)),
      }));
    },
    fermer() {
      // Async in fact, whatever its types say.
      return Promise.resolve(magasin.close());
    },
  };
}

/** Takes away what sessions leave; the clock asks for it. */
export const JOB_SESSIONS = definirJob({
  queue: 'sessions-menage',
  donnees: z.object({}),
  retryLimit: 3,
  retryDelay: 60,
  expireInSeconds: 60,
});

export const menageDesSessions = (pool: Pool) => definirTraitement(JOB_SESSIONS, () => nettoyer(pool));

/** Rows past their time open nothing; an hour later they go, and what was held for them. */
export async function nettoyer(pool: Pool): Promise<void> {
  await pool.query('delete from sessions.envoi where depose_le < now() - make_interval(mins => $1)', [
    TRACE_EN_MINUTES,
  ]);
  await pool.query(
    'delete from sessions.session where expire < (now() - make_interval(mins => $1))::timestamp',
    [TRACE_EN_MINUTES],
  );
}

/** The identifier a cookie holds, as express-session signs it; undefined when the signature is not ours. */
function sidDuCookie(entete: string, nom: string, secret: string): string | undefined {
  const brut =
    entete
      .split(/;\s*/)
      .find((un) => un.startsWith(`${nom}=`))
      ?.slice(nom.length + 1) ?? '';
  const [, sid, signature] =
    /^s:([\w-]{1,100})\.([\w+/]{1,100})$/.exec(
      brut.replace(/%3A/i, ':').replaceAll('%2B', '+').replaceAll('%2F', '/'),
    ) ?? [];
  if (sid === undefined || signature === undefined) return undefined;
  const attendue = createHmac('sha256', secret).update(sid).digest('base64').replace(/=+$/, '');
  return signature.length === attendue.length &&
    timingSafeEqual(Buffer.from(signature), Buffer.from(attendue))
    ? sid
    : undefined;
}

const achevees = new WeakSet<Response>();

/** Under the session, which ends the answer only once it has tried to save itself. */
const noterLaFin: RequestHandler = (_req, res, next) => {
  const finir = res.end.bind(res) as (...parametres: unknown[]) => Response;
  res.end = ((...parametres: unknown[]) => {
    achevees.add(res);
    return finir(...parametres);
  }) as Response['end'];
  next();
};

/** Whether all the answer was given to be sent: an error that comes later is not its own. */
export const estAchevee = (res: Response): boolean => achevees.has(res);

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
