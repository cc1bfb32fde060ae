/**
 * Values while a file is read without a case: texts and numbers known only by name, absence as `undefined`.
 */
import type { Valeur } from '#src/engine/cel/unites.ts';
import { Jour } from '#src/engine/dates.ts';
import { Nombre } from '#src/engine/nombre.ts';
import type { Chemin } from './chemin.ts';
import { CheminImpossible } from './chemin.ts';
import type { Forme } from './formes.ts';
import { cleDeForme, moins } from './formes.ts';
import { formeDeLaValeur } from './univers.ts';

export type Abstrait =
  | boolean
  | { readonly texte: string }
  | { readonly texteDe: string }
  | { readonly forme: Forme; readonly date?: true };

/** A known value as an abstract one. */
export function abstraire(valeur: Valeur): Abstrait {
  if (typeof valeur === 'boolean') return valeur;
  if (typeof valeur === 'string') return { texte: valeur };
  const forme = formeDe(formeDeLaValeur(valeur));
  return valeur instanceof Jour ? { forme, date: true } : { forme };
}

function formeDe(forme: Forme | undefined): Forme {
  if (!forme) throw new CheminImpossible();
  return forme;
}

/** The form of a number or a date. */
export function formeAttendue(valeur: Abstrait): Forme {
  return formeDe(typeof valeur === 'object' && 'forme' in valeur ? valeur.forme : undefined);
}

/** Text that identifies an abstract value. */
export function cleDe(valeur: Abstrait): string {
  if (typeof valeur === 'boolean') return String(valeur);
  if ('texte' in valeur) return JSON.stringify(valeur.texte);
  return 'texteDe' in valeur ? valeur.texteDe : cleDeForme(valeur.forme);
}

export function sontEgaux(chemin: Chemin, a: Abstrait, b: Abstrait): boolean {
  if (typeof a === 'boolean' || typeof b === 'boolean') return a === b;
  if ('forme' in a && 'forme' in b) {
    const ecart = moins(a.forme, b.forme);
    return chemin.estNegative(ecart, false) && !chemin.estNegative(ecart, true);
  }
  if ('forme' in a || 'forme' in b) return false;
  if ('texte' in a) return 'texte' in b ? a.texte === b.texte : chemin.egalTexte(b.texteDe, a.texte);
  if ('texte' in b) return chemin.egalTexte(a.texteDe, b.texte);
  if (a.texteDe === b.texteDe) return true;
  const domaine = chemin.univers.variable(a.texteDe).domaine;
  const fixee = domaine?.find((valeur) => chemin.egalTexte(a.texteDe, valeur));
  // Two texts without domain: either answer is possible.
  return fixee === undefined
    ? chemin.booleen(`${a.texteDe}==${b.texteDe}`)
    : chemin.egalTexte(b.texteDe, fixee);
}

/** `a < b` (strict) or `a ≤ b`. */
export function precede(chemin: Chemin, a: Abstrait, b: Abstrait, stricte: boolean): boolean {
  return chemin.estNegative(moins(formeAttendue(a), formeAttendue(b)), stricte);
}

/** The number of a form without variable. */
export function nombreConnu(valeur: Abstrait | undefined): Nombre | undefined {
  if (
    valeur === undefined ||
    typeof valeur === 'boolean' ||
    !('forme' in valeur) ||
    valeur.forme.termes.length > 0
  )
    return undefined;
  return new Nombre(valeur.forme.constante.n, valeur.forme.constante.d);
}
