/** An animateur and whom he took over from, both of one equipment. */
export interface Maillon {
  readonly id: string;
  readonly succedeA?: { readonly id: string } | null;
}

/** Ids from somebody back to the first who held his post; each once, whatever the records say. */
export function devanciers(id: string, parId: ReadonlyMap<string, Maillon>): string[] {
  const suite: string[] = [];
  for (
    let courant: string | undefined = id;
    courant !== undefined && !suite.includes(courant);
    courant = parId.get(courant)?.succedeA?.id
  )
    suite.push(courant);
  return suite;
}

/**
 * The post of each animateur of an equipment, named by the first who held it: people in turn on one post
 * count as one.
 */
export function postesDe(animateurs: readonly Maillon[]): ReadonlyMap<string, string> {
  const parId = new Map(animateurs.map((animateur) => [animateur.id, animateur]));
  return new Map(animateurs.map(({ id }) => [id, devanciers(id, parId).at(-1) ?? id]));
}

/**
 * Whether each animateur of an equipment is counted by a conventionnement that lists some: he is listed, or
 * took over from one who is
 * (his place was counted before he came, and a validated conventionnement changes no more).
 */
export function comptesPar(
  listes: readonly string[],
  animateurs: readonly Maillon[],
): (id: string) => boolean {
  const parId = new Map(animateurs.map((animateur) => [animateur.id, animateur]));
  const choisis = new Set(listes);
  return (id) => devanciers(id, parId).some((devancier) => choisis.has(devancier));
}
