/**
 * Counts of months made the slow way, day by day, on numbers of days: nothing here is shared with the engine,
 * so that
 * agreeing with it means something.
 */
const JOUR_MS = 86_400_000;

export const enJours = (iso: string): number => Date.parse(`${iso}T00:00:00Z`) / JOUR_MS;
export const enDate = (jours: number): string => new Date(jours * JOUR_MS).toISOString().slice(0, 10);

/** Civil months (`AAAA-MM`) that have a day in `[du, au)` for which `garder` holds. */
export function moisTouches(
  du: string,
  au: string,
  garder: (jour: number) => boolean = () => true,
): Set<string> {
  const mois = new Set<string>();
  for (let jour = enJours(du); jour < enJours(au); jour++)
    if (garder(jour)) mois.add(enDate(jour).slice(0, 7));
  return mois;
}

/** Civil months whose every day is in `[du, au)`. */
export function moisEntiers(du: string, au: string): number {
  return [...moisTouches(du, au)].filter((mois) => {
    const [annee = 0, rang = 0] = mois.split('-').map(Number);
    const premier = Date.UTC(annee, rang - 1, 1) / JOUR_MS;
    const suivant = Date.UTC(annee, rang, 1) / JOUR_MS;
    return premier >= enJours(du) && suivant <= enJours(au);
  }).length;
}

/**
 * The day three months later; two candidates where that day does not exist: the end of the month, or the
 * first days of the next.
 */
export function troisMoisApres(iso: string): readonly number[] {
  const [annee = 0, mois = 0, jour = 0] = iso.split('-').map(Number);
  const deborde = Date.UTC(annee, mois - 1 + 3, jour) / JOUR_MS;
  const finDeMois = Date.UTC(annee, mois + 3, 0) / JOUR_MS;
  return deborde > finDeMois ? [finDeMois, deborde] : [deborde];
}
