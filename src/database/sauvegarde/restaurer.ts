import { fchownSync, fsyncSync } from 'node:fs';
import { chown, mkdir, readdir, rename, rm, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import {
  creerDossierPrive,
  preparerEmplacement,
  type Emplacement,
} from '#src/database/embarque/emplacement.ts';
import { BASE, demarrerPostgres } from '#src/database/embarque/index.ts';
import { preparerBinaires } from '#src/database/embarque/paquet.ts';
import { processusDansDossier } from '#src/database/embarque/processus.ts';
import { withLockFile } from '#src/database/embarque/lock-file.ts';
import {
  copierFichier,
  DONNEES,
  ErreurSauvegarde,
  respirer,
  verifierSauvegarde,
  type Manifeste,
} from '#src/database/sauvegarde/manifeste.ts';

export interface OptionsDeRestauration {
  readonly instance?: string;
  /** Put the data that is there aside instead of refusing. */
  readonly remplacer: boolean;
  /** false: no flush to disk (tests). */
  readonly durable?: boolean;
  readonly progres?: (lus: number, total: number) => void;
}
export interface Restauration {
  readonly manifeste: Manifeste;
  /** Where the former data is kept. */
  readonly ancienne: string | null;
}

const MARGE = 64 * 1024 * 1024;

/**
 * Puts a backup in the place of the embedded base, then opens it once: PostgreSQL replays the log of the
 * backup, and the ends of the
 * journal's chains must be there.
 * @throws ErreurSauvegarde before anything is changed, unless the restored base does not open
 */
export async function restaurerSauvegarde(
  dossier: string,
  options: OptionsDeRestauration,
): Promise<Restauration> {
  const emplacement = await preparerEmplacement(options.instance ?? 'principal');
  await exigerPlaceLibre(emplacement.donnees, options.remplacer);
  const { manifeste, defauts } = await verifierSauvegarde(dossier, options.progres);
  if (defauts.length > 0)
    throw new ErreurSauvegarde(
      `Cette sauvegarde est abîmée, rien n’est restauré : ${defauts.slice(0, 5).join(' ')}`,
    );
  const { versionMajeure } = await withLockFile(emplacement.racine, () =>
    preparerBinaires(emplacement, () => undefined),
  );
  if (manifeste.postgresql.split('.')[0] !== versionMajeure) {
    throw new ErreurSauvegarde(
      `Cette sauvegarde vient de PostgreSQL ${manifeste.postgresql}, et celui qui est installé est de version ${versionMajeure} : restaurez-la avec la version de l’application qui l’a faite.`,
    );
  }
  const ancienne = await withLockFile(emplacement.dossier, () =>
    poser(dossier, manifeste, emplacement, options),
  );
  await essayer(manifeste, options);
  return { manifeste, ancienne };
}

/** @returns what is there, to be put aside */
async function exigerPlaceLibre(donnees: string, remplacer: boolean): Promise<string[]> {
  if ((await processusDansDossier(donnees)).length > 0) {
    throw new ErreurSauvegarde(
      'La base de données est en marche : arrêtez l’application (Ctrl-C, ou le service), puis recommencez. Rien n’a été changé.',
    );
  }
  const presents = await readdir(donnees).catch(() => []);
  if (presents.length > 0 && !remplacer) {
    throw new ErreurSauvegarde(
      `Il y a déjà des données dans « ${donnees} ». Pour les remplacer, ajoutez --remplacer : elles seront gardées à côté, sous un autre nom.`,
    );
  }
  return presents;
}

async function poser(
  dossier: string,
  manifeste: Manifeste,
  emplacement: Emplacement,
  { remplacer, durable = true }: OptionsDeRestauration,
): Promise<string | null> {
  const { donnees, identite } = emplacement;
  const presents = await exigerPlaceLibre(donnees, remplacer);
  const total = manifeste.fichiers.reduce((somme, { taille }) => somme + taille, 0);
  const { bavail, bsize } = await statfs(emplacement.dossier);
  if (bavail * bsize < total + MARGE) {
    throw new ErreurSauvegarde(
      `Il manque de la place pour restaurer : il faut ${Math.ceil((total + MARGE) / 1e6)} Mo dans « ${emplacement.dossier} », il en reste ${Math.floor((bavail * bsize) / 1e6)}.`,
    );
  }
  const provisoire = `${donnees}.restauration`;
  await rm(provisoire, { recursive: true, force: true });
  await creerDossierPrive(provisoire, identite);
  for (const chemin of [...manifeste.dossiers].sort()) {
    await mkdir(join(provisoire, chemin), { recursive: true, mode: 0o700 });
    if (identite) await chown(join(provisoire, chemin), identite.uid, identite.gid);
  }
  for (const [rang, { chemin }] of manifeste.fichiers.entries()) {
    await respirer(rang);
    copierFichier(join(dossier, DONNEES), provisoire, chemin, (copie) => {
      if (identite) fchownSync(copie, identite.uid, identite.gid);
      if (durable) fsyncSync(copie);
    });
  }
  const ancienne =
    presents.length > 0 ? `${donnees}.avant-${new Date().toISOString().replaceAll(/[:.]/g, '-')}` : null;
  if (ancienne === null) await rm(donnees, { recursive: true, force: true });
  else await rename(donnees, ancienne);
  await rename(provisoire, donnees);
  // The passwords of the restored roles are those of the day of the backup: the next start gives new ones.
  await rm(join(dirname(emplacement.etat), 'etat.json'), { force: true });
  return ancienne;
}

async function essayer(
  manifeste: Manifeste,
  { instance, durable = true }: OptionsDeRestauration,
): Promise<void> {
  const serveur = await demarrerPostgres({ instance, durable });
  try {
    const adresse = new URL(serveur.url);
    adresse.pathname = `/${BASE}`;
    const client = new Client({ connectionString: adresse.href });
    await client.connect();
    try {
      for (const { chaine, rang, empreinte } of manifeste.chaines) {
        const { rowCount } = await client.query(
          'select 1 from journal where chaine = $1 and rang = $2 and empreinte = $3',
          [chaine, rang, empreinte],
        );
        if (rowCount === 0)
          throw new ErreurSauvegarde(
            `La base restaurée n’a pas la ligne ${rang} du journal de la chaîne ${chaine} : ne l’utilisez pas, prenez une autre sauvegarde.`,
          );
      }
    } finally {
      await client.end();
    }
  } finally {
    await serveur.arreter();
  }
}
