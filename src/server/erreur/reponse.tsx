import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { ReactElement } from 'react';
import { traduireErreur } from '#src/database/erreurs.ts';
import { BaseIndisponible, Introuvable, Refus, RefusParRegle } from '#src/kernel/refus.ts';
import type { Assets } from '#src/portal/composants/index.ts';
import { PageErreur } from '#src/server/erreur/page.tsx';
import { contextePage, envoyerPage } from '#src/portal/contexte-requete.ts';
import { veutJson } from '#src/server/adresses.ts';
import { ContenuRefuse, CorpsTropVolumineux, DemandeIncorrecte } from '#src/server/refus.ts';
import { estAchevee } from '#src/server/session/acheve.ts';
import { decrireErreur } from '#src/server/supervision/trace.ts';

/** What a program is told; a person gets the same on a page. */
export interface ErreurJson {
  readonly erreur: {
    readonly statut: number;
    /** Name of the refusal; `ErreurInterne` for a defect of ours. */
    readonly code: string;
    readonly message: string;
    readonly champs: Readonly<Record<string, string>>;
    readonly constats?: RefusParRegle['constats'];
    readonly requeteId: string;
  };
}

const INTERNE =
  'Une erreur est survenue de notre côté et rien n’a été enregistré. Réessayez ; si elle persiste, signalez-la en donnant la référence.';

/** `type` of the body parsers' errors. */
const DE_LECTURE: Readonly<Record<string, () => Refus>> = {
  'entity.too.large': () => new CorpsTropVolumineux(),
  'parameters.too.many': () => new CorpsTropVolumineux(),
  'entity.parse.failed': () =>
    new DemandeIncorrecte('Le contenu envoyé n’est pas du JSON valable. Rien n’a été enregistré.'),
  'encoding.unsupported': () => new ContenuRefuse('non compressé'),
  'charset.unsupported': () => new ContenuRefuse('UTF-8'),
};

/**
 * The refusal behind an error of the database, of Express or of a body parser; undefined for a defect of
 * ours.
 */
function refusDe(recue: unknown): Refus | undefined {
  const erreur = traduireErreur(recue);
  if (erreur instanceof Refus) return erreur;
  if (!(erreur instanceof Error)) return undefined;
  const { type, status } = erreur as { type?: unknown; status?: unknown };
  const lecture = typeof type === 'string' ? DE_LECTURE[type] : undefined;
  if (lecture) return lecture();
  if (status === 404) return new Introuvable('Page');
  if (status === 413) return new CorpsTropVolumineux();
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new DemandeIncorrecte(
      'La demande est mal formée. Rien n’a été enregistré : revenez à la page précédente et recommencez.',
    );
  return undefined;
}

/** No route took the request. */
export const introuvable: RequestHandler = () => {
  throw new Introuvable('Page');
};

interface Options {
  readonly log: Logger;
  readonly ressources: Assets;
  readonly demonstration: () => boolean;
}

/** Last handler: a French sentence with the request's reference, for a person or a program; never a stack. */
export function repondreErreur(options: Options): ErrorRequestHandler {
  return (erreur: unknown, req, res, next) => {
    const refus = refusDe(erreur);
    if (!refus || refus.statut >= 500)
      options.log.error({ requeteId: req.requeteId, erreur: decrireErreur(erreur) }, 'erreur');
    // The answer is complete and only what follows it failed (the session's idle time): cutting the
    // connection would lose it.
    if (estAchevee(res)) return;
    if (res.headersSent) return next(erreur);
    const statut = refus?.statut ?? 500;
    res.set('Cache-Control', 'no-store');
    if (statut === 413) res.set('Connection', 'close');
    // Read before the session is let go of.
    const page = veutJson(req) ? null : pageDe(req, refus, options);
    if (refus instanceof BaseIndisponible) {
      res.set('Retry-After', String(refus.reessayerDans));
      // Nothing of the session is to be kept, and the answer would wait for the same database once more.
      delete (req as { session?: unknown }).session;
    }
    if (page) envoyerPage(res, page, statut);
    else res.status(statut).json(jsonDe(req, refus));
  };
}

function jsonDe({ requeteId }: Request, refus: Refus | undefined): ErreurJson {
  return {
    erreur: {
      statut: refus?.statut ?? 500,
      code: refus?.name ?? 'ErreurInterne',
      message: refus?.message ?? INTERNE,
      champs: refus?.champs ?? {},
      ...(refus instanceof RefusParRegle ? { constats: refus.constats } : {}),
      requeteId,
    },
  };
}

/** A partner keeps his navigation; anybody else gets the bare page. */
function pageDe(req: Request, refus: Refus | undefined, options: Options): ReactElement {
  const commun = { ressources: options.ressources, demonstration: options.demonstration() };
  return (
    <PageErreur
      {...commun}
      statut={refus?.statut ?? 500}
      identifiantRequete={req.requeteId}
      message={refus?.message ?? INTERNE}
      chemin={req.originalUrl}
      contexte={req.acteur?.type === 'partenaire' ? contextePage(req, commun) : undefined}
    />
  );
}
