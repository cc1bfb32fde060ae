import { afterAll } from 'vitest';
import { baseDeTest } from './base.ts';
import {
  environnementDe,
  executerCommande,
  lancerInstance,
  portLibre,
  type Execution,
  type Instance,
} from './instances.ts';
import type { Base } from './postgres.ts';

/**
 * The real application, in a process of its own, on a database of its own. Stopped at the end of the file if
 * not before.
 */
export type Application = Instance & {
  readonly base: Base;
  /**
   * Runs a command of the project beside it, on the same database (path of its program, then its parameters).
   */
  readonly executer: (parametres: readonly string[]) => Promise<Execution>;
};

type OptionsApplication = {
  /** Database to serve; by default a new one, empty but for what migrations write. */
  base?: Base;
  /** Loads the demonstration data first. */
  demonstration?: boolean;
  /** The checkout to run, e.g. a copy whose rules the test changes; by default this one. */
  dossier?: string;
  /** Variables added to, or taken from (undefined), the environment. */
  env?: Record<string, string | undefined>;
};

const ouvertes = new Set<Instance>();

/**
 * Starts the application as `npm start` does and waits until it is ready. Call it in `beforeAll`.
 * @throws Error with what the application wrote, when it ends or is not ready in time.
 */
export async function demarrerApplication({
  demonstration = false,
  ...options
}: OptionsApplication = {}): Promise<Application> {
  const base = options.base ?? (await baseDeTest());
  const complet = { ...options, base, port: await portLibre() };
  const executer = (parametres: readonly string[]): Promise<Execution> =>
    executerCommande(parametres, {
      env: environnementDe(complet),
      ...(options.dossier === undefined ? {} : { dossier: options.dossier }),
    });
  if (demonstration) {
    const { code, sortie } = await executer(['src/cli/demo.ts']);
    if (code !== 0) throw new Error(`the demonstration data could not be loaded:\n${sortie}`);
  }
  const instance = await lancerInstance(complet);
  ouvertes.add(instance);
  return { ...instance, base, executer };
}

afterAll(async () => {
  await Promise.all([...ouvertes].map((instance) => instance.arreter()));
});
