import type { Cellule, DescripteurChamp, Genre } from '#admin/definition/types/champ.ts';
import { dateFr, decimalLuFr, instantFr, telephoneFr } from '#src/kernel/francais.ts';

const VIDE = '—';

/** Text of a value by its genre; « — » when there is none. Enum and reference labels come with the cell. */
export function formaterValeur(genre: Genre, valeur: unknown, fuseau: string): string {
  if (valeur === null || valeur === undefined || valeur === '') return VIDE;
  if (Array.isArray(valeur)) return valeur.length > 0 ? valeur.join(', ') : VIDE;
  const texte = String(valeur);
  return FORMATS[genre]?.(texte, fuseau) ?? texte;
}

const nombre = (texte: string): string => decimalLuFr(texte);

/** How the genres that are not read as they are stored are written. */
const FORMATS: Readonly<Partial<Record<Genre, (texte: string, fuseau: string) => string>>> = {
  date: dateFr,
  instant: instantFr,
  euro: (texte) => `${decimalLuFr(texte, 2)}\u00a0€`,
  etp: nombre,
  decimal: nombre,
  entier: nombre,
  telephone: telephoneFr,
  booleen: (texte) => (texte === 'true' ? 'Oui' : 'Non'),
};

/** The same in a list, where an instant is its day: the hour is on the record's page. */
export function formaterEnListe(genre: Genre, valeur: unknown, fuseau: string): string {
  const texte = formaterValeur(genre, valeur, fuseau);
  return genre === 'instant' ? texte.slice(0, 10) : texte;
}

/** The cell of a column for a record: label and colour of an enum, label and address of a reference. */
export function cellule(
  champ: DescripteurChamp,
  params: Readonly<Record<string, unknown>>,
  references: Readonly<Record<string, { libelle: string; href?: string }>>,
): Cellule {
  const valeur = params[champ.nom];
  if (champ.genre === 'reference') {
    const cible = references[champ.nom];
    return { genre: 'reference', valeur, libelle: cible?.libelle, href: cible?.href };
  }
  if (champ.genre === 'choix-multiple' && Array.isArray(valeur)) {
    const libelles = valeur.map(
      (code) => champ.options?.find((option) => option.valeur === code)?.libelle ?? String(code),
    );
    return { genre: champ.genre, valeur: libelles };
  }
  const option = champ.options?.find((candidate) => candidate.valeur === String(valeur));
  return option
    ? { genre: champ.genre, valeur, libelle: option.libelle, ton: option.ton }
    : { genre: champ.genre, valeur };
}
