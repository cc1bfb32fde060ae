import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { MOT_DE_PASSE_DE_DEMONSTRATION } from '#src/cli/demonstration/scene.ts';
import { calculerEmplacement, type Emplacement } from '#src/database/embarque/emplacement.ts';
import { lireEtat } from '#src/database/embarque/etat.ts';
import { processusDansDossier } from '#src/database/embarque/processus.ts';
import { BASE, urlPostgres } from '#src/database/embarque/roles.ts';
import { arreterServeur } from '#src/database/embarque/serveur.ts';
import { copierProjet } from '#test/support/copie.ts';
import {
  environnementDe,
  executerCommande,
  lancerInstance,
  portLibre,
  type Instance,
} from '#test/support/instances.ts';
import { Internaute } from '#test/support/internaute.ts';

/** A declaration and the people who work on it, signed in. */
export interface Equipe {
  readonly declaration: string;
  readonly caf: string;
  readonly activite: Internaute;
  readonly finances: Internaute;
  readonly approbation: Internaute;
  readonly agent: Internaute;
  /**
   * Distinct accounts that are told when the Caf returns the declaration, and when the approbateur sends it
   * back.
   */
  readonly prevenus: { readonly retournee: number; readonly renvoyee: number };
}

/** The product as `npm start` serves it, on its embedded database, in a copy of the project. */
export interface Scene {
  readonly url: string;
  readonly emplacement: Emplacement;
  /** Server process of today. */
  instance(): Instance;
  /** What the servers have written of a request, all of them together. */
  journalDe(requeteId: string): string[];
  /** Starts the server again on the same port. */
  relancer(): Promise<void>;
  /** Rows as the superuser sees them; tried again while the database is away. */
  sql<Ligne extends object>(requete: string, parametres?: readonly unknown[]): Promise<Ligne[]>;
  /** @returns pid of the postmaster and of the connections of the application */
  processus(): Promise<{ readonly postmaster: number; readonly connexions: readonly number[] }>;
  equipes(nombre: number): Promise<Equipe[]>;
  journalVerifie(): Promise<string>;
  fermer(): Promise<void>;
}

const PATIENCE_MS = 60_000;
const TITULAIRE = (
  role: string,
): string => `(select c.courriel from habilitation h join utilisateur u on u.id = h.utilisateur_id join compte c on c.id = u.compte_id
  where h.equipement_id = d.equipement_id and h.role = '${role}' and h.etat = 'accordee' and (h.au is null or h.au > current_date) and u.clos_le is null order by h.id limit 1)`;

export async function ouvrirScene(
  options: { readonly port?: number; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Scene> {
  const copie = await copierProjet();
  const { dossier } = copie;
  const emplacement = await calculerEmplacement('principal', dossier);
  const port = options.port ?? (await portLibre());
  const lancement = { dossier, port, env: options.env ?? {} };
  const fermerTout = async (): Promise<void> => {
    await arreterServeur(emplacement.donnees);
    await rm(emplacement.racine, { recursive: true, force: true });
    await copie.supprimer();
  };
  let instance: Instance;
  const anciennes: string[] = [];
  try {
    instance = await lancerInstance({ ...lancement, delaiMs: 300_000 });
  } catch (erreur) {
    await fermerTout();
    throw erreur;
  }

  const sql: Scene['sql'] = async <Ligne extends object>(
    requete: string,
    parametres: readonly unknown[] = [],
  ) => {
    for (const limite = performance.now() + PATIENCE_MS; ; await pause(100)) {
      const etat = await lireEtat(emplacement.etat);
      const client = new Client({
        connectionString: urlPostgres(
          'postgres',
          etat?.motsDePasse ?? { postgres: '', proprietaire: '', application: '' },
          etat?.port ?? 0,
          BASE,
        ),
        connectionTimeoutMillis: 5_000,
      });
      client.on('error', () => undefined);
      try {
        await client.connect();
        return (await client.query<Ligne>(requete, [...parametres])).rows;
      } catch (erreur) {
        if (
          performance.now() > limite ||
          !/^(57P|08|E[A-Z]+$)/.test((erreur as { code?: string }).code ?? 'ECONN')
        )
          throw erreur;
      } finally {
        // Not awaited: a connection cut while it was being opened never says that it has ended.
        void client.end().catch(() => undefined);
      }
    }
  };
  return {
    url: instance.url,
    emplacement,
    sql,
    instance: () => instance,
    journalDe: (requeteId) =>
      [...anciennes, instance.sortie()]
        .join('\n')
        .split('\n')
        .filter((ligne) => ligne.includes(requeteId)),
    async relancer() {
      anciennes.push(instance.sortie());
      instance = await lancerInstance({ ...lancement, delaiMs: 300_000 });
    },
    async processus() {
      const [postmaster] =
        (await sql<{ pid: number }>('select pg_backend_pid() as pid')).length > 0
          ? [(await lireEtat(emplacement.etat))?.serveur?.pid]
          : [];
      const connexions = await sql<{ pid: number }>(
        "select pid from pg_stat_activity where datname = current_database() and application_name like 'mon-compte-partenaire%' order by pid",
      );
      if (
        postmaster === undefined ||
        !(await processusDansDossier(emplacement.donnees)).some(({ pid }) => pid === postmaster)
      )
        throw new Error('no server of the database runs');
      return { postmaster, connexions: connexions.map(({ pid }) => pid) };
    },
    async equipes(nombre) {
      const lignes = await sql<{
        id: string;
        caf: string;
        activite: string;
        finances: string;
        approbation: string;
        agent: string;
      }>(
        `
        select * from (select d.id, d.caf_id as caf, ${TITULAIRE('FOURNISSEUR_ACTIVITE')} as activite, ${TITULAIRE('FOURNISSEUR_FINANCIER')} as finances, ${TITULAIRE('APPROBATEUR')} as approbation,
          (select c.courriel from agent_caf a join compte c on c.id = a.compte_id where a.caf_id = d.caf_id and a.profil = 'gestionnaire' order by a.id limit 1) as agent
          from declaration d where d.etat in ('transmise', 'a-approuver')) as lues
        where activite is not null and finances is not null and approbation is not null order by id limit $1`,
        [nombre],
      );
      if (lignes.length < nombre) throw new Error(`only ${lignes.length} declarations can be worked on`);
      const ouverts = new Map<string, Internaute>();
      for (const courriel of new Set(
        lignes.flatMap(({ activite, finances, approbation, agent }) => [
          activite,
          finances,
          approbation,
          agent,
        ]),
      )) {
        ouverts.set(
          courriel,
          await new Internaute(instance.url).seConnecter(courriel, MOT_DE_PASSE_DE_DEMONSTRATION),
        );
      }
      const qui = (courriel: string): Internaute => {
        const ouvert = ouverts.get(courriel);
        if (!ouvert) throw new Error(`${courriel} is not signed in`);
        return ouvert;
      };
      return lignes.map(({ id, caf, activite, finances, approbation, agent }) => ({
        declaration: id,
        caf,
        activite: qui(activite),
        finances: qui(finances),
        approbation: qui(approbation),
        agent: qui(agent),
        prevenus: {
          retournee: new Set([activite, finances, approbation]).size,
          renvoyee: new Set([activite, finances]).size,
        },
      }));
    },
    async journalVerifie() {
      const { code, sortie } = await executerCommande(['src/cli/journal.ts', 'verifier'], {
        dossier,
        env: environnementDe(lancement),
      });
      if (code !== 0) throw new Error(`the journal does not hold:\n${sortie}`);
      return sortie.trim().split('\n').at(-1) ?? '';
    },
    async fermer() {
      await instance.arreter();
      await fermerTout();
    },
  };
}
