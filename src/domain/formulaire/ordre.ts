import { estGroupe } from '#src/domain/formulaire/champs.ts';
import type { Champ, DefinitionDeFormulaire, Section } from '#src/domain/formulaire/definition.ts';

/** What has a place on the page: the path of a field, or null. */
type Chemin = string | null;

/** Puts things in the order in which somebody reads the page; what stands at no field comes last. */
export function dansLOrdreDeLaPage<T>(
  definition: DefinitionDeFormulaire,
  elements: readonly T[],
  cheminDe: (element: T) => Chemin,
): T[] {
  const places = elements.map((element): [T, readonly number[]] => [
    element,
    placeDe(definition, cheminDe(element)),
  ]);
  return places.sort(([, a], [, b]) => comparer(a, b)).map(([element]) => element);
}

function placeDe(definition: DefinitionDeFormulaire, chemin: Chemin): readonly number[] {
  if (chemin === null) return [Number.POSITIVE_INFINITY];
  const [idSection, idChamp, troisieme, idSousChamp] = chemin.split('.');
  const section = definition.sections.find(({ id }) => id === idSection);
  if (!section) return [Number.POSITIVE_INFINITY];
  const champs = commeAffiches(section);
  const champ = champs.find(({ id }) => id === idChamp);
  return [
    definition.sections.indexOf(section),
    champ ? champs.indexOf(champ) : -1,
    rangDans(definition, champ, troisieme),
    sousRang(champ, idSousChamp),
  ];
}

/** Simple fields are shown first, then the rows. */
const commeAffiches = ({ champs }: Section): readonly Champ[] => [
  ...champs.filter((champ) => !estGroupe(champ)),
  ...champs.filter(estGroupe),
];

/** Row of a group, or column of a field split over columns. */
function rangDans(
  { perennites }: DefinitionDeFormulaire,
  champ: Champ | undefined,
  id: string | undefined,
): number {
  if (!champ || id === undefined) return -1;
  if (estGroupe(champ)) return Number(id);
  return Math.max(
    ...Object.values(perennites).map(
      ({ ventilation }) => ventilation?.colonnes.findIndex((colonne) => colonne.id === id) ?? -1,
    ),
  );
}

const sousRang = (champ: Champ | undefined, id: string | undefined): number =>
  champ && estGroupe(champ) ? champ.champs.findIndex((un) => un.id === id) : -1;

function comparer(a: readonly number[], b: readonly number[]): number {
  const rang = a.findIndex((place, indice) => place !== b[indice]);
  return rang < 0 ? 0 : (a[rang] ?? -1) < (b[rang] ?? -1) ? -1 : 1;
}
