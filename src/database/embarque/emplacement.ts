import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROGRAM_FOLDER } from '#src/kernel/program-folder.ts';
import { codeErreur, ErreurPostgresEmbarque, SORTIE_DATABASE_URL } from './erreurs.ts';

/** Unprivileged identity PostgreSQL runs under; undefined = the current user. */
export type Identite = { uid: number; gid: number };

/** Where one embedded server keeps its things. All paths are absolute. */
export type Emplacement = {
  /** Folder shared by the instances of this checkout. */
  racine: string;
  /**
   * Prefix of the copies of the package's binaries, used when those of the package cannot be used in place.
   */
  copieBinaires: string;
  /** Folder of this instance. */
  dossier: string;
  /** PostgreSQL data folder. */
  donnees: string;
  etat: string;
  log: string;
  identite: Identite | undefined;
};

const DOSSIER_SYSTEME = '/var/lib/mon-compte-partenaire';
const COMPTES_SANS_DROITS = ['nobody', 'daemon', 'www-data'];

/**
 * Chooses and creates the folders of an instance.
 * Root: PostgreSQL refuses to run as root, and another user may not be able to enter the checkout (e.g. below
 * /root, mode 700),
 * so everything lives under /var/lib. Ordinary user: `.donnees/` of the checkout, which git ignores.
 * @throws ErreurPostgresEmbarque when the folder cannot be created.
 */
export async function preparerEmplacement(instance: string): Promise<Emplacement> {
  const emplacement = await calculerEmplacement(instance);
  const { racine, dossier, identite } = emplacement;
  try {
    await mkdir(dossier, { recursive: true });
    // Entered, but not listed, by the unprivileged user; the data folder below is closed to everybody else.
    // (mkdir obeys the umask, chmod does not.)
    const mode = identite ? 0o711 : 0o700;
    await chmod(racine, mode);
    await chmod(dossier, mode);
    if (identite) {
      await chmod(DOSSIER_SYSTEME, mode);
      await writeFile(join(racine, 'CHECKOUT'), `${await realpath(PROGRAM_FOLDER)}\n`);
    }
  } catch (erreur) {
    throw new ErreurPostgresEmbarque(
      `Le dossier « ${dossier} » ne peut pas être créé (${codeErreur(erreur) ?? String(erreur)}). Donnez-vous le droit d’y écrire. ${SORTIE_DATABASE_URL}`,
      { cause: erreur },
    );
  }
  return emplacement;
}

/** Same as preparerEmplacement, without creating anything; also for another checkout. */
export async function calculerEmplacement(instance: string, checkout = PROGRAM_FOLDER): Promise<Emplacement> {
  if (!/^[a-z0-9-]{1,40}$/.test(instance)) throw new TypeError(`Invalid instance name: ${instance}`);
  const projet = await realpath(checkout);
  const root = process.getuid?.() === 0;
  const racine = root
    ? join(DOSSIER_SYSTEME, createHash('sha256').update(projet).digest('hex').slice(0, 16))
    : join(projet, '.donnees');
  const dossier = join(racine, instance);
  return {
    racine,
    copieBinaires: join(racine, 'native'),
    dossier,
    donnees: join(dossier, 'donnees'),
    etat: join(dossier, 'etat.json'),
    log: join(dossier, 'postgres.log'),
    identite: root ? await compteSansDroits() : undefined,
  };
}

/** Creates an empty folder that only PostgreSQL's user may enter. */
export async function creerDossierPrive(chemin: string, identite: Identite | undefined): Promise<void> {
  await mkdir(chemin, { mode: 0o700 });
  if (identite) await chown(chemin, identite.uid, identite.gid);
}

async function compteSansDroits(): Promise<Identite> {
  const comptes = (await readFile('/etc/passwd', 'utf8')).split('\n').map((ligne) => ligne.split(':'));
  for (const nom of COMPTES_SANS_DROITS) {
    const compte = comptes.find((champs) => champs[0] === nom);
    const uid = Number(compte?.[2]);
    const gid = Number(compte?.[3]);
    if (uid > 0 && gid > 0) return { uid, gid };
  }
  throw new ErreurPostgresEmbarque(
    `PostgreSQL refuse de fonctionner sous le compte root, et aucun des comptes ${COMPTES_SANS_DROITS.join(', ')} n’existe sur cette machine. ` +
      `Lancez la commande sous un compte ordinaire. ${SORTIE_DATABASE_URL}`,
  );
}
