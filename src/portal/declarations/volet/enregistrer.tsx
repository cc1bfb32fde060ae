import type { Response } from 'express';
import { heureFr } from '#src/kernel/francais.ts';
import { Refus } from '#src/kernel/refus.ts';
import { definitionDe } from '#src/domain/declaration/dossier.ts';
import { declarationLisible } from '#src/domain/declaration/lectures.ts';
import { SaisieIncomplete, VoletModifieAilleurs } from '#src/domain/declaration/refus.ts';
import type { FusionDeVolet } from '#src/domain/formulaire/saisie/fusion.ts';
import type { Brut } from '#src/domain/formulaire/saisie/lire.ts';
import { derniersActes } from '#src/domain/suivi/journal/depuis.ts';
import { acteurDe, champsDe, envoyerPage } from '#src/portal/contexte-requete.ts';
import { cheminDe } from '#src/portal/declarations/chemins.ts';
import { COMMANDES_DU_VOLET } from '#src/portal/declarations/commandes-du-volet.ts';
import type { ReponseDEnregistrement } from '#src/portal/declarations/volet/client/protocole.ts';
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
} from '#src/portal/declarations/volet/disputes.tsx';
import type { EcranDuVolet, RequeteDeVolet } from '#src/portal/declarations/volet/ecran.tsx';
import { ajouterOuRetirerUneLigne } from '#src/portal/declarations/volet/lignes.ts';
import type { Incident } from '#src/portal/declarations/volet/page.tsx';
import { direPresences } from '#src/portal/declarations/volet/presences.ts';
import { reponseDAnalyse } from '#src/portal/declarations/volet/reponse.tsx';
import { direActe } from '#src/portal/perime.ts';
import { rendreFragment } from '#src/portal/rendu.ts';

/** Saves what a form sent without script, then finishes the volet, adds a row or comes back as asked. */
export async function enregistrerPuisRevenir(
  ecran: EcranDuVolet,
  req: RequeteDeVolet,
  res: Response,
): Promise<void> {
  const { executeur } = ecran.dependances;
  const corps = champsDe(req.body);
  const ouvertes = lireOuvertes(corps);
  const action = typeof corps['action'] === 'string' ? corps['action'] : 'enregistrer';
  const definition = await executeur.lire(acteurDe(req), async (unite) =>
    definitionDe(unite, await declarationLisible(unite, req.params.id)),
  );
  const { donnees, ancre } = ajouterOuRetirerUneLigne(definition, action, donneesDe(corps));
  try {
    const { version, fusion } = await enregistrerOuComparer(ecran, req, donnees, ouvertes);
    if (fusion && fusion.disputes.length > 0)
      return await demanderLeChoix(ecran, req, res, fusion, apresFusion(fusion, donnees, ouvertes ?? {}));
    const repris = fusion ? direRepris(fusion, { definition }) : '';
    if (action !== 'terminer') {
      if (ancre === '' || repris !== '')
        req.annoncer({ ton: 'succes', texte: `Le brouillon est enregistré.${repris}` });
      return res.redirect(303, `${cheminDe(req.params.id, ecran.volet)}${ancre}`);
    }
    await executeur.executer(
      acteurDe(req),
      COMMANDES_DU_VOLET[ecran.volet].completer,
      { declaration: req.params.id, version },
      req.requeteId,
    );
    req.annoncer({ ton: 'succes', texte: `La saisie est terminée.${repris}` });
    res.redirect(303, cheminDe(req.params.id));
  } catch (erreur) {
    if (!(erreur instanceof Refus) || ![409, 422].includes(erreur.statut)) throw erreur;
    // What a volet not finished yet shows is recorded; what was refused is as typed, to be compared with
    // what it was opened with.
    const incomplete = erreur instanceof SaisieIncomplete;
    if (incomplete) req.accuserReception?.();
    const lu = await (incomplete ? ecran.lire(req) : ecran.lire(req, donnees));
    envoyerPage(
      res,
      ecran.page(lu, req, incidentDe(erreur), incomplete ? undefined : ouvertes),
      erreur.statut,
    );
  }
}

/** Saves what the script sent, and answers what it puts in the page. */
export async function enregistrerEnTapant(
  ecran: EcranDuVolet,
  req: RequeteDeVolet,
  res: Response,
): Promise<void> {
  const corps = champsDe(req.body);
  const donnees = donneesDe(corps);
  const ouvertes = lireOuvertes(corps);
  const { version, fusion } = await enregistrer(ecran, req, donnees, ouvertes);
  const { vue, maintenant, presences } = await ecran.lire(
    req,
    fusion ? apresFusion(fusion, donnees, ouvertes ?? {}).montrees : donnees,
  );
  const par = fusion && fusion.disputes.length > 0 ? await quiASaisi(ecran, req) : '';
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
        <Disputes disputes={fusion.disputes} affichage={vue.affichage} par={par} choix={lireChoix(corps)} />,
      ),
    },
  } satisfies ReponseDEnregistrement);
}

const enregistrer = (
  { dependances: { executeur }, volet }: EcranDuVolet,
  req: RequeteDeVolet,
  donnees: Brut,
  ouvertes: Brut | undefined,
) =>
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
  ecran: EcranDuVolet,
  req: RequeteDeVolet,
  donnees: Brut,
  ouvertes: Brut | undefined,
) {
  try {
    return await enregistrer(ecran, req, donnees, ouvertes);
  } catch (erreur) {
    if (!(erreur instanceof VoletModifieAilleurs)) throw erreur;
    return await enregistrer(ecran, req, donnees, {});
  }
}

async function demanderLeChoix(
  ecran: EcranDuVolet,
  req: RequeteDeVolet,
  res: Response,
  { disputes }: FusionDeVolet,
  { montrees, ouvertes }: ReturnType<typeof apresFusion>,
): Promise<void> {
  const [lu, par] = [await ecran.lire(req, montrees), await quiASaisi(ecran, req)];
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
  envoyerPage(res, ecran.page(lu, req, incident, ouvertes), 409);
}

/**
 * « Activité saisie par Lou Martin, le 23/11/2026 à 21 h 04. »: the last time by somebody else, or by
 * oneself in another tab.
 */
async function quiASaisi({ dependances: { executeur }, volet }: EcranDuVolet, req: RequeteDeVolet) {
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
