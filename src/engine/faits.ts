/** The border of the engine: raw JSON facts in, typed exact values out, or a refusal naming the fact. */
import { Decimal } from 'decimal.js';
import type { Valeur } from './cel/unites.ts';
import { estEntier, nombreDuType } from './cel/unites.ts';
import { Jour, estUneDate } from './dates.ts';
import { FaitInconnu, FaitInvalide, FaitsIllisibles } from './erreurs.ts';
import type { MotifDeRefus } from './erreurs.ts';
import type { DeclarationDeFait, TypeDeFait, ValeurJson } from './format.ts';
import { Nombre } from './nombre.ts';

/**
 * Facts as callers give them: decimals as strings with a dot or numbers, dates `AAAA-MM-JJ`, `null` or
 * nothing = absent.
 */
export type FaitsDonnes = Readonly<Record<string, unknown>>;

const DECIMAL = /^-?\d{1,15}(\.\d{1,20})?$/;
const TEXTE_MAX = 4000;

/** Reads one fact. @throws FaitInvalide */
export type LecteurDeFait = (brut: unknown) => Valeur;

const lecteurs = new WeakMap<ReadonlyMap<string, DeclarationDeFait>, ReadonlyMap<string, LecteurDeFait>>();

/** Readers of declared facts, their bounds converted once. */
export function lecteursDe(
  declarations: ReadonlyMap<string, DeclarationDeFait>,
): ReadonlyMap<string, LecteurDeFait> {
  const connus = lecteurs.get(declarations);
  if (connus) return connus;
  const construits = new Map(
    [...declarations].map(([nom, declaration]) => [nom, lecteurDe(nom, declaration)]),
  );
  lecteurs.set(declarations, construits);
  return construits;
}

/**
 * Coerces the facts to their declared types. Absent facts are simply not in the map.
 * @throws FaitInconnu, FaitInvalide, FaitsIllisibles
 */
export function lireFaits(
  declarations: ReadonlyMap<string, DeclarationDeFait>,
  donnes: FaitsDonnes,
): Map<string, Valeur> {
  if (typeof donnes !== 'object' || donnes === null || Array.isArray(donnes)) {
    throw new FaitsIllisibles('un objet JSON est attendu, par exemple {"etpDeclare": "0.80"}.');
  }
  const lecteursDesFaits = lecteursDe(declarations);
  const lus = new Map<string, Valeur>();
  for (const nom of Object.keys(donnes)) {
    const lecteur = lecteursDesFaits.get(nom);
    if (!lecteur) throw new FaitInconnu(nom, [...declarations.keys()]);
    const brut = donnes[nom];
    if (brut !== null && brut !== undefined) lus.set(nom, lecteur(brut));
  }
  return lus;
}

function lecteurDe(nom: string, declaration: DeclarationDeFait): LecteurDeFait {
  const { type, valeurs } = declaration;
  const min = borne(type, declaration.min);
  const max = borne(type, declaration.max);
  const refuser = (pourquoi: string, motif?: MotifDeRefus): FaitInvalide =>
    new FaitInvalide(nom, declaration.libelle, pourquoi, motif);
  return (brut) => {
    const lu = convertir(type, brut);
    if ('refus' in lu) throw refuser(lu.refus);
    const { valeur } = lu;
    if (valeurs && typeof valeur === 'string' && !valeurs.includes(valeur)) {
      throw refuser(`vaut « ${abreger(valeur)} » ; les valeurs admises sont ${valeurs.join(', ')}.`);
    }
    if (min !== undefined && declaration.min !== undefined && (ordonner(valeur, min) ?? 0) < 0) {
      throw refuser(
        `vaut ${enClair(valeur)} ; la plus petite valeur admise est ${String(declaration.min)}.`,
        { genre: 'minimum', borne: declaration.min },
      );
    }
    if (max !== undefined && declaration.max !== undefined && (ordonner(valeur, max) ?? 0) > 0) {
      throw refuser(
        `vaut ${enClair(valeur)} ; la plus grande valeur admise est ${String(declaration.max)}.`,
        { genre: 'maximum', borne: declaration.max },
      );
    }
    return valeur;
  };
}

function borne(type: TypeDeFait, ecrite: ValeurJson | undefined): Valeur | undefined {
  const lue = ecrite === undefined ? undefined : convertir(type, ecrite);
  return lue && 'valeur' in lue ? lue.valeur : undefined;
}

/** A value, or why it is refused (end of a sentence starting with the name of the fact). */
export type Lecture = { readonly valeur: Valeur } | { readonly refus: string };

/** Converts a raw JSON value to a declared type, without any domain. */
export function convertir(type: TypeDeFait, brut: unknown): Lecture {
  switch (type) {
    case 'booleen':
      return typeof brut === 'boolean'
        ? { valeur: brut }
        : { refus: `doit être vrai ou faux (true ou false)${recu(brut)}` };
    case 'texte':
      return lireTexte(brut);
    case 'enum':
      return typeof brut === 'string'
        ? { valeur: brut }
        : { refus: `doit être un texte entre guillemets${recu(brut)}` };
    case 'date':
      return lireDate(brut);
    default:
      return estEntier(type) ? lireEntier(type, brut) : lireDecimal(type, brut);
  }
}

function lireTexte(brut: unknown): Lecture {
  if (typeof brut !== 'string') return { refus: `doit être un texte entre guillemets${recu(brut)}` };
  return brut.length <= TEXTE_MAX ? { valeur: brut } : { refus: `dépasse ${TEXTE_MAX} caractères.` };
}

function lireDate(brut: unknown): Lecture {
  if (typeof brut === 'string' && estUneDate(brut)) return { valeur: new Jour(brut) };
  if (typeof brut === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(brut))
    return { refus: `vaut « ${brut} », qui n’existe pas au calendrier ; donnez une date réelle AAAA-MM-JJ.` };
  return { refus: `doit être une date AAAA-MM-JJ entre guillemets${recu(brut)}` };
}

function lireEntier(type: TypeDeFait, brut: unknown): Lecture {
  if (typeof brut !== 'number' || !Number.isSafeInteger(brut)) {
    return { refus: `doit être un nombre entier sans guillemets ni décimales${recu(brut)}` };
  }
  return lireNombre(type, String(brut));
}

function lireDecimal(type: TypeDeFait, brut: unknown): Lecture {
  if (typeof brut === 'string') {
    if (DECIMAL.test(brut)) return lireNombre(type, brut);
    const virgule = /^-?\d+,\d+$/.test(brut) ? ' Le séparateur décimal est le point.' : '';
    return { refus: `doit être un nombre décimal avec un point, comme "0.80"${recu(brut)}${virgule}` };
  }
  if (typeof brut !== 'number')
    return { refus: `doit être un nombre décimal, comme "0.80" ou 0.8${recu(brut)}` };
  const ecrit = Number.isSafeInteger(brut)
    ? String(brut)
    : Number.isFinite(brut)
      ? new Decimal(brut).toFixed()
      : '';
  if (!DECIMAL.test(ecrit))
    return {
      refus: `a trop de chiffres ; donnez au plus 15 chiffres avant le point et 20 après${recu(brut)}`,
    };
  return lireNombre(type, ecrit);
}

function lireNombre(type: TypeDeFait, ecrit: string): Lecture {
  const valeur = nombreDuType(type, ecrit);
  return valeur ? { valeur } : { refus: 'n’est pas un nombre.' };
}

/** Order of two values of the same type; `undefined` when their type has none. */
export function ordonner(a: Valeur, b: Valeur): number | undefined {
  if (a instanceof Nombre && b instanceof Nombre) return Nombre.compare(a, b);
  if (a instanceof Jour && b instanceof Jour) return Jour.compare(a, b);
  return undefined;
}

function recu(brut: unknown): string {
  return ` ; valeur reçue : ${abreger(JSON.stringify(brut) ?? String(brut))}.`;
}

function abreger(texte: string): string {
  return texte.length > 60 ? `${texte.slice(0, 57)}…` : texte;
}

function enClair(valeur: Valeur): string {
  return String(valeur);
}
