/**
 * The closed library of formulas. A versioned name (`arrondi_1`, listed as `arrondi/1` in the closed file)
 * never changes meaning: a new meaning is a new number, so that old decisions stay reproducible.
 */
import * as dates from '#src/engine/dates.ts';
import { Jour } from '#src/engine/dates.ts';
import { FormuleRefusee } from '#src/engine/erreurs.ts';
import { Nombre } from '#src/engine/nombre.ts';
import type { Valeur } from './unites.ts';
import { ENTIER_NU, NOMS_SANS_DIMENSION, UNITES, uniteDuType } from './unites.ts';

/** What a handler receives: engine values, or the integer of a bare literal. */
export type Argument = Valeur | bigint;

/** One overload, in cel-js notation. */
export interface SurchargeDeFonction {
  readonly signature: string;
  readonly calculer: (...args: Argument[]) => Valeur;
}

function nombre(arg: Argument | undefined): Nombre {
  if (arg instanceof Nombre) return arg;
  if (typeof arg === 'bigint') return new ENTIER_NU.Genre(arg, 1n);
  throw new FormuleRefusee('un nombre était attendu.');
}
function jour(arg: Argument | undefined): Jour {
  if (arg instanceof Jour) return arg;
  throw new FormuleRefusee('une date était attendue.');
}
function texte(arg: Argument | undefined): string {
  if (typeof arg === 'string') return arg;
  throw new FormuleRefusee('un texte était attendu.');
}
function petitEntier(arg: Argument | undefined, quoi: string): number {
  const valeur = nombre(arg);
  if (!valeur.estEntier || valeur.n > 12_000n || valeur.n < -12_000n)
    throw new FormuleRefusee(`${quoi} doit être un nombre entier raisonnable.`);
  return Number(valeur.n);
}

const MOIS = uniteDuType('mois') ?? ENTIER_NU;
const ANNEE = uniteDuType('annee') ?? ENTIER_NU;
const mois = (n: number): Nombre => new MOIS.Genre(n, 1);

/** Literal constructors: `etp("0.5")`, `mois(3)`. */
const CONSTRUCTEURS: Readonly<Record<string, string>> = {
  entier: 'Entier',
  decimal: 'Decimal',
  taux: 'Taux',
  euro: 'Euro',
  etp: 'Etp',
  euroParEtp: 'EuroParEtp',
  heure: 'Heure',
  euroParHeure: 'EuroParHeure',
  place: 'Place',
  euroParPlace: 'EuroParPlace',
  acte: 'Acte',
  mois: 'Mois',
  annee: 'Annee',
};

function* constructeurs(): Generator<SurchargeDeFonction> {
  for (const [nom, type] of Object.entries(CONSTRUCTEURS)) {
    const unite = UNITES.find((u) => u.nom === type);
    if (!unite) continue;
    const { Genre } = unite;
    yield { signature: `${nom}(int): ${type}`, calculer: (x) => nombre(x).en(Genre) };
    yield { signature: `${nom}(string): ${type}`, calculer: (x) => Nombre.depuisTexte(texte(x), Genre) };
    // `decimal(x)` strips any unit, on purpose and in plain sight; the others only give one to a bare number.
    const sources = nom === 'decimal' ? UNITES.map((u) => u.nom) : NOMS_SANS_DIMENSION;
    for (const source of sources)
      yield { signature: `${nom}(${source}): ${type}`, calculer: (x) => nombre(x).en(Genre) };
  }
  yield {
    signature: 'date(string): Date',
    calculer: (x) => {
      if (!dates.estUneDate(texte(x))) throw new FormuleRefusee(`« ${texte(x)} » n’est pas une date.`);
      return new Jour(texte(x));
    },
  };
}

function comparer(a: Argument, b: Argument): number {
  return a instanceof Jour ? Jour.compare(a, jour(b)) : Nombre.compare(nombre(a), nombre(b));
}
function extreme(args: Argument[], signe: 1 | -1): Valeur {
  let [choisi = 0n] = args;
  for (const arg of args) if (comparer(arg, choisi) * signe < 0) choisi = arg;
  return typeof choisi === 'bigint' ? nombre(choisi) : choisi;
}

function* surLesNombres(): Generator<SurchargeDeFonction> {
  for (const { nom, Genre } of [...UNITES, { nom: 'Date', Genre: Nombre }]) {
    for (const arite of [2, 3, 4]) {
      const types = Array.from({ length: arite }, () => nom).join(', ');
      yield { signature: `min(${types}): ${nom}`, calculer: (...args) => extreme(args, 1) };
      yield { signature: `max(${types}): ${nom}`, calculer: (...args) => extreme(args, -1) };
    }
    if (nom === 'Date') continue;
    yield {
      signature: `abs(${nom}): ${nom}`,
      calculer: (x) => (nombre(x).estNegatif ? nombre(x).oppose(Genre) : nombre(x)),
    };
    for (const decimales of ['int', 'Entier']) {
      yield {
        signature: `arrondi_1(${nom}, ${decimales}, string): ${nom}`,
        calculer: (x, d, mode) => arrondir(nombre(x), d, texte(mode), Genre),
      };
    }
  }
}

function arrondir(
  x: Nombre,
  decimales: Argument | undefined,
  mode: string,
  Genre: typeof Nombre | (typeof UNITES)[number]['Genre'],
): Nombre {
  if (mode !== 'demi-superieur')
    throw new FormuleRefusee(`le mode d’arrondi « ${mode} » n’existe pas ; écrivez « demi-superieur ».`);
  const nombreDeDecimales = petitEntier(decimales, 'le nombre de décimales');
  if (nombreDeDecimales < 0 || nombreDeDecimales > 10)
    throw new FormuleRefusee('le nombre de décimales doit être compris entre 0 et 10.');
  return x.arrondi(nombreDeDecimales, Genre);
}

const SUR_LES_DATES: readonly SurchargeDeFonction[] = [
  {
    signature: 'moisCivils_1(Date, Date): Mois',
    calculer: (du, au) => mois(dates.moisCivils(jour(du), jour(au))),
  },
  {
    signature: 'moisCivilsEntiers_1(Date, Date): Mois',
    calculer: (du, au) => mois(dates.moisCivilsEntiers(jour(du), jour(au))),
  },
  {
    signature: 'moisPresence_1(Date, Date): Mois',
    calculer: (du, au) => mois(dates.moisDePresence(jour(du), jour(au))),
  },
  {
    signature: 'moisPresence_1(Date, Date, Date, Date): Mois',
    calculer: (du, au, absentDu, absentAu) =>
      mois(dates.moisDePresence(jour(du), jour(au), jour(absentDu), jour(absentAu))),
  },
  {
    signature: 'comparerDuree_1(Date, Date, Mois, string): string',
    calculer: (debut, fin, seuil, decompte) => {
      const mode = texte(decompte);
      if (!dates.estUnDecompte(mode)) {
        throw new FormuleRefusee(
          `le décompte « ${mode} » n’existe pas ; choisissez parmi ${dates.DECOMPTES.join(', ')}.`,
        );
      }
      return dates.comparerDuree(jour(debut), jour(fin), petitEntier(seuil, 'le seuil'), mode);
    },
  },
  {
    signature: 'ajouterMois_1(Date, Mois): Date',
    calculer: (du, combien) => dates.ajouterMois(jour(du), petitEntier(combien, 'le nombre de mois')),
  },
  {
    signature: 'joursEntre_1(Date, Date): Entier',
    calculer: (du, au) => new ENTIER_NU.Genre(dates.joursEntre(jour(du), jour(au)), 1),
  },
  { signature: 'annee(Date): Annee', calculer: (du) => new ANNEE.Genre(dates.anneeDe(jour(du)), 1) },
  {
    signature: 'debutAnnee(Annee): Date',
    calculer: (an) => {
      // Without the decimals a rounding may have asked to print: 2020.00 is the year 2020.
      const ecrite = nombre(an).en(ANNEE.Genre).toString();
      const iso = `${ecrite.padStart(4, '0')}-01-01`;
      if (!dates.estUneDate(iso)) throw new FormuleRefusee(`l’année ${ecrite} sort du calendrier admis.`);
      return new Jour(iso);
    },
  },
];

/** Every function overload a formula may call. */
export const FONCTIONS: readonly SurchargeDeFonction[] = [
  ...constructeurs(),
  ...surLesNombres(),
  ...SUR_LES_DATES,
];

/** Names a formula may call; `present` is the macro that asks whether a fact is there. */
export const NOMS_DE_FONCTIONS: ReadonlySet<string> = new Set([
  'present',
  ...FONCTIONS.map((fonction) => fonction.signature.slice(0, fonction.signature.indexOf('('))),
]);

/** `arrondi_1` is listed as `arrondi/1` in a closed file. */
export function nomVersionne(nom: string): string {
  return nom.replace(/_(\d+)$/, '/$1');
}

/** Values the string functions of the library may return, to check an `enum` derived fact. */
export const RESULTATS_TEXTE: ReadonlyMap<string, readonly string[]> = new Map([
  ['comparerDuree_1', dates.POSITIONS],
]);
