import type { MikroORM } from '@mikro-orm/postgresql';
import { Client } from 'pg';
import { RegistreVivant } from '#src/registry/registre.ts';
import type { VersionPubliee } from '#src/registry/version.ts';

const COLONNES = 'empreinte, genre, jeu, numero, canonique';

/** Reads the published versions; they are open to every role, no actor is needed. */
async function lireVersions(orm: MikroORM, empreinte?: string): Promise<VersionPubliee[]> {
  const filtre = empreinte === undefined ? '' : ' where empreinte = ?';
  return orm.em.getConnection().execute<VersionPubliee[]>(`select ${COLONNES} from version_regle${filtre}`, empreinte === undefined ? [] : [empreinte]);
}

/** Loads the registry of a database. */
export async function chargerRegistre(orm: MikroORM): Promise<RegistreVivant> {
  return new RegistreVivant(await lireVersions(orm));
}

/** Reads again what is published; for the process that has just published. */
export async function recharger(registre: RegistreVivant, orm: MikroORM): Promise<void> {
  registre.ajouter(await lireVersions(orm));
}

const ATTENTE_MS = 1_000;

/**
 * Follows publications made by other processes, without restart. Uses a direct connection; after a loss it reconnects and reads all again,
 * so that nothing published meanwhile is missed.
 * @returns stops following
 */
export async function suivrePublications(
  registre: RegistreVivant, orm: MikroORM, url: string, journal: { warn(message: string): void; info(message: string): void },
): Promise<() => Promise<void>> {
  let ferme = false;
  let client: Client | undefined;
  let minuterie: NodeJS.Timeout | undefined;

  const connecter = async (): Promise<void> => {
    const nouveau = new Client({ connectionString: url, application_name: 'mon-compte-partenaire publications' });
    nouveau.on('error', () => undefined);
    nouveau.once('end', replanifier);
    nouveau.on('notification', ({ payload }) => void prendre(payload));
    await nouveau.connect();
    await nouveau.query('listen regles');
    client = nouveau;
    await recharger(registre, orm);
  };
  const prendre = async (empreinte: string | undefined): Promise<void> => {
    try {
      registre.ajouter(await lireVersions(orm, empreinte));
      journal.info(`Règles : version ${empreinte?.slice(0, 12) ?? '?'} prise en compte`);
    } catch (erreur) {
      journal.warn(`Règles : version ${empreinte ?? '?'} non chargée : ${String(erreur)}`);
    }
  };
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
