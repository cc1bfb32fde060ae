import { Router, type Request, type Response } from 'express';
import { Refus } from '#src/domain/commun/refus.ts';
import { champA, estGroupe } from '#src/domain/declaration/formulaire/champs.ts';
import { VOLETS, type Volet } from '#src/domain/declaration/formulaire/definition.ts';
import { SaisieIncomplete, VoletModifieAilleurs } from '#src/domain/declaration/refus.ts';
import { derniersActes } from '#src/domain/journal/depuis.ts';
import type { Brut } from '#src/domain/declaration/saisie/lire.ts';
import { acteurDe, champsDe, contextePage, envoyerPage, type DependancesPortail } from '#src/portal/contexte-requete.ts';
import { cheminDe } from '#src/portal/declaration/chemins.ts';
import { voletGardable } from '#src/portal/declaration/gardable.ts';
import { reponseDAnalyse } from '#src/portal/declaration/reponse.tsx';
import { PageDeVolet, type Incident } from '#src/portal/declaration/formulaire.tsx';
import { rangsDe } from '#src/portal/declaration/sections.tsx';
import { COMMANDES_DU_VOLET, vueDeVolet, type VueDeVolet } from '#src/portal/declaration/vues.ts';
import { direActe } from '#src/portal/perime.ts';
import { gardable } from '#src/portal/saisies/gardable.ts';
import { liensDe } from '#src/portal/documents/liens.ts';


type RequeteDeVolet = Request<{ id: string; volet: string }>;

/** Typing one volet: page, draft saved with or without JavaScript, and what the rules say while typing. */
export function routesDeSaisie(dependances: DependancesPortail): Router {
  const { executeur, scriptDeclaration } = dependances;
  const router = Router();
  const voletDe = (req: RequeteDeVolet): Volet | undefined => VOLETS.find((volet) => volet === req.params.volet);

  const lire = (req: RequeteDeVolet, volet: Volet, saisi?: Brut, avecLectures = true) => executeur.lire(acteurDe(req), async (unite) => ({
    vue: await vueDeVolet(unite, req.params.id, volet, saisi, avecLectures), liens: await liensDe(unite, ['declaration']), maintenant: unite.maintenant,
  }));
  const page = ({ vue, liens }: { vue: VueDeVolet; liens: Awaited<ReturnType<typeof liensDe>> }, req: RequeteDeVolet, incident?: Incident) => (
    <PageDeVolet contexte={contextePage(req, dependances)} vue={vue} liens={liens} incident={incident} script={scriptDeclaration} />
  );

  router.get('/:id/:volet', async (req: RequeteDeVolet, res, suite) => {
    const volet = voletDe(req);
    if (!volet) return suite();
    const lu = await lire(req, volet);
    // Somebody who may not type there, or a volet that is finished: the page of the declaration shows it for reading.
    if (lu.vue.ferme) return res.redirect(303, `${cheminDe(req.params.id)}#lecture-${volet}`);
    envoyerPage(res, page(lu, req));
  });

  router.post('/:id/:volet', gardable(voletGardable(dependances)), async (req: RequeteDeVolet, res, suite) => {
    const volet = voletDe(req);
    if (!volet) return suite();
    const donnees = donneesDe(req);
    const action = typeof champsDe(req.body)['action'] === 'string' ? String(champsDe(req.body)['action']) : 'enregistrer';
    if (veutJson(req)) return await enregistrerEnJson(req, res, volet, donnees);
    const { vue } = await lire(req, volet, undefined, false);
    const modifiees = appliquer(vue, action, prendreLesLeurs(req, vue, donnees));
    try {
      const { version } = await executeur.executer(acteurDe(req), COMMANDES_DU_VOLET[volet].enregistrer, { declaration: req.params.id, version: champsDe(req.body)['version'], donnees: modifiees.donnees }, req.requeteId);
      if (action !== 'terminer') {
        if (modifiees.ancre === '') req.annoncer({ ton: 'succes', texte: 'Le brouillon est enregistré.' });
        return res.redirect(303, `${cheminDe(req.params.id, volet)}${modifiees.ancre}`);
      }
      await executeur.executer(acteurDe(req), COMMANDES_DU_VOLET[volet].completer, { declaration: req.params.id, version }, req.requeteId);
      req.annoncer({ ton: 'succes', texte: 'La saisie est terminée.' });
      res.redirect(303, cheminDe(req.params.id));
    } catch (erreur) {
      if (!(erreur instanceof Refus) || ![409, 422].includes(erreur.statut)) throw erreur;
      // The draft is saved, though the entry cannot be finished.
      if (erreur instanceof SaisieIncomplete) req.accuserReception?.();
      const lu = await lire(req, volet, modifiees.donnees);
      envoyerPage(res, page(lu, req, incidentDe(erreur, lu.vue, await quiASaisi(req, volet))), erreur.statut);
    }
  });

  router.post('/:id/:volet/analyse', async (req: RequeteDeVolet, res, suite) => {
    const volet = voletDe(req);
    if (!volet) return suite();
    const { vue } = await lire(req, volet, donneesDe(req), false);
    if (vue.ferme) throw vue.ferme;
    res.json(reponseDAnalyse(vue));
  });

  router.post('/:id/:volet/reprendre', async (req: RequeteDeVolet, res, suite) => {
    const volet = voletDe(req);
    if (!volet) return suite();
    await executeur.executer(acteurDe(req), COMMANDES_DU_VOLET[volet].reprendre, { declaration: req.params.id, version: champsDe(req.body)['version'] }, req.requeteId);
    res.redirect(303, cheminDe(req.params.id, volet));
  });

  async function enregistrerEnJson(req: RequeteDeVolet, res: Response, volet: Volet, donnees: Brut): Promise<void> {
    const { version } = await executeur.executer(acteurDe(req), COMMANDES_DU_VOLET[volet].enregistrer, { declaration: req.params.id, version: champsDe(req.body)['version'], donnees }, req.requeteId);
    const { vue, maintenant } = await lire(req, volet, donnees);
    res.json({ version, enregistreA: heure(maintenant, acteurDe(req).fuseauHoraire), ...reponseDAnalyse(vue) });
  }

  /** « Activité saisie par Lou Martin, le 23/11/2026 à 21 h 04. », or nothing. */
  async function quiASaisi(req: RequeteDeVolet, volet: Volet): Promise<string> {
    const actes = await executeur.lire(acteurDe(req), (unite) => derniersActes(unite, { entite: 'Declaration', id: req.params.id }, 10));
    const dernier = actes.find(({ quoi }) => quoi === (volet === 'activite' ? 'Activité saisie' : 'Finances saisies'));
    return dernier ? `${direActe(dernier, acteurDe(req).fuseauHoraire)} ` : '';
  }

  return router;
}

const texteLu = (valeur: string | readonly string[] | undefined): string => (typeof valeur === 'string' ? valeur : (valeur ?? []).join(', '));

const veutJson = (req: RequeteDeVolet): boolean => req.accepts(['html', 'json']) === 'json';

/** Fields of the form: the only ones whose name is a path. */
const donneesDe = (req: RequeteDeVolet): Brut => Object.fromEntries(Object.entries(champsDe(req.body)).filter(([champ]) => champ.includes('.')));

const heure = (instant: Date, fuseau: string): string => new Intl.DateTimeFormat('fr-FR', { timeZone: fuseau, hour: 'numeric', minute: '2-digit' }).format(instant).replace(':', ' h ');

/** Adds or removes a row of the group a button names; nothing for another action. */
function appliquer({ definition }: VueDeVolet, action: string, donnees: Brut): { donnees: Brut; ancre: string } {
  const [verbe, chemin = ''] = action.split(':');
  if (verbe === 'ajouter') {
    const champ = champA(definition, chemin)?.champ;
    if (champ === undefined || !estGroupe(champ)) return { donnees, ancre: '' };
    const rang = (rangsDe(donnees, chemin).at(-1) ?? -1) + 1;
    const vides = Object.fromEntries(champ.champs.map(({ id }) => [`${chemin}.${rang}.${id}`, '']));
    return { donnees: { ...donnees, ...vides }, ancre: `#${chemin}` };
  }
  if (verbe === 'retirer' && /^[\w]+\.[\w]+\.\d+$/.test(chemin)) {
    return { donnees: Object.fromEntries(Object.entries(donnees).filter(([cle]) => !cle.startsWith(`${chemin}.`))), ancre: `#${chemin.slice(0, chemin.lastIndexOf('.'))}` };
  }
  return { donnees, ancre: '' };
}

/** What a colleague recorded, for the fields where it is to be taken rather than what was typed here. */
function prendreLesLeurs(req: RequeteDeVolet, { enregistre }: VueDeVolet, donnees: Brut): Brut {
  const leurs = champsDe(req.body)['leurs'] ?? [];
  const champs = (typeof leurs === 'string' ? [leurs] : leurs).filter((champ) => champ in donnees || champ in enregistre);
  return champs.length === 0 ? donnees : { ...donnees, ...Object.fromEntries(champs.map((champ) => [champ, enregistre[champ] ?? ''])) };
}

function incidentDe(refus: Refus, vue: VueDeVolet, par: string): Incident {
  if (refus instanceof SaisieIncomplete) {
    return { titre: 'Le brouillon est enregistré, mais la saisie n’est pas terminée', message: refus.message, aCorriger: Object.entries(refus.champs).map(([champ, message]) => ({ champ, message })) };
  }
  if (refus instanceof VoletModifieAilleurs) {
    const { brut, definition } = vue.affichage;
    const differences = [...new Set([...Object.keys(brut), ...Object.keys(vue.enregistre)])].filter((champ) => (brut[champ] ?? '') !== (vue.enregistre[champ] ?? ''))
      .map((champ) => ({ champ, libelle: champA(definition, champ)?.libelle ?? champ, enregistre: texteLu(vue.enregistre[champ]), saisi: texteLu(brut[champ]) }));
    return { titre: 'Cette saisie a été modifiée ailleurs', message: `${par}Votre saisie n’est pas encore enregistrée. Cochez les champs dont vous prenez la valeur enregistrée ; pour les autres, la vôtre sera gardée. Puis enregistrez.`, differences };
  }
  return { titre: 'Rien n’a été enregistré', message: refus.message };
}
