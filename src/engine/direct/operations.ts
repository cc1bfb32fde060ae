/** Operators of formulas over exact values. */
import type { Valeur } from '#src/engine/cel/unites.ts';
import { Jour } from '#src/engine/dates.ts';
import { FormuleRefusee } from '#src/engine/erreurs.ts';
import { Nombre } from '#src/engine/nombre.ts';

/** Value of a part of a formula; `undefined` when it really read an absent name. */
export type Resultat = Valeur | readonly Resultat[] | undefined;

type Operation = (a: Resultat, b: Resultat) => Resultat;

/** What each operator makes of its two sides, both present. */
export const OPERATIONS: Readonly<
  Record<'==' | '!=' | 'in' | '+' | '-' | '*' | '/' | '<' | '<=' | '>' | '>=', Operation>
> = {
  '==': egales,
  '!=': (a, b) => !egales(a, b),
  in: (a, b) => Array.isArray(b) && b.some((element: Resultat) => egales(a, element)),
  '+': additionner,
  '-': (a, b) => nombre(a).moins(nombre(b), Nombre),
  '*': (a, b) => nombre(a).fois(nombre(b), Nombre),
  '/': (a, b) => nombre(a).par(nombre(b), Nombre),
  '<': (a, b) => ordre(a, b) < 0,
  '<=': (a, b) => ordre(a, b) <= 0,
  '>': (a, b) => ordre(a, b) > 0,
  '>=': (a, b) => ordre(a, b) >= 0,
};

/** @throws FormuleRefusee when it is no number */
export function nombre(x: Resultat): Nombre {
  if (x instanceof Nombre) return x;
  throw new FormuleRefusee('un nombre était attendu.');
}

function additionner(a: Resultat, b: Resultat): Resultat {
  if (a instanceof Nombre) return a.plus(nombre(b), Nombre);
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
  throw new FormuleRefusee('deux nombres, deux textes ou deux listes étaient attendus.');
}

function egales(a: Resultat, b: Resultat): boolean {
  if (a instanceof Nombre) return b instanceof Nombre && Nombre.compare(a, b) === 0;
  if (a instanceof Jour) return b instanceof Jour && a.iso === b.iso;
  if (Array.isArray(a))
    return (
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((element: Resultat, rang) => egales(element, b[rang]))
    );
  return a === b;
}

function ordre(a: Resultat, b: Resultat): number {
  if (a instanceof Nombre) return Nombre.compare(a, nombre(b));
  const [gauche, droite] = a instanceof Jour && b instanceof Jour ? [a.iso, b.iso] : [a, b];
  if (typeof gauche === typeof droite && (typeof gauche === 'string' || typeof gauche === 'boolean')) {
    return gauche === droite ? 0 : String(gauche) < String(droite) ? -1 : 1;
  }
  throw new FormuleRefusee('deux valeurs comparables étaient attendues.');
}
