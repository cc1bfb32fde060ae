import { get, post, type Route } from '#src/http/route.ts';
import { VOLETS, type Volet } from '#src/domain/formulaire/definition.ts';
import { acteurDe, champsDe, envoyerPage, type DependancesPortail } from '#src/portal/contexte-requete.ts';
import { cheminDe } from '#src/portal/declarations/chemins.ts';
import { COMMANDES_DU_VOLET } from '#src/portal/declarations/commandes-du-volet.ts';
import { donneesDe } from '#src/portal/declarations/volet/disputes.tsx';
import { ecranDuVolet, type RequeteDeVolet } from '#src/portal/declarations/volet/ecran.tsx';
import { enregistrerEnTapant, enregistrerPuisRevenir } from '#src/portal/declarations/volet/enregistrer.tsx';
import { heldVolet } from '#src/portal/declarations/volet/held-form.ts';
import { reponseDAnalyse } from '#src/portal/declarations/volet/reponse.tsx';

/** Typing the volets: page, draft saved with or without JavaScript, and what the rules say while typing. */
export const routesDesVolets = (dependances: DependancesPortail): readonly Route[] =>
  VOLETS.flatMap((volet) => routesDuVolet(dependances, volet));

function routesDuVolet(dependances: DependancesPortail, volet: Volet): readonly Route[] {
  const ecran = ecranDuVolet(dependances, volet);
  const { enregistrer, completer, reprendre } = COMMANDES_DU_VOLET[volet];
  return [
    get(`/:id/${volet}`, ['Declaration', 'lire'], async (req, res) => {
      const lu = await ecran.lire(req);
      // Somebody who may not type there, or a volet that is finished: the page of the declaration shows it
      // for reading.
      if (lu.vue.ferme) return res.redirect(303, `${cheminDe(req.params.id)}#lecture-${volet}`);
      envoyerPage(res, ecran.page(lu, req));
    }),
    post(
      `/:id/${volet}`,
      enregistrer,
      (req, res) => (veutJson(req) ? enregistrerEnTapant : enregistrerPuisRevenir)(ecran, req, res),
      { heldForm: heldVolet(dependances, volet), aussi: [completer] },
    ),
    post(`/:id/${volet}/analyse`, enregistrer.droit, async (req, res) => {
      const vue = await ecran.analyser(req, donneesDe(champsDe(req.body)));
      if (vue.ferme) throw vue.ferme;
      res.json(reponseDAnalyse(vue));
    }),
    post(`/:id/${volet}/reprendre`, reprendre, async (req, res) => {
      await dependances.executeur.executer(
        acteurDe(req),
        reprendre,
        { ...champsDe(req.body), declaration: req.params.id },
        req.requeteId,
      );
      res.redirect(303, cheminDe(req.params.id, volet));
    }),
  ];
}

const veutJson = (req: RequeteDeVolet): boolean => req.accepts(['html', 'json']) === 'json';
