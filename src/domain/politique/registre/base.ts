import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/politique/tables.ts';
import type { MikroORM } from '@mikro-orm/postgresql';
import { Client } from 'pg';
import { RegistreVivant } from '#src/domain/politique/registre/registre.ts';
import type { ActivationLue } from '#src/domain/politique/versions/activations.ts';
import type { VersionPubliee } from '#src/domain/politique/versions/version.ts';

/**
 * Reads the activations, then the versions not known yet: a version is there before its first activation.
 * Open to every role, no actor is needed.
 */
async function lire(
  orm: MikroORM,
  connues: string[],
): Promise<{ versions: VersionPubliee[]; activations: ActivationLue[] }> {
  const connexion = orm.em.getConnection();
  const activations = await lireLignes(
    connexion,
    tables
      .selectFrom('activation')
      .select(['empreinte', 'genre', 'jeu', 'du', 'au', 'connu_du', 'connu_au'])
      .orderBy('connu_du')
      .orderBy('id'),
  );
  const publiees = tables
    .selectFrom('version_regle')
    .select(['empreinte', 'genre', 'jeu', 'numero', 'canonique']);
  const versions = await lireLignes(
    connexion,
    connues.length === 0 ? publiees : publiees.where('empreinte', 'not in', connues),
  );
  return {
    versions,
    activations: activations.map(({ connu_du: connuDu, connu_au: connuAu, ...reste }) => ({
      ...reste,
      connuDu: new Date(connuDu),
      connuAu: connuAu === null ? null : new Date(connuAu),
    })),
  };
}

/** Loads the registry of a database. */
export async function chargerRegistre(orm: MikroORM): Promise<RegistreVivant> {
  const { versions, activations } = await lire(orm, []);
  return new RegistreVivant(versions, activations);
}

/** Reads again what is published and in force; for the process that has just changed it. */
export async function recharger(registre: RegistreVivant, orm: MikroORM): Promise<void> {
  const { versions, activations } = await lire(
    orm,
    registre.versions.map(({ empreinte }) => empreinte),
  );
  registre.actualiser(versions, activations);
}

const ATTENTE_MS = 1_000;
const CONNEXION_MS = 5_000;

/**
 * Follows publications and activations made by other processes, without restart. Uses a direct connection;
 * after a loss it reconnects and reads all again,
 * so that nothing published meanwhile is missed.
 * @returns stops following
 */
export async function suivrePublications(
  registre: RegistreVivant,
  orm: MikroORM,
  url: string,
  log: { warn(message: string): void; info(message: string): void },
): Promise<() => Promise<void>> {
  let ferme = false;
  let client: Client | undefined;
  let minuterie: NodeJS.Timeout | undefined;

  const connecter = async (): Promise<void> => {
    const nouveau = new Client({
      connectionString: url,
      application_name: 'mon-compte-partenaire publications',
      connectionTimeoutMillis: CONNEXION_MS,
      keepAlive: true,
    });
    nouveau.on('error', () => undefined);
    nouveau.once('end', replanifier);
    nouveau.on('notification', () => void prendre());
    try {
      await nouveau.connect();
      await nouveau.query('listen regles');
      client = nouveau;
      await relire();
    } catch (erreur) {
      // Given up as a whole: the next attempt opens its own.
      await nouveau.end().catch(() => undefined);
      throw erreur;
    }
  };
  // One reading after another: an older answer must not come last.
  let derniere: Promise<unknown> = Promise.resolve();
  const relire = (): Promise<void> => {
    const lecture = derniere.then(() => recharger(registre, orm));
    derniere = lecture.catch(() => undefined);
    return lecture;
  };
  const prendre = (): Promise<void> =>
    relire().then(
      () => {
        log.info('Règles : versions et activations relues');
      },
      (erreur: unknown) => {
        log.warn(`Règles : versions et activations non relues : ${String(erreur)}`);
      },
    );
  const replanifier = (): void => {
    if (ferme || minuterie) return;
    minuterie = setTimeout(() => {
      minuterie = undefined;
      connecter().catch(replanifier);
    }, ATTENTE_MS);
  };

  await connecter();
  return async () => {
    ferme = true;
    clearTimeout(minuterie);
    await client?.end().catch(() => undefined);
  };
}
