/**
 * Messages of rule files: plain French text with placeholders `{nom|format}` and ICU plurals
 * (`{n, plural, one {# animateur} other {# animateurs}}`). Never HTML, never evaluated as code.
 */
import { IntlMessageFormat } from 'intl-messageformat';
import type { Valeur } from './cel/unites.ts';
import { Jour } from './dates.ts';
import { FormuleRefusee } from './erreurs.ts';
import type { TypeDeFait } from './format.ts';
import { Nombre } from './nombre.ts';

/** What a message may know of a name: its type, and the labels of an enum. */
export interface NomDeMessage {
  readonly type: TypeDeFait;
  readonly libelles?: Readonly<Record<string, string>> | undefined;
}

export interface MessageCompile {
  /** Names the message shows. */
  readonly noms: ReadonlySet<string>;
  rendre(valeurs: ReadonlyMap<string, Valeur>): string;
}

const NON_RENSEIGNE = 'non renseigné';
const LANGUE = 'fr-FR';
const EMPLACEMENT = /\{\s*([a-z][A-Za-z0-9]*)\s*(?:\|\s*([a-z]+)\s*)?\}/g;
const ARGUMENT_ICU = /\{\s*([a-z][A-Za-z0-9]*)\s*,\s*(plural|select)\s*,/g;

type Mise = (valeur: Valeur, nom: NomDeMessage) => string;

const enNombre = (valeur: Valeur): number => (valeur instanceof Nombre ? valeur.versDecimal().toNumber() : Number.NaN);

/** Formats and the types each one accepts. */
const FORMATS: Readonly<Record<string, { readonly types: readonly TypeDeFait[]; readonly mise: Mise }>> = {
  date: { types: ['date'], mise: (valeur) => (valeur instanceof Jour ? dateEnLettres(valeur.iso) : String(valeur)) },
  nombre: { types: ['entier', 'decimal', 'taux', 'euro', 'etp', 'euro-par-etp', 'mois', 'annee'], mise: (valeur) => nombreFrancais(valeur, 0, 4) },
  euro: { types: ['euro', 'euro-par-etp', 'decimal'], mise: (valeur) => `${nombreFrancais(valeur, 2, 2)}\u00a0€` },
  etp: { types: ['etp', 'decimal'], mise: (valeur) => `${nombreFrancais(valeur, 0, 4)}\u00a0Etp` },
  mois: { types: ['mois', 'entier'], mise: (valeur) => `${nombreFrancais(valeur, 0, 4)}\u00a0mois` },
  taux: { types: ['taux', 'decimal'], mise: (valeur) => `${nombreFrancais(valeur instanceof Nombre ? valeur.fois(new Nombre(100n, 1n), Nombre) : valeur, 0, 2)}\u00a0%` },
  annee: { types: ['annee', 'entier'], mise: String },
  ouinon: { types: ['booleen'], mise: (valeur) => (valeur === true ? 'oui' : 'non') },
  texte: { types: ['enum', 'texte'], mise: (valeur, { libelles }) => libelles?.[String(valeur)] ?? String(valeur) },
};

const FORMAT_NATUREL: Readonly<Record<TypeDeFait, string>> = {
  booleen: 'ouinon',
  entier: 'nombre',
  decimal: 'nombre',
  euro: 'euro',
  etp: 'etp',
  'euro-par-etp': 'euro',
  mois: 'mois',
  taux: 'taux',
  annee: 'annee',
  date: 'date',
  enum: 'texte',
  texte: 'texte',
};

function nombreFrancais(valeur: Valeur, minimum: number, maximum: number): string {
  if (!(valeur instanceof Nombre)) return String(valeur);
  // The decimal text keeps every digit; Intl accepts it and rounds for display only.
  const exact = valeur.arrondi(maximum, Nombre).toString();
  return new Intl.NumberFormat(LANGUE, { minimumFractionDigits: minimum, maximumFractionDigits: maximum }).format(
    exact as Intl.StringNumericLiteral,
  );
}

const MOIS = ['janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre'];

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
  const noms = new Set<string>();
  const emplacements: { cle: string; nom: string; declaration: NomDeMessage; mise: Mise }[] = [];
  const modele = texte.replaceAll(EMPLACEMENT, (_tout, nom: string, format: string | undefined) => {
    const declaration = nomConnu(nom, connus);
    noms.add(nom);
    const cle = `v${emplacements.length}`;
    emplacements.push({ cle, nom, declaration, mise: formatConnu(nom, declaration, format).mise });
    return `{${cle}}`;
  });
  const nombres = [...modele.matchAll(ARGUMENT_ICU)].map(([, nom = '']) => nom);
  for (const nom of nombres) noms.add(nom) && nomConnu(nom, connus);
  const message = analyser(modele);
  return {
    noms,
    rendre(valeurs) {
      const arguments_: Record<string, string | number> = {};
      for (const { cle, nom, declaration, mise } of emplacements) {
        const valeur = valeurs.get(nom);
        arguments_[cle] = valeur === undefined ? NON_RENSEIGNE : mise(valeur, declaration);
      }
      for (const nom of nombres) {
        const valeur = valeurs.get(nom);
        arguments_[nom] = valeur instanceof Nombre ? enNombre(valeur) : String(valeur ?? '');
      }
      return String(message.format(arguments_));
    },
  };
}

function nomConnu(nom: string, connus: ReadonlyMap<string, NomDeMessage>): NomDeMessage {
  const declaration = connus.get(nom);
  if (!declaration) throw new FormuleRefusee(`l'emplacement {${nom}} ne correspond à aucun fait, paramètre ou fait dérivé.`);
  return declaration;
}

function formatConnu(nom: string, declaration: NomDeMessage, demande: string | undefined): { readonly mise: Mise } {
  const choisi = demande ?? FORMAT_NATUREL[declaration.type];
  const format = FORMATS[choisi];
  if (!format) throw new FormuleRefusee(`le format {${nom}|${choisi}} n'existe pas ; formats connus : ${Object.keys(FORMATS).join(', ')}.`);
  if (!format.types.includes(declaration.type)) {
    throw new FormuleRefusee(`le format {${nom}|${choisi}} ne convient pas à une valeur de type « ${declaration.type} ».`);
  }
  return format;
}

function analyser(modele: string): IntlMessageFormat {
  try {
    // ICU takes an apostrophe before a brace as a quotation mark; French needs « d'{nom} » to be plain text.
    return new IntlMessageFormat(modele.replaceAll("'", "''"), LANGUE, undefined, { ignoreTag: true });
  } catch {
    throw new FormuleRefusee(`le message « ${modele.length > 60 ? `${modele.slice(0, 57)}…` : modele} » a des accolades mal fermées ou un emplacement inconnu.`);
  }
}
