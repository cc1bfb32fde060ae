/**
 * What every bench gives: lines of one table. A ratio is taken between two ways of doing one thing, measured
 * in turn in one run, so that what else the machine does weighs on both.
 */

/** What a figure is held against. */
export type Objectif = { readonly auMoins: number } | { readonly auPlus: number };

export interface Ligne {
  readonly nom: string;
  /** Median of the rounds. */
  readonly valeur: number;
  readonly unite: '×' | 'ms' | 's' | 'MB' | '/s';
  /** First and third quartiles of the rounds; absent of what is seen once. */
  readonly ecart?: readonly [number, number];
  readonly tours: number;
  readonly objectif?: Objectif;
  /** What is compared, on what data, with what left out; the limit where the aim is not reached. */
  readonly note?: string;
}

export interface Bench {
  readonly titre: string;
  readonly mesurer: () => AsyncIterable<Ligne>;
}

/** One side of a comparison, done once: milliseconds it took. */
export type Tour = () => Promise<number>;

export interface Comparaison extends Pick<Ligne, 'nom' | 'objectif' | 'note'> {
  /** `vitesse`: how many times faster than the other side; `duree`: how many times longer. */
  readonly rapport: 'vitesse' | 'duree';
  readonly nous: Tour;
  readonly autre: Tour;
  /** Rounds kept; one more comes first and is thrown away. */
  readonly tours?: number;
}

const TOURS = 7;

/** Both sides in turn, the order reversed each round; one ratio a round. */
export async function comparer({
  nom,
  rapport,
  nous,
  autre,
  tours = TOURS,
  objectif,
  note,
}: Comparaison): Promise<Ligne> {
  const rapports: number[] = [];
  for (let tour = 0; tour <= tours; tour += 1) {
    const [a, b] = tour % 2 === 0 ? [await nous(), await autre()] : await enOrdreInverse(nous, autre);
    if (tour > 0) rapports.push(rapport === 'vitesse' ? b / a : a / b);
  }
  return {
    nom,
    ...resumer(rapports),
    unite: '×',
    ...(objectif ? { objectif } : {}),
    ...(note === undefined ? {} : { note }),
  };
}

async function enOrdreInverse(nous: Tour, autre: Tour): Promise<readonly [number, number]> {
  const b = await autre();
  return [await nous(), b];
}

/** Median and quartiles of what several rounds gave. */
export function resumer(mesures: readonly number[]): Pick<Ligne, 'valeur' | 'ecart' | 'tours'> {
  const tri = [...mesures].sort((a, b) => a - b);
  return { valeur: quantile(tri, 0.5), ecart: [quantile(tri, 0.25), quantile(tri, 0.75)], tours: tri.length };
}

/** @param tri sorted upwards, not empty @param part 0 to 1; between two measures, the share of each */
export function quantile(tri: readonly number[], part: number): number {
  const rang = part * (tri.length - 1);
  const [bas, haut] = [tri[Math.floor(rang)], tri[Math.ceil(rang)]];
  if (bas === undefined || haut === undefined) throw new RangeError('nothing was measured');
  return bas + (haut - bas) * (rang - Math.floor(rang));
}

/** Milliseconds of processor, all threads: what the machine does beside is not counted. */
export async function processeur(faire: () => unknown): Promise<number> {
  const debut = process.cpuUsage();
  await faire();
  const { user, system } = process.cpuUsage(debut);
  return (user + system) / 1_000;
}

/** Milliseconds of the clock. */
export async function horloge(faire: () => unknown): Promise<number> {
  const debut = performance.now();
  await faire();
  return performance.now() - debut;
}

/** Whether the figure holds its aim; null without one. */
export function tenu({ valeur, objectif }: Ligne): boolean | null {
  if (!objectif) return null;
  return 'auMoins' in objectif ? valeur >= objectif.auMoins : valeur <= objectif.auPlus;
}

const LARGEUR = 58;

const nombre = (valeur: number): string =>
  Math.abs(valeur) >= 100 ? Math.round(valeur).toString() : valeur.toPrecision(3);

export const ENTETE = `${'what'.padEnd(LARGEUR)}${'median'.padStart(10)}${'quartiles'.padStart(18)}${'aim'.padStart(10)}`;

/** One line of the table, for a terminal. */
export function enTexte(ligne: Ligne): string {
  const { nom, valeur, unite, ecart, objectif, note } = ligne;
  const atteint = tenu(ligne);
  const aim = objectif ? ('auMoins' in objectif ? `≥ ${objectif.auMoins}` : `≤ ${objectif.auPlus}`) : '';
  return [
    nom.padEnd(LARGEUR),
    `${nombre(valeur)} ${unite}`.padStart(10),
    (ecart ? `${nombre(ecart[0])} – ${nombre(ecart[1])}` : '').padStart(18),
    aim.padStart(10),
    atteint === null ? '' : atteint ? '  held' : '  MISSED',
    note === undefined ? '' : `\n    ${note}`,
  ].join('');
}
