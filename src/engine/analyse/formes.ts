/** Linear forms over named variables, exact. Dates count as days. */
import { Nombre } from '#src/engine/nombre.ts';

/** `constante + Σ coefficient × variable`; no coefficient is zero, names are sorted. */
export interface Forme {
  readonly termes: readonly (readonly [nom: string, coefficient: Nombre])[];
  readonly constante: Nombre;
}

export const ZERO = new Nombre(0n, 1n);
export const UN = new Nombre(1n, 1n);

export function entier(n: number | bigint): Nombre {
  return new Nombre(BigInt(n), 1n);
}
export function formeConstante(constante: Nombre): Forme {
  return { termes: [], constante };
}
export function formeVariable(nom: string): Forme {
  return { termes: [[nom, UN]], constante: ZERO };
}
export function estConstante({ termes }: Forme): boolean {
  return termes.length === 0;
}

export function signe({ n }: Nombre): number {
  return n < 0n ? -1 : n > 0n ? 1 : 0;
}

/** `a + facteur × b`. */
export function combiner(a: Forme, facteur: Nombre, b: Forme): Forme {
  const termes: (readonly [string, Nombre])[] = [];
  let i = 0;
  let j = 0;
  while (i < a.termes.length || j < b.termes.length) {
    const gauche = a.termes[i];
    const droite = b.termes[j];
    if (gauche && (!droite || gauche[0] < droite[0])) {
      termes.push(gauche);
      i++;
    } else if (droite && (!gauche || droite[0] < gauche[0])) {
      termes.push([droite[0], droite[1].fois(facteur, Nombre)]);
      j++;
    } else if (gauche && droite) {
      const somme = gauche[1].plus(droite[1].fois(facteur, Nombre), Nombre);
      if (somme.n !== 0n) termes.push([gauche[0], somme]);
      i++;
      j++;
    }
  }
  return { termes, constante: a.constante.plus(b.constante.fois(facteur, Nombre), Nombre) };
}

export function moins(a: Forme, b: Forme): Forme {
  return combiner(a, entier(-1), b);
}
export function fois(a: Forme, facteur: Nombre): Forme {
  if (facteur.n === 0n) return formeConstante(ZERO);
  return {
    termes: a.termes.map(([nom, coefficient]) => [nom, coefficient.fois(facteur, Nombre)]),
    constante: a.constante.fois(facteur, Nombre),
  };
}

/** Text that identifies the variable part of a form, its first coefficient being 1 or -1. */
export function cleDesTermes({ termes }: Forme): string {
  return termes.map(([nom, { n, d }]) => `${n}/${d}*${nom}`).join('+');
}
/** Text that identifies a form. */
export function cleDeForme(forme: Forme): string {
  return `${cleDesTermes(forme)}+${forme.constante.n}/${forme.constante.d}`;
}

/** Same sign, first coefficient 1 or -1: two forms that cut space along the same plane become one. */
export function normaliserForme(forme: Forme): Forme {
  const premier = forme.termes[0];
  if (!premier) return forme;
  const { n, d } = premier[1];
  return (n === 1n || n === -1n) && d === 1n ? forme : fois(forme, new Nombre(d, n < 0n ? -n : n));
}
