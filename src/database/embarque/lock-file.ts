import { createServer } from 'node:net';
import { createHash } from 'node:crypto';
import { codeErreur, ErreurPostgresEmbarque } from './erreurs.ts';
import { attendre } from './processus.ts';

/**
 * Runs `action` while no other process of this machine runs one for the same folder.
 * The lock is a listening socket of Linux's abstract namespace: nothing on disk, and the kernel frees it when
 * its holder
 * dies, `kill -9` included, so there is no stale lock to recognise.
 * @throws ErreurPostgresEmbarque when the lock is still held after `delaiMs`.
 */
export async function withLockFile<T>(
  dossier: string,
  action: () => Promise<T>,
  delaiMs = 60_000,
): Promise<T> {
  const nom = `\0mon-compte-partenaire-${createHash('sha256').update(dossier).digest('hex').slice(0, 24)}`;
  let liberer: (() => Promise<void>) | undefined;
  const obtenu = await attendre(async () => {
    liberer = await prendre(nom);
    return liberer !== undefined;
  }, delaiMs);
  if (!obtenu || !liberer) {
    throw new ErreurPostgresEmbarque(
      `Un autre démarrage ou arrêt de la base de données de « ${dossier} » est en cours depuis plus de ${Math.round(delaiMs / 1000)} secondes. ` +
        'Attendez sa fin, ou arrêtez le processus bloqué, puis recommencez.',
    );
  }
  try {
    return await action();
  } finally {
    await liberer();
  }
}

function prendre(nom: string): Promise<(() => Promise<void>) | undefined> {
  return new Promise((resolve, reject) => {
    const serveur = createServer((connexion) => connexion.destroy());
    serveur.once('error', (erreur) => {
      if (codeErreur(erreur) === 'EADDRINUSE') resolve(undefined);
      else reject(erreur);
    });
    serveur.listen({ path: nom }, () => {
      resolve(() => new Promise((ferme) => serveur.close(() => ferme())));
    });
  });
}
