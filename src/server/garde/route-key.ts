import type { RequestHandler } from 'express';
import { withRouteKey } from '#src/database/connection-limiter.ts';

const IDENTIFIANT = /^([0-9a-f]{8}-[0-9a-f-]{27}|\d+)$/i;

/** Requests that do the same thing to different records count together when connections are shared out. */
export const distinguerLesRoutes: RequestHandler = (req, _res, next) => {
  const chemin = req.path
    .split('/')
    .map((partie) => (IDENTIFIANT.test(partie) ? ':' : partie))
    .join('/');
  withRouteKey(`${req.method} ${chemin}`, next);
};
