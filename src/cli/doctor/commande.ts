/** The `doctor` command: every check, one line each. */
import { access } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { MikroORM } from '@mikro-orm/postgresql';
import {
  controlerApplication,
  controlerConfiguration,
  controlerCourrier,
  controlerDisque,
  controlerRegles,
  controlerValeurs,
} from '#src/cli/doctor/alentours.ts';
import {
  controlerHorloge,
  controlerJournal,
  controlerMigrations,
  controlerPolitiques,
  controlerRole,
  controlerTravailleurs,
  controlerTravaux,
  controlerVersion,
} from '#src/cli/doctor/base.ts';
import { echec, type Check } from '#src/cli/doctor/check.ts';
import type { Configuration } from '#src/cli/configuration.ts';
import { lireArguments, UsageInvalide } from '#src/cli/regles/usage.ts';
import { calculerEmplacement } from '#src/database/embarque/emplacement.ts';
import { ausculterPostgres, demarrerPostgres } from '#src/database/embarque/index.ts';
import { creerExecuteur } from '#src/database/executeur.ts';
import { ouvrirOrm } from '#src/cli/composition.ts';
import type { Acteur } from '#src/kernel/acteur.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { FUSEAU_NATIONAL, HORLOGE_SYSTEME, jourA } from '#src/kernel/horloge.ts';
import { chargerRegistre } from '#src/domain/politique/registre/base.ts';
import { RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';

const AIDE = `Usage : npm run --silent doctor [-- --complet] [--json]
  Contrôle la configuration, l’application et la base, son rôle et ses politiques, le schéma, les règles, le journal, l’horloge, le disque, les courriels et les travaux en échec.
  --complet relit tout le journal. Ne change rien. Sort avec 0 si rien n’a échoué, 1 sinon, 2 si la demande est incorrecte.
`;
const SYSTEME: Acteur = { type: 'systeme', raison: 'doctor' };
const SIGNES = { bon: '✓', attention: '!', echec: '✗' } as const;

interface Resultat extends Check {
  readonly controle: string;
}

/** Runs the command. @returns its exit code */
export async function executerDoctor(
  args: readonly string[],
  env: Record<string, string | undefined>,
): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(AIDE);
    return 0;
  }
  try {
    const { positions, drapeaux } = lireArguments(args, { complet: 'drapeau', json: 'drapeau' });
    if (positions.length > 0)
      throw new UsageInvalide(`« ${positions.join(' ')} » n’est pas attendu.\n${AIDE}`);
    const json = drapeaux.has('json');
    const resultats: Resultat[] = [];
    await ausculter(env, drapeaux.has('complet'), (resultat) => {
      resultats.push(resultat);
      if (!json)
        process.stdout.write(
          `${SIGNES[resultat.etat]} ${resultat.controle} : ${resultat.message}${resultat.remede === undefined ? '' : ` → ${resultat.remede}`}\n`,
        );
    });
    const echecs = resultats.filter(({ etat }) => etat === 'echec').length;
    if (json)
      process.stdout.write(`${JSON.stringify({ sain: echecs === 0, controles: resultats }, null, 2)}\n`);
    return echecs === 0 ? 0 : 1;
  } catch (erreur) {
    if (!(erreur instanceof UsageInvalide)) throw erreur;
    process.stderr.write(`${erreur.message}\n`);
    return 2;
  }
}

async function ausculter(
  env: Record<string, string | undefined>,
  complet: boolean,
  dire: (resultat: Resultat) => void,
): Promise<void> {
  /** A check that breaks is a failure like another. */
  const passer = async (controle: string, faire: () => Promise<Check>): Promise<Check> => {
    const check = await faire().catch((erreur: unknown) =>
      echec(
        `Contrôle impossible : ${(erreur as Error).message.split('\n')[0] ?? ''}.`,
        'Corrigez d’abord ce que les lignes précédentes disent.',
      ),
    );
    dire({ controle, ...check });
    return check;
  };
  const { configuration, check } = controlerConfiguration(env);
  dire({ controle: 'configuration', ...check });
  if (!configuration) return;
  await passer('disque', async () =>
    controlerDisque(configuration.base.mode === 'embarquee' ? await dossierExistant() : tmpdir()),
  );
  // Before the base is opened: whoever opens it forgets the dead.
  if (configuration.base.mode === 'embarquee')
    await passer('application', async () => controlerApplication(await ausculterPostgres()));
  const fermetures: (() => Promise<unknown>)[] = [];
  try {
    let base: { readonly url: string; readonly orm: MikroORM } | undefined;
    await passer('base', async () => {
      const url = await ouvrir(configuration, fermetures);
      const orm = await ouvrirOrm(url, 2);
      fermetures.push(() => orm.close(true));
      const version = await controlerVersion(orm.em.fork());
      if (version.etat !== 'echec') base = { url, orm };
      return version;
    });
    if (base) await ausculterBase(base, configuration, complet, passer);
  } finally {
    for (const fermer of fermetures.reverse()) await fermer();
  }
}

async function ausculterBase(
  { url, orm }: { readonly url: string; readonly orm: MikroORM },
  configuration: Configuration,
  complet: boolean,
  passer: (controle: string, faire: () => Promise<Check>) => Promise<Check>,
): Promise<void> {
  await passer('role', () => controlerRole(orm.em.fork()));
  const migrees = await passer('migrations', () => controlerMigrations(url));
  if (migrees.etat === 'echec') return;
  await passer('politiques', () => controlerPolitiques(orm.em.fork()));
  const registre = await chargerRegistre(orm);
  const executeur = creerExecuteur({
    orm,
    registre,
    horloge: HORLOGE_SYSTEME,
    urlPublique: 'http://127.0.0.1',
  });
  const lire = (controler: (unite: UniteDeLecture) => Promise<Check>) => () =>
    executeur.lire(SYSTEME, controler);
  await passer(
    'regles',
    lire((unite) => controlerRegles(unite, registre, new RuleFolder())),
  );
  await passer(
    'valeurs',
    lire(({ em }) =>
      controlerValeurs(
        em,
        registre.valeursFictives(jourA(HORLOGE_SYSTEME, FUSEAU_NATIONAL).toString()),
        configuration,
      ),
    ),
  );
  await passer(
    'journal',
    lire(({ em, maintenant }) => controlerJournal(em, maintenant, complet)),
  );
  await passer(
    'horloge',
    lire(({ em }) => controlerHorloge(em, () => Date.now())),
  );
  await passer(
    'courriels',
    lire(({ em, maintenant }) => controlerCourrier(em, configuration.courrier, maintenant)),
  );
  await passer('travailleurs', () => controlerTravailleurs(orm.em.fork()));
  await passer('travaux', lire(controlerTravaux));
}

/**
 * The application's connection: to the running server, or to the embedded one for the time of the checks.
 * Nothing is migrated.
 */
async function ouvrir({ base }: Configuration, fermetures: (() => Promise<unknown>)[]): Promise<string> {
  if (base.mode === 'externe') return base.urlApplication;
  const postgres = await demarrerPostgres();
  fermetures.push(() => postgres.arreter());
  return postgres.urlApplication;
}

/** Where the embedded base is, or will be. */
async function dossierExistant(): Promise<string> {
  const { donnees, racine } = await calculerEmplacement('principal');
  for (const dossier of [donnees, racine])
    if (
      await access(dossier).then(
        () => true,
        () => false,
      )
    )
      return dossier;
  return process.cwd();
}
