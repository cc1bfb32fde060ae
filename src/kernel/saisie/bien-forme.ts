/** A value no base gives back as it was: where it stands in what was sent, and what is wrong with it. */
export interface Inconservable {
  /** Path below what was looked at, `''` for the whole. */
  readonly chemin: string;
  /** Follows « ce texte » or « le champ … ». */
  readonly faute: string;
}

/** The sentence for a person; the field is named by its path where nothing else names it. */
export function direInconservable({ chemin, faute }: Inconservable): string {
  return `${chemin === '' ? 'La saisie' : `Le champ « ${chemin} »`} ${faute} Rien n’a été enregistré.`;
}

/**
 * First value of plain data that would be kept otherwise than it is given (half of a character, a null
 * character, a number that has no
 * finite value), or null. Iterative: an input may be nested as deep as it is long.
 */
export function premierInconservable(donnees: unknown): Inconservable | null {
  const pile: { readonly valeur: unknown; readonly chemin: string }[] = [{ valeur: donnees, chemin: '' }];
  const vues = new Set<object>();
  for (let element = pile.pop(); element; element = pile.pop()) {
    const { valeur, chemin } = element;
    const faute = fauteDe(valeur);
    if (faute !== null) return { chemin, faute };
    if (!estSimple(valeur) || vues.has(valeur)) continue;
    vues.add(valeur);
    for (const [cle, fille] of Object.entries(valeur)) {
      const fauteDeCle = fauteDe(cle);
      if (fauteDeCle !== null) return { chemin, faute: fauteDeCle };
      pile.push({ valeur: fille, chemin: chemin === '' ? cle : `${chemin}.${cle}` });
    }
  }
  return null;
}

function fauteDe(valeur: unknown): string | null {
  if (typeof valeur === 'number')
    return Number.isFinite(valeur) ? null : 'donne un nombre trop grand pour être conservé : vérifiez-le.';
  if (typeof valeur !== 'string') return null;
  if (!valeur.isWellFormed())
    return 'contient un caractère incomplet, illisible : saisissez ce texte de nouveau.';
  return valeur.includes('\0')
    ? 'contient un caractère nul, qui ne se conserve pas : saisissez ce texte de nouveau.'
    : null;
}

/** An array, or an object of no class: what a form or JSON gives. */
function estSimple(valeur: unknown): valeur is object {
  if (typeof valeur !== 'object' || valeur === null) return false;
  const prototype: unknown = Object.getPrototypeOf(valeur);
  return prototype === Object.prototype || prototype === null || Array.isArray(valeur);
}
