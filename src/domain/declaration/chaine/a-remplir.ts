import {
  colonnesDe,
  estGroupe,
  estMontre,
  libelleEnColonne,
  libelleEnLigne,
  sectionsDe,
} from '#src/domain/formulaire/champs.ts';
import type {
  ChampDeSaisie,
  ChampGroupe,
  DefinitionDeFormulaire,
  Section,
} from '#src/domain/formulaire/definition.ts';
import {
  completer,
  type DonneesDeVolet,
  type LigneDeGroupe,
  type ValeurDeSection,
} from '#src/domain/formulaire/saisie/donnees.ts';
import { estLigneVide } from '#src/domain/formulaire/saisie/recevable.ts';
import type { Manquant } from '#src/domain/declaration/chaine/resultats.ts';
import type { Perennite } from '#src/domain/formulaire/perennite.ts';

interface Remplissage {
  readonly definition: DefinitionDeFormulaire;
  readonly perennite: Perennite;
  readonly activite: DonneesDeVolet;
  readonly finances: DonneesDeVolet;
}

/**
 * Required fields that are shown and empty; a text that could not be read counts as to correct, not as to
 * fill in.
 */
export function champsARemplir({ definition, perennite, activite, finances }: Remplissage): Manquant[] {
  const valeurs = completer(definition, perennite, { ...activite.valeurs, ...finances.valeurs });
  const illisibles = { ...activite.illisibles, ...finances.illisibles };
  return sectionsDe(definition, perennite)
    .flatMap((section) =>
      section.champs.flatMap((champ): Manquant[] => {
        const valeur = valeurs[section.id]?.[champ.id] ?? null;
        const chemin = `${section.id}.${champ.id}`;
        if (estGroupe(champ)) {
          return (Array.isArray(valeur) ? valeur : []).flatMap((ligne: LigneDeGroupe, rang) =>
            estLigneVide(ligne, `${chemin}.${rang}`, illisibles)
              ? [ligneVide(section, champ, chemin, rang)]
              : champ.champs
                  .filter((sousChamp) => vide(sousChamp, ligne))
                  .map((sousChamp) =>
                    aRemplir(
                      section,
                      `${chemin}.${rang}.${sousChamp.id}`,
                      libelleEnLigne(champ, rang, sousChamp),
                    ),
                  ),
          );
        }
        const colonnes = colonnesDe(definition, perennite, champ);
        if (!colonnes)
          return vide(champ, valeurs[section.id] ?? {}) ? [aRemplir(section, chemin, champ.libelle)] : [];
        if (!champ.requis) return [];
        return colonnes
          .filter(({ id }) => ((valeur ?? {}) as Readonly<Record<string, unknown>>)[id] === null)
          .map((colonne) => aRemplir(section, `${chemin}.${colonne.id}`, libelleEnColonne(champ, colonne)));
      }),
    )
    .filter(({ champ }) => champ === null || !Object.hasOwn(illisibles, champ));
}

/**
 * A row added and left empty is one fault, whatever it asks for: told at its first field, where it can be
 * corrected.
 */
const ligneVide = (
  section: Section,
  { ligne, champs: [premier] }: ChampGroupe,
  chemin: string,
  rang: number,
): Manquant => ({
  champ: `${chemin}.${rang}.${premier?.id ?? ''}`,
  volet: section.volet,
  message: `${ligne} ${rang + 1} : ligne vide. Remplissez-la ou retirez-la.`,
});

const vide = (champ: ChampDeSaisie, valeurs: Readonly<Record<string, ValeurDeSection>>): boolean =>
  champ.requis === true && estMontre(champ, valeurs) && (valeurs[champ.id] ?? null) === null;

const aRemplir = (section: Section, champ: string, libelle: string): Manquant => ({
  champ,
  volet: section.volet,
  message: `${libelle} : à remplir.`,
});
