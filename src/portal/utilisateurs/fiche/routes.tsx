import { get, type Route } from '#src/http/route.ts';
import { habilitationsDe } from '#src/domain/delegation/habilitation/lectures.ts';
import { lireUtilisateur, listerGroupes } from '#src/domain/delegation/utilisateur/lectures.ts';
import {
  acteurDe,
  contextePage,
  envoyerPage,
  type DependancesPortail,
} from '#src/portal/contexte-requete.ts';
import { PageUtilisateur } from '#src/portal/utilisateurs/fiche/page.tsx';
import { rolesDuJour } from '#src/kernel/roles.ts';
import { habilitationTenue } from '#src/portal/utilisateurs/habilitations-tenues.tsx';
import { ligneUtilisateur } from '#src/portal/utilisateurs/ligne.ts';
import { FICHE_ENTIERE, LIBELLES_POSTES } from '#src/portal/utilisateurs/utilisateur.tsx';

/** The card of a user. */
export const routesFiche = (dependances: DependancesPortail): readonly Route[] => [
  get('/:id', FICHE_ENTIERE, async (req, res) => {
    const acteur = acteurDe(req);
    const vue = await dependances.executeur.lire(acteur, async (unite) => {
      const jour = unite.aujourdhui.toString();
      const utilisateur = await lireUtilisateur(unite, req.params.id);
      const groupes = (await listerGroupes(unite))
        .filter(({ id }) => utilisateur.groupes.includes(id))
        .map(({ libelle }) => libelle);
      const habilitations = (await habilitationsDe(unite, utilisateur.id)).map((habilitation) =>
        habilitationTenue(habilitation, rolesDuJour(unite), jour),
      );
      return {
        utilisateur: await ligneUtilisateur(unite, utilisateur),
        poste: utilisateur.poste ? LIBELLES_POSTES[utilisateur.poste] : '',
        groupes,
        habilitations,
      };
    });
    envoyerPage(res, <PageUtilisateur contexte={contextePage(req, dependances)} {...vue} />);
  }),
];
