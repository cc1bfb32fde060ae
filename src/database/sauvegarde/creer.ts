import { Journal, JournalValeur } from '#src/kernel/journal/journal.ts';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { codeErreur } from '#src/database/embarque/erreurs.ts';
import { BASE, type ServeurPostgres } from '#src/database/embarque/index.ts';
import { chaines } from '#src/database/journal/lectures.ts';
import { verifierChaine } from '#src/database/journal/verification.ts';
import { ouvrirOrm } from '#src/database/orm.ts';
import {
  copierFichier,
  DONNEES,
  ecrireManifeste,
  ErreurSauvegarde,
  FICHIER_MANIFESTE,
  lireParParties,
  respirer,
  verifierSauvegarde,
  type FichierDeSauvegarde,
  type Manifeste,
} from '#src/database/sauvegarde/manifeste.ts';

/** Folders PostgreSQL fills again at start: they are restored empty. */
const VIDES = new Set([
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
]);
const ECARTES =
  /^(postmaster\.(pid|opts)|pg_internal\.init|pgsql_tmp.*|backup_label.*|tablespace_map.*|.*\.tmp|t\d+_\d+.*|current_logfiles)$/;
/** Written last: what it says of a checkpoint must not be older than the files. */
const CONTROLE = 'global/pg_control';

/**
 * Copies the embedded server's files while it works, between pg_backup_start and pg_backup_stop, then the
 * part of its log that makes
 * them consistent, and reads the whole again.
 * @param dossier new or empty folder; entered by its owner alone, since it holds everybody's data
 * @throws ErreurSauvegarde
 */
export async function creerSauvegarde(
  serveur: Pick<ServeurPostgres, 'url'>,
  dossier: string,
  progres: (lus: number, total: number) => void = () => undefined,
): Promise<Manifeste> {
  await preparerDossier(dossier);
  try {
    await copier(serveur, dossier);
    const { manifeste, defauts } = await verifierSauvegarde(dossier, progres);
    if (defauts.length > 0)
      throw new ErreurSauvegarde(
        `La sauvegarde écrite dans « ${dossier} » ne se relit pas (${defauts[0] ?? ''}) : vérifiez ce disque.`,
      );
    return manifeste;
  } catch (erreur) {
    // Half a backup must not be taken for one.
    await rm(join(dossier, FICHIER_MANIFESTE), { force: true });
    await rm(join(dossier, DONNEES), { recursive: true, force: true });
    if (codeErreur(erreur) === 'ENOSPC')
      throw new ErreurSauvegarde(
        `Il n’y a plus de place dans « ${dossier} » : la sauvegarde est abandonnée. Choisissez un autre disque.`,
        { cause: erreur },
      );
    throw erreur;
  }
}

async function preparerDossier(dossier: string): Promise<void> {
  let presents: string[];
  try {
    await mkdir(dossier, { recursive: true, mode: 0o700 });
    presents = await readdir(dossier);
  } catch (erreur) {
    throw new ErreurSauvegarde(
      `Le dossier « ${dossier} » ne peut pas être créé (${codeErreur(erreur) ?? ''}) : donnez-vous le droit d’y écrire.`,
      { cause: erreur },
    );
  }
  if (presents.length > 0)
    throw new ErreurSauvegarde(
      `Le dossier « ${dossier} » n’est pas vide : une sauvegarde va dans un dossier nouveau, par exemple daté du jour.`,
    );
  await mkdir(join(dossier, DONNEES), { mode: 0o700 });
}

async function copier(serveur: Pick<ServeurPostgres, 'url'>, dossier: string): Promise<void> {
  const debut = new Date().toISOString();
  const client = new Client({ connectionString: serveur.url, application_name: 'sauvegarde' });
  await client.connect();
  const un = async (sql: string, parametres: unknown[] = []): Promise<Record<string, string>> =>
    (await client.query<Record<string, string>>(sql, parametres)).rows[0] ?? {};
  try {
    const { source = '', version = '' } = await un(
      "select current_setting('data_directory') as source, current_setting('server_version') as version",
    );
    // The server keeps its log from here on, as long as this connection lives.
    await client.query('select pg_create_physical_replication_slot($1, true, true)', [
      `sauvegarde_${process.pid}`,
    ]);
    const { du = '' } = await un(
      "select pg_walfile_name(pg_backup_start('mon-compte-partenaire', true)) as du",
    );
    const { fichiers, dossiers } = await copierArbre(source, join(dossier, DONNEES));
    const contenu = await lireContenu(serveur.url);
    const {
      au = '',
      labelfile = '',
      spcmapfile = '',
    } = await un('select pg_walfile_name(lsn) as au, labelfile, spcmapfile from pg_backup_stop(false)');
    if (spcmapfile.trim() !== '')
      throw new ErreurSauvegarde(
        'Cette base a des espaces de tables hors de son dossier : sauvegardez-la avec pg_basebackup.',
      );
    for (const segment of (await readdir(join(source, 'pg_wal')))
      .filter((nom) => /^[0-9A-F]{24}$/.test(nom) && nom >= du && nom <= au)
      .sort()) {
      fichiers.push(copierFichier(source, join(dossier, DONNEES), join('pg_wal', segment)));
    }
    await writeFile(join(dossier, DONNEES, 'backup_label'), labelfile, { mode: 0o600, flush: true });
    fichiers.push({ chemin: 'backup_label', ...lireParParties(join(dossier, DONNEES, 'backup_label')) });
    const manifeste: Manifeste = {
      format: 'mcp.sauvegarde/2',
      debut,
      fin: new Date().toISOString(),
      postgresql: version,
      journaux: { du, au },
      ...contenu,
      dossiers,
      fichiers,
    };
    await writeFile(join(dossier, FICHIER_MANIFESTE), ecrireManifeste(manifeste), {
      mode: 0o600,
      flush: true,
    });
  } finally {
    await client.end();
  }
}

/** What the backup is known to hold: read before the copy ends. */
async function lireContenu(url: string): Promise<Pick<Manifeste, 'migrations' | 'chaines' | 'journal'>> {
  const adresse = new URL(url);
  adresse.pathname = `/${BASE}`;
  const client = new Client({ connectionString: adresse.href });
  await client.connect();
  try {
    const {
      rows: [presente],
    } = await client.query<{ journal: boolean }>(
      "select to_regclass('public.journal_tete') is not null as journal",
    );
    if (!presente?.journal) return { migrations: [], chaines: [], journal: [] };
    const { rows: chaines } = await client.query<Manifeste['chaines'][number]>(
      'select chaine, rang, empreinte from journal_tete order by chaine',
    );
    const { rows: migrations } = await client.query<{ name: string }>(
      'select name from migration order by name',
    );
    return {
      migrations: migrations.map(({ name }) => name),
      chaines,
      journal: await relireJournal(adresse.href),
    };
  } finally {
    await client.end();
  }
}

/** How the chains stand. A journal that cannot be read again does not stop the backup: that is said. */
async function relireJournal(url: string): Promise<Manifeste['journal']> {
  const orm = await ouvrirOrm([Journal, JournalValeur], url, 2);
  try {
    return await orm.em.fork().transactional(async (em) => {
      const etats: NonNullable<Manifeste['journal']> = [];
      for (const chaine of await chaines(em)) {
        const {
          total: anomalies,
          totalExpliquees: expliquees,
          anomalie: premiere,
        } = await verifierChaine(em, chaine);
        if (anomalies + expliquees > 0) etats.push({ chaine, anomalies, premiere, expliquees });
      }
      return etats;
    });
  } catch {
    return null;
  } finally {
    await orm.close(true);
  }
}

async function copierArbre(
  source: string,
  destination: string,
): Promise<{ fichiers: FichierDeSauvegarde[]; dossiers: string[] }> {
  const fichiers: FichierDeSauvegarde[] = [];
  const dossiers: string[] = [];
  const descendre = async (sous: string): Promise<void> => {
    for (const entree of await readdir(join(source, sous), { withFileTypes: true })) {
      const chemin = join(sous, entree.name);
      if (ECARTES.test(entree.name)) continue;
      if (entree.isDirectory()) {
        dossiers.push(chemin);
        await mkdir(join(destination, chemin), { mode: 0o700 });
        if (!VIDES.has(dirname(chemin)) && !VIDES.has(chemin)) await descendre(chemin);
      } else if (entree.isFile() && chemin !== CONTROLE) {
        await respirer(fichiers.length);
        try {
          fichiers.push(copierFichier(source, destination, chemin));
        } catch (erreur) {
          // A table may be dropped meanwhile: the server's log says so.
          if (codeErreur(erreur) !== 'ENOENT') throw erreur;
        }
      }
    }
  };
  await descendre('');
  for (const vide of ['pg_wal/archive_status']) {
    dossiers.push(vide);
    await mkdir(join(destination, vide), { recursive: true, mode: 0o700 });
  }
  fichiers.push(copierFichier(source, destination, CONTROLE));
  return { fichiers, dossiers };
}
