/**
 * What an earlier context asks of a later one: declared, typed, where it is asked; filled once by the
 * composition root with what the later context does, in the same unit of work.
 */
export type Port<Fonction> = Fonction & { remplir(fonction: Fonction): void };

const vides = new Set<string>();

/** @param nom as the start names it when nothing fills it */
export function definirPort<Entrees extends readonly unknown[], Reponse>(
  nom: string,
): Port<(...entrees: Entrees) => Reponse> {
  let rempli: ((...entrees: Entrees) => Reponse) | null = null;
  vides.add(nom);
  const port = (...entrees: Entrees): Reponse => {
    if (!rempli) throw new Error(`port not filled: ${nom}`);
    return rempli(...entrees);
  };
  return Object.assign(port, {
    remplir(fonction: (...entrees: Entrees) => Reponse) {
      rempli = fonction;
      vides.delete(nom);
    },
  });
}

/** Before anything is served. @throws Error naming the ports that nothing fills */
export function exigerPortsRemplis(): void {
  if (vides.size > 0) throw new Error(`ports not filled: ${[...vides].sort().join(', ')}`);
}
