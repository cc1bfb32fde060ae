import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { UsageInvalide } from '#src/cli/regles/usage.ts';

/**
 * Text of a file given on the command line, in UTF-8. @param quoi « Le fichier de faits » @throws
 * UsageInvalide
 */
export async function lireFichier(
  chemin: string,
  quoi: string,
  conseil = 'vérifiez son chemin.',
): Promise<string> {
  const octets = await readFile(chemin).catch(() => {
    throw new UsageInvalide(`${quoi} « ${chemin} » ne peut pas être lu ; ${conseil}`);
  });
  return enTexte(octets, `${quoi} « ${chemin} »`);
}

/** What is given on the standard input, in UTF-8. @throws UsageInvalide */
export async function lireEntree(): Promise<string> {
  return enTexte(await buffer(process.stdin), 'Ce qui est donné sur l’entrée standard');
}

/** A byte that is no text would be kept as another one. */
function enTexte(octets: Buffer, quoi: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(octets);
  } catch {
    throw new UsageInvalide(
      `${quoi} n’est pas écrit en UTF-8 : enregistrez-le dans ce codage, puis recommencez.`,
    );
  }
}
