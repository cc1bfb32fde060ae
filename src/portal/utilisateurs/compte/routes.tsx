import type { Request, Response } from 'express';
import { get, post, type Route } from '#src/http/route.ts';
import { Refus } from '#src/kernel/refus.ts';
import {
  deverrouillerUtilisateur,
  reinitialiserMotDePasse,
  renvoyerInvitation,
} from '#src/domain/delegation/gerer-utilisateur/commandes.ts';
import { lireUtilisateur } from '#src/domain/delegation/utilisateur/lectures.ts';
import {
  acteurDe,
  champsDe,
  contextePage,
  envoyerPage,
  type DependancesPortail,
} from '#src/portal/contexte-requete.ts';
import { PageActionUtilisateur, type ActionConfirmee } from '#src/portal/utilisateurs/compte/page.tsx';
import { ligneUtilisateur } from '#src/portal/utilisateurs/ligne.ts';
import { CHEMIN_UTILISATEURS, FICHE_ENTIERE } from '#src/portal/utilisateurs/utilisateur.tsx';

const ACTIONS = {
  invitation: { commande: renvoyerInvitation, succes: 'L’invitation a été renvoyée.' },
  deverrouiller: { commande: deverrouillerUtilisateur, succes: 'Le compte a été déverrouillé.' },
  'mot-de-passe': {
    commande: reinitialiserMotDePasse,
    succes: 'Un lien pour choisir un nouveau mot de passe a été envoyé.',
  },
} as const;

/** What is done to the account of a user: one page and one act each. */
export const routesCompte = (dependances: DependancesPortail): readonly Route[] =>
  (Object.keys(ACTIONS) as ActionConfirmee[]).flatMap((action) => routesDAction(dependances, action));

function routesDAction(dependances: DependancesPortail, action: ActionConfirmee): readonly Route[] {
  const { executeur } = dependances;
  const { commande, succes } = ACTIONS[action];

  async function demander(req: Request<{ id: string }>, res: Response): Promise<void> {
    const acteur = acteurDe(req);
    const utilisateur = await executeur.lire(acteur, async (unite) =>
      ligneUtilisateur(unite, await lireUtilisateur(unite, req.params.id)),
    );
    envoyerPage(
      res,
      <PageActionUtilisateur
        contexte={contextePage(req, dependances)}
        utilisateur={utilisateur}
        action={action}
      />,
    );
  }

  async function faire(req: Request<{ id: string }>, res: Response): Promise<void> {
    try {
      await executeur.executer(
        acteurDe(req),
        commande,
        { ...champsDe(req.body), id: req.params.id },
        req.requeteId,
      );
      req.annoncer({ ton: 'succes', texte: succes });
    } catch (erreur) {
      if (!(erreur instanceof Refus) || ![409, 429].includes(erreur.statut)) throw erreur;
      req.annoncer({ ton: 'attention', texte: erreur.message });
    }
    res.redirect(303, CHEMIN_UTILISATEURS);
  }
  return [get(`/:id/${action}`, FICHE_ENTIERE, demander), post(`/:id/${action}`, commande, faire)];
}
