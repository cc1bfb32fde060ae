import connectPgSimple from 'connect-pg-simple';
import type { Request } from 'express';
import session, { type Session, type SessionData } from 'express-session';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { CompteOuvert, ProfilsLus } from '#src/domain/acces/compte/profils.ts';
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

/** Between two signs of life of a session, in seconds; a tenth of its idle time where that is short. */
const SIGNE_DE_VIE_S = 60;
/** How long the trace of a session that is over stays, and with it the forms it could not send. */
export const TRACE_EN_MINUTES = 60;
const Magasin = connectPgSimple(session);

/**
 * A session ended while one of its requests is under way must not come back when that request ends: what was
 * read from
 * the table is only ever written over the row it was read from.
 */
export class MagasinRevocable extends Magasin {
  declare ttl: number;
  /** What the account of each session opens, as it was read with it. */
  private readonly profils = new WeakMap<object, ProfilsLus>();

  constructor(
    private readonly pool: Pool,
    log: Logger,
  ) {
    super({
      // Rows are swept by us: what is over leaves a trace for a while.
      pool,
      schemaName: 'sessions',
      tableName: 'session',
      pruneSessionInterval: false,
      errorLog: (...details: unknown[]) =>
        log.error(
          { type: 'sessions', erreur: decrireErreur(details.at(-1)) },
          'les sessions ne répondent pas',
        ),
    });
  }

  /**
   * Who it stands for is read in the same statement, at the same instant; and the session is kept alive by it, at
   * most once a minute: it may end that much earlier than its idle time, never later. Prepared by its name, since
   * every request begins with it.
   */
  override get(sid: string, fin: (erreur: unknown, sess?: SessionData | null) => void): void {
    const maintenant = Date.now() / 1000;
    const signe = Math.min(SIGNE_DE_VIE_S, this.ttl / 10);
    this.pool
      .query<{ readonly sess: SessionData; readonly profils: ProfilsLus | null }>({
        name: 'session',
        text: `with signe_de_vie as (update sessions.session set expire = to_timestamp($3)
            where sid = $1 and expire >= to_timestamp($2) and (expire < to_timestamp($4) or expire > to_timestamp($3)))
          select sess, case when sess ->> 'compteId' is not null then connexion_profils((sess ->> 'compteId')::uuid) end as profils
          from sessions.session where sid = $1 and expire >= to_timestamp($2)`,
        values: [
          sid,
          Math.ceil(maintenant),
          Math.ceil(maintenant + this.ttl),
          Math.ceil(maintenant + this.ttl) - signe,
        ],
      })
      .then(({ rows: [lue] }) => {
        if (lue?.profils) this.profils.set(lue.sess, lue.profils);
        return lue?.sess ?? null;
      })
      .then(
        (sess) => fin(null, sess),
        (erreur: unknown) => fin(erreur),
      );
  }

  override createSession(req: Request, sess: SessionData): Session & SessionData {
    const session = super.createSession(req, sess);
    const profils = this.profils.get(sess);
    if (profils) this.profils.set(session, profils);
    return session;
  }

  /** What the account of a session opens, as it was read with it; undefined for a session of nobody yet. */
  profilsDe(session: object): ProfilsLus | undefined {
    return this.profils.get(session);
  }

  /** Done when it was read. */
  override touch(_sid: string, _sess: SessionData, fin?: () => void): void {
    fin?.();
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

  /** The sessions of an account that are still good, the last seen first. */
  async lister(
    { id, sessionsValidesDepuis }: Pick<CompteOuvert, 'id' | 'sessionsValidesDepuis'>,
    depuis: number,
  ): Promise<readonly SessionOuverte[]> {
    const { rows } = await this.pool.query<{
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
      inactiveDepuis: Math.max(0, Math.floor((this.ttl - restantes) / 60)),
    }));
  }

  /** What a session over since less than an hour was; null for one that its holder or a new password ended. */
  async retrouver(sid: string): Promise<SessionTerminee | null> {
    const { rows } = await this.pool.query<{
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
  }

  /** Ends a session now; its row stays as its trace. */
  async echoir(sid: string): Promise<void> {
    await this.pool.query('update sessions.session set expire = now() where sid = $1', [sid]);
  }
}

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
