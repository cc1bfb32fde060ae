import { createHmac } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { CHAMP_JETON } from '#src/portal/saisies/protocole.ts';
import { garderLaSession } from '#src/server/session/messages.ts';
import type { Services } from '#src/server/services.ts';

/** `<mark of the entry> <address of its form>`, as the script writes it. */
const JETON = /^[\w-]{1,40} \/[\w./-]{1,200}$/;
const ACCEPTEES_AU_PLUS = 10;

/** The token of the entry the browser keeps of a form; undefined when it keeps none, as without script. */
export function jetonDe(corps: unknown): string | undefined {
  const jeton: unknown =
    typeof corps === 'object' && corps !== null
      ? (corps as Readonly<Record<string, unknown>>)[CHAMP_JETON]
      : undefined;
  return typeof jeton === 'string' && JETON.test(jeton) ? jeton : undefined;
}

/**
 * Entries kept in the browser: gives the pages the key of the signed-in person's, drawn from the server's
 * secret, and says
 * on the next page which were saved. A form answered by a redirect was accepted.
 */
export function accompagnerLesSaisies({ log }: Pick<Services, 'log'>, secret: string): RequestHandler {
  const tirer = (usage: string, personne: string) =>
    createHmac('sha256', secret).update(`mcp:${usage}:${personne}`).digest('base64url');
  return (req, _res, next) => {
    const { identite } = req;
    if (!identite) return next();
    const personne = `${identite.compteId}:${identite.cle}`;
    req.saisiesALire = () => ({
      compte: tirer('saisies-compte', personne).slice(0, 16),
      cle: tirer('saisies-cle', personne),
      acceptees: lireAcceptees(req),
    });
    if (req.method !== 'POST') return next();
    const jeton = jetonDe(req.body);
    // Ours, not the form's: the act is given its own fields alone.
    if (typeof req.body === 'object' && req.body !== null) Reflect.deleteProperty(req.body, CHAMP_JETON);
    if (jeton === undefined) return next();
    req.accuserReception = () => {
      req.session.saisiesAcceptees = [...(req.session.saisiesAcceptees ?? []), jeton].slice(
        -ACCEPTEES_AU_PLUS,
      );
    };
    req.avantDeRediriger(() => {
      req.accuserReception?.();
      return garderLaSession(req, log);
    });
    next();
  };
}

function lireAcceptees(req: Request): readonly string[] {
  const acceptees = req.session.saisiesAcceptees ?? [];
  if (acceptees.length > 0) delete req.session.saisiesAcceptees;
  return acceptees;
}
