/** A program that lasts: it opens the database, does its part until a signal, and closes all it opened. */
import { ouvrirBase } from '#src/cli/base.ts';
import { ErreurConfiguration, lireConfiguration, type Configuration } from '#src/cli/configuration.ts';
import { Progression } from '#src/cli/progression.ts';
import { echouer } from '#src/cli/sortie.ts';

/** What a program is given to do its part. */
export interface Ouverture {
  readonly configuration: Configuration;
  readonly urlApplication: string;
  /** The same, with no pooler of transactions between. */
  readonly urlDirecte: string;
  readonly progression: Progression;
  /** Last added, first closed: what a part opens it adds as it goes, so that a failure midway closes it. */
  readonly fermetures: (() => Promise<void>)[];
}

/**
 * One Ctrl-C arrives several times, passed on by npm and by tsx; a person who presses again does it later.
 */
const INSISTANCE_MS = 2_000;

/** What happened to the database while the program ran, where the operator looks: beside its log. */
const direPanne = (ligne: string): void => {
  process.stderr.write(`${ligne}\n`);
};

/** Ends everything once, on the first signal; one that insists ends at once. */
function surSignal(arreter: (signal: string) => void): void {
  let premier: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (premier === undefined) {
        premier = performance.now();
        arreter(signal);
      } else if (performance.now() - premier > INSISTANCE_MS) process.exit(1);
    });
  }
}

async function lancer(
  annonce: string,
  partie: (ouverture: Ouverture) => Promise<void>,
  env: Record<string, string | undefined>,
): Promise<void> {
  const configuration = lireConfiguration(env);
  const progression = new Progression();
  process.stdout.write(`${annonce} démarre…\n`);

  const fermetures: (() => Promise<void>)[] = [];
  let arret: Promise<void> | undefined;
  const arreter = (): Promise<void> =>
    (arret ??= (async () => {
      for (const fermer of fermetures.reverse()) await fermer().catch(echouer);
    })());
  surSignal((signal) => {
    process.stdout.write(`\nArrêt demandé (${signal})…\n`);
    void arreter().then(() => {
      process.stdout.write('Arrêté.\n');
      process.exit();
    });
  });

  try {
    const ouverture = ouvrirBase(configuration, progression.note, direPanne);
    // A signal that comes while PostgreSQL starts must still stop it.
    fermetures.push(() =>
      ouverture.then(
        (base) => base.fermer(),
        () => undefined,
      ),
    );
    const base = await ouverture;
    const { urlApplication, urlDirecte } = base;
    progression.etape(
      base.migrations.length > 0
        ? `Base de données prête, ${base.migrations.length} migrations appliquées`
        : 'Base de données prête',
    );
    await partie({ configuration, urlApplication, urlDirecte, progression, fermetures });
  } catch (erreur) {
    echouer(erreur);
    await arreter();
    process.exit();
  }
}

/**
 * Runs a program to its end: 0 on a signal, 1 on a failure, 2 on a wrong configuration.
 * @param annonce its name, as people read it
 */
export async function executerProgramme(
  annonce: string,
  partie: (ouverture: Ouverture) => Promise<void>,
  env: Record<string, string | undefined> = process.env,
): Promise<void> {
  await lancer(annonce, partie, env).catch((erreur: unknown) => {
    echouer(erreur);
    if (erreur instanceof ErreurConfiguration) process.exitCode = 2;
  });
}
