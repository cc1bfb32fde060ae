import type { Cellule, DescripteurChamp, Genre } from '#admin/definition/types/champ.ts';
import { ecrireTelephone } from '#src/kernel/saisie/telephone.ts';

const FINE = '\u202f';
const INSECABLE = '\u00a0';

/** A civil date `AAAA-MM-JJ` as `JJ/MM/AAAA`; anything else unchanged. */
export function formaterDate(date: string): string {
  const parties = /^(\d{4})-(\d{2})-(\d{2})/.exec(date);
  return parties ? `${parties[3]}/${parties[2]}/${parties[1]}` : date;
}

/** An instant (ISO 8601) in the reader's time zone: « 09/09/2019 à 14 h 05 ». */
export function formaterInstant(instant: string, fuseau: string): string {
  const moment = new Date(instant);
  if (Number.isNaN(moment.getTime())) return instant;
  const options = {
    timeZone: fuseau,
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  } as const;
  const parties = new Intl.DateTimeFormat('fr-FR', options).formatToParts(moment);
  const partie = (type: string) => parties.find((candidate) => candidate.type === type)?.value ?? '';
  return `${partie('day')}/${partie('month')}/${partie('year')} à ${partie('hour')}${INSECABLE}h${INSECABLE}${partie('minute')}`;
}

/** Beyond, digits after the comma tell a reader nothing more. */
const CHIFFRES_LISIBLES = 6;

/**
 * A decimal string with French separators, exactly: no binary floating point, nothing rounded.
 * `decimales` is the least number of digits after the comma; useless zeros beyond it are dropped.
 * A fraction that does not end is cut, and says so: « 33 333,333333… ».
 */
export function formaterDecimal(valeur: string, decimales = 0): string {
  const parties = /^(-?)(\d+)(?:\.(\d*))?$/.exec(valeur.trim());
  if (!parties) return valeur;
  const entiere = (parties[2] ?? '').replace(/\B(?=(\d{3})+(?!\d))/g, FINE);
  const exacte = (parties[3] ?? '').replace(/0+$/, '').padEnd(decimales, '0');
  const fraction = exacte.length > CHIFFRES_LISIBLES ? `${exacte.slice(0, CHIFFRES_LISIBLES)}…` : exacte;
  return `${parties[1] ?? ''}${entiere}${fraction ? `,${fraction}` : ''}`;
}

/** « 1 dossier », « 12 dossiers »: in French 0 and 1 are singular. */
export function compter(nombre: number, singulier: string, pluriel = `${singulier}s`): string {
  return `${formaterDecimal(String(nombre))} ${nombre >= 2 ? pluriel : singulier}`;
}

const VIDE = '—';

/** Text of a value by its genre; « — » when there is none. Enum and reference labels come with the cell. */
export function formaterValeur(genre: Genre, valeur: unknown, fuseau: string): string {
  if (valeur === null || valeur === undefined || valeur === '') return VIDE;
  if (Array.isArray(valeur)) return valeur.length > 0 ? valeur.join(', ') : VIDE;
  const texte = String(valeur);
  switch (genre) {
    case 'date':
      return formaterDate(texte);
    case 'instant':
      return formaterInstant(texte, fuseau);
    case 'euro':
      return `${formaterDecimal(texte, 2)}${INSECABLE}€`;
    case 'etp':
    case 'decimal':
    case 'entier':
      return formaterDecimal(texte);
    case 'telephone':
      return ecrireTelephone(texte);
    case 'booleen':
      return valeur === true || texte === 'true' ? 'Oui' : 'Non';
    default:
      return texte;
  }
}

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
