import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

const DEUX_ANS = 63_072_000;

const nonceDe = (_req: IncomingMessage, res: ServerResponse): string =>
  `'nonce-${(res as ServerResponse & { locals: { nonce: string } }).locals.nonce}'`;

/** Nothing but ourselves: no third party, no inline script, no frame. */
function politique(https: boolean) {
  return helmet.contentSecurityPolicy({
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'", nonceDe],
      styleSrc: ["'self'", nonceDe],
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
    politique(https),
  ];
}

/** What shows data is kept by no cache, the browser's « back » included; files say otherwise themselves. */
export const sansCache: RequestHandler = (_req, res, next) => {
  res.setHeader('Cache-Control', 'no-store');
  next();
};
