/** The few instructions of a Dockerfile that ours uses. */

export interface Instruction {
  readonly nom: string;
  /** What follows it, as it is written. */
  readonly reste: string;
}
export interface Etape {
  readonly nom: string;
  readonly image: string;
  readonly instructions: readonly Instruction[];
}

/** @throws Error on an instruction before any `FROM` */
export function lireDockerfile(texte: string): readonly Etape[] {
  const etapes: { nom: string; image: string; instructions: Instruction[] }[] = [];
  const lignes = texte
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((ligne) => ligne.trim() !== '' && !ligne.startsWith('#'));
  for (const ligne of lignes) {
    const [, nom = '', reste = ''] = /^([A-Z]+)\s+(.*)$/.exec(ligne) ?? [];
    if (nom === 'FROM') {
      const [image = '', , alias = ''] = reste.split(/\s+/);
      etapes.push({ nom: alias, image, instructions: [] });
    } else {
      const derniere = etapes.at(-1);
      if (!derniere || nom === '') throw new Error(`not an instruction of a stage: ${ligne}`);
      derniere.instructions.push({ nom, reste });
    }
  }
  return etapes;
}

/** Where a `COPY` takes from (a stage, or the checkout), what, and to where. */
export function lireCopie(reste: string): {
  readonly depuis: string | undefined;
  readonly sources: readonly string[];
  readonly vers: string;
} {
  const mots = reste.split(/\s+/);
  const depuis = mots[0]?.startsWith('--from=') ? mots.shift()?.slice('--from='.length) : undefined;
  return { depuis, sources: mots.slice(0, -1), vers: mots.at(-1) ?? '' };
}

/** The program of a `CMD` or a `HEALTHCHECK`, written as a list. */
export const lireCommande = (reste: string): readonly string[] =>
  JSON.parse(reste.slice(reste.indexOf('['))) as string[];
