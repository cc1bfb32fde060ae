import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

const DEUX_ANS = 63_072_000;
/** Files of the back-office: cacheable, unlike everything that shows data. */
const FICHIERS_DE_GESTION = '/gestion/frontend/';

const nonceDe = (_req: IncomingMessage, res: ServerResponse): string =>
  `'nonce-${(res as ServerResponse & { locals: { nonce: string } }).locals.nonce}'`;

/** Nothing but ourselves: no third party, no inline script, no frame. */
function politique(styles: 'stricte' | 'attributs', https: boolean) {
  return helmet.contentSecurityPolicy({
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'", nonceDe],
      styleSrc: ["'self'", nonceDe],
      // AdminJS positions elements by style attributes; it inserts its style sheets with the nonce.
      ...(styles === 'attributs' ? { styleSrcAttr: ["'unsafe-inline'"] } : {}),
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
      ...(https ? { upgradeInsecureRequests: [] } : {}),
    },
  });
}

/** Security headers of every answer; `res.locals.nonce` is what an inline script or style must carry. */
export function enTetesDeSecurite({ https }: { readonly https: boolean }): RequestHandler[] {
  const stricte = politique('stricte', https);
  const gestion = politique('attributs', https);
  return [
    (_req, res, next) => {
      res.locals['nonce'] = randomBytes(16).toString('base64');
      res.setHeader('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
      next();
    },
    helmet({
      contentSecurityPolicy: false,
      // Not `no-referrer`: with it a browser sends `Origin: null` on our own forms.
      referrerPolicy: { policy: 'same-origin' },
      strictTransportSecurity: https ? { maxAge: DEUX_ANS, includeSubDomains: false } : false,
      xFrameOptions: { action: 'deny' },
    }),
    (req, res, next) => (estDe(req.path, '/gestion') ? gestion : stricte)(req, res, next),
  ];
}

/** What shows data is kept by no cache, the browser's « back » included. */
export const sansCache: RequestHandler = (req, res, next) => {
  if (!req.path.startsWith(FICHIERS_DE_GESTION)) res.setHeader('Cache-Control', 'no-store');
  next();
};

/** Whether a path is that of a space or below it. */
export const estDe = (chemin: string, espace: string): boolean =>
  chemin === espace || chemin.startsWith(`${espace}/`);
