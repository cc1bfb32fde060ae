import type { Request, Response } from 'express';
import type { ActeurPartenaire } from '#src/kernel/acteur.ts';
import { charger } from '#src/kernel/chargement.ts';
import { pourquoi } from '#src/domain/acces/pourquoi/pourquoi.ts';
import { habilitationsDe } from '#src/domain/delegation/habilitation/lectures.ts';
import { corrigerNom } from '#src/domain/delegation/gerer-utilisateur/changer-identite.ts';
import { modifierMonProfil } from '#src/domain/delegation/gerer-utilisateur/commandes.ts';
import { listerGroupes } from '#src/domain/delegation/utilisateur/lectures.ts';
import { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';
import type { Saisie } from '#src/portal/composants/index.ts';
import {
  acteurDe,
  contextePage,
  envoyerPage,
  reafficher,
  type DependancesPortail,
} from '#src/portal/contexte-requete.ts';
import { telephoneFr } from '#src/kernel/francais.ts';
import { direQuiAChange } from '#src/portal/perime.ts';
import { PageProfil } from '#src/portal/profil/page.tsx';
import { texteDeChamp, type HoldableForm } from '#src/http/held-form.ts';
import { get, post, type Route } from '#src/http/route.ts';
import { CHEMIN_UTILISATEURS } from '#src/portal/utilisateurs/utilisateur.tsx';
import { rolesDuJour } from '#src/kernel/roles.ts';
import { habilitationTenue } from '#src/portal/utilisateurs/habilitations-tenues.tsx';

/** Of one's own profile, only the telephone is typed. */
const TELEPHONE: HoldableForm = {
  decrire: (_acteur, _parametres, champs) =>
    Promise.resolve({
      titre: 'Modifier mon téléphone',
      lignes: [{ libelle: 'Téléphone', valeur: texteDeChamp(champs, 'telephone') }],
      champs: { telephone: texteDeChamp(champs, 'telephone'), version: texteDeChamp(champs, 'version') },
    }),
};

/** « Mon profil ». The password is changed on a page of its own, shared with the agents of the Caf. */
export function routesProfil(dependances: DependancesPortail): readonly Route[] {
  const { executeur } = dependances;

  async function modifier(req: Request, res: Response) {
    try {
      await executeur.executer(acteurDe(req), modifierMonProfil, req.body, req.requeteId);
      req.annoncer({ ton: 'succes', texte: 'Votre profil a été modifié.' });
      res.redirect(303, '/partenaire/profil');
    } catch (erreur) {
      await reafficher(
        req,
        res,
        await direQuiAChange(dependances, req, erreur, {
          entite: 'Utilisateur',
          id: acteurDe(req).utilisateurId,
        }),
        (saisie) => pageProfil(req, saisie),
      );
    }
  }

  async function pageProfil(req: Request, saisie: Saisie | null) {
    const acteur = acteurDe(req);
    const vue = await executeur.lire(acteur, async (unite) => {
      const utilisateur = await charger(unite, Utilisateur, acteur.utilisateurId, 'Utilisateur');
      const { identifiant, nom, prenom, courriel, ouvertLe } = utilisateur;
      return {
        correction: {
          nom: 'corriger',
          libelle: 'Corriger mon nom',
          href: `${CHEMIN_UTILISATEURS}/${utilisateur.id}/identite`,
          pourquoi: await pourquoi(unite, corrigerNom, utilisateur),
        },
        utilisateur: {
          version: utilisateur.version,
          identifiant,
          nom,
          prenom,
          courriel,
          ouvertLe,
          telephone: utilisateur.telephone ?? null,
          closLe: utilisateur.closLe ?? null,
        },
        groupes: (await listerGroupes(unite))
          .filter(({ id }) => utilisateur.groupes.includes(id))
          .map(({ libelle }) => libelle),
        habilitations: (await habilitationsDe(unite, utilisateur.id)).map((habilitation) =>
          habilitationTenue(habilitation, rolesDuJour(unite), unite.aujourdhui.toString()),
        ),
      };
    });
    return (
      <PageProfil
        contexte={contextePage(req, dependances)}
        saisie={saisie ?? { valeurs: { telephone: telephoneFr(vue.utilisateur.telephone) }, erreurs: [] }}
        fonctions={fonctionsDe(acteur)}
        {...vue}
      />
    );
  }
  return [
    get('/', 'partenaires', async (req, res) => envoyerPage(res, await pageProfil(req, null))),
    post('/', modifierMonProfil, modifier, { heldForm: TELEPHONE }),
  ];
}

function fonctionsDe(acteur: ActeurPartenaire): readonly string[] {
  const fonctions = [
    acteur.administrateur && 'Administrateur partenaire',
    acteur.mandats.length > 0 && 'Responsable habilitations',
    'Utilisateur',
  ];
  return fonctions.filter((fonction): fonction is string => typeof fonction === 'string');
}
