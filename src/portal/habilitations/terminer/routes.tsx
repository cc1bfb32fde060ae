import type { Request, Response } from 'express';
import { get, post, type Route } from '#src/http/route.ts';
import { lireHabilitation } from '#src/domain/delegation/habilitation/lectures.ts';
import { terminerHabilitation } from '#src/domain/delegation/habilitation/terminer.ts';
import { consequencesDe } from '#src/domain/suivi/effets/annoncer.ts';
import { faireCommeAnnonce, montrerApercu } from '#src/portal/annonce.ts';
import type { Saisie } from '#src/portal/composants/index.ts';
import {
  acteurDe,
  champsDe,
  contextePage,
  envoyerPage,
  reafficher,
  type DependancesPortail,
} from '#src/portal/contexte-requete.ts';
import { CHEMIN_HABILITATIONS } from '#src/portal/habilitations/chemin.ts';
import { nomDeListe, porteeDe } from '#src/portal/habilitations/dire.ts';
import { rolesDuJour } from '#src/kernel/roles.ts';
import { PageFinHabilitation } from '#src/portal/habilitations/terminer/page.tsx';
import { direQuiAChange } from '#src/portal/perime.ts';

/** « Mettre fin à une habilitation », or take a request back. */
export function routesFin(dependances: DependancesPortail): readonly Route[] {
  const { executeur } = dependances;

  async function pageFin(req: Request, id: string, saisie: Saisie | null) {
    const acteur = acteurDe(req);
    const { habilitation, jour } = await executeur.lire(acteur, async (unite) => {
      const lue = await lireHabilitation(unite, id);
      return {
        jour: unite.aujourdhui.toString(),
        habilitation: {
          id,
          version: lue.version,
          role: rolesDuJour(unite).libelle(lue.role),
          utilisateur: nomDeListe(lue.utilisateur),
          portee: porteeDe(lue),
          du: lue.du,
          enAttente: lue.etat === 'en-attente-caf',
        },
      };
    });
    const montree = saisie ?? { valeurs: { au: jour }, erreurs: [] };
    const consequences = await consequencesDe(executeur, acteur, terminerHabilitation, {
      ...montree.valeurs,
      id,
      version: habilitation.version,
    });
    return (
      <PageFinHabilitation
        contexte={contextePage(req, dependances)}
        saisie={montree}
        habilitation={habilitation}
        consequences={consequences}
      />
    );
  }

  async function terminer(req: Request<{ id: string }>, res: Response): Promise<void> {
    try {
      if (await montrerApercu(req, res, (saisie) => pageFin(req, req.params.id, saisie))) return;
      const { etat } = await faireCommeAnnonce(dependances, req, terminerHabilitation, {
        ...champsDe(req.body),
        id: req.params.id,
      });
      req.annoncer({
        ton: 'succes',
        texte:
          etat === 'retiree'
            ? 'La demande d’habilitation a été retirée.'
            : 'La fin de l’habilitation a été enregistrée.',
      });
      res.redirect(303, CHEMIN_HABILITATIONS);
    } catch (erreur) {
      await reafficher(
        req,
        res,
        await direQuiAChange(dependances, req, erreur, { entite: 'Habilitation', id: req.params.id }),
        (saisie) => pageFin(req, req.params.id, saisie),
      );
    }
  }

  return [
    get('/:id/terminer', terminerHabilitation.droit, async (req, res) =>
      envoyerPage(res, await pageFin(req, req.params.id, null)),
    ),
    post('/:id/terminer', terminerHabilitation, terminer),
  ];
}
