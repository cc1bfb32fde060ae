import type { Request, Response } from 'express';
import { get, post, type Route } from '#src/http/route.ts';
import { terminerMandat } from '#src/domain/delegation/gerer-mandat/commandes.ts';
import { lireMandat } from '#src/domain/delegation/mandat/lectures.ts';
import { Equipement } from '#src/domain/equipement/equipement.ts';
import { consequencesDe } from '#src/domain/suivi/effets/annoncer.ts';
import { faireCommeAnnonce } from '#src/portal/annonce.ts';
import type { Saisie } from '#src/portal/composants/index.ts';
import {
  acteurDe,
  champsDe,
  contextePage,
  envoyerPage,
  reafficher,
  type DependancesPortail,
} from '#src/portal/contexte-requete.ts';
import { direQuiAChange } from '#src/portal/perime.ts';
import { CHEMIN_RESPONSABLES, ligneDe } from '#src/portal/responsables/mandat.ts';
import { PageFinMandat } from '#src/portal/responsables/terminer/page.tsx';

/** « Retirer un mandat ». */
export function routesFin(dependances: DependancesPortail): readonly Route[] {
  const { executeur } = dependances;

  async function pageFin(req: Request, id: string, saisie: Saisie | null) {
    const acteur = acteurDe(req);
    const vue = await executeur.lire(acteur, async (unite) => {
      const mandat = await lireMandat(unite, id);
      const noms = new Map(
        (await unite.em.find(Equipement, {})).map((equipement) => [equipement.id, equipement.nom]),
      );
      return { mandat: await ligneDe(unite, mandat, noms) };
    });
    const montree = saisie ?? { valeurs: {}, erreurs: [] };
    const consequences = await consequencesDe(executeur, acteur, terminerMandat, {
      ...montree.valeurs,
      id,
      version: vue.mandat.version,
    });
    return (
      <PageFinMandat
        contexte={contextePage(req, dependances)}
        saisie={montree}
        consequences={consequences}
        {...vue}
      />
    );
  }

  async function terminer(req: Request<{ id: string }>, res: Response): Promise<void> {
    try {
      await faireCommeAnnonce(dependances, req, terminerMandat, { ...champsDe(req.body), id: req.params.id });
      req.annoncer({ ton: 'succes', texte: 'Le mandat a été retiré.' });
      res.redirect(303, CHEMIN_RESPONSABLES);
    } catch (erreur) {
      await reafficher(
        req,
        res,
        await direQuiAChange(dependances, req, erreur, { entite: 'Mandat', id: req.params.id }),
        (saisie) => pageFin(req, req.params.id, saisie),
      );
    }
  }

  return [
    get('/:id/terminer', terminerMandat.droit, async (req, res) =>
      envoyerPage(res, await pageFin(req, req.params.id, null)),
    ),
    post('/:id/terminer', terminerMandat, terminer),
  ];
}
