import { Router, type Request, type Response } from 'express';
import { Refus } from '#src/kernel/refus.ts';
import { VOLETS, type Volet } from '#src/domain/formulaire/definition.ts';
import { definitionDe } from '#src/domain/declaration/dossier.ts';
import { declarationLisible } from '#src/domain/declaration/lectures.ts';
import { SaisieIncomplete, VoletModifieAilleurs } from '#src/domain/declaration/refus.ts';
import { quiSaisit } from '#src/domain/declaration/presence.ts';
import type { FusionDeVolet } from '#src/domain/formulaire/saisie/fusion.ts';
import type { Brut } from '#src/domain/formulaire/saisie/lire.ts';
import { derniersActes } from '#src/domain/suivi/journal/depuis.ts';
import {
  acteurDe,
  champsDe,
  contextePage,
  envoyerPage,
  type DependancesPortail,
} from '#src/portal/contexte-requete.ts';
import { cheminDe } from '#src/portal/declaration/chemins.ts';
import { voletGardable } from '#src/portal/declaration/gardable.ts';
import type { ReponseDEnregistrement } from '#src/portal/declaration/client/protocole.ts';
import {
  aDejaDemande,
  apresFusion,
  direRepris,
  Disputes,
  donneesDe,
  idDuChoix,
  libelleDe,
  lireChoix,
  lireOuvertes,
} from '#src/portal/declaration/disputes.tsx';
import { reponseDAnalyse } from '#src/portal/declaration/reponse.tsx';
import { PageDeVolet, type Incident } from '#src/portal/declaration/formulaire.tsx';
import { direPresences } from '#src/portal/declaration/presences.ts';
import { heureFr } from '#src/kernel/francais.ts';
import { ajouterOuRetirerUneLigne } from '#src/portal/declaration/lignes.ts';
import { COMMANDES_DU_VOLET, vueDeVolet } from '#src/portal/declaration/vues.ts';
import { direActe } from '#src/portal/perime.ts';
import { gardable } from '#src/http/gardable.ts';
import { liensDe } from '#src/portal/liens.ts';
import { rendreFragment } from '#src/portal/rendu.ts';

type RequeteDeVolet = Request<{ id: string; volet: string }>;

/** Typing one volet: page, draft saved with or without JavaScript, and what the rules say while typing. */
export function routesDeSaisie(dependances: DependancesPortail): Router {
  const { executeur, scriptDeclaration } = dependances;
  const router = Router();
  const voletDe = (req: RequeteDeVolet): Volet | undefined =>
    VOLETS.find((volet) => volet === req.params.volet);

  const lire = (req: RequeteDeVolet, volet: Volet, saisi?: Brut, avecLectures = true) =>
    executeur.lire(acteurDe(req), async (unite) => ({
      vue: await vueDeVolet(unite, req.params.id, volet, saisi, avecLectures),
      liens: await liensDe(unite, ['declaration']),
      maintenant: unite.maintenant,
      presences: avecLectures ? await quiSaisit(unite, req.params.id, volet) : [],
    }));
  const page = (
    { vue, liens, presences }: Awaited<ReturnType<typeof lire>>,
    req: RequeteDeVolet,
    incident?: Incident,
    ouvertes: Brut = vue.enregistre,
  ) => (
    <PageDeVolet
      contexte={contextePage(req, dependances)}
      vue={vue}
      liens={liens}
      incident={incident}
      ouvertes={ouvertes}
      presence={direPresences(presences, acteurDe(req).fuseauHoraire)}
      script={scriptDeclaration}
    />
  );

  router.get('/:id/:volet', async (req: RequeteDeVolet, res, suite) => {
    const volet = voletDe(req);
    if (!volet) return suite();
    const lu = await lire(req, volet);
    // Somebody who may not type there, or a volet that is finished: the page of the declaration shows it for
    // reading.
    if (lu.vue.ferme) return res.redirect(303, `${cheminDe(req.params.id)}#lecture-${volet}`);
    envoyerPage(res, page(lu, req));
  });

  router.post(
    '/:id/:volet',
    gardable(voletGardable(dependances)),
    async (req: RequeteDeVolet, res, suite) => {
      const volet = voletDe(req);
      if (!volet) return suite();
      const corps = champsDe(req.body);
      const donnees = donneesDe(corps);
      const ouvertes = lireOuvertes(corps);
      if (veutJson(req)) return await enregistrerEnJson(req, res, volet, donnees, ouvertes);
      const action = typeof corps['action'] === 'string' ? corps['action'] : 'enregistrer';
      const definition = await executeur.lire(acteurDe(req), async (unite) =>
        definitionDe(unite, await declarationLisible(unite, req.params.id)),
      );
      const modifiees = ajouterOuRetirerUneLigne(definition, action, donnees);
      try {
        const { version, fusion } = await enregistrerOuComparer(req, volet, modifiees.donnees, ouvertes);
        if (fusion && fusion.disputes.length > 0)
          return await demanderLeChoix(
            req,
            res,
            volet,
            fusion,
            apresFusion(fusion, modifiees.donnees, ouvertes ?? {}),
          );
        const repris = fusion ? direRepris(fusion, { definition }) : '';
        if (action !== 'terminer') {
          if (modifiees.ancre === '' || repris !== '')
            req.annoncer({ ton: 'succes', texte: `Le brouillon est enregistré.${repris}` });
          return res.redirect(303, `${cheminDe(req.params.id, volet)}${modifiees.ancre}`);
        }
        await executeur.executer(
          acteurDe(req),
          COMMANDES_DU_VOLET[volet].completer,
          { declaration: req.params.id, version },
          req.requeteId,
        );
        req.annoncer({ ton: 'succes', texte: `La saisie est terminée.${repris}` });
        res.redirect(303, cheminDe(req.params.id));
      } catch (erreur) {
        if (!(erreur instanceof Refus) || ![409, 422].includes(erreur.statut)) throw erreur;
        // What a volet not finished yet shows is recorded; what was refused is as typed, to be compared with
        // what it was opened with.
        if (erreur instanceof SaisieIncomplete) req.accuserReception?.();
        const lu =
          erreur instanceof SaisieIncomplete
            ? await lire(req, volet)
            : await lire(req, volet, modifiees.donnees);
        envoyerPage(
          res,
          page(lu, req, incidentDe(erreur), erreur instanceof SaisieIncomplete ? undefined : ouvertes),
          erreur.statut,
        );
      }
    },
  );

  router.post('/:id/:volet/analyse', async (req: RequeteDeVolet, res, suite) => {
    const volet = voletDe(req);
    if (!volet) return suite();
    const { vue } = await lire(req, volet, donneesDe(champsDe(req.body)), false);
    if (vue.ferme) throw vue.ferme;
    res.json(reponseDAnalyse(vue));
  });

  router.post('/:id/:volet/reprendre', async (req: RequeteDeVolet, res, suite) => {
    const volet = voletDe(req);
    if (!volet) return suite();
    await executeur.executer(
      acteurDe(req),
      COMMANDES_DU_VOLET[volet].reprendre,
      { ...champsDe(req.body), declaration: req.params.id },
      req.requeteId,
    );
    res.redirect(303, cheminDe(req.params.id, volet));
  });

  const enregistrer = (req: RequeteDeVolet, volet: Volet, donnees: Brut, ouvertes: Brut | undefined) =>
    executeur.executer(
      acteurDe(req),
      COMMANDES_DU_VOLET[volet].enregistrer,
      {
        declaration: req.params.id,
        version: champsDe(req.body)['version'],
        donnees,
        ouvertes,
        choix: lireChoix(champsDe(req.body)),
      },
      req.requeteId,
    );

  /**
   * Saves; a stale page that does not say what it was opened with is compared with what is recorded, every
   * difference being in dispute.
   */
  async function enregistrerOuComparer(
    req: RequeteDeVolet,
    volet: Volet,
    donnees: Brut,
    ouvertes: Brut | undefined,
  ) {
    try {
      return await enregistrer(req, volet, donnees, ouvertes);
    } catch (erreur) {
      if (!(erreur instanceof VoletModifieAilleurs)) throw erreur;
      return await enregistrer(req, volet, donnees, {});
    }
  }

  async function demanderLeChoix(
    req: RequeteDeVolet,
    res: Response,
    volet: Volet,
    { disputes }: FusionDeVolet,
    { montrees, ouvertes }: ReturnType<typeof apresFusion>,
  ): Promise<void> {
    const [lu, par] = [await lire(req, volet, montrees), await quiASaisi(req, volet)];
    const choix = lireChoix(champsDe(req.body));
    const sansChoix = disputes.filter(({ cle }) => !Object.hasOwn(choix, cle));
    const aCorriger = aDejaDemande(champsDe(req.body))
      ? sansChoix.map((dispute) => ({
          champ: idDuChoix(dispute),
          message: `${libelleDe(dispute, lu.vue)} : choisissez la valeur à garder.`,
        }))
      : [];
    const incident: Incident = {
      titre: 'Cette saisie a été modifiée aussi par quelqu’un d’autre',
      message: 'Choisissez ci-dessous la valeur à garder, puis enregistrez.',
      aCorriger,
      disputes: { disputes, par, choix },
    };
    envoyerPage(res, page(lu, req, incident, ouvertes), 409);
  }

  async function enregistrerEnJson(
    req: RequeteDeVolet,
    res: Response,
    volet: Volet,
    donnees: Brut,
    ouvertes: Brut | undefined,
  ): Promise<void> {
    const { version, fusion } = await enregistrer(req, volet, donnees, ouvertes);
    const { vue, maintenant, presences } = await lire(
      req,
      volet,
      fusion ? apresFusion(fusion, donnees, ouvertes ?? {}).montrees : donnees,
    );
    const par = fusion && fusion.disputes.length > 0 ? await quiASaisi(req, volet) : '';
    res.json({
      version,
      enregistreA: heureFr(maintenant, acteurDe(req).fuseauHoraire),
      ...reponseDAnalyse(vue),
      presence: direPresences(presences, acteurDe(req).fuseauHoraire),
      fusion: fusion && {
        repris: fusion.repris,
        lignes: fusion.lignes,
        enAttente: fusion.enAttente,
        phrase: direRepris(fusion, vue),
        nombre: fusion.disputes.length,
        disputes: rendreFragment(
          <Disputes
            disputes={fusion.disputes}
            affichage={vue.affichage}
            par={par}
            choix={lireChoix(champsDe(req.body))}
          />,
        ),
      },
    } satisfies ReponseDEnregistrement);
  }

  /**
   * « Activité saisie par Lou Martin, le 23/11/2026 à 21 h 04. »: the last time by somebody else, or by
   * oneself in another tab.
   */
  async function quiASaisi(req: RequeteDeVolet, volet: Volet): Promise<string> {
    const { prenom, nom, fuseauHoraire } = acteurDe(req);
    const actes = await executeur.lire(acteurDe(req), (unite) =>
      derniersActes(unite, { entite: 'Declaration', id: req.params.id }, 20),
    );
    const saisies = actes.filter(
      ({ quoi }) => quoi === (volet === 'activite' ? 'Activité saisie' : 'Finances saisies'),
    );
    const autre = saisies.find(({ par }) => par !== `${prenom} ${nom}`);
    return autre ? `${direActe(autre, fuseauHoraire)} ` : 'Enregistré par vous, dans un autre onglet. ';
  }

  return router;
}

const veutJson = (req: RequeteDeVolet): boolean => req.accepts(['html', 'json']) === 'json';

function incidentDe(refus: Refus): Incident {
  if (refus instanceof SaisieIncomplete) {
    return {
      titre: 'Le brouillon est enregistré, mais la saisie n’est pas terminée',
      message: refus.message,
      aCorriger: Object.entries(refus.champs).map(([champ, message]) => ({ champ, message })),
    };
  }
  return { titre: 'Rien n’a été enregistré', message: refus.message };
}
