import type { Request, Response } from 'express';
import { get, post, type Route } from '#src/http/route.ts';
import { Refus } from '#src/kernel/refus.ts';
import { declarationsACommencer } from '#src/domain/declaration/a-commencer.ts';
import { commencerDeclaration } from '#src/domain/declaration/commandes.ts';
import { ETATS_DECLARATION } from '#src/domain/declaration/declaration.ts';
import { declarations } from '#src/domain/declaration/lectures.ts';
import { DejaCommencee } from '#src/domain/declaration/refus.ts';
import { perennitesDuJour } from '#src/domain/formulaire/perennite.ts';
import {
  acteurDe,
  adresseAvec,
  contextePage,
  envoyerPage,
  pageDemandee,
  texteDeRequete,
  type DependancesPortail,
} from '#src/portal/contexte-requete.ts';
import { CHEMIN_DECLARATIONS, cheminDe } from '#src/portal/declarations/chemins.ts';
import {
  GROUPES_D_ETATS,
  PageDeclarations,
  type FiltresAffiches,
} from '#src/portal/declarations/liste/page.tsx';

const TAILLE_DE_PAGE = 20;

/** « Déclarations », and « Commencer ». */
export function routesListe(dependances: DependancesPortail): readonly Route[] {
  const { executeur } = dependances;

  async function liste(req: Request, refus?: string) {
    const filtres: FiltresAffiches = {
      exercice: texteDeRequete(req, 'exercice'),
      perennite: texteDeRequete(req, 'perennite'),
      etat: texteDeRequete(req, 'etat'),
    };
    const page = pageDemandee(req);
    const lue = await executeur.lire(acteurDe(req), async (unite) => ({
      ...(await declarations(unite, {
        exercice: /^\d{4}$/.test(filtres.exercice) ? Number(filtres.exercice) : undefined,
        perennite: filtres.perennite === '' ? undefined : filtres.perennite,
        etat: ETATS_DECLARATION.find((un) => un === filtres.etat),
        chez: GROUPES_D_ETATS.find(({ valeur }) => valeur === filtres.etat)?.chez,
        page,
        taille: TAILLE_DE_PAGE,
      })),
      aCommencer: await declarationsACommencer(unite),
      perennites: perennitesDuJour(unite).liste,
    }));
    return (
      <PageDeclarations
        contexte={contextePage(req, dependances)}
        fuseau={acteurDe(req).fuseauHoraire}
        filtres={filtres}
        page={page}
        pages={Math.ceil(lue.total / TAILLE_DE_PAGE)}
        refus={refus}
        lien={(numero) => adresseAvec(CHEMIN_DECLARATIONS, { ...filtres, page: numero })}
        {...lue}
      />
    );
  }

  async function commencer(req: Request, res: Response): Promise<void> {
    try {
      const { id } = await executeur.executer(acteurDe(req), commencerDeclaration, req.body, req.requeteId);
      req.annoncer({
        ton: 'succes',
        texte: 'La déclaration est commencée. Elle reprend ce que votre Caf a déjà enregistré : vérifiez-le.',
      });
      res.redirect(303, cheminDe(id));
    } catch (erreur) {
      if (erreur instanceof DejaCommencee) return res.redirect(303, cheminDe(erreur.declaration));
      if (!(erreur instanceof Refus) || ![409, 422].includes(erreur.statut)) throw erreur;
      envoyerPage(res, await liste(req, erreur.message), erreur.statut);
    }
  }

  return [
    get('/', ['Declaration', 'lire'], async (req, res) => envoyerPage(res, await liste(req))),
    post('/', commencerDeclaration, commencer),
  ];
}
