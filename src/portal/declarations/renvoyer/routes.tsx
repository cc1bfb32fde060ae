import type { Request, Response } from 'express';
import { get, post, type Route } from '#src/http/route.ts';
import { renvoyer } from '#src/domain/declaration/commandes.ts';
import { SAISIE_VIDE } from '#src/portal/composants/index.ts';
import {
  acteurDe,
  champsDe,
  contextePage,
  envoyerPage,
  reafficher,
  type DependancesPortail,
} from '#src/portal/contexte-requete.ts';
import { cheminDe } from '#src/portal/declarations/chemins.ts';
import { PageRenvoi } from '#src/portal/declarations/renvoyer/page.tsx';
import { vueDeDeclaration } from '#src/portal/declarations/vue.ts';
import { direQuiAChange } from '#src/portal/perime.ts';

/** « Renvoyer pour correction ». */
export function routesRenvoi(dependances: DependancesPortail): readonly Route[] {
  const { executeur } = dependances;
  const vue = (req: Request<{ id: string }>) =>
    executeur.lire(acteurDe(req), (unite) => vueDeDeclaration(unite, req.params.id));

  /** For anybody who does not approve it, or too late, the declaration itself. */
  async function demander(req: Request<{ id: string }>, res: Response): Promise<void> {
    const lue = await vue(req);
    if (!lue.approuver) return res.redirect(303, cheminDe(req.params.id));
    envoyerPage(res, <PageRenvoi contexte={contextePage(req, dependances)} vue={lue} saisie={SAISIE_VIDE} />);
  }

  async function renvoi(req: Request<{ id: string }>, res: Response): Promise<void> {
    try {
      await executeur.executer(
        acteurDe(req),
        renvoyer,
        { ...champsDe(req.body), declaration: req.params.id },
        req.requeteId,
      );
      req.annoncer({ ton: 'succes', texte: 'La déclaration est renvoyée aux fournisseurs de données.' });
      res.redirect(303, cheminDe(req.params.id));
    } catch (erreur) {
      await reafficher(
        req,
        res,
        await direQuiAChange(dependances, req, erreur, { entite: 'Declaration', id: req.params.id }),
        async (saisie) => (
          <PageRenvoi contexte={contextePage(req, dependances)} vue={await vue(req)} saisie={saisie} />
        ),
      );
    }
  }

  return [get('/:id/renvoyer', ['Declaration', 'lire'], demander), post('/:id/renvoyer', renvoyer, renvoi)];
}
