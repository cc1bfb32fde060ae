import type { Json } from '#src/engine/cel/json.ts';
import type { Perennite } from '#src/domain/formulaire/perennite.ts';
import { communeDe } from '#src/domain/territoire/commune/communes.ts';
import { evaluer } from '#src/domain/formulaire/expressions.ts';
import { colonnesDe, estGroupe, sectionsDe } from '#src/domain/formulaire/champs.ts';
import type {
  Champ,
  ChampDeSaisie,
  ChampGroupe,
  DefinitionDeFormulaire,
  Volet,
} from '#src/domain/formulaire/definition.ts';
import { optionsDe, type ContexteJson } from '#src/domain/formulaire/options.ts';
import type {
  DonneesDeVolet,
  LigneDeGroupe,
  ValeurDeSection,
} from '#src/domain/formulaire/saisie/donnees.ts';
import {
  ecrireValeur,
  lireValeur,
  TOUT_ADMIS,
  type ValeurDeChamp,
} from '#src/domain/formulaire/saisie/valeurs.ts';

/** What a new declaration starts with: values the Caf's records already hold. */
export function donneesInitiales(
  definition: DefinitionDeFormulaire,
  perennite: Perennite,
  volet: Volet,
  contexte: ContexteJson,
): DonneesDeVolet {
  const valeurs = Object.fromEntries(
    sectionsDe(definition, perennite, volet).map((section) => [
      section.id,
      Object.fromEntries(
        section.champs.map((champ): [string, ValeurDeSection] => [
          champ.id,
          valeurInitiale(definition, perennite, champ, contexte),
        ]),
      ),
    ]),
  );
  return { valeurs, illisibles: {} };
}

function valeurInitiale(
  definition: DefinitionDeFormulaire,
  perennite: Perennite,
  champ: Champ,
  contexte: ContexteJson,
): ValeurDeSection {
  if (estGroupe(champ)) return lignesInitiales(champ, contexte);
  return colonnesDe(definition, perennite, champ) || champ.initial === undefined
    ? null
    : simple(champ, evaluer(champ.initial, { contexte }));
}

function lignesInitiales(groupe: ChampGroupe, contexte: ContexteJson): LigneDeGroupe[] {
  if (!groupe.initial) return [];
  const { dans, valeurs } = groupe.initial;
  const elements = evaluer(dans, { contexte });
  const lignes = (Array.isArray(elements) ? (elements as readonly Json[]) : []).map(
    (ligne): LigneDeGroupe =>
      Object.fromEntries(
        groupe.champs.map((champ) => {
          const texte = valeurs[champ.id] ?? champ.initial;
          return [champ.id, texte === undefined ? null : simple(champ, evaluer(texte, { contexte, ligne }))];
        }),
      ),
  );
  return (groupe.unique === undefined ? lignes : sansRepetition(lignes, groupe.unique)).slice(
    0,
    groupe.maximum,
  );
}

/** Two places of the Caf's records may since have come to lie in one commune. */
const sansRepetition = (lignes: readonly LigneDeGroupe[], champ: string): readonly LigneDeGroupe[] =>
  lignes.filter(
    (ligne, rang) =>
      ligne[champ] === null || lignes.findIndex((autre) => autre[champ] === ligne[champ]) === rang,
  );

/** A value found elsewhere, as this field may hold it; null when it may not: a choice must be offered. */
export function depuisJson(
  definition: DefinitionDeFormulaire,
  champ: ChampDeSaisie,
  valeur: Json,
  contexte: ContexteJson,
): ValeurDeChamp {
  return champ.type === 'choix' &&
    !optionsDe(definition, champ, contexte).some((option) => option.valeur === valeur)
    ? null
    : simple(champ, valeur);
}

/**
 * Numbers and texts go through the reader of the form, so that a draft only ever holds what a form could;
 * choices are trusted, a place's commune is that of today.
 */
function simple(champ: Exclude<Champ, ChampGroupe>, valeur: Json): ValeurDeChamp {
  if (valeur === null || typeof valeur === 'object') return null;
  if (typeof valeur === 'boolean' || champ.type === 'choix') return valeur;
  if (champ.type === 'commune') return communeDe(String(valeur))?.code ?? null;
  const lecture = lireValeur(champ, ecrireValeur(champ, valeur), TOUT_ADMIS);
  return 'valeur' in lecture ? lecture.valeur : null;
}
