import { Prepare, type Json, type Lisible } from '#src/engine/index.ts';
import { BoundedCache } from '#src/kernel/bounded-cache.ts';
import { membresLus, type MembreLu } from '#src/domain/formulaire/expressions.ts';
import type { Expression } from '#src/domain/formulaire/definition.ts';

/** What one part of a form definition makes of what its expressions read. */
interface ASeSouvenir<Fait extends object> {
  /** Those of the part; asked once. */
  readonly expressions: () => readonly Expression[];
  /** What is read besides them. */
  readonly aussi?: Lisible;
  readonly faire: () => Fait;
}

/** Values prepared, by their text: two equal ones are one object. */
const prepares = new BoundedCache<Prepare>({ entries: 20_000, bytes: 16_000_000 });
/** What was made of them, by part and by what was read. */
const faits = new BoundedCache<object>({ entries: 20_000, bytes: 16_000_000 });

/** A number of its own for each part and each value: never given twice, so that a key made of them tells all. */
const numeros = new WeakMap<object, number>();
let dernierNumero = 0;

const lectures = new WeakMap<object, readonly MembreLu[]>();

/** A value expressions read, converted and numbered once however often it comes back. */
export function preparer(json: Json): Prepare {
  const nouveau = new Prepare(json);
  const connu = prepares.get(nouveau.texte);
  if (connu) return connu;
  // The text, and the values and exact numbers made of it.
  prepares.set(nouveau.texte, nouveau, nouveau.texte.length * 6);
  return nouveau;
}

/** The same, member by member: an expression is then judged by those it reads. */
export const preparerLesMembres = (objet: Readonly<Record<string, Json>>): Record<string, Prepare> =>
  Object.fromEntries(Object.entries(objet).map(([nom, valeur]) => [nom, preparer(valeur)]));

/**
 * Made once for each part and all it may read, whoever typed it: a pure function of the part and of those values,
 * all of them in the key; hence nothing is ever to be taken back. A failure is not kept.
 */
export function seSouvenir<Fait extends object>(
  partie: object,
  racines: Readonly<Record<string, Lisible>>,
  { expressions, aussi, faire }: ASeSouvenir<Fait>,
): Fait {
  const lus = lectures.get(partie) ?? membresLus(expressions());
  lectures.set(partie, lus);
  let cle = String(numeroDe(partie));
  for (const [racine, membre] of lus) cle += ` ${cleDe(lire(racines[racine], membre))}`;
  if (aussi !== undefined) cle += ` ${cleDe(aussi)}`;
  const connu = faits.get(cle);
  // The part is in the key: what it makes has one type.
  if (connu) return connu as Fait;
  const fait = faire();
  faits.set(cle, fait, cle.length + JSON.stringify(fait).length);
  return fait;
}

function numeroDe(quoi: object): number {
  const numero = numeros.get(quoi) ?? (dernierNumero += 1);
  numeros.set(quoi, numero);
  return numero;
}

/** A member of a root; the root itself when it is read whole, or is prepared so. */
const lire = (racine: Lisible | undefined, membre: string | null): Lisible | undefined =>
  membre === null || !estComposee(racine)
    ? racine
    : Object.hasOwn(racine, membre)
      ? racine[membre]
      : undefined;

const estComposee = (quoi: Lisible | undefined): quoi is Readonly<Record<string, Lisible>> =>
  typeof quoi === 'object' && quoi !== null && !(quoi instanceof Prepare) && !Array.isArray(quoi);

function cleDe(quoi: Lisible | undefined): string {
  if (quoi === undefined) return '-';
  if (quoi instanceof Prepare) return `#${numeroDe(quoi)}`;
  if (Array.isArray(quoi)) return `[${quoi.map(cleDe).join(' ')}]`;
  if (estComposee(quoi))
    return `{${Object.entries(quoi)
      .map(([nom, valeur]) => `${nom} ${cleDe(valeur)}`)
      .join(' ')}}`;
  return JSON.stringify(quoi);
}
