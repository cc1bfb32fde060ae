/**
 * Which version rules which days, on two times. Pure: intervals of days, half open, without a bound where
 * null.
 */
import { comparerVersions } from '#src/engine/index.ts';
import type { GenreDeVersion } from '#src/domain/politique/versions/genre.ts';
import type { VersionLue } from '#src/domain/politique/versions/version.ts';

export interface Jours {
  /** First day; null: no bound. */
  readonly du: string | null;
  /** First day after; null: no bound. */
  readonly au: string | null;
}

/** An activation as the registry keeps it in memory. */
export interface ActivationLue extends Jours {
  readonly empreinte: string;
  readonly genre: GenreDeVersion;
  readonly jeu: string;
  readonly connuDu: Date;
  readonly connuAu: Date | null;
}

// « AAAA-MM-JJ » sorts as text: these two stand before and after every day.
const debut = ({ du }: Jours): string => du ?? '';
const fin = ({ au }: Jours): string => au ?? '~';
const jours = (du: string, au: string): Jours => ({ du: du === '' ? null : du, au: au === '~' ? null : au });

/** Whether a day lies in the interval. */
export const comprend = (intervalle: Jours, date: string): boolean =>
  debut(intervalle) <= date && date < fin(intervalle);
/** Whether two intervals share a day. */
export const seRecouvrent = (a: Jours, b: Jours): boolean => debut(a) < fin(b) && debut(b) < fin(a);
/** Whether `a` lies in `b`. */
export const estDans = (a: Jours, b: Jours): boolean => debut(b) <= debut(a) && fin(a) <= fin(b);

/** What is left of an interval without the days of another: none, one or two pieces. */
export function soustraire(de: Jours, ote: Jours): Jours[] {
  if (!seRecouvrent(de, ote)) return [de];
  const morceaux: Jours[] = [];
  if (debut(de) < debut(ote)) morceaux.push(jours(debut(de), debut(ote)));
  if (fin(ote) < fin(de)) morceaux.push(jours(fin(ote), fin(de)));
  return morceaux;
}

/** The days two intervals share, or null. */
export function commun(a: Jours, b: Jours): Jours | null {
  if (!seRecouvrent(a, b)) return null;
  return jours(debut(a) > debut(b) ? debut(a) : debut(b), fin(a) < fin(b) ? fin(a) : fin(b));
}

/** The past days an interval covers, or null when it begins today or later. */
export const passeDe = (jours: Jours, aujourdhui: string): Jours | null =>
  commun(jours, { du: null, au: aujourdhui });

/**
 * Days without any of the intervals, from the first day of them all on. A last one without end is a hole too.
 */
export function trousEntre(intervalles: readonly Jours[]): Jours[] {
  const tries = [...intervalles].sort((a, b) => (debut(a) < debut(b) ? -1 : 1));
  const [premier, ...suivants] = tries;
  if (!premier) return [];
  const trous: Jours[] = [];
  let atteint = fin(premier);
  for (const suivant of suivants) {
    if (debut(suivant) > atteint) trous.push(jours(atteint, debut(suivant)));
    if (fin(suivant) > atteint) atteint = fin(suivant);
  }
  if (atteint !== '~') trous.push(jours(atteint, '~'));
  return trous;
}

/**
 * The days a version may rule: its file's « applicable »; a parameter file has none, its values carry their
 * dates.
 */
export function domaineDe(version: VersionLue): Jours {
  return version.genre === 'parametres' ? { du: null, au: null } : version.contenu.applicable;
}

/**
 * The activations that delivered files have of themselves: on each day, the highest version applicable rules.
 * @returns in no order, one piece per interval
 */
export function activationsInitiales(
  versions: readonly VersionLue[],
): { readonly version: VersionLue; readonly du: string | null; readonly au: string | null }[] {
  const parFichier = new Map<string, VersionLue[]>();
  for (const version of versions) {
    const cle = `${version.genre}:${version.jeu}`;
    parFichier.set(cle, [...(parFichier.get(cle) ?? []), version]);
  }
  return [...parFichier.values()].flatMap((memeFichier) => {
    const tries = memeFichier.toSorted((a, b) => comparerVersions(b.numero, a.numero));
    return tries.flatMap((version, rang) => {
      let restes: Jours[] = [domaineDe(version)];
      for (const plusHaute of tries.slice(0, rang))
        restes = restes.flatMap((reste) => soustraire(reste, domaineDe(plusHaute)));
      return restes.map(({ du, au }) => ({ version, du, au }));
    });
  });
}

/** Whether an activation was known at an instant. */
export const estConnue = ({ connuDu, connuAu }: ActivationLue, le: Date): boolean =>
  connuDu <= le && (connuAu === null || le < connuAu);
