import { Router, type Request, type Response } from 'express';
import { PERENNITES } from '#src/domain/formulaire/perennite.ts';
import { Refus } from '#src/kernel/refus.ts';
import { ecrireCommune, proposerCommune } from '#src/domain/territoire/commune/dire.ts';
import { suggererCommunes } from '#src/domain/territoire/commune/suggerer.ts';
import { declarationsACommencer } from '#src/domain/declaration/a-commencer.ts';
import { commencerDeclaration, renvoyer, transmettre } from '#src/domain/declaration/commandes.ts';
import { ETATS_DECLARATION } from '#src/domain/declaration/declaration.ts';
import { declarations } from '#src/domain/declaration/lectures.ts';
import { recepisseDe } from '#src/domain/declaration/recepisse.ts';
import { DejaCommencee } from '#src/domain/declaration/refus.ts';
import { lettreDUneDeclaration } from '#src/domain/suivi/courrier/lettre-de-decision.ts';
import { SAISIE_VIDE } from '#src/portal/composants/index.ts';
import {
  acteurDe,
  adresseAvec,
  contextePage,
  envoyerPage,
  pageDemandee,
  reafficher,
  texteDeRequete,
  type DependancesPortail,
} from '#src/portal/contexte-requete.ts';
import { PageDeDeclaration } from '#src/portal/declaration/apercu.tsx';
import { PageRenvoi, PageTransmission } from '#src/portal/declaration/approbation.tsx';
import { CHEMIN_DECLARATIONS, cheminDe } from '#src/portal/declaration/chemins.ts';
import { PageExplication } from '#src/portal/declaration/explication.tsx';
import { GROUPES_D_ETATS, PageDeclarations, type FiltresAffiches } from '#src/portal/declaration/liste.tsx';
import { PageRecepisse } from '#src/portal/declaration/recepisse.tsx';
import { routesDeSaisie } from '#src/portal/declaration/routes-saisie.tsx';
import { vueDeDeclaration } from '#src/portal/declaration/vue-declaration.ts';
import { direQuiAChange } from '#src/portal/perime.ts';
import { titreDe } from '#src/portal/declaration/vues.ts';

const TAILLE_DE_PAGE = 20;

/** Declarations of the partner's space, mounted at `/partenaire/declarations`. */
export function construireDeclarations(dependances: DependancesPortail): Router {
  const { executeur } = dependances;
  const router = Router();
  const vue = (req: Request, id: string) =>
    executeur.lire(acteurDe(req), (unite) => vueDeDeclaration(unite, id));

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
        perennite: PERENNITES.find((une) => une === filtres.perennite),
        etat: ETATS_DECLARATION.find((un) => un === filtres.etat),
        chez: GROUPES_D_ETATS.find(({ valeur }) => valeur === filtres.etat)?.chez,
        page,
        taille: TAILLE_DE_PAGE,
      })),
      aCommencer: await declarationsACommencer(unite),
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

  router.get('/', async (req, res) => envoyerPage(res, await liste(req)));
  router.post('/', async (req, res) => {
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
  });

  router.get('/communes', (req, res) => {
    acteurDe(req);
    res.json(
      suggererCommunes(texteDeRequete(req, 'q').slice(0, 100)).map((designation) => ({
        valeur: ecrireCommune(designation.commune.code),
        precision: [proposerCommune(designation), ...designation.commune.codesPostaux.slice(0, 3)].join(' '),
      })),
    );
  });

  router.get('/:id', async (req, res) =>
    envoyerPage(
      res,
      <PageDeDeclaration contexte={contextePage(req, dependances)} vue={await vue(req, req.params.id)} />,
    ),
  );
  router.use(routesDeSaisie(dependances));

  /** The pages of the approbateur; for anybody else, or too late, the declaration itself. */
  const pageDApprobation =
    (Approbation: typeof PageRenvoi) =>
    async (req: Request<{ id: string }>, res: Response): Promise<void> => {
      const lue = await vue(req as Request, req.params.id);
      if (!lue.approuver) return res.redirect(303, cheminDe(req.params.id));
      envoyerPage(
        res,
        <Approbation contexte={contextePage(req as Request, dependances)} vue={lue} saisie={SAISIE_VIDE} />,
      );
    };
  router.get('/:id/renvoyer', pageDApprobation(PageRenvoi));
  router.post('/:id/renvoyer', async (req, res) => {
    try {
      await executeur.executer(
        acteurDe(req),
        renvoyer,
        { ...corps(req), declaration: req.params.id },
        req.requeteId,
      );
      req.annoncer({ ton: 'succes', texte: 'La déclaration est renvoyée aux fournisseurs de données.' });
      res.redirect(303, cheminDe(req.params.id));
    } catch (erreur) {
      await reafficher(
        req,
        res,
        await direQuiAChange(dependances, req, erreur, { entite: 'Declaration', id: req.params.id }),
        async (saisie) => (
          <PageRenvoi
            contexte={contextePage(req, dependances)}
            vue={await vue(req, req.params.id)}
            saisie={saisie}
          />
        ),
      );
    }
  });

  router.get('/:id/transmettre', pageDApprobation(PageTransmission));
  router.post('/:id/transmettre', async (req, res) => {
    try {
      await executeur.executer(
        acteurDe(req),
        transmettre,
        { ...corps(req), declaration: req.params.id },
        req.requeteId,
      );
      req.annoncer({ ton: 'succes', texte: 'La déclaration est transmise à la Caf.' });
      res.redirect(303, cheminDe(req.params.id, 'recepisse'));
    } catch (erreur) {
      await reafficher(
        req,
        res,
        await direQuiAChange(dependances, req, erreur, { entite: 'Declaration', id: req.params.id }),
        async (_saisie, refus) => (
          <PageTransmission
            contexte={contextePage(req, dependances)}
            vue={await vue(req, req.params.id)}
            saisie={{ valeurs: {}, erreurs: [{ champ: '', message: refus.message }] }}
          />
        ),
      );
    }
  });

  const recepisse = async (
    req: Request<{ id: string; numero?: string }>,
    res: Response,
    suite: () => void,
  ): Promise<void> => {
    const { id, numero } = req.params;
    // « 01 » names no transmission: each has one address.
    if (numero !== undefined && !/^[1-9]\d{0,8}$/.test(numero)) return suite();
    const acteur = acteurDe(req as Request);
    const lu = await executeur.lire(acteur, (unite) =>
      recepisseDe(unite, id, numero === undefined ? undefined : Number(numero)),
    );
    if (!lu) return suite();
    envoyerPage(
      res,
      <PageRecepisse
        contexte={contextePage(req as Request, dependances)}
        recepisse={lu}
        fuseau={acteur.fuseauHoraire}
      />,
    );
  };
  router.get('/:id/decisions/:decision', async (req, res) => {
    const { id, decision } = req.params;
    const { lettre, declaration } = await executeur.lire(acteurDe(req), (unite) =>
      lettreDUneDeclaration(unite, id, decision),
    );
    envoyerPage(
      res,
      <PageExplication
        contexte={contextePage(req, dependances)}
        lettre={lettre}
        declaration={{ id, titre: titreDe(declaration) }}
      />,
    );
  });
  router.get('/:id/recepisse', recepisse);
  router.get('/:id/recepisse/:numero', recepisse);
  return router;
}

const corps = (req: Request): object =>
  typeof req.body === 'object' && req.body !== null ? (req.body as object) : {};
