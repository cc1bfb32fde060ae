/** The verbs of the `journal` command. Each one is loaded only when asked for. */
import { UsageInvalide, type Verbe } from '#src/cli/regles/usage.ts';
import { echouer } from '#src/cli/sortie.ts';
import { Refus } from '#src/kernel/refus.ts';

const VERBES: Readonly<
  Record<string, { readonly resume: string; readonly charger: () => Promise<{ verbe: Verbe }> }>
> = {
  verifier: {
    resume: 'relit tout le journal et dit chaque ligne changée, retirée, insérée ou déplacée',
    charger: () => import('./verifier.ts'),
  },
  expliquer: {
    resume: 'répond d’une ligne que « verifier » a trouvée rompue, sans rien récrire',
    charger: () => import('./expliquer.ts'),
  },
  empreinte: {
    resume: 'écrit l’empreinte du jour, à garder ailleurs',
    charger: () => import('./empreinte.ts'),
  },
  purger: {
    resume: 'retire les mois qui ont passé la durée de conservation',
    charger: () => import('./purger.ts'),
  },
  'exporter-personne': {
    resume: 'réunit tout ce qui est gardé sur une personne',
    charger: () => import('./exporter-personne.ts'),
  },
  'effacer-personne': {
    resume: 'efface ce qui nomme une personne, partout',
    charger: () => import('./effacer-personne.ts'),
  },
};

const AIDE = `Usage : npm run --silent journal -- <verbe> [arguments]

${Object.entries(VERBES)
  .map(([nom, { resume }]) => `  ${nom.padEnd(18)} ${resume}`)
  .join('\n')}

Codes de sortie : 0 tout est bon ; 1 le journal est rompu ; 2 demande incorrecte ou refusée.
Détail d’un verbe : journal <verbe> --help
`;

/**
 * Runs the command. @returns its exit code: 0 done or valid, 1 the journal is broken or a failure, 2 wrong or
 * refused request
 */
export async function executerJournal([nom, ...args]: readonly string[]): Promise<number> {
  if (nom === '--help' || nom === '-h' || nom === 'aide') {
    process.stdout.write(AIDE);
    return 0;
  }
  const entree = nom !== undefined && Object.hasOwn(VERBES, nom) ? VERBES[nom] : undefined;
  if (!entree) {
    process.stderr.write(`${nom === undefined ? '' : `Le verbe « ${nom} » n’existe pas.\n`}${AIDE}`);
    return 2;
  }
  try {
    const { verbe } = await entree.charger();
    if (args.includes('--help') || args.includes('-h')) {
      process.stdout.write(`Usage : ${verbe.usage}\n`);
      return 0;
    }
    return await verbe.executer(args);
  } catch (erreur) {
    if (erreur instanceof UsageInvalide || erreur instanceof Refus) {
      process.stderr.write(`${erreur.message}\n`);
      return 2;
    }
    echouer(erreur);
    return 1;
  }
}
