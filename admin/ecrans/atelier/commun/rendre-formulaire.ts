/**
 * A form definition as French a person reads: who is asked what, when, in which unit, on which source, and
 * what is then computed.
 */
import { sectionEnClair } from '#admin/ecrans/atelier/commun/formulaire-champs.ts';
import {
  etapeEnClair,
  libellesDesChemins,
  preparationEnClair,
} from '#admin/ecrans/atelier/commun/formulaire-etapes.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import { sourcesEnClair, validiteEnMots, type QuestionRendue } from '#src/engine/rendu/index.ts';

/** What the referentials in force say of the codes a form holds. */
export interface MotsDuJour {
  /** Short name of a type of equipment. */
  readonly nommerType: (type: string) => string;
  /** Pérennités in the order of the year. */
  readonly dansLAnnee: (perennites: readonly string[]) => string[];
}

/** Renders a definition that conforms to its schema. */
export function rendreFormulaire(definition: DefinitionDeFormulaire, { nommerType, dansLAnnee }: MotsDuJour) {
  const { titre, resume, typeEquipement, applicable, perennites, sections, enchainement, estimation } =
    definition;
  const chemins = libellesDesChemins(sections);
  return {
    titre,
    resume,
    validite: validiteEnMots(applicable),
    dateDeReference: applicable.dateDeReference,
    typeEquipement: nommerType(typeEquipement),
    perennites: dansLAnnee(Object.keys(perennites))
      .flatMap((nom) => perennites[nom] ?? [])
      .map(({ libelle, aide, ventilation }) => ({
        libelle,
        aide,
        colonnes: ventilation
          ? [...ventilation.colonnes.map((colonne) => colonne.libelle), ventilation.total]
          : [],
      })),
    sections: sections.map((section) => sectionEnClair(definition, section)),
    preparations: (definition.preparation ?? []).map((preparation) =>
      preparationEnClair(definition, chemins, preparation),
    ),
    etapes: enchainement.map((etape) => etapeEnClair(definition, chemins, etape)),
    estimation: {
      mention: estimation.mention,
      lignes: (estimation.lignes ?? estimation.details).map(({ libelle }) => libelle),
    },
    questions: questionsDuFormulaire(definition),
    sources: sourcesEnClair(definition),
  };
}

function questionsDuFormulaire({
  questions,
  sections,
  enchainement,
  preparation = [],
}: DefinitionDeFormulaire): QuestionRendue[] {
  const lignes = sections.flatMap(({ titre, question, champs }) => [
    { question, quoi: `section « ${titre} »` },
    ...champs
      .flatMap((champ) => [champ, ...(champ.type === 'groupe' ? champ.champs : [])])
      .map((champ) => ({ question: champ.question, quoi: `champ « ${champ.libelle} »` })),
  ]);
  const etapes = [...preparation, ...enchainement].map(({ titre, question }) => ({
    question,
    quoi: `étape « ${titre} »`,
  }));
  return Object.entries(questions).map(([id, { texte, a, reponse }]) => ({
    id,
    texte,
    a,
    reponse,
    regles: [],
    concerne: [...lignes, ...etapes].filter(({ question }) => question === id).map(({ quoi }) => quoi),
  }));
}
