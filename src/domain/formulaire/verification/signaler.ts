/** Reports an anomaly; knows what expressions may read as `contexte`. */
export type Signaler = ((chemin: string, message: string) => void) & { readonly contexte: readonly string[] };

/** Names that must differ. @param quoi what they name, in the singular */
export function verifierUnicite(
  ids: readonly string[],
  chemin: string,
  quoi: string,
  signaler: Signaler,
): void {
  for (const id of new Set(ids.filter((un, rang) => ids.indexOf(un) !== rang)))
    signaler(chemin, `Deux ${quoi}s portent le nom « ${id} ».`);
}
