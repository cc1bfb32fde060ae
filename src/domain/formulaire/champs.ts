import type { Perennite } from '#src/domain/formulaire/perennite.ts';
import type {
  Champ,
  ChampDeSaisie,
  ChampGroupe,
  ChampNombre,
  DefinitionDeFormulaire,
  Section,
  Volet,
} from '#src/domain/formulaire/definition.ts';
import { TYPES_NOMBRE } from '#src/domain/formulaire/definition.ts';

interface SelonPerennite {
  readonly perennites?: readonly Perennite[];
}
const demande = (perennite: Perennite) => (quoi: SelonPerennite) =>
  quoi.perennites?.includes(perennite) ?? true;

/** By definition, then by pérennité and volet: asked many times for each keystroke. */
const connues = new WeakMap<DefinitionDeFormulaire, Map<string, readonly Section[]>>();

/** Sections a pérennité asks for, in the order of the definition, with only the fields it asks for. */
export function sectionsDe(
  definition: DefinitionDeFormulaire,
  perennite: Perennite,
  volet?: Volet,
): readonly Section[] {
  const siennes = connues.get(definition) ?? new Map<string, readonly Section[]>();
  connues.set(definition, siennes);
  const cle = `${perennite} ${volet ?? ''}`;
  const sections = siennes.get(cle) ?? choisirSections(definition, perennite, volet);
  siennes.set(cle, sections);
  return sections;
}

function choisirSections(
  definition: DefinitionDeFormulaire,
  perennite: Perennite,
  volet: Volet | undefined,
): readonly Section[] {
  return definition.sections
    .filter((section) => demande(perennite)(section) && (volet === undefined || section.volet === volet))
    .map((section) => ({
      ...section,
      champs: section.champs
        .filter(demande(perennite))
        .map((champ) => sansColonnesInutiles(champ, perennite)),
    }));
}

function sansColonnesInutiles(champ: Champ, perennite: Perennite): Champ {
  return estGroupe(champ) ? { ...champ, champs: champ.champs.filter(demande(perennite)) } : champ;
}

export const estGroupe = (champ: Champ): champ is ChampGroupe => champ.type === 'groupe';
export const estNombre = (champ: Champ): champ is ChampNombre =>
  (TYPES_NOMBRE as readonly string[]).includes(champ.type);

/** Numbers without a comma. */
export const estNombreEntier = ({ type }: ChampNombre): boolean =>
  type === 'entier' || type === 'place' || type === 'acte';

/** The finding that asks for this field; undefined for a field of its own. */
export const exigence = (champ: Champ): { readonly etape: string; readonly issue: string } | undefined =>
  champ.type === 'texte-long' ? champ.exigePar : undefined;

/** Columns a field is split over for this pérennité; null = a single value. */
export function colonnesDe(
  definition: DefinitionDeFormulaire,
  perennite: Perennite,
  champ: Champ,
): readonly { readonly id: string; readonly libelle: string }[] | null {
  return estNombre(champ) && champ.ventile === true
    ? (definition.perennites[perennite]?.ventilation?.colonnes ?? null)
    : null;
}

/**
 * A field of the form found by its path, `section[.champ[.rang.champ]][.colonne]`; with the label of its
 * place.
 */
export interface ChampSitue {
  readonly section: Section;
  readonly champ: ChampDeSaisie | ChampGroupe;
  readonly libelle: string;
}

/** Label of a field of a row: « Fermeture 2, Motif », or « Commune 3 » where the row is that field. */
export const libelleEnLigne = (groupe: ChampGroupe, rang: number, champ: Champ): string =>
  `${groupe.ligne} ${rang + 1}${groupe.champs.length === 1 ? '' : `, ${champ.libelle}`}`;

/** Label of one column of a field split over columns. */
export const libelleEnColonne = (champ: Champ, colonne: { readonly libelle: string }): string =>
  `${champ.libelle} – ${colonne.libelle}`;

/** Finds the field a path leads to, or null. */
export function champA(definition: DefinitionDeFormulaire, chemin: string): ChampSitue | null {
  const [idSection, idChamp, rang, idSousChamp] = chemin.split('.');
  const section = definition.sections.find((une) => une.id === idSection);
  const [premier] = section?.champs ?? [];
  if (section && premier && idChamp === undefined) return { section, champ: premier, libelle: section.titre };
  const champ = section?.champs.find((un) => un.id === idChamp);
  if (!section || !champ) return null;
  if (rang === undefined) return { section, champ, libelle: champ.libelle };
  if (!estGroupe(champ)) {
    const colonne = Object.values(definition.perennites)
      .flatMap(({ ventilation }) => ventilation?.colonnes ?? [])
      .find(({ id }) => id === rang);
    return { section, champ, libelle: colonne ? libelleEnColonne(champ, colonne) : champ.libelle };
  }
  const sousChamp = champ.champs.find((un) => un.id === idSousChamp);
  return sousChamp
    ? { section, champ: sousChamp, libelle: libelleEnLigne(champ, Number(rang), sousChamp) }
    : { section, champ, libelle: `${champ.ligne} ${Number(rang) + 1}` };
}

/** Whether a field is shown, given the values of its section or row. */
export function estMontre(champ: Champ, valeurs: Readonly<Record<string, unknown>>): boolean {
  if (estGroupe(champ) || champ.montrerSi === undefined) return true;
  const valeur = valeurs[champ.montrerSi.champ];
  return champ.montrerSi.parmi.some((admise) => admise === valeur);
}
