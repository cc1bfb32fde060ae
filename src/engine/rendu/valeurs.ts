/** Values, units and dates of a rule file in French words. */
import type { Parametre, TypeDeFait, ValeurJson } from '#src/engine/format.ts';
import { convertir } from '#src/engine/faits.ts';
import { codeEnMots } from './codes.ts';
import { dateEnLettres, enFrancais } from '#src/engine/messages.ts';

/** Whatever a value belongs to: a fact, a parameter, a derived fact. */
export interface Declaration {
  readonly libelle: string;
  readonly type: TypeDeFait;
  readonly valeurs?: Parametre['valeurs'] | readonly string[] | undefined;
  readonly valeursPossibles?: readonly string[] | undefined;
  readonly libelles?: Readonly<Record<string, string>> | undefined;
}

const UNITES: Readonly<Partial<Record<TypeDeFait, string>>> = {
  euro: '€',
  etp: 'Etp',
  'euro-par-etp': '€ par Etp',
  heure: 'h',
  'euro-par-heure': '€ par heure',
  place: 'places',
  'euro-par-place': '€ par place',
  acte: 'actes',
  mois: 'mois',
  taux: '%',
};
/** What a price is for, after its amount. */
const PAR_UNITE: Readonly<Partial<Record<TypeDeFait, string>>> = {
  'euro-par-etp': ' par Etp',
  'euro-par-heure': ' par heure',
  'euro-par-place': ' par place',
};
/** « € », « Etp »… or nothing. */
export const uniteDe = (type: TypeDeFait): string => UNITES[type] ?? '';

export const entreGuillemets = (texte: string): string => `«\u00a0${texte}\u00a0»`;

/** A value of a file as a person reads it: « 1 234,50 € », « 1er mars 2019 », the label of a code. */
export function valeurEnMots(declaration: Declaration, valeur: ValeurJson | null): string {
  if (valeur === null) return 'non renseigné';
  const lue = convertir(declaration.type, valeur);
  if ('refus' in lue) return String(valeur);
  if (declaration.type === 'enum' && typeof valeur === 'string')
    return declaration.libelles?.[valeur] ?? codeEnMots(valeur);
  const texte = enFrancais(lue.valeur, declaration);
  return `${texte}${PAR_UNITE[declaration.type] ?? ''}`;
}

/** Same, a code being quoted as what is written on the screens. */
export function valeurCitee(declaration: Declaration, valeur: ValeurJson): string {
  const texte = valeurEnMots(declaration, valeur);
  return declaration.type === 'enum' || declaration.type === 'texte' ? entreGuillemets(texte) : texte;
}

/** Codes of an enumeration with their labels; none for other types. */
export function optionsDe({
  type,
  valeurs,
  valeursPossibles,
  libelles,
}: Declaration): { valeur: string; libelle: string }[] {
  if (type !== 'enum') return [];
  const codes = valeursPossibles ?? (valeurs ?? []).filter((code) => typeof code === 'string');
  const connus = new Map(Object.entries(libelles ?? {}));
  return codes.map((code) => ({ valeur: code, libelle: connus.get(code) ?? codeEnMots(code) }));
}

/** « a, b ou c ». */
export function enumerer(textes: readonly string[], liaison: 'et' | 'ou' = 'ou'): string {
  const dernier = textes.at(-1) ?? '';
  return textes.length < 2 ? dernier : `${textes.slice(0, -1).join(', ')} ${liaison} ${dernier}`;
}

/** Sentence of a period whose end is excluded in the file and shown as the last day included. */
export function periodeEnMots(du: string, au: string | null): string {
  return au === null ? `depuis le ${dateEnLettres(du)}` : `du ${dateEnLettres(du)} au ${dateEnLettres(au)}`;
}

/** First letter in capital. */
export const phrase = (texte: string): string => texte.charAt(0).toUpperCase() + texte.slice(1);
