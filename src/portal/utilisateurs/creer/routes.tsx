import type { Request, Response } from 'express';
import { get, post, type Route } from '#src/http/route.ts';
import type { Envoi } from '#src/kernel/commande.ts';
import { direOuverture } from '#src/domain/acces/compte/dire-ouverture.ts';
import { creerUtilisateur } from '#src/domain/delegation/gerer-utilisateur/commandes.ts';
import { listerGroupes } from '#src/domain/delegation/utilisateur/lectures.ts';
import { SAISIE_VIDE, type Saisie } from '#src/portal/composants/index.ts';
import {
  acteurDe,
  avisDeNettoyage,
  contextePage,
  envoyerPage,
  reafficher,
  type DependancesPortail,
} from '#src/portal/contexte-requete.ts';
import { choixDeGroupe, PageFormulaireUtilisateur } from '#src/portal/utilisateurs/formulaire.tsx';
import { CHEMIN_UTILISATEURS } from '#src/portal/utilisateurs/utilisateur.tsx';

/** « Créer un utilisateur ». */
export function routesCreation(dependances: DependancesPortail): readonly Route[] {
  const { executeur } = dependances;

  async function formulaireCreation(req: Request, saisie: Saisie) {
    const acteur = acteurDe(req);
    const { groupes, jour } = await executeur.lire(acteur, async (unite) => ({
      groupes: await listerGroupes(unite),
      jour: unite.aujourdhui.toString(),
    }));
    const depart = saisie === SAISIE_VIDE ? { valeurs: { ouvertLe: jour }, erreurs: [] } : saisie;
    return (
      <PageFormulaireUtilisateur
        contexte={contextePage(req, dependances)}
        saisie={depart}
        groupes={groupes.map(choixDeGroupe)}
      />
    );
  }

  async function creer(req: Request, res: Response): Promise<void> {
    try {
      const {
        resultat: { id, prenom, nom, identifiant },
        envois,
      } = await executeur.executerEtDire(acteurDe(req), creerUtilisateur, req.body, req.requeteId);
      req.annoncer({
        ton: 'succes',
        texte: `L’utilisateur ${prenom} ${nom} a été créé sous l’identifiant ${identifiant}.${avisDOuverture(envois)}${avisDeNettoyage(req)}`,
      });
      res.redirect(303, `${CHEMIN_UTILISATEURS}/${id}`);
    } catch (erreur) {
      await reafficher(req, res, erreur, (saisie) => formulaireCreation(req, saisie));
    }
  }
  return [
    get('/creer', creerUtilisateur.droit, async (req, res) =>
      envoyerPage(res, await formulaireCreation(req, SAISIE_VIDE)),
    ),
    post('/creer', creerUtilisateur, creer),
  ];
}

/** What the person opened is told by mail, if he is. */
function avisDOuverture(envois: readonly Envoi[]): string {
  const dit = direOuverture(envois);
  return dit === null ? '' : ` ${dit}`;
}
