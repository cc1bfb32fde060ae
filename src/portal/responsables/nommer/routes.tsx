import type { Request, Response } from 'express';
import { get, post, type Route } from '#src/http/route.ts';
import type { ActeurPartenaire } from '#src/kernel/acteur.ts';
import { aConfier } from '#src/domain/delegation/habilitation/roles-proposes.ts';
import { nommerResponsable } from '#src/domain/delegation/gerer-mandat/commandes.ts';
import { utilisateursOuverts } from '#src/domain/delegation/utilisateur/lectures.ts';
import type { Saisie } from '#src/portal/composants/index.ts';
import {
  acteurDe,
  contextePage,
  envoyerPage,
  reafficher,
  texteDeRequete,
  type DependancesPortail,
} from '#src/portal/contexte-requete.ts';
import { nomDeListe } from '#src/portal/habilitations/dire.ts';
import { CHEMIN_RESPONSABLES } from '#src/portal/responsables/mandat.ts';
import { PageNommerResponsable } from '#src/portal/responsables/nommer/page.tsx';

/** « Nommer un responsable habilitations ». */
export function routesNomination(dependances: DependancesPortail): readonly Route[] {
  const { executeur } = dependances;

  async function pageNommer(req: Request, saisie: Saisie | null) {
    const acteur = acteurDe(req);
    const vue = await executeur.lire(acteur, async (unite) => {
      const jour = unite.aujourdhui.toString();
      const utilisateurs = (await utilisateursOuverts(unite, jour)).filter(
        ({ id, administrateur }) => id !== acteur.utilisateurId && !administrateur,
      );
      return {
        jour,
        utilisateurs,
        ...(await aConfier(unite)),
      };
    });
    const confies = delegables(acteur);
    return (
      <PageNommerResponsable
        contexte={contextePage(req, dependances)}
        saisie={
          saisie ?? { valeurs: { du: vue.jour, titulaire: texteDeRequete(req, 'utilisateur') }, erreurs: [] }
        }
        utilisateurs={vue.utilisateurs.map((utilisateur) => ({
          valeur: utilisateur.id,
          libelle: nomDeListe(utilisateur),
        }))}
        roles={vue.roles
          .filter(({ code }) => confies?.roles.has(code) ?? true)
          .map(({ code, libelle }) => ({ valeur: code, libelle }))}
        activites={vue.activites
          .filter(({ id }) => confies?.equipements.has(id) ?? true)
          .map(({ id, nom }) => ({ valeur: id, libelle: nom }))}
        limites={
          confies
            ? 'Vous ne pouvez confier que ce qui vous a été confié : seuls vos rôles et vos activités sont proposés.'
            : undefined
        }
      />
    );
  }

  async function nommer(req: Request, res: Response): Promise<void> {
    try {
      await executeur.executer(acteurDe(req), nommerResponsable, req.body, req.requeteId);
      req.annoncer({ ton: 'succes', texte: 'Le responsable habilitations a été nommé.' });
      res.redirect(303, CHEMIN_RESPONSABLES);
    } catch (erreur) {
      await reafficher(req, res, erreur, (saisie) => pageNommer(req, saisie));
    }
  }

  return [
    get('/nommer', nommerResponsable.droit, async (req, res) =>
      envoyerPage(res, await pageNommer(req, null)),
    ),
    post('/nommer', nommerResponsable, nommer),
  ];
}

/** What a responsable may pass on; undefined for the administrateur, who may pass on everything. */
function delegables(acteur: ActeurPartenaire): { roles: Set<string>; equipements: Set<string> } | undefined {
  if (acteur.administrateur) return undefined;
  const mandats = acteur.mandats.filter((mandat) => mandat.peutDeleguer);
  return {
    roles: new Set(mandats.flatMap(({ roles }) => roles)),
    equipements: new Set(mandats.flatMap(({ equipements }) => equipements)),
  };
}
