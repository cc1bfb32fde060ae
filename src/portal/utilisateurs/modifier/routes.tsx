import type { Request, Response } from 'express';
import { get, post, type Route } from '#src/http/route.ts';
import { VersionPerimee } from '#src/kernel/refus.ts';
import { modifierUtilisateur } from '#src/domain/delegation/gerer-utilisateur/commandes.ts';
import { lireUtilisateur, listerGroupes } from '#src/domain/delegation/utilisateur/lectures.ts';
import type { Saisie } from '#src/portal/composants/index.ts';
import {
  acteurDe,
  avisDeNettoyage,
  champsDe,
  contextePage,
  envoyerPage,
  reafficher,
  type DependancesPortail,
} from '#src/portal/contexte-requete.ts';
import { lireFormulaireRecu, type FormulaireRecu } from '#src/portal/fusion.ts';
import { actesDepuis } from '#src/portal/perime.ts';
import { choixDeGroupe, PageFormulaireUtilisateur } from '#src/portal/utilisateurs/formulaire.tsx';
import { ConflitDeModification } from '#src/portal/utilisateurs/modifier/conflit.tsx';
import { valeursDe } from '#src/portal/utilisateurs/modifier/valeurs.ts';
import { CHEMIN_UTILISATEURS } from '#src/portal/utilisateurs/utilisateur.tsx';

/** « Modifier un utilisateur », and the choice offered to whoever was overtaken by somebody else. */
export function routesModification(dependances: DependancesPortail): readonly Route[] {
  const { executeur } = dependances;

  const lire = (req: Request, id: string) =>
    executeur.lire(acteurDe(req), async (unite) => ({
      utilisateur: await lireUtilisateur(unite, id),
      groupes: await listerGroupes(unite),
    }));

  const formulaire = async (
    req: Request,
    id: string,
    saisie: Saisie | null,
    ouvertes?: Saisie['valeurs'],
  ) => {
    const { utilisateur, groupes } = await lire(req, id);
    const { identifiant, nom, prenom, courriel, version } = utilisateur;
    const actuelles = valeursDe(utilisateur);
    return (
      <PageFormulaireUtilisateur
        contexte={contextePage(req, dependances)}
        saisie={saisie ?? { valeurs: actuelles, erreurs: [] }}
        groupes={groupes.map(choixDeGroupe)}
        utilisateur={{
          id,
          identifiant,
          nom,
          prenom,
          courriel,
          version: saisie ? Number(champsDe(req.body)['version']) : version,
        }}
        ouvertes={ouvertes ?? actuelles}
      />
    );
  };

  const conflit = async (req: Request, id: string, recu: FormulaireRecu) => {
    const lue = await lire(req, id);
    return (
      <ConflitDeModification
        contexte={contextePage(req, dependances)}
        recu={recu}
        actes={await actesDepuis(dependances, req, { entite: 'Utilisateur', id }, lue.utilisateur.version)}
        fuseau={acteurDe(req).fuseauHoraire}
        {...lue}
      />
    );
  };

  async function modifier(req: Request<{ id: string }>, res: Response): Promise<void> {
    const { id } = req.params;
    const recu = lireFormulaireRecu(champsDe(req.body));
    const version = champsDe(req.body)['version'];
    // Against what is recorded now: somebody may have changed it again.
    if (Object.values(recu.choix).includes(undefined))
      return envoyerPage(res, await conflit(req, id, recu), 422);
    try {
      const { prenom, nom } = await executeur.executer(
        acteurDe(req),
        modifierUtilisateur,
        { ...recu.valeurs, version, id },
        req.requeteId,
      );
      req.annoncer({
        ton: 'succes',
        texte: `L’utilisateur ${prenom} ${nom} a été modifié.${avisDeNettoyage(req)}`,
      });
      res.redirect(303, `${CHEMIN_UTILISATEURS}/${id}`);
    } catch (erreur) {
      if (erreur instanceof VersionPerimee) return envoyerPage(res, await conflit(req, id, recu), 409);
      await reafficher(req, res, erreur, ({ erreurs }) =>
        formulaire(req, id, { valeurs: recu.valeurs, erreurs }, recu.ouvertes),
      );
    }
  }

  return [
    get('/:id/modifier', modifierUtilisateur.droit, async (req, res) =>
      envoyerPage(res, await formulaire(req, req.params.id, null)),
    ),
    post('/:id/modifier', modifierUtilisateur, modifier),
  ];
}
