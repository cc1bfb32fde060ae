/** `npm start`: from nothing to a served application. */
import { ouvrirBase } from '#src/cli/base.ts';
import { ErreurConfiguration, lireConfiguration } from '#src/cli/configuration.ts';
import { Progression } from '#src/cli/progression.ts';
import { servir } from '#src/cli/service.ts';
import { echouer } from '#src/cli/sortie.ts';

/**
 * One Ctrl-C arrives several times, passed on by npm and by tsx; a person who presses again does it later.
 */
const INSISTANCE_MS = 2_000;

/** What happened to the database while the server ran, where the operator looks: beside the server's log. */
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

async function principal(): Promise<void> {
  const configuration = lireConfiguration(process.env);
  const progression = new Progression();
  process.stdout.write('Mon Compte Partenaire démarre…\n');

  const fermetures: (() => Promise<void>)[] = [];
  let arret: Promise<void> | undefined;
  // Last opened, first closed: HTTP, then the connections, then PostgreSQL.
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
    progression.etape(
      base.migrations.length > 0
        ? `Base de données prête, ${base.migrations.length} migrations appliquées`
        : 'Base de données prête',
    );
    await servir(configuration, base.urlApplication, progression, fermetures);
  } catch (erreur) {
    echouer(erreur);
    await arreter();
    process.exit();
  }
}

await principal().catch((erreur: unknown) => {
  echouer(erreur);
  if (erreur instanceof ErreurConfiguration) process.exitCode = 2;
});
