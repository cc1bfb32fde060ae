import type { Request, Response } from 'express';
import { get, post, type Route } from '#src/http/route.ts';
import { consequencesDe } from '#src/domain/suivi/effets/annoncer.ts';
import { cloturerUtilisateur } from '#src/domain/delegation/gerer-utilisateur/commandes.ts';
import { lireUtilisateur } from '#src/domain/delegation/utilisateur/lectures.ts';
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
import { direQuiAChange } from '#src/portal/perime.ts';
import { ligneUtilisateur } from '#src/portal/utilisateurs/ligne.ts';
import { PageSuppressionUtilisateur } from '#src/portal/utilisateurs/supprimer/page.tsx';
import { CHEMIN_UTILISATEURS, FICHE_ENTIERE } from '#src/portal/utilisateurs/utilisateur.tsx';

/** « Supprimer »: ends the access of a user. */
export function routesSuppression(dependances: DependancesPortail): readonly Route[] {
  const { executeur } = dependances;

  async function pageSuppression(req: Request, id: string, saisie: Saisie | null) {
    const acteur = acteurDe(req);
    const vue = await executeur.lire(acteur, async (unite) => {
      const jour = unite.aujourdhui.toString();
      const utilisateur = await lireUtilisateur(unite, id);
      return { jour, utilisateur: await ligneUtilisateur(unite, utilisateur), version: utilisateur.version };
    });
    const montree = saisie ?? { valeurs: { closLe: vue.jour }, erreurs: [] };
    const consequences = await consequencesDe(executeur, acteur, cloturerUtilisateur, {
      ...montree.valeurs,
      id,
      version: vue.version,
    });
    return (
      <PageSuppressionUtilisateur
        contexte={contextePage(req, dependances)}
        saisie={montree}
        consequences={consequences}
        utilisateur={vue.utilisateur}
        version={vue.version}
      />
    );
  }

  async function supprimer(req: Request<{ id: string }>, res: Response): Promise<void> {
    try {
      if (await montrerApercu(req, res, (saisie) => pageSuppression(req, req.params.id, saisie))) return;
      const { prenom, nom } = await faireCommeAnnonce(dependances, req, cloturerUtilisateur, {
        ...champsDe(req.body),
        id: req.params.id,
      });
      req.annoncer({
        ton: 'succes',
        texte: `L’accès de ${prenom} ${nom} est clôturé. Son historique est conservé.`,
      });
      res.redirect(303, CHEMIN_UTILISATEURS);
    } catch (erreur) {
      await reafficher(
        req,
        res,
        await direQuiAChange(dependances, req, erreur, { entite: 'Utilisateur', id: req.params.id }),
        (saisie) => pageSuppression(req, req.params.id, saisie),
      );
    }
  }
  return [
    get('/:id/supprimer', FICHE_ENTIERE, async (req, res) =>
      envoyerPage(res, await pageSuppression(req, req.params.id, null)),
    ),
    post('/:id/supprimer', cloturerUtilisateur, supprimer),
  ];
}
