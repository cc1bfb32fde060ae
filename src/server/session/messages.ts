import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import { decrireErreur } from '#src/server/supervision/trace.ts';

/** Messages of an act, kept in the session until the next page shows them. */
export function attacherMessages(req: Request, res: Response, log: Logger): void {
  const travaux: (() => Promise<void>)[] = [];
  req.avantDeRediriger = (travail) => {
    if (travaux.push(travail) === 1) retarderLaRedirection(res, travaux);
  };
  let gardee = false;
  req.annoncer = (message) => {
    req.session.messages = [...(req.session.messages ?? []), message];
    if (!gardee) req.avantDeRediriger(() => garderLaSession(req, log));
    gardee = true;
  };
  req.messagesALire = () => {
    const messages = req.session.messages ?? [];
    if (messages.length > 0) delete req.session.messages;
    return messages;
  };
}

function retarderLaRedirection(res: Response, travaux: readonly (() => Promise<void>)[]): void {
  const rediriger = res.redirect.bind(res) as (statut: number, adresse: string) => void;
  res.redirect = (...cible: [number | string, (string | number)?]) => {
    const [statut, adresse] = typeof cible[0] === 'number' ? [cible[0], String(cible[1])] : [302, cible[0]];
    void travaux
      .reduce((avant, travail) => avant.then(travail), Promise.resolve())
      .then(() => rediriger(statut, adresse));
  };
}

/**
 * express-session saves while the answer leaves: a browser that follows a redirect at once could read the
 * session
 * before it is written, and miss the message. What the message tells is done: where it cannot be kept, it
 * alone is lost.
 */
export function garderLaSession(req: Request, log: Logger): Promise<void> {
  return new Promise((fini) => {
    req.session.save((erreur: unknown) => {
      if (erreur)
        log.error(
          { requeteId: req.requeteId, erreur: decrireErreur(erreur) },
          'message perdu : la session n’est pas enregistrée',
        );
      fini();
    });
  });
}
