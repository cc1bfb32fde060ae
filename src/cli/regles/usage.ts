/** What every verb of `regles` shares: options, usage errors, exit codes. */
import { parseArgs } from 'node:util';
import { premierInconservable } from '#src/kernel/saisie/bien-forme.ts';
import { plusProche } from '#src/engine/erreurs.ts';
import { estAbime } from '#src/engine/saisie/index.ts';

/**
 * 0: done, whatever was decided; 1: a rule file fails its checks; 2: wrong request or wrong facts; 130:
 * stopped by Ctrl-C.
 */
export type CodeDeSortie = 0 | 1 | 2 | 130;

/** A verb of the command. It writes to standard output itself and returns the exit code. */
export interface Verbe {
  readonly usage: string;
  executer(args: readonly string[]): Promise<CodeDeSortie>;
}

/** The command line is wrong; the message is the French sentence shown on standard error. */
export class UsageInvalide extends Error {}

export interface OptionsDeclarees {
  readonly [nom: string]: 'texte' | 'drapeau';
}
export interface ArgumentsLus {
  readonly positions: readonly string[];
  readonly textes: ReadonlyMap<string, string>;
  readonly drapeaux: ReadonlySet<string>;
}

/**
 * Refuses arguments whose bytes are no text: the shell's were replaced on the way, and what would be kept is
 * not what was written.
 * @throws UsageInvalide naming the argument
 */
export function exigerArgumentsLisibles(args: readonly string[]): void {
  const abime = args.findIndex((un) => estAbime(un) || premierInconservable(un) !== null);
  if (abime < 0) return;
  const option = args[abime]?.startsWith('--') ? args[abime] : args[abime - 1];
  const place =
    option?.startsWith('--') === true
      ? `L’option ${option.split('=', 1)[0] ?? ''}`
      : `L’argument n° ${abime + 1}`;
  throw new UsageInvalide(`${place} contient un caractère illisible : écrivez-le de nouveau, en UTF-8.`);
}

/** Parses the arguments of a verb. @throws UsageInvalide naming the wrong option */
export function lireArguments(args: readonly string[], declarees: OptionsDeclarees): ArgumentsLus {
  exigerArgumentsLisibles(args);
  const options = Object.fromEntries(
    Object.entries(declarees).map(([nom, genre]) => [
      nom,
      { type: genre === 'texte' ? ('string' as const) : ('boolean' as const) },
    ]),
  );
  const textes = new Map<string, string>();
  const drapeaux = new Set<string>();
  const positions: string[] = [];
  const { tokens } = parseArgs({
    args: [...args],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  for (const jeton of tokens) {
    if (jeton.kind === 'positional') positions.push(jeton.value);
    if (jeton.kind !== 'option') continue;
    const genre = Object.hasOwn(declarees, jeton.name) ? declarees[jeton.name] : undefined;
    if (!genre) throw optionInconnue(jeton.rawName, Object.keys(declarees));
    if (textes.has(jeton.name) || drapeaux.has(jeton.name))
      throw new UsageInvalide(`L’option ${jeton.rawName} est donnée deux fois.`);
    if (genre === 'drapeau') drapeaux.add(jeton.name);
    else if (jeton.value === undefined || jeton.value === '')
      throw new UsageInvalide(`L’option ${jeton.rawName} attend une valeur.`);
    else textes.set(jeton.name, jeton.value);
  }
  return { positions, textes, drapeaux };
}

function optionInconnue(donnee: string, connues: readonly string[]): UsageInvalide {
  const proche = plusProche(donnee.replace(/^-+/, ''), connues);
  return new UsageInvalide(
    `L’option ${donnee} n’existe pas${proche === undefined ? ` ; options connues : ${connues.map((nom) => `--${nom}`).join(', ')}.` : ` ; vouliez-vous dire --${proche} ?`}`,
  );
}
