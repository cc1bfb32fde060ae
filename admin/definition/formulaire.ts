import type { Enregistrement } from '#admin/definition/types/fiche.ts';
import type { Formulaire, ReponseAction, ValeurSaisie } from '#admin/definition/types/formulaire.ts';
import type { Avis } from '#admin/definition/types/page.ts';
import type { Demande, Outils } from '#admin/definition/demande.ts';
import type { ActionDeFiche, ActionDeListe, ChampFormulaire } from '#admin/definition/definition.ts';
import { lireParIds } from '#admin/definition/lecture.ts';
import { constatsMontres } from '#admin/definition/refus.ts';
import { RequeteRefusee } from '#admin/definition/requete.ts';
import { bornesDesChamps, CALENDRIER } from '#src/kernel/saisie/bornes.ts';
import type { Envoi, UniteDeLecture } from '#src/kernel/commande.ts';
import type { Refus } from '#src/kernel/refus.ts';
import { ecrireTelephone } from '#src/kernel/saisie/telephone.ts';
import { direEnvois } from '#src/domain/echanges/courriel/dire.ts';
import { peut } from '#src/kernel/droits/droits.ts';
import { ecrireNombre } from '#src/engine/saisie/index.ts';

function valeurSaisie(valeur: unknown): ValeurSaisie {
  if (valeur === null || valeur === undefined) return '';
  if (typeof valeur === 'boolean') return valeur;
  return Array.isArray(valeur) ? valeur.map(String) : String(valeur);
}

const NOMBRES: ReadonlySet<ChampFormulaire['genre']> = new Set(['decimal', 'euro', 'etp']);

/** First values of a form, in the shape inputs take: as a person would type them. */
export function valeursInitiales(
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
export function avecBornes(
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
export async function libellesDe(
  unite: UniteDeLecture,
  champs: readonly ChampFormulaire[],
  valeurs: Readonly<Record<string, ValeurSaisie>>,
  outils: Outils,
): Promise<Record<string, string>> {
  const libelles: Record<string, string> = {};
  for (const { nom, genre, ressource } of champs) {
    const valeur = valeurs[nom];
    if (genre !== 'reference' || ressource === undefined || typeof valeur !== 'string' || valeur === '')
      continue;
    const libelle = await libelleDeReference(unite, ressource, valeur, outils);
    if (libelle !== undefined) libelles[nom] = libelle;
  }
  return libelles;
}

async function libelleDeReference(
  unite: UniteDeLecture,
  ressource: string,
  valeur: string,
  { catalogue, sources }: Outils,
): Promise<string | undefined> {
  if (ressource.startsWith(SOURCE))
    return sources.get(ressource.slice(SOURCE.length))?.libelle(valeur) ?? valeur;
  const cible = catalogue.get(ressource);
  if (!cible || !peut(unite.acteur, cible.droit, 'lire')) return undefined;
  const [fiche] = await lireParIds(unite, cible, [valeur], new Set());
  return fiche?.titre;
}

/** Prefix of a reference to what is not a table of ours. */
const SOURCE = 'source:';

/** Fingerprint of the consequences the person was shown. */
export const ANNONCE = 'annonce';

/** Keeps the values of the form's own fields; anything else in the body is refused, not silently dropped. */
export function retenir(
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

/** The form of an action. */
export function formulaireDe(
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
export function avisDe(
  action: { readonly succes: string | ((resultat: never, envois: readonly Envoi[]) => string | Avis) },
  { resultat, envois }: { readonly resultat: unknown; readonly envois: readonly Envoi[] },
): Avis {
  const dit =
    typeof action.succes === 'string'
      ? [action.succes, direEnvois(envois)].filter(Boolean).join(' ')
      : action.succes(resultat as never, envois);
  return typeof dit === 'string' ? { type: 'success', message: dit } : dit;
}

/** Where to go after success, when the action says so. */
export function adresseDe(
  action: { readonly vers?: (resultat: never) => { ressource: string; id: string } },
  resultat: unknown,
  racine: string,
): string | undefined {
  const cible = action.vers?.(resultat as never);
  return cible && `${racine}/resources/${cible.ressource}/records/${cible.id}/show`;
}

/** A refusal never looks like a success: HTTP status, notice of error, sentence per field. */
export function refuser({ refuser: annoncer }: Demande, record: Enregistrement, refus: Refus): ReponseAction {
  annoncer(refus);
  const errors = Object.fromEntries(
    Object.entries(refus.champs).map(([champ, texte]) => [champ, { message: texte }]),
  );
  return {
    record: { ...record, errors, baseError: { message: refus.message } },
    notice: { type: 'error', message: refus.message },
    constats: constatsMontres(refus),
  };
}
