import { titreDe } from '#src/portal/declarations/dire.ts';
import type { NextFunction, Request, Response } from 'express';
import { get, type Route } from '#src/http/route.ts';
import { recepisseDe } from '#src/domain/declaration/recepisse.ts';
import {
  acteurDe,
  contextePage,
  envoyerPage,
  type DependancesPortail,
} from '#src/portal/contexte-requete.ts';
import { PageRecepisse } from '#src/portal/declarations/recepisse/page.tsx';

/** The receipt of the last transmission, or of the one that is named. */
export function routesRecepisse(dependances: DependancesPortail): readonly Route[] {
  async function montrer(
    req: Request<{ id: string; numero?: string }>,
    res: Response,
    suite: NextFunction,
  ): Promise<void> {
    const { id, numero } = req.params;
    // « 01 » names no transmission: each has one address.
    if (numero !== undefined && !/^[1-9]\d{0,8}$/.test(numero)) return suite();
    const acteur = acteurDe(req as Request);
    const lu = await dependances.executeur.lire(acteur, async (unite) => {
      const recepisse = await recepisseDe(unite, id, numero === undefined ? undefined : Number(numero));
      return recepisse && { recepisse, titre: titreDe(recepisse.declaration, unite) };
    });
    if (!lu) return suite();
    envoyerPage(
      res,
      <PageRecepisse
        contexte={contextePage(req as Request, dependances)}
        {...lu}
        fuseau={acteur.fuseauHoraire}
      />,
    );
  }

  return [
    get('/:id/recepisse', ['Declaration', 'lire'], montrer),
    get('/:id/recepisse/:numero', ['Declaration', 'lire'], montrer),
  ];
}
