/** The verbs of the `regles` command. Each one is loaded only when asked for. */
import {
  ErreurDuMoteur,
  DefautDeRegle,
  EvaluateursEnDesaccord,
  FichierInvalide,
  plusProche,
} from '#src/engine/erreurs.ts';
import type { CodeDeSortie, Verbe } from './usage.ts';
import { UsageInvalide } from './usage.ts';

/** Verbs by name: what they do, and how to load them. */
const VERBES: Readonly<
  Record<string, { readonly resume: string; readonly charger: () => Promise<{ verbe: Verbe }> }>
> = {
  evaluer: { resume: 'décide un cas à partir des fichiers de rules/', charger: () => import('./evaluer.ts') },
  verifier: {
    resume: 'passe tous les contrôles sur les fichiers de rules/',
    charger: () => import('./verifier.ts'),
  },
  comparer: {
    resume: 'dit ce qui change entre deux versions, et pour quels cas',
    charger: () => import('./comparer.ts'),
  },
  simuler: {
    resume: 'dit ce qu’une version changerait aux décisions déjà prises',
    charger: () => import('./simuler.ts'),
  },
  etat: {
    resume: 'liste les fichiers du registre : en vigueur, à venir, en attente, trous de validité',
    charger: () => import('./etat.ts'),
  },
  publier: {
    resume: 'soumet une version de rules/ à l’approbation ; l’approuve aussi, avec un second compte',
    charger: () => import('./publier.ts'),
  },
  approuver: {
    resume: 'approuve une version soumise par une autre personne',
    charger: () => import('./approuver.ts'),
  },
  rejeter: {
    resume: 'rejette une version soumise par une autre personne',
    charger: () => import('./rejeter.ts'),
  },
  retirer: {
    resume: 'retire une version que l’on a soumise',
    charger: async () => ({ verbe: (await import('./rejeter.ts')).verbeRetirer }),
  },
  reactiver: {
    resume: 'remet en vigueur une version déjà approuvée',
    charger: () => import('./reactiver.ts'),
  },
  annuler: { resume: 'annule une version programmée, avant son jour', charger: () => import('./annuler.ts') },
  reprendre: {
    resume: 'juge de nouveau les cas qui attendaient la réponse à une question',
    charger: () => import('./reprendre.ts'),
  },
  exporter: {
    resume: 'sort une version ou un brouillon du registre vers un fichier de rules/',
    charger: () => import('./exporter.ts'),
  },
  importer: {
    resume: 'fait d’un fichier un brouillon, à reprendre à l’écran',
    charger: () => import('./importer.ts'),
  },
  expliquer: { resume: 'explique une décision enregistrée', charger: () => import('./expliquer.ts') },
  rejouer: { resume: 'rejoue une décision enregistrée, ou toutes', charger: () => import('./rejouer.ts') },
};

async function choisirVerbe([nom, ...args]: readonly string[]): Promise<CodeDeSortie> {
  if (nom === undefined)
    throw new UsageInvalide(`Indiquez un verbe : ${Object.keys(VERBES).join(', ')}. Détail : regles --help`);
  if (nom === '--help' || nom === '-h' || nom === 'aide') {
    process.stdout.write(aide());
    return 0;
  }
  const entree = Object.hasOwn(VERBES, nom) ? VERBES[nom] : undefined;
  if (!entree) {
    const proche = plusProche(nom, Object.keys(VERBES));
    throw new UsageInvalide(
      `Le verbe « ${nom} » n’existe pas${proche === undefined ? ` ; verbes connus : ${Object.keys(VERBES).join(', ')}.` : ` ; vouliez-vous dire « ${proche} » ?`}`,
    );
  }
  const { verbe } = await entree.charger();
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`${verbe.usage}\n`);
    return 0;
  }
  return verbe.executer(args);
}

function aide(): string {
  const lignes = Object.entries(VERBES).map(([nom, { resume }]) => `  ${nom.padEnd(10)} ${resume}`);
  return `Usage : npm run --silent regles -- <verbe> [arguments]\n\n${lignes.join('\n')}\n\nDétail d’un verbe : regles <verbe> --help\n`;
}

/** Runs the command: the decision or the report on standard output, or one sentence on standard error. */
export function executerRegles(args: readonly string[]): Promise<CodeDeSortie> {
  return choisirVerbe(args).catch(echouer);
}

/** One sentence on standard error, and the exit code it deserves. */
function echouer(erreur: unknown): CodeDeSortie {
  if (!(erreur instanceof ErreurDuMoteur || erreur instanceof UsageInvalide)) throw erreur;
  process.stderr.write(`${erreur.message.replaceAll('\n', ' ')}\n`);
  return erreur instanceof FichierInvalide ||
    erreur instanceof DefautDeRegle ||
    erreur instanceof EvaluateursEnDesaccord
    ? 1
    : 2;
}
