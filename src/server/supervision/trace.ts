import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';

/** Path as logged: without the query, where links carry their secret and searches carry names. */
export const cheminSansParametres = (url: string): string => url.split('?', 1)[0] ?? '/';

/** Names the request and logs its end. No personal data: neither address, query, body nor account. */
export function tracer(log: Logger): RequestHandler {
  return (req, res, next) => {
    req.requeteId = randomUUID();
    res.setHeader('X-Request-Id', req.requeteId);
    const debut = performance.now();
    res.once('close', () => {
      const ligne = {
        requeteId: req.requeteId,
        methode: req.method,
        chemin: cheminSansParametres(req.originalUrl),
        statut: res.statusCode,
        dureeMs: Math.round(performance.now() - debut),
        ...(res.writableFinished ? {} : { interrompue: true }),
      };
      if (res.statusCode >= 500) log.error(ligne, 'requête');
      else log.info(ligne, 'requête');
    });
    next();
  };
}

interface ErreurDecrite {
  readonly type: string;
  readonly code?: unknown;
  readonly contrainte?: unknown;
  readonly message?: string;
  readonly pile: readonly string[];
  readonly cause?: ErreurDecrite;
}

/** A database driver's message quotes the statement with its values. */
const citeDesDonnees = (erreur: Error): boolean =>
  'sqlMessage' in erreur || 'query' in erreur || 'severity' in erreur || erreur.name.endsWith('Exception');

/** What the logs keep of an error: its kind and where it came from, never the values a database quotes. */
export function decrireErreur(erreur: unknown, profondeur = 0): ErreurDecrite {
  if (!(erreur instanceof Error)) return { type: typeof erreur, pile: [] };
  const { code, constraint } = erreur as { code?: unknown; constraint?: unknown };
  return {
    type: erreur.name,
    ...(code === undefined ? {} : { code }),
    ...(constraint === undefined ? {} : { contrainte: constraint }),
    ...(citeDesDonnees(erreur) ? {} : { message: erreur.message.slice(0, 500) }),
    pile: (erreur.stack ?? '')
      .split('\n')
      .filter((ligne) => /^\s+at /.test(ligne))
      .map((ligne) => ligne.trim())
      .slice(0, 20),
    ...(erreur.cause !== undefined && profondeur < 3
      ? { cause: decrireErreur(erreur.cause, profondeur + 1) }
      : {}),
  };
}
