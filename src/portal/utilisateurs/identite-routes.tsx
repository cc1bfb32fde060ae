import { Router, type Request } from 'express';
import { exiger } from '#src/kernel/droits/droits.ts';
import { pourquoi } from '#src/domain/acces/pourquoi/pourquoi.ts';
import { etatAffiche } from '#src/domain/delegation/habilitation/etats.ts';
import { datee, habilitationsDe } from '#src/domain/delegation/habilitation/lectures.ts';
import {
  corrigerInvitation,
  corrigerNom,
  remplacerPersonne,
} from '#src/domain/delegation/gerer-utilisateur/changer-identite.ts';
import { lireUtilisateur } from '#src/domain/delegation/utilisateur/lectures.ts';
import {
  acteurDe,
  avisDeNettoyage,
  champsDe,
  contextePage,
  envoyerPage,
  reafficher,
  type DependancesPortail,
} from '#src/portal/contexte-requete.ts';
import type { MessageFlash } from '#src/portal/composants/index.ts';
import { direQuiAChange } from '#src/portal/perime.ts';
import { PageIdentite, type ActeDIdentite } from '#src/portal/utilisateurs/identite.tsx';
import { CHEMIN_UTILISATEURS } from '#src/portal/utilisateurs/liste.tsx';
import { porteeDe, roleDe } from '#src/portal/utilisateurs/vues.ts';

/** « Changer l'identité »: three acts, which a form alone never mixes. */
export function routesIdentite(dependances: DependancesPortail): Router {
  const { executeur } = dependances;
  const router = Router();

  async function page(req: Request, id: string, refuse: Parameters<typeof PageIdentite>[0]['refuse']) {
    const acteur = acteurDe(req);
    exiger(acteur, 'Utilisateur', 'changerIdentite');
    const vue = await executeur.lire(acteur, async (unite) => {
      const jour = unite.aujourdhui.toString();
      const utilisateur = await lireUtilisateur(unite, id);
      const tenues = (await habilitationsDe(unite, id)).filter(
        (habilitation) => etatAffiche(datee(habilitation), jour) !== 'historique',
      );
      const accepte = utilisateur.rattachement === 'accepte';
      const raison = await pourquoi(unite, accepte ? remplacerPersonne : corrigerInvitation, utilisateur);
      const { nom, prenom, courriel, version, administrateur } = utilisateur;
      return {
        utilisateur: { id, nom, prenom, courriel, version, accepte, administrateur },
        ferme: raison && { nom: 'identite', libelle: 'Changer l’identité', href: '', pourquoi: raison },
        approbateur: tenues
          .filter(({ role, etat }) => role === 'APPROBATEUR' && etat !== 'en-attente-caf')
          .map(porteeDe),
        roles: tenues
          .filter(({ etat }) => etat !== 'suspendue')
          .map((habilitation) => `${roleDe(habilitation)} – ${porteeDe(habilitation)}`),
      };
    });
    return <PageIdentite contexte={contextePage(req, dependances)} refuse={refuse} {...vue} />;
  }

  router.get('/:id/identite', async (req, res) => envoyerPage(res, await page(req, req.params.id, null)));

  /** @returns what to say and whose card to show */
  const actes: Readonly<
    Record<
      ActeDIdentite,
      (req: Request, saisie: object) => Promise<{ readonly texte: string; readonly id: string }>
    >
  > = {
    async nom(req, saisie) {
      const { utilisateur, aValider } = await executeur.executer(
        acteurDe(req),
        corrigerNom,
        saisie,
        req.requeteId,
      );
      return {
        id: utilisateur.id,
        texte: `Le nom est corrigé : ${utilisateur.prenom} ${utilisateur.nom}. La personne en est informée.${suiteDe(aValider)}`,
      };
    },
    async invitation(req, saisie) {
      const { utilisateur, aValider } = await executeur.executer(
        acteurDe(req),
        corrigerInvitation,
        saisie,
        req.requeteId,
      );
      return {
        id: utilisateur.id,
        texte: `L’invitation est envoyée à ${utilisateur.courriel}. Le lien précédent n’est plus valable.${suiteDe(aValider)}`,
      };
    },
    async personne(req, saisie) {
      const { partant, arrivant, reprises } = await executeur.executer(
        acteurDe(req),
        remplacerPersonne,
        saisie,
        req.requeteId,
      );
      const roles = reprises.length > 0 ? ` Rôles demandés : ${reprises.join(' ; ')}.` : '';
      return {
        id: arrivant.id,
        texte: `L’accès de ${partant.prenom} ${partant.nom} a pris fin. ${arrivant.prenom} ${arrivant.nom} reçoit une invitation à ${arrivant.courriel}.${roles}`,
      };
    },
  };
  for (const acte of Object.keys(actes) as ActeDIdentite[]) {
    router.post(`/:id/identite/${acte}`, async (req: Request<{ id: string }>, res) => {
      const { id } = req.params;
      try {
        const fait = await actes[acte](req, { ...champsDe(req.body), id });
        const message: MessageFlash = { ton: 'succes', texte: `${fait.texte}${avisDeNettoyage(req)}` };
        req.annoncer(message);
        res.redirect(303, `${CHEMIN_UTILISATEURS}/${fait.id}`);
      } catch (erreur) {
        await reafficher(
          req,
          res,
          await direQuiAChange(dependances, req, erreur, { entite: 'Utilisateur', id }),
          (saisie) => page(req, id, { acte, saisie }),
        );
      }
    });
  }
  return router;
}

const suiteDe = (aValider: readonly string[]): string =>
  aValider.length > 0
    ? ` Le rôle d’approbateur attend de nouveau votre Caf sur : ${aValider.join(', ')}.`
    : '';
