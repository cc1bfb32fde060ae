/**
 * Path of the first text that is not well-formed Unicode in plain data (half of a character, which no base nor mail can hold), or null.
 * Iterative: an input may be nested as deep as it is long.
 */
export function texteMalForme(donnees: unknown): string | null {
  const pile: { readonly valeur: unknown; readonly chemin: string }[] = [{ valeur: donnees, chemin: '' }];
  const vues = new Set<object>();
  for (let element = pile.pop(); element; element = pile.pop()) {
    const { valeur, chemin } = element;
    if (typeof valeur === 'string' && !valeur.isWellFormed()) return chemin;
    if (!estSimple(valeur) || vues.has(valeur)) continue;
    vues.add(valeur);
    for (const [cle, fille] of Object.entries(valeur)) {
      if (!cle.isWellFormed()) return chemin;
      pile.push({ valeur: fille, chemin: chemin === '' ? cle : `${chemin}.${cle}` });
    }
  }
  return null;
}

/** An array, or an object of no class: what a form or JSON gives. */
function estSimple(valeur: unknown): valeur is object {
  if (typeof valeur !== 'object' || valeur === null) return false;
  const prototype: unknown = Object.getPrototypeOf(valeur);
  return prototype === Object.prototype || prototype === null || Array.isArray(valeur);
}
