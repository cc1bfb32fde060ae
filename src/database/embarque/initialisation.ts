import { spawn } from 'node:child_process';
import { chown, lstat, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Emplacement, Identite } from './emplacement.ts';
import { creerDossierPrive } from './emplacement.ts';
import { codeErreur, ErreurPostgresEmbarque, SORTIE_DATABASE_URL } from './erreurs.ts';
import type { Binaires } from './paquet.ts';

/**
 * Environment of the PostgreSQL programs: nothing of ours (PGDATA, LD_LIBRARY_PATH…) may change what they do.
 */
export const ENVIRONNEMENT_POSTGRES = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/**
 * Creates the data folder if there is none. It is prepared aside and renamed when complete: an interruption
 * leaves nothing half made.
 * @returns true when it has just been created.
 * @throws ErreurPostgresEmbarque when it belongs to another major version, or cannot be created.
 */
export async function initialiserDonnees(
  emplacement: Emplacement,
  binaires: Binaires,
  options: { motDePasse: string; durable: boolean; log: (ligne: string) => void },
): Promise<boolean> {
  const { donnees, dossier, identite } = emplacement;
  const version = await versionDonnees(donnees);
  if (version !== undefined) {
    if (version === binaires.versionMajeure) return false;
    throw new ErreurPostgresEmbarque(
      `Les données de « ${donnees} » ont été créées par PostgreSQL ${version}, et le PostgreSQL embarqué est de version ${binaires.versionMajeure}. ` +
        'Revenez à la version précédente de l’application pour les exporter, ou déplacez ce dossier pour repartir d’une base vide.',
    );
  }
  if (await existe(donnees)) {
    throw new ErreurPostgresEmbarque(
      `« ${donnees} » n’est pas un dossier de données PostgreSQL (fichier PG_VERSION absent). Rétablissez-le depuis une sauvegarde, ou déplacez-le pour repartir d’une base vide.`,
    );
  }
  options.log('Création de la base de données (premier démarrage)…');
  const provisoire = join(dossier, 'donnees.init');
  const fichierMotDePasse = join(dossier, 'mot-de-passe.init');
  await rm(provisoire, { recursive: true, force: true });
  await creerDossierPrive(provisoire, identite);
  try {
    await writeFile(fichierMotDePasse, options.motDePasse, { mode: 0o600 });
    if (identite) await chown(fichierMotDePasse, identite.uid, identite.gid);
    // The built-in C.UTF-8 provider sorts by code point on every machine, so an index never depends on the
    // system's locales;
    // French order is asked for where it is needed, with an ICU collation. The libc locale serves pg_trgm,
    // which must know « é » as a letter.
    const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    const commun = [
      '-D',
      provisoire,
      '-U',
      'postgres',
      '--auth=scram-sha-256',
      `--pwfile=${fichierMotDePasse}`,
      '--no-instructions',
      ...locale,
    ];
    if (!options.durable) commun.push('--no-sync');
    const essai = await executer(binaires.initdb, [...commun, '--locale=C.UTF-8'], identite);
    const resultat = /invalid locale name/.test(essai.sortie)
      ? await executer(binaires.initdb, [...commun, '--locale=C'], identite)
      : essai;
    if (resultat.code !== 0) {
      throw new ErreurPostgresEmbarque(
        `La base de données ne peut pas être créée dans « ${donnees} » : ${dernieresLignes(resultat.sortie)} ${SORTIE_DATABASE_URL}`,
      );
    }
    await rename(provisoire, donnees);
  } finally {
    await rm(fichierMotDePasse, { force: true });
    await rm(provisoire, { recursive: true, force: true });
  }
  return true;
}

/**
 * Gives the `postgres` role a new password when the state file was lost: PostgreSQL's single-user mode asks
 * for none. The server must be stopped.
 */
export async function remplacerMotDePasse(
  emplacement: Emplacement,
  binaires: Binaires,
  motDePasse: string,
): Promise<void> {
  const arguments_ = ['--single', '-D', emplacement.donnees, 'postgres'];
  const { code, sortie } = await executer(
    binaires.postgres,
    arguments_,
    emplacement.identite,
    `alter role postgres password '${motDePasse}'\n`,
  );
  if (code === 0) return;
  throw new ErreurPostgresEmbarque(
    `Le fichier « ${emplacement.etat} » est perdu, et l’accès à la base de données ne peut pas être rétabli : ${dernieresLignes(sortie)}`,
  );
}

/** Last lines a program wrote, on one line, for an error message. */
export function dernieresLignes(sortie: string): string {
  return sortie.trim().split('\n').slice(-3).join(' / ');
}

async function versionDonnees(donnees: string): Promise<string | undefined> {
  try {
    return (await readFile(join(donnees, 'PG_VERSION'), 'utf8')).trim();
  } catch (erreur) {
    if (codeErreur(erreur) === 'ENOENT') return undefined;
    throw erreur;
  }
}

async function existe(chemin: string): Promise<boolean> {
  try {
    await lstat(chemin);
    return true;
  } catch {
    return false;
  }
}

/**
 * Runs a PostgreSQL program to its end. A program that cannot be started (rights, missing C library…) is a
 * failure like another.
 */
function executer(
  programme: string,
  parametres: string[],
  identite: Identite | undefined,
  entree = '',
): Promise<{ code: number | null; sortie: string }> {
  return new Promise((resolve) => {
    let sortie = '';
    const noter = (morceau: Buffer): void => {
      sortie += morceau.toString();
    };
    const enfant = spawn(programme, parametres, {
      ...identite,
      cwd: '/',
      env: ENVIRONNEMENT_POSTGRES,
      stdio: 'pipe',
    });
    enfant.on('error', (erreur) => resolve({ code: null, sortie: `${programme} : ${erreur.message}` }));
    enfant.on('close', (code) => resolve({ code, sortie }));
    enfant.stdout.on('data', noter);
    enfant.stderr.on('data', noter);
    enfant.stdin.on('error', () => undefined); // the program may end without reading
    enfant.stdin.end(entree);
  });
}
