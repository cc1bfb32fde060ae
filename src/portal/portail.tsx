import { Router, type Request } from 'express';
import { habilitationsDe } from '#src/domain/habilitation/lectures.ts';
import { modifierMonProfil } from '#src/domain/utilisateur/commandes.ts';
import { listerGroupes } from '#src/domain/utilisateur/lectures.ts';
import { charger } from '#src/domain/commun/chargement.ts';
import { Utilisateur } from '#src/domain/utilisateur/utilisateur.ts';
import type { ActeurPartenaire } from '#src/domain/commun/acteur.ts';
import { PageAccueil } from '#src/portal/accueil/page.tsx';
import { accueilDe } from '#src/portal/accueil/taches.ts';
import type { Saisie } from '#src/portal/composants/index.ts';
import { acteurDe, contextePage, envoyerPage, reafficher, type DependancesPortail } from '#src/portal/contexte-requete.ts';
import { groupesDeLiens, liensDe } from '#src/portal/documents/liens.ts';
import { PageDocuments } from '#src/portal/documents/page.tsx';
import { routesHabilitations } from '#src/portal/habilitations/routes.tsx';
import { routesResponsables } from '#src/portal/mandats/routes.tsx';
import { PageProfil } from '#src/portal/profil/page.tsx';
import { habilitationDeFiche } from '#src/portal/utilisateurs/fiche.tsx';
import { routesUtilisateurs } from '#src/portal/utilisateurs/routes.tsx';

export type { DependancesPortail } from '#src/portal/contexte-requete.ts';

/** The partner's space, mounted at `/partenaire` behind the session and its guard. */
export function construirePortail(dependances: DependancesPortail): Router {
  const { executeur } = dependances;
  const router = Router();
  router.use('/utilisateurs', routesUtilisateurs(dependances));
  router.use('/habilitations', routesHabilitations(dependances));
  router.use('/responsables', routesResponsables(dependances));

  router.get('/', async (req, res) => {
    const acteur = acteurDe(req);
    const vue = await executeur.lire(acteur, async (unite) => ({ ...(await accueilDe(unite, acteur)), liens: await liensDe(unite, ['accueil', 'assistance']) }));
    envoyerPage(res, <PageAccueil contexte={contextePage(req, dependances)} prenom={acteur.prenom} {...vue} />);
  });

  router.get('/documents', async (req, res) => {
    const groupes = await executeur.lire(acteurDe(req), groupesDeLiens);
    envoyerPage(res, <PageDocuments contexte={contextePage(req, dependances)} groupes={groupes} />);
  });

  router.get('/profil', async (req, res) => envoyerPage(res, await pageProfil(req, null)));
  router.post('/profil', async (req, res) => {
    try {
      await executeur.executer(acteurDe(req), modifierMonProfil, req.body, req.requeteId);
      req.annoncer({ ton: 'succes', texte: 'Votre profil a été modifié.' });
      res.redirect(303, '/partenaire/profil');
    } catch (erreur) {
      await reafficher(req, res, erreur, (saisie) => pageProfil(req, saisie));
    }
  });

  async function pageProfil(req: Request, saisie: Saisie | null) {
    const acteur = acteurDe(req);
    const vue = await executeur.lire(acteur, async (unite) => {
      const utilisateur = await charger(unite, Utilisateur, acteur.utilisateurId, 'Utilisateur');
      return {
        utilisateur: { ...utilisateur, telephone: utilisateur.telephone ?? null, closLe: utilisateur.closLe ?? null },
        groupes: (await listerGroupes(unite)).filter(({ id }) => utilisateur.groupes.includes(id)).map(({ libelle }) => libelle),
        habilitations: (await habilitationsDe(unite, utilisateur.id)).map((habilitation) => habilitationDeFiche(habilitation, unite.aujourdhui.toString())),
      };
    });
    return <PageProfil contexte={contextePage(req, dependances)} saisie={saisie ?? { valeurs: { telephone: vue.utilisateur.telephone ?? '' }, erreurs: [] }} fonctions={fonctionsDe(acteur)} {...vue} />;
  }
  return router;
}

function fonctionsDe(acteur: ActeurPartenaire): readonly string[] {
  const fonctions = [acteur.administrateur && 'Administrateur partenaire', acteur.mandats.length > 0 && 'Responsable habilitations', 'Utilisateur'];
  return fonctions.filter((fonction): fonction is string => typeof fonction === 'string');
}
