import type { Request, Response } from 'express';
import type { z } from 'zod';
import { get, post, type Route } from '#src/http/route.ts';
import type { Commande } from '#src/kernel/commande.ts';
import { pourquoi } from '#src/domain/acces/pourquoi/pourquoi.ts';
import { etatAffiche } from '#src/domain/delegation/habilitation/etats.ts';
import { datee, habilitationsDe } from '#src/domain/delegation/habilitation/lectures.ts';
import {
  corrigerInvitation,
  corrigerNom,
  remplacerPersonne,
} from '#src/domain/delegation/gerer-utilisateur/changer-identite.ts';
import type { AValider } from '#src/domain/delegation/gerer-utilisateur/identite.ts';
import { rolesDuJour } from '#src/kernel/roles.ts';
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
import { porteeDe } from '#src/portal/habilitations/dire.ts';
import { direQuiAChange } from '#src/portal/perime.ts';
import { PageIdentite, type ActeDIdentite } from '#src/portal/utilisateurs/identite/page.tsx';
import { CHEMIN_UTILISATEURS } from '#src/portal/utilisateurs/utilisateur.tsx';

/** What to say of an act, and whose card to show. */
interface Suite {
  readonly texte: string;
  readonly id: string;
}

/** « Changer l’identité »: three acts, which a form alone never mixes. */
export function routesIdentite(dependances: DependancesPortail): readonly Route[] {
  async function page(req: Request, id: string, refuse: Parameters<typeof PageIdentite>[0]['refuse']) {
    const acteur = acteurDe(req);
    const vue = await dependances.executeur.lire(acteur, async (unite) => {
      const jour = unite.aujourdhui.toString();
      const roles = rolesDuJour(unite);
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
          .filter(({ role, etat }) => roles.de(role).valideParLaCaf && etat !== 'en-attente-caf')
          .map(porteeDe),
        roles: tenues
          .filter(({ etat }) => etat !== 'suspendue')
          .map((habilitation) => `${roles.libelle(habilitation.role)} – ${porteeDe(habilitation)}`),
      };
    });
    return <PageIdentite contexte={contextePage(req, dependances)} refuse={refuse} {...vue} />;
  }

  function acte<Schema extends z.ZodType, Resultat>(
    nom: ActeDIdentite,
    commande: Commande<Schema, Resultat>,
    suiteDe: (fait: Resultat) => Suite,
  ): Route {
    async function faire(req: Request<{ id: string }>, res: Response): Promise<void> {
      const { id } = req.params;
      const saisie = { ...champsDe(req.body), id };
      try {
        const suite = suiteDe(
          await dependances.executeur.executer(acteurDe(req), commande, saisie, req.requeteId),
        );
        req.annoncer({ ton: 'succes', texte: `${suite.texte}${avisDeNettoyage(req)}` });
        res.redirect(303, `${CHEMIN_UTILISATEURS}/${suite.id}`);
      } catch (erreur) {
        await reafficher(
          req,
          res,
          await direQuiAChange(dependances, req, erreur, { entite: 'Utilisateur', id }),
          (montree) => page(req, id, { acte: nom, saisie: montree }),
        );
      }
    }
    return post(`/:id/identite/${nom}`, commande, faire);
  }

  return [
    get('/:id/identite', corrigerNom.droit, async (req, res) =>
      envoyerPage(res, await page(req, req.params.id, null)),
    ),
    acte('nom', corrigerNom, ({ utilisateur, aValider }) => ({
      id: utilisateur.id,
      texte: `Le nom est corrigé : ${utilisateur.prenom} ${utilisateur.nom}. La personne en est informée.${approbationDe(aValider)}`,
    })),
    acte('invitation', corrigerInvitation, ({ utilisateur, aValider }) => ({
      id: utilisateur.id,
      texte: `L’invitation est envoyée à ${utilisateur.courriel}. Le lien précédent n’est plus valable.${approbationDe(aValider)}`,
    })),
    acte('personne', remplacerPersonne, ({ partant, arrivant, reprises }) => {
      const roles = reprises.length > 0 ? ` Rôles demandés : ${reprises.join(' ; ')}.` : '';
      return {
        id: arrivant.id,
        texte: `L’accès de ${partant.prenom} ${partant.nom} a pris fin. ${arrivant.prenom} ${arrivant.nom} reçoit une invitation à ${arrivant.courriel}.${roles}`,
      };
    }),
  ];
}

const approbationDe = ({ roles, ou }: AValider): string =>
  ou.length > 0 ? ` Le rôle ${roles} attend de nouveau votre Caf sur : ${ou.join(', ')}.` : '';
