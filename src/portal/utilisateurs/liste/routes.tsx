import type { Request, Response } from 'express';
import { get, type Route } from '#src/http/route.ts';
import {
  listerGroupes,
  listerUtilisateurs,
  TRIS_UTILISATEURS,
  type TriUtilisateurs,
} from '#src/domain/delegation/utilisateur/lectures.ts';
import {
  acteurDe,
  adresseAvec,
  contextePage,
  envoyerPage,
  pageDemandee,
  texteDeRequete,
  type DependancesPortail,
} from '#src/portal/contexte-requete.ts';
import { acteDeCreation, lignesDUtilisateurs } from '#src/portal/utilisateurs/ligne.ts';
import { ACCES, PageUtilisateurs } from '#src/portal/utilisateurs/liste/page.tsx';
import { CHEMIN_UTILISATEURS, FICHE_ENTIERE } from '#src/portal/utilisateurs/utilisateur.tsx';

const TAILLE_DE_PAGE = 25;

/** « Mes utilisateurs ». */
export function routesListe(dependances: DependancesPortail): readonly Route[] {
  async function montrer(req: Request, res: Response): Promise<void> {
    const acteur = acteurDe(req);
    const filtres = {
      identifiant: texteDeRequete(req, 'identifiant'),
      nom: texteDeRequete(req, 'nom'),
      prenom: texteDeRequete(req, 'prenom'),
      groupe: texteDeRequete(req, 'groupe'),
      acces: texteDeRequete(req, 'acces'),
    };
    const tri = triDemande(req);
    const page = pageDemandee(req);
    const vue = await dependances.executeur.lire(acteur, async (unite) => {
      const { utilisateurs, total } = await listerUtilisateurs(
        unite,
        { ...filtres, acces: ACCES.find((un) => un === filtres.acces) },
        tri,
        { numero: page, taille: TAILLE_DE_PAGE },
      );
      const groupes = (await listerGroupes(unite)).map(({ id, libelle }) => ({ valeur: id, libelle }));
      return {
        groupes,
        total,
        creation: await acteDeCreation(unite),
        lignes: await lignesDUtilisateurs(unite, utilisateurs),
      };
    });
    envoyerPage(
      res,
      <PageUtilisateurs
        contexte={contextePage(req, dependances)}
        filtres={filtres}
        tri={tri}
        page={page}
        pages={Math.ceil(vue.total / TAILLE_DE_PAGE)}
        lien={(changement) =>
          adresseAvec(CHEMIN_UTILISATEURS, {
            ...filtres,
            tri: (changement.tri ?? tri).cle,
            sens: (changement.tri ?? tri).sens,
            page: changement.page,
          })
        }
        {...vue}
      />,
    );
  }
  return [get('/', FICHE_ENTIERE, montrer)];
}

function triDemande(req: Request): { cle: TriUtilisateurs; sens: 'asc' | 'desc' } {
  const cle = TRIS_UTILISATEURS.find((tri) => tri === texteDeRequete(req, 'tri')) ?? 'nom';
  return { cle, sens: texteDeRequete(req, 'sens') === 'desc' ? 'desc' : 'asc' };
}
