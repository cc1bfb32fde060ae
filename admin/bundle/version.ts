import type { RequestHandler } from 'express';
import { VERSION_DE_LA_PAGE } from '#admin/definition/types/page.ts';
import { Refus } from '#src/kernel/refus.ts';

/** The page was opened before another version was put in service: what it shows and sends may no longer be understood. */
export class PagePerimee extends Refus {
  override readonly statut = 409;
  constructor() {
    super(
      'Une nouvelle version de l’application est en service : rien n’a été enregistré. Rechargez la page, puis recommencez.',
    );
  }
}

/**
 * Refuses what comes from scripts of another build, before anything is read: types hold within one build, and
 * a tab may stay open over a deployment. Callers that are no page of ours say no version.
 */
export const refuserPagesPerimees =
  (empreinte: string): RequestHandler =>
  (requete, _reponse, next) => {
    const dite = requete.get(VERSION_DE_LA_PAGE);
    if (dite !== undefined && dite !== empreinte) throw new PagePerimee();
    next();
  };
