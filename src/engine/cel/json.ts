/** Plain JSON to the values expressions compute with, and back. */
import { Decimal } from 'decimal.js';
import { FormuleRefusee } from '#src/engine/erreurs.ts';
import { Nombre } from '#src/engine/nombre.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [cle: string]: Json };

/** JSON converted once, when it is first read, for many expressions: it must not change afterwards. */
export class Prepare {
  #valeur: unknown;
  #texte: string | undefined;
  constructor(private readonly json: Json) {}

  get valeur(): unknown {
    return (this.#valeur ??= depuisJson(this.json));
  }
  /** It as JSON text: two of the same text are read alike. */
  get texte(): string {
    return (this.#texte ??= JSON.stringify(this.json));
  }
}
/** What an expression reads: plain JSON, parts of which may be prepared. */
export type Lisible = Json | Prepare | readonly Lisible[] | { readonly [cle: string]: Lisible };

/** Numbers become exact; what is prepared is taken as it is. @throws FormuleRefusee */
export function depuisJson(json: Lisible): unknown {
  if (json instanceof Prepare) return json.valeur;
  if (typeof json === 'number') {
    if (!Number.isFinite(json)) throw new FormuleRefusee('un nombre du contexte n’est pas fini.');
    return Nombre.depuisTexte(new Decimal(json).toDecimalPlaces(20).toFixed());
  }
  if (Array.isArray(json)) return json.map(depuisJson);
  if (typeof json === 'object' && json !== null)
    return Object.fromEntries(Object.entries(json).map(([cle, valeur]) => [cle, depuisJson(valeur)]));
  return json;
}

/** Whole numbers become JS integers, other numbers decimal strings. @throws FormuleRefusee */
export function versJson(valeur: unknown): Json {
  if (valeur === null || valeur === undefined) return null;
  if (typeof valeur === 'boolean' || typeof valeur === 'string') return valeur;
  if (typeof valeur === 'bigint') return Number(valeur);
  if (valeur instanceof Nombre) {
    const texte = valeur.toString();
    const entierJs = Number(texte);
    return valeur.echelle === undefined && valeur.estEntier && Number.isSafeInteger(entierJs)
      ? entierJs
      : texte;
  }
  if (Array.isArray(valeur)) return valeur.map(versJson);
  if (typeof valeur === 'object')
    return Object.fromEntries(Object.entries(valeur).map(([cle, element]) => [cle, versJson(element)]));
  throw new FormuleRefusee('le résultat n’est pas une valeur JSON.');
}
