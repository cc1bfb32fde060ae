import { get, type Route } from '#src/http/route.ts';
import { historiqueDe } from '#src/domain/delegation/utilisateur/historique.ts';
import { lireUtilisateur } from '#src/domain/delegation/utilisateur/lectures.ts';
import {
  acteurDe,
  contextePage,
  envoyerPage,
  type DependancesPortail,
} from '#src/portal/contexte-requete.ts';
import { evenementsDe } from '#src/portal/utilisateurs/historique/evenements.ts';
import { PageHistoriqueUtilisateur } from '#src/portal/utilisateurs/historique/page.tsx';
import { ligneUtilisateur } from '#src/portal/utilisateurs/ligne.ts';
import { FICHE_ENTIERE } from '#src/portal/utilisateurs/utilisateur.tsx';

/** « Consulter l'historique ». */
export const routesHistorique = (dependances: DependancesPortail): readonly Route[] => [
  get('/:id/historique', FICHE_ENTIERE, async (req, res) => {
    const acteur = acteurDe(req);
    const vue = await dependances.executeur.lire(acteur, async (unite) => {
      const utilisateur = await lireUtilisateur(unite, req.params.id);
      return {
        utilisateur: await ligneUtilisateur(unite, utilisateur),
        evenements: evenementsDe(await historiqueDe(unite, utilisateur.id), acteur.fuseauHoraire),
      };
    });
    envoyerPage(res, <PageHistoriqueUtilisateur contexte={contextePage(req, dependances)} {...vue} />);
  }),
];
