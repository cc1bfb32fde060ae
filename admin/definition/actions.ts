import type { ActionContext, ActionRequest } from 'adminjs';
import type { Response } from 'express';
import { acteurDe } from '#admin/shell/acteur.ts';
import type {
  ActionDeFiche,
  ActionDeListe,
  ChampFormulaire,
  ContexteFiche,
  Ressource,
  Source,
} from '#admin/definition/definition.ts';
import { conflitDe, constatsMontres, estPerime } from '#admin/definition/refus.ts';
import {
  champsVisibles,
  chargerEntite,
  compterListe,
  enDonnees,
  enEnregistrement,
  lireEnregistrements,
  lireListe,
  lireParIds,
  proposer,
  TOTAL_MAX,
  vueDe,
  type Catalogue,
} from '#admin/definition/lecture.ts';
import { montrerConsequences } from '#admin/definition/consequences.ts';
import { assemblerDossier, rappelDe, refusDeLAction } from '#admin/definition/dossier.ts';
import { lireRequete, RequeteRefusee } from '#admin/definition/requete.ts';
import type { PageHistorique } from '#admin/definition/journal/contrat.ts';
import { aUnHistorique, historiqueDe, pageDemandee } from '#admin/definition/journal/historique.ts';
import type {
  Avis,
  Enregistrement,
  Formulaire,
  ReponseAction,
  ReponseDossier,
  ReponseListe,
  ValeurSaisie,
} from '#admin/definition/contrats.ts';
import { bornesDesChamps, CALENDRIER } from '#src/domain/commun/bornes.ts';
import type { Envoi, Executeur, UniteDeLecture } from '#src/domain/commun/commande.ts';
import {
  ActionInterdite,
  BaseIndisponible,
  EtatIncompatible,
  Introuvable,
  Refus,
} from '#src/domain/commun/refus.ts';
import { ecrireTelephone } from '#src/domain/commun/telephone.ts';
import { PreuveDemandee } from '#src/domain/compte/preuve.ts';
import { direEnvois } from '#src/domain/courriel/dire.ts';
import { peut } from '#src/domain/droits/droits.ts';
import type { Levee } from '#src/domain/droits/levee.ts';
import { expliquer, pourquoi, type Explication } from '#src/domain/droits/pourquoi.ts';
import { ConsequencesChangees, consequencesDe, exigerAnnoncees } from '#src/domain/effets/annoncer.ts';
import { ecrireNombre } from '#src/engine/saisie/index.ts';

/** What every handler is made with. */
export interface Outils {
  readonly executeur: Executeur;
  readonly catalogue: Catalogue;
  /** Values offered by reference fields that are not resources. */
  readonly sources: ReadonlyMap<string, Source>;
  /** Address the back-office is mounted at, `/gestion`. */
  readonly racine: string;
}

/** Our own request carries the raw body and the request's number: AdminJS would have converted the values. */
export type Demande = ActionRequest & {
  readonly corpsLu?: Readonly<Record<string, unknown>>;
  readonly requeteId?: string;
};
type Reponse = Response;

const PROPOSITIONS = 30;

/** The forms of an action open by GET and write by POST alone. */
class MethodeRefusee extends Refus {
  override readonly statut = 400;
  constructor() {
    super('Cette adresse ne se consulte pas : elle sert à enregistrer.');
  }
}

/** The record does not call for this act: its page does not show it. */
class SansObjet extends EtatIncompatible {
  override readonly levee: Levee = {
    comment: 'Revenez à la fiche : les actions possibles y figurent.',
    qui: { genre: 'personne' },
  };
  constructor() {
    super('Cette action n’a pas d’objet dans l’état actuel de la fiche.');
  }
}

function exigerActeur(context: ActionContext, ressource: Ressource) {
  const acteur = acteurDe(context.currentAdmin);
  if (!peut(acteur, ressource.droit, 'lire'))
    throw new ActionInterdite('Vous n’êtes pas habilité à consulter cette rubrique.');
  return acteur;
}

/** Actions of a list whose right the reader lacks. */
async function actionsFermees(
  unite: UniteDeLecture,
  { actionsDeListe }: Ressource,
): Promise<ReponseListe['fermees']> {
  const fermees: { nom: string; pourquoi: Explication }[] = [];
  for (const { nom, commande, horsListe } of actionsDeListe) {
    const explication = horsListe ? null : await pourquoi(unite, commande);
    if (explication) fermees.push({ nom, pourquoi: explication });
  }
  return fermees;
}

/** Page of the list: rows, total and labels in one transaction. */
export function traiterListe(ressource: Ressource, outils: Outils) {
  return async (request: Demande, _response: Reponse, context: ActionContext): Promise<ReponseListe> => {
    const acteur = exigerActeur(context, ressource);
    return outils.executeur.lire(acteur, async (unite) => {
      const vue = vueDe(unite, ressource);
      const requete = lireRequete(request.query ?? {}, vue);
      const fiches = await lireListe(unite, vue, requete, ressource.liste);
      const total = await compterListe(unite, vue, requete);
      return {
        records: await lireEnregistrements(
          unite,
          outils.catalogue,
          ressource,
          ressource.liste,
          fiches,
          outils.racine,
        ),
        fermees: await actionsFermees(unite, ressource),
        meta: {
          total: Math.min(total, TOTAL_MAX),
          exact: total <= TOTAL_MAX,
          page: requete.page,
          perPage: requete.taille,
          sortBy: requete.tri.champ,
          direction: requete.tri.sens,
        },
      };
    });
  };
}

/** Propositions of a reference field: only the fields the title is made of are ever searched. */
export function traiterRecherche(ressource: Ressource, outils: Outils) {
  return async (
    request: Demande,
    _response: Reponse,
    context: ActionContext,
  ): Promise<{ records: Enregistrement[] }> => {
    const acteur = exigerActeur(context, ressource);
    const { query = {}, params } = request;
    for (const nom of Object.keys(query))
      throw new RequeteRefusee(`Le paramètre « ${nom} » n’existe pas pour cette recherche.`);
    const texte = (params as { query?: string }).query?.trim() ?? '';
    if (texte.length > 100) throw new RequeteRefusee('La recherche comporte 100 caractères au plus.');
    const fiches = await outils.executeur.lire(acteur, (unite) =>
      proposer(unite, ressource, texte, PROPOSITIONS),
    );
    return { records: fiches.map((fiche) => enEnregistrement(fiche, ressource, new Map())) };
  };
}

/** Texts of the query; a repeated parameter is left out. */
function departDe({ query }: Demande): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query ?? {}).filter((paire): paire is [string, string] => typeof paire[1] === 'string'),
  );
}

async function contexteFiche(
  unite: UniteDeLecture,
  ressource: Ressource,
  id: string,
  ailleurs: Outils,
  depart: Record<string, string> = {},
): Promise<ContexteFiche<object>> {
  const fiche = await chargerEntite(unite, ressource, id);
  if (!fiche) throw new Introuvable(ressource.singulier);
  return { unite, fiche, id, depart, ailleurs };
}

async function enregistrementDe(
  unite: UniteDeLecture,
  ressource: Ressource,
  id: string,
  outils: Outils,
): Promise<Enregistrement> {
  const visibles = champsVisibles(unite.acteur, ressource);
  const [fiche] = await lireParIds(unite, ressource, [id], visibles);
  const [enregistrement] = fiche
    ? await lireEnregistrements(unite, outils.catalogue, ressource, [...visibles], [fiche], outils.racine)
    : [];
  if (!enregistrement) throw new Introuvable(ressource.singulier);
  return enregistrement;
}

/** A page of a record's history; only where there is one. */
async function lireHistorique(
  unite: UniteDeLecture,
  ressource: Ressource,
  id: string,
  demandee: string,
  { catalogue }: Outils,
): Promise<PageHistorique> {
  const page = pageDemandee(demandee);
  if (page === null || !aUnHistorique(ressource))
    throw new RequeteRefusee(
      'Le paramètre « historique » : cette page n’existe pas. Rouvrez l’historique depuis la fiche.',
    );
  return historiqueDe(unite, catalogue, ressource, id, page);
}

/** The page of a record, or a page of its history. */
export function traiterFiche(ressource: Ressource, outils: Outils) {
  return async (request: Demande, _response: Reponse, context: ActionContext): Promise<ReponseDossier> => {
    const acteur = exigerActeur(context, ressource);
    const id = (request.params as { recordId?: string }).recordId;
    if (id === undefined) throw new Introuvable(ressource.singulier);
    return outils.executeur.lire(acteur, async (unite) => {
      const contexte = await contexteFiche(unite, ressource, id, outils);
      const record = await enregistrementDe(unite, ressource, id, outils);
      const { historique } = departDe(request);
      if (historique !== undefined)
        return { record, historique: await lireHistorique(unite, ressource, id, historique, outils) };
      return { record, dossier: await assemblerDossier(contexte, ressource, record, outils.racine) };
    });
  };
}

function valeurSaisie(valeur: unknown): ValeurSaisie {
  if (valeur === null || valeur === undefined) return '';
  if (typeof valeur === 'boolean') return valeur;
  return Array.isArray(valeur) ? valeur.map(String) : String(valeur);
}

const NOMBRES: ReadonlySet<ChampFormulaire['genre']> = new Set(['decimal', 'euro', 'etp']);

/** First values of a form, in the shape inputs take: as a person would type them. */
function valeursInitiales(
  champs: readonly ChampFormulaire[],
  depart: Readonly<Record<string, unknown>>,
): Record<string, ValeurSaisie> {
  return Object.fromEntries(
    champs.map(({ nom, genre }) => {
      const valeur = depart[nom];
      if (genre === 'choix-multiple') return [nom, Array.isArray(valeur) ? valeur.map(String) : []];
      if (NOMBRES.has(genre)) return [nom, ecrireNombre(String(valeur ?? ''))];
      if (genre === 'telephone') return [nom, ecrireTelephone(String(valeur ?? ''))];
      return [nom, genre === 'booleen' ? valeur === true : valeurSaisie(valeur)];
    }),
  );
}

/** Date fields with the bounds their command holds them to. */
function avecBornes(
  unite: UniteDeLecture,
  { commande }: ActionDeFiche<object> | ActionDeListe,
  champs: readonly ChampFormulaire[],
): readonly ChampFormulaire[] {
  const bornes = bornesDesChamps(commande.saisie, unite.registre, unite.aujourdhui.toString());
  return champs.map((champ) =>
    champ.genre === 'date' ? { ...champ, ...(bornes.get(champ.nom) ?? CALENDRIER) } : champ,
  );
}

/** Labels of the references a form starts with. */
async function libellesDe(
  unite: UniteDeLecture,
  champs: readonly ChampFormulaire[],
  valeurs: Readonly<Record<string, ValeurSaisie>>,
  { catalogue, sources }: Outils,
): Promise<Record<string, string>> {
  const libelles: Record<string, string> = {};
  for (const { nom, genre, ressource } of champs) {
    const valeur = valeurs[nom];
    if (
      genre === 'reference' &&
      typeof valeur === 'string' &&
      valeur !== '' &&
      ressource?.startsWith('source:')
    ) {
      libelles[nom] = sources.get(ressource.slice('source:'.length))?.libelle(valeur) ?? valeur;
      continue;
    }
    const cible = genre === 'reference' && ressource ? catalogue.get(ressource) : undefined;
    if (!cible || typeof valeur !== 'string' || valeur === '' || !peut(unite.acteur, cible.droit, 'lire'))
      continue;
    const [fiche] = await lireParIds(unite, cible, [valeur], new Set());
    if (fiche) libelles[nom] = fiche.titre;
  }
  return libelles;
}

/** Fingerprint of the consequences the person was shown. */
const ANNONCE = 'annonce';

/** Keeps the values of the form's own fields; anything else in the body is refused, not silently dropped. */
function retenir(
  corps: Readonly<Record<string, unknown>> | undefined,
  champs: readonly ChampFormulaire[],
): Record<string, unknown> {
  const permis = new Set([...champs.map(({ nom }) => nom), 'version', ANNONCE]);
  const retenu: Record<string, unknown> = {};
  for (const [nom, valeur] of Object.entries(corps ?? {})) {
    if (!permis.has(nom))
      throw new RequeteRefusee(`Le champ « ${nom} » n’est pas accepté ici. Rien n’a été enregistré.`);
    retenu[nom] = valeur;
  }
  return retenu;
}

function formulaireDe(
  action: ActionDeFiche<object> | ActionDeListe,
  champs: readonly ChampFormulaire[],
  valeurs: Record<string, ValeurSaisie>,
  reste: Partial<Formulaire>,
): Formulaire {
  return {
    titre: action.titre ?? action.libelle,
    champs,
    valeurs,
    bouton: action.bouton ?? action.libelle,
    danger: action.danger,
    ...reste,
  };
}

/**
 * What was done and what mail leaves, read from what was queued: a plain sentence is followed by it, a
 * function says it itself.
 */
function avisDe(
  action: { readonly succes: string | ((resultat: never, envois: readonly Envoi[]) => string | Avis) },
  { resultat, envois }: { readonly resultat: unknown; readonly envois: readonly Envoi[] },
): Avis {
  const dit =
    typeof action.succes === 'string'
      ? [action.succes, direEnvois(envois)].filter(Boolean).join(' ')
      : action.succes(resultat as never, envois);
  return typeof dit === 'string' ? { type: 'success', message: dit } : dit;
}

function adresseDe(
  action: { readonly vers?: (resultat: never) => { ressource: string; id: string } },
  resultat: unknown,
  racine: string,
): string | undefined {
  const cible = action.vers?.(resultat as never);
  return cible && `${racine}/resources/${cible.ressource}/records/${cible.id}/show`;
}

/** An action on a record: GET describes its form, POST runs its command. */
export function traiterActionDeFiche(ressource: Ressource, action: ActionDeFiche<object>, outils: Outils) {
  return async (request: Demande, response: Reponse, context: ActionContext): Promise<ReponseAction> => {
    const acteur = exigerActeur(context, ressource);
    const id = (request.params as { recordId?: string }).recordId;
    if (id === undefined) throw new Introuvable(ressource.singulier);
    const lire = () =>
      outils.executeur.lire(acteur, async (unite) => {
        const contexte = await contexteFiche(unite, ressource, id, outils, departDe(request));
        const listeChamps =
          typeof action.champs === 'function' ? await action.champs(contexte) : action.champs;
        const premieres = action.valeurs ? await action.valeurs(contexte) : enDonnees(contexte.fiche);
        const version = (contexte.fiche as { version?: number }).version;
        const valeurs = {
          ...valeursInitiales(listeChamps, premieres),
          ...(version === undefined ? {} : { version: String(version) }),
        };
        const intro = typeof action.intro === 'function' ? await action.intro(contexte) : action.intro;
        const refus = (await action.absente?.(contexte))
          ? new SansObjet()
          : await refusDeLAction(contexte, action);
        const record = await enregistrementDe(unite, ressource, id, outils);
        return {
          refus,
          champs: listeChamps,
          record,
          formulaire: formulaireDe(action, avecBornes(unite, action, listeChamps), valeurs, {
            intro,
            rappel: rappelDe(ressource, record, champsVisibles(acteur, ressource)),
            pourquoi: refus ? await expliquer(unite, refus) : undefined,
            libelles: await libellesDe(unite, listeChamps, valeurs, outils),
            decisions: await action.decisions?.(contexte),
          }),
        };
      });
    const saisieDe = ({ [ANNONCE]: _annonce, ...valeurs }: Readonly<Record<string, unknown>>) => ({
      ...(action.saisie?.(valeurs) ?? valeurs),
      [action.cible ?? ressource.cle.nom]: id,
    });
    /** The form with what the act would do, were it sent with these values. */
    const annoncer = async (
      formulaire: Formulaire,
      valeurs: Readonly<Record<string, unknown>>,
    ): Promise<Formulaire> => {
      const consequences = formulaire.pourquoi
        ? null
        : await consequencesDe(outils.executeur, acteur, action.commande, saisieDe(valeurs));
      return consequences ? { ...formulaire, consequences: montrerConsequences(consequences) } : formulaire;
    };
    if (request.method === 'get') {
      const { record, formulaire, champs } = await lire();
      // Another day is asked about by the form's own field in the address.
      const dates = Object.entries(departDe(request)).filter(([nom]) =>
        champs.some((champ) => champ.nom === nom && champ.genre === 'date'),
      );
      return {
        record,
        formulaire: await annoncer(formulaire, { ...formulaire.valeurs, ...Object.fromEntries(dates) }),
      };
    }
    if (request.method !== 'post') throw new MethodeRefusee();
    const envoye = request.corpsLu ?? {};
    const conflit = (champs: readonly ChampFormulaire[], ferme: boolean, actuel?: Formulaire) =>
      outils.executeur.lire(acteur, (unite) =>
        conflitDe(unite, { ressource, id, champs, actuel, envoye, ferme }),
      );
    try {
      const { champs, formulaire, record, refus } = await lire();
      if (refus)
        return {
          ...refuser(response, record, refus),
          ...(estPerime(envoye, formulaire) ? { conflit: await conflit(champs, true, formulaire) } : {}),
        };
      const valeurs = retenir(request.corpsLu, champs);
      try {
        const saisie = saisieDe(valeurs);
        await exigerAnnoncees(outils.executeur, acteur, action.commande, saisie, valeurs[ANNONCE]);
        const fait = await outils.executeur.executerEtDire(
          acteur,
          action.commande,
          saisie,
          request.requeteId,
        );
        const fiche = `${outils.racine}/resources/${ressource.id}/records/${id}/show`;
        return {
          record,
          notice: avisDe(action, fait),
          redirectUrl: adresseDe(action, fait.resultat, outils.racine) ?? fiche,
        };
      } catch (erreur) {
        if (!(erreur instanceof Refus) || erreur instanceof PreuveDemandee) throw erreur;
        // Read again: what is recorded now is what the one who was overtaken is shown.
        const apres = await lire();
        const formulaire =
          erreur instanceof ConsequencesChangees ? await annoncer(apres.formulaire, valeurs) : undefined;
        return {
          ...refuser(response, record, erreur),
          formulaire,
          ...(estPerime(envoye, apres.formulaire)
            ? { conflit: await conflit(apres.champs, apres.refus !== null, apres.formulaire) }
            : {}),
        };
      }
    } catch (erreur) {
      // Somebody took the record away while this form was open: what was typed stays on the screen, with who
      // did it.
      if (!(erreur instanceof Introuvable) || envoye['version'] === undefined) throw erreur;
      const disparue = await conflit([], true);
      if (disparue.actes.length === 0) throw erreur;
      return {
        ...refuser(response, enEnregistrement({ id, titre: '', params: {} }, ressource, new Map()), erreur),
        conflit: disparue,
      };
    }
  };
}

/** An action of a list, such as « Créer… »: same two halves. */
export function traiterActionDeListe(ressource: Ressource, action: ActionDeListe, outils: Outils) {
  return async (request: Demande, response: Reponse, context: ActionContext): Promise<ReponseAction> => {
    const acteur = exigerActeur(context, ressource);
    const depart = departDe(request);
    const { champs, formulaire } = await outils.executeur.lire(acteur, async (unite) => {
      const contexte = { unite, depart };
      const listeChamps = typeof action.champs === 'function' ? await action.champs(contexte) : action.champs;
      const premieres = { ...(await action.valeurs?.(contexte)), ...depart };
      const valeurs = valeursInitiales(listeChamps, premieres);
      return {
        champs: listeChamps,
        formulaire: formulaireDe(action, avecBornes(unite, action, listeChamps), valeurs, {
          intro: action.intro,
          libelles: await libellesDe(unite, listeChamps, valeurs, outils),
        }),
      };
    });
    if (request.method === 'get') return { formulaire };
    if (request.method !== 'post') throw new MethodeRefusee();
    const valeurs = retenir(request.corpsLu, champs);
    try {
      const fait = await outils.executeur.executerEtDire(
        acteur,
        action.commande,
        action.saisie ? action.saisie(valeurs) : valeurs,
        request.requeteId,
      );
      const cree = (fait.resultat as { id?: unknown } | null | undefined)?.id;
      const liste = `${outils.racine}/resources/${ressource.id}`;
      const fiche = typeof cree === 'string' ? `${liste}/records/${cree}/show` : liste;
      return {
        record: enEnregistrement(
          { id: typeof cree === 'string' ? cree : '', titre: '', params: {} },
          ressource,
          new Map(),
        ),
        notice: avisDe(action, fait),
        redirectUrl: adresseDe(action, fait.resultat, outils.racine) ?? fiche,
      };
    } catch (erreur) {
      if (!(erreur instanceof Refus) || erreur instanceof PreuveDemandee) throw erreur;
      return refuser(
        response,
        enEnregistrement({ id: '', titre: '', params: {} }, ressource, new Map()),
        erreur,
      );
    }
  };
}

/** A refusal never looks like a success: HTTP status, notice of error, sentence per field. */
function refuser(response: Reponse, record: Enregistrement, refus: Refus): ReponseAction {
  response.status(refus.statut);
  if (refus instanceof BaseIndisponible) response.setHeader('Retry-After', String(refus.reessayerDans));
  const errors = Object.fromEntries(
    Object.entries(refus.champs).map(([champ, texte]) => [champ, { message: texte }]),
  );
  return {
    record: { ...record, errors, baseError: { message: refus.message } },
    notice: { type: 'error', message: refus.message },
    constats: constatsMontres(refus),
  };
}
