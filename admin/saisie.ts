import { Temporal } from 'temporal-polyfill';

/** What a person typed, read: the value in its stored form, or the French sentence to show beside the field. */
export type Lecture<T> = { readonly valeur: T } | { readonly erreur: string };

const ESPACES = /[\s\u00a0\u202f]/g;

/**
 * Reads a decimal as people type it: « 1 234,56 », « 1234.56 », « 1.234,56 » is refused as ambiguous.
 * The value is exact, as a string with a dot.
 */
export function lireDecimal(texte: string): Lecture<string | null> {
  const compact = texte.replace(ESPACES, '').replace(/€$/, '');
  if (compact === '') return { valeur: null };
  const parties = /^([+-]?)(\d{1,15})(?:[.,](\d{1,10}))?$/.exec(compact);
  if (!parties) return { erreur: 'Saisissez un nombre, par exemple 1 234,56.' };
  const entier = (parties[2] ?? '').replace(/^0+(?=\d)/, '');
  const nombre = `${entier}${parties[3] === undefined ? '' : `.${parties[3]}`}`;
  return { valeur: parties[1] === '-' && /[1-9]/.test(nombre) ? `-${nombre}` : nombre };
}

/** Reads a whole number; spaces between groups of digits are accepted. */
export function lireEntier(texte: string): Lecture<number | null> {
  const compact = texte.replace(ESPACES, '');
  if (compact === '') return { valeur: null };
  if (!/^-?\d{1,9}$/.test(compact)) return { erreur: 'Saisissez un nombre entier, par exemple 12.' };
  return { valeur: Number(compact) };
}

/** Reads a civil date, `AAAA-MM-JJ` (what a date input sends) or « JJ/MM/AAAA ». 30 February does not exist. */
export function lireDate(texte: string): Lecture<string | null> {
  const propre = texte.trim();
  if (propre === '') return { valeur: null };
  const francaise = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(propre);
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(propre);
  const [annee, mois, jour] = francaise ? [francaise[3], francaise[2], francaise[1]] : [iso?.[1], iso?.[2], iso?.[3]];
  if (!annee || !mois || !jour || Number(annee) < 1900 || Number(annee) > 2200) {
    return { erreur: 'Saisissez une date sous la forme JJ/MM/AAAA, par exemple 31/12/2019.' };
  }
  try {
    const date = Temporal.PlainDate.from({ year: Number(annee), month: Number(mois), day: Number(jour) }, { overflow: 'reject' });
    return { valeur: date.toString() };
  } catch {
    return { erreur: `Le ${jour}/${mois}/${annee} n’existe pas dans le calendrier : corrigez la date.` };
  }
}

/** Reads a box or a yes/no choice. */
export function lireBooleen(brut: unknown): Lecture<boolean> {
  if (brut === true || brut === 'true' || brut === 'oui' || brut === 'on') return { valeur: true };
  if (brut === false || brut === 'false' || brut === 'non' || brut === '' || brut === null || brut === undefined) return { valeur: false };
  return { erreur: 'Répondez par oui ou par non.' };
}

const IDENTIFIANT = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** True for a well-formed record identifier (uuid). */
export function estIdentifiant(valeur: unknown): valeur is string {
  return typeof valeur === 'string' && IDENTIFIANT.test(valeur);
}
