import canonicalize from 'canonicalize';
import type { Json } from '#src/engine/index.ts';
import type { Perennite } from '#src/domain/formulaire/perennite.ts';
import { evaluer } from '#src/domain/formulaire/expressions.ts';
import { colonnesDe, estGroupe, estNombre, exigence, sectionsDe } from '#src/domain/formulaire/champs.ts';
import type {
  Champ,
  ChampGroupe,
  DefinitionDeFormulaire,
  PrefillDemande,
  Volet,
} from '#src/domain/formulaire/definition.ts';
import { depuisJson } from '#src/domain/formulaire/initial.ts';
import type { ContexteJson } from '#src/domain/formulaire/options.ts';
import type {
  DonneesDeVolet,
  LigneDeGroupe,
  ValeurDeSection,
  Valeurs,
} from '#src/domain/formulaire/saisie/donnees.ts';

/**
 * A new draft with what it takes over from a transmitted declaration, each value of it to be checked.
 * @param source what was transmitted
 */
export function prefill(
  definition: DefinitionDeFormulaire,
  perennite: Perennite,
  volet: Volet,
  contexte: ContexteJson,
  initiales: DonneesDeVolet,
  source: Valeurs,
): DonneesDeVolet {
  const demandee = definition.perennites[perennite]?.reprend;
  if (!demandee) return initiales;
  const valeurs: Record<string, Record<string, ValeurDeSection>> = Object.fromEntries(
    Object.entries(initiales.valeurs).map(([section, champs]) => [section, { ...champs }]),
  );
  const aVerifier: string[] = [];
  for (const section of sectionsDe(definition, perennite, volet).filter(({ id }) =>
    demandee.sections.includes(id),
  )) {
    for (const champ of section.champs.filter((un) => !exigence(un))) {
      const reprise = repriseDe(
        champ,
        source[section.id]?.[champ.id],
        demandee,
        colonnesDe(definition, perennite, champ),
        definition,
        contexte,
        initiales.valeurs[section.id]?.[champ.id],
      );
      if (reprise === null) continue;
      valeurs[section.id] = { ...valeurs[section.id], [champ.id]: reprise.valeur };
      aVerifier.push(...reprise.chemins.map((fin) => `${section.id}.${champ.id}${fin}`));
    }
  }
  return { ...initiales, valeurs, aVerifier };
}

interface Prefill {
  readonly valeur: ValeurDeSection;
  /** Ends of the paths it fills in. */
  readonly chemins: readonly string[];
}

function repriseDe(
  champ: Champ,
  declaree: ValeurDeSection | undefined,
  { ventiles }: PrefillDemande,
  colonnes: readonly { readonly id: string }[] | null,
  definition: DefinitionDeFormulaire,
  contexte: ContexteJson,
  initiale: ValeurDeSection | undefined,
): Prefill | null {
  if (declaree === undefined || declaree === null) return null;
  if (estGroupe(champ)) return lignesReprises(champ, declaree, definition, contexte, initiale);
  const calculer = (texte: string | undefined): Json =>
    texte === undefined ? null : evaluer(texte, { contexte, ligne: { valeur: declaree } });
  if (colonnes) {
    const parties = Object.fromEntries(
      colonnes.map(({ id }) => [
        id,
        depuisJson(definition, champ, calculer(ventiles.colonnes?.[id]), contexte),
      ]),
    );
    const remplies = colonnes.filter(({ id }) => parties[id] !== null);
    return remplies.length === 0 ? null : { valeur: parties, chemins: remplies.map(({ id }) => `.${id}`) };
  }
  const lue = depuisJson(
    definition,
    champ,
    estNombre(champ) && champ.ventile ? calculer(ventiles.valeur) : declaree,
    contexte,
  );
  return lue === null ? null : { valeur: lue, chemins: [''] };
}

/**
 * Rows as they were, and after them those that the Caf's records give besides; a choice that is no longer
 * offered is to be made again.
 */
function lignesReprises(
  groupe: ChampGroupe,
  declaree: ValeurDeSection,
  definition: DefinitionDeFormulaire,
  contexte: ContexteJson,
  initiale: ValeurDeSection | undefined,
): Prefill | null {
  if (!Array.isArray(declaree) || declaree.length === 0) return null;
  const lignes = (declaree as readonly LigneDeGroupe[]).map((ligne) =>
    Object.fromEntries(
      groupe.champs.map((champ) => [
        champ.id,
        depuisJson(definition, champ, ligne[champ.id] ?? null, contexte),
      ]),
    ),
  );
  // Where a value may appear once, the person has chosen among what the records gave.
  const enregistrees =
    groupe.unique === undefined && Array.isArray(initiale) ? (initiale as readonly LigneDeGroupe[]) : [];
  const nouvelles = enregistrees.filter(
    (ligne) =>
      !lignes.some((reprise) =>
        groupe.champs.every(({ id }) => (reprise[id] ?? null) === (ligne[id] ?? null)),
      ),
  );
  return { valeur: [...lignes, ...nouvelles].slice(0, groupe.maximum), chemins: [''] };
}

/** Where a value to be checked stands in the data of a volet. */
const valeurA = ({ valeurs }: DonneesDeVolet, chemin: string): unknown => {
  const [section = '', champ = '', colonne] = chemin.split('.');
  const valeur = valeurs[section]?.[champ] ?? null;
  return colonne === undefined
    ? valeur
    : ((valeur as Readonly<Record<string, unknown>> | null)?.[colonne] ?? null);
};

/**
 * The values still to be checked once a volet was typed anew: those nobody changed. The base keeps the fields
 * of a row in an order of its own.
 */
export const resteAVerifier = (avant: DonneesDeVolet, apres: DonneesDeVolet): readonly string[] =>
  (avant.aVerifier ?? []).filter(
    (chemin) => canonicalize(valeurA(avant, chemin)) === canonicalize(valeurA(apres, chemin)),
  );
