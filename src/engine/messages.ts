/**
 * Messages of rule files: plain French text with placeholders `{nom|format}` and ICU plurals
 * (`{n, plural, one {# animateur} other {# animateurs}}`). Never HTML, never evaluated as code.
 */
import { IntlMessageFormat } from 'intl-messageformat';
import { TYPES_NUMERIQUES, type Valeur } from './cel/unites.ts';
import { Jour, dernierJour } from './dates.ts';
import { FormuleRefusee } from './erreurs.ts';
import type { TypeDeFait } from './format.ts';
import { Nombre } from './nombre.ts';

/** What a message may know of a name: its type, and the labels of an enum. */
export interface NomDeMessage {
  readonly type: TypeDeFait;
  readonly libelles?: Readonly<Record<string, string>> | undefined;
}

/** Values by name. */
export type Valeurs = Pick<ReadonlyMap<string, Valeur>, 'get'>;

export interface MessageCompile {
  /** Names the message shows. */
  readonly noms: ReadonlySet<string>;
  rendre(valeurs: Valeurs): string;
}

const NON_RENSEIGNE = 'non renseigné';
const LANGUE = 'fr-FR';
/** `{nom|format}`; an ICU argument name may hold `_`, ours never do. */
const EMPLACEMENT = /\{\s*([a-z][A-Za-z0-9]*)\s*\|\s*([a-z]+)\s*\}/g;
/** Messages are shown as text everywhere: a tag would only be read aloud to the partner. */
const BALISE = /<(?:[/?]?[a-z]|!)/i;
/**
 * Kind of a parsed element that is plain text (`TYPE.literal` of the ICU parser, a constant enum erased at
 * build).
 */
const TYPE_LITTERAL = 0;

type Mise = (valeur: Valeur, nom: NomDeMessage) => string;

/** Formats and the types each one accepts. */
const FORMATS: Readonly<Record<string, { readonly types: readonly TypeDeFait[]; readonly mise: Mise }>> = {
  date: {
    types: ['date'],
    mise: (valeur) => (valeur instanceof Jour ? dateEnLettres(valeur.iso) : String(valeur)),
  },
  // Periods end with the first day after them; a person typed, and reads, their last day.
  veille: {
    types: ['date'],
    mise: (valeur) => (valeur instanceof Jour ? dateEnLettres(dernierJour(valeur)) : String(valeur)),
  },
  nombre: {
    types: TYPES_NUMERIQUES,
    mise: (valeur) => nombreFrancais(valeur, 0, 4),
  },
  euro: {
    types: ['euro', 'euro-par-etp', 'euro-par-heure', 'euro-par-place', 'decimal'],
    mise: (valeur) => `${nombreFrancais(valeur, 2, 2)}\u00a0€`,
  },
  etp: { types: ['etp', 'decimal'], mise: (valeur) => `${nombreFrancais(valeur, 0, 4)}\u00a0Etp` },
  mois: { types: ['mois', 'entier'], mise: (valeur) => `${nombreFrancais(valeur, 0, 4)}\u00a0mois` },
  heure: { types: ['heure', 'decimal'], mise: (valeur) => `${nombreFrancais(valeur, 0, 4)}\u00a0h` },
  place: { types: ['place', 'entier'], mise: (valeur) => auPluriel(valeur, 'place') },
  acte: { types: ['acte', 'entier'], mise: (valeur) => auPluriel(valeur, 'acte') },
  taux: {
    types: ['taux', 'decimal'],
    mise: (valeur) =>
      `${nombreFrancais(valeur instanceof Nombre ? valeur.fois(new Nombre(100n, 1n), Nombre) : valeur, 0, 2)}\u00a0%`,
  },
  annee: { types: ['annee', 'entier'], mise: String },
  ouinon: { types: ['booleen'], mise: (valeur) => (valeur === true ? 'oui' : 'non') },
  texte: {
    types: ['enum', 'texte'],
    mise: (valeur, { libelles }) =>
      new Map(Object.entries(libelles ?? {})).get(String(valeur)) ?? String(valeur),
  },
};

const FORMAT_NATUREL: Readonly<Record<TypeDeFait, string>> = {
  booleen: 'ouinon',
  entier: 'nombre',
  decimal: 'nombre',
  euro: 'euro',
  etp: 'etp',
  'euro-par-etp': 'euro',
  heure: 'heure',
  'euro-par-heure': 'euro',
  place: 'place',
  'euro-par-place': 'euro',
  acte: 'acte',
  mois: 'mois',
  taux: 'taux',
  annee: 'annee',
  date: 'date',
  enum: 'texte',
  texte: 'texte',
};

/** « 1 place », « 20 places »: below two, French has no plural. */
function auPluriel(valeur: Valeur, mot: string): string {
  const pluriel = valeur instanceof Nombre && Nombre.compare(valeur, new Nombre(2n, 1n)) >= 0;
  return `${nombreFrancais(valeur, 0, 4)}\u00a0${mot}${pluriel ? 's' : ''}`;
}

function nombreFrancais(valeur: Valeur, minimum: number, maximum: number): string {
  if (!(valeur instanceof Nombre)) return String(valeur);
  // The decimal text keeps every digit; Intl accepts it and rounds for display only.
  const exact = valeur.arrondi(maximum, Nombre).toString();
  return ecrivain(minimum, maximum).format(exact as Intl.StringNumericLiteral);
}

const ecrivains = new Map<string, Intl.NumberFormat>();

/** Building a formatter costs far more than using it. */
function ecrivain(minimum: number, maximum: number): Intl.NumberFormat {
  const cle = `${minimum}-${maximum}`;
  const connu =
    ecrivains.get(cle) ??
    new Intl.NumberFormat(LANGUE, { minimumFractionDigits: minimum, maximumFractionDigits: maximum });
  ecrivains.set(cle, connu);
  return connu;
}

const MOIS = [
  'janvier',
  'février',
  'mars',
  'avril',
  'mai',
  'juin',
  'juillet',
  'août',
  'septembre',
  'octobre',
  'novembre',
  'décembre',
];

/** « 1er mars 2019 », « 12 août 2019 ». */
export function dateEnLettres(iso: string): string {
  const [annee = '', mois = '', jour = ''] = iso.split('-');
  return `${Number(jour) === 1 ? '1er' : Number(jour)} ${MOIS[Number(mois) - 1] ?? mois} ${annee}`;
}

/** A value as a person reads it, in the natural format of its type. */
export function enFrancais(valeur: Valeur, nom: NomDeMessage): string {
  return FORMATS[FORMAT_NATUREL[nom.type]]?.mise(valeur, nom) ?? String(valeur);
}

/** Compiles a message against the names it may show. @throws FormuleRefusee with the French reason */
export function compilerMessage(texte: string, connus: ReadonlyMap<string, NomDeMessage>): MessageCompile {
  const message = analyser(texte);
  const arguments_ = new Map<string, Argument>();
  for (const { cle, choisi } of argumentsDe(message.getAst())) {
    const [nom = cle, format] = cle.split('_');
    const declaration = nomConnu(nom, connus);
    // A name that chooses a plural stays a number wherever it is shown.
    const brut = choisi || (arguments_.has(cle) && arguments_.get(cle)?.mise === undefined);
    arguments_.set(cle, {
      nom,
      declaration,
      mise: brut ? undefined : formatConnu(nom, declaration, format).mise,
    });
  }
  return {
    noms: new Set([...arguments_.values()].map(({ nom }) => nom)),
    rendre: (valeurs) =>
      String(
        message.format(
          Object.fromEntries(
            [...arguments_].map(([cle, argument]) => [cle, valeurDe(argument, valeurs.get(argument.nom))]),
          ),
        ),
      ),
  };
}

/** An argument of a message: shown through `mise`, or raw when a plural or a selection chooses by it. */
interface Argument {
  readonly nom: string;
  readonly declaration: NomDeMessage;
  readonly mise: Mise | undefined;
}

function valeurDe({ declaration, mise }: Argument, valeur: Valeur | undefined): string | number {
  if (mise) return valeur === undefined ? NON_RENSEIGNE : mise(valeur, declaration);
  return valeur instanceof Nombre ? valeur.versDecimal().toNumber() : String(valeur ?? '');
}

/** Arguments of a parsed message, those of nested branches included. */
function argumentsDe(elements: ReturnType<IntlMessageFormat['getAst']>): { cle: string; choisi: boolean }[] {
  return elements.flatMap((element) => {
    if (!('value' in element) || element.type === TYPE_LITTERAL) return [];
    if ('style' in element)
      throw new FormuleRefusee(
        `l’emplacement {${element.value}, …} n’est pas admis ; écrivez {${element.value}|format}.`,
      );
    const branches =
      'options' in element ? Object.values(element.options).flatMap(({ value }) => argumentsDe(value)) : [];
    return [{ cle: element.value, choisi: 'options' in element }, ...branches];
  });
}

function nomConnu(nom: string, connus: ReadonlyMap<string, NomDeMessage>): NomDeMessage {
  const declaration = connus.get(nom);
  if (!declaration)
    throw new FormuleRefusee(`l’emplacement {${nom}} ne correspond à aucun fait, paramètre ou fait dérivé.`);
  return declaration;
}

function formatConnu(
  nom: string,
  declaration: NomDeMessage,
  demande: string | undefined,
): { readonly mise: Mise } {
  const choisi = demande ?? FORMAT_NATUREL[declaration.type];
  const format = Object.hasOwn(FORMATS, choisi) ? FORMATS[choisi] : undefined;
  if (!format)
    throw new FormuleRefusee(
      `le format {${nom}|${choisi}} n’existe pas ; formats connus : ${Object.keys(FORMATS).join(', ')}.`,
    );
  if (!format.types.includes(declaration.type)) {
    throw new FormuleRefusee(
      `le format {${nom}|${choisi}} ne convient pas à une valeur de type « ${declaration.type} ».`,
    );
  }
  return format;
}

function analyser(texte: string): IntlMessageFormat {
  if (BALISE.test(texte))
    throw new FormuleRefusee(
      `le message « ${abreger(texte)} » contient une balise HTML ; un message est un texte simple, écrivez-le sans « < ».`,
    );
  const modele = texte.replaceAll(EMPLACEMENT, '{$1_$2}');
  try {
    // ICU takes an apostrophe before a brace as a quotation mark; French needs « d'{nom} » to be plain text.
    if (equilibre(modele))
      return new IntlMessageFormat(modele.replaceAll("'", "''"), LANGUE, undefined, { ignoreTag: true });
  } catch {
    // Said below: the library's own words are English.
  }
  throw new FormuleRefusee(
    `le message « ${abreger(texte)} » a des accolades mal fermées ou un emplacement mal écrit.`,
  );
}

function abreger(texte: string): string {
  return texte.length > 60 ? `${texte.slice(0, 57)}…` : texte;
}

function equilibre(texte: string): boolean {
  let ouvertes = 0;
  for (const caractere of texte) {
    if (caractere === '{') ouvertes++;
    if (caractere === '}' && --ouvertes < 0) return false;
  }
  return ouvertes === 0;
}
