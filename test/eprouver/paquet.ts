import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, stat } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ROLE_APPLICATION } from '#src/database/embarque/index.ts';
import { migrer } from '#src/database/migrer.ts';
import { lireCommande, lireCopie, lireDockerfile, type Etape } from '#test/support/dockerfile.ts';
import { executerCommande, environnementDe, lancerInstance, portLibre } from '#test/support/instances.ts';
import { creerBase, supprimerBases, type ServeurDEssai } from '#test/support/postgres.ts';
import { ouvrirServeurDEssai } from '#test/support/serveur-d-essai.ts';
import type { Essai } from './essais.ts';

const RACINE = resolve(import.meta.dirname, '../..');
/** What the issue asks of an installation, in bytes. */
const POIDS_MAX = 220e6;
const REPOS_MS = 10_000;

const lancer = promisify(execFile);
const mega = (octets: number): string => `${Math.round(octets / 1e6)} Mo`;

export const essai: Essai = {
  titre: 'l’image construite par les pas mêmes du Dockerfile, sur une copie nette, puis servie en production',
  taille: 1,
  async executer({ surProgres }) {
    const atelier = await realpath(await mkdtemp(join(tmpdir(), 'image-')));
    try {
      const etapes = lireDockerfile(await readFile(join(RACINE, 'Dockerfile'), 'utf8'));
      const contexte = join(atelier, 'contexte');
      await mkdir(contexte);
      await lancer('sh', ['-c', `git archive HEAD | tar -x -C '${contexte}'`], { cwd: RACINE });
      const debut = performance.now();
      const image = await construire(etapes, contexte, atelier);
      const duree = (performance.now() - debut) / 1000;
      const poids = await poidsDe(image.dossier);
      if (poids > POIDS_MAX) throw new Error(`the image weighs ${mega(poids)}, more than ${mega(POIDS_MAX)}`);
      surProgres(1, 2);
      const servie = await servir(image);
      surProgres(2, 2);
      return {
        'construction (s)': Math.round(duree),
        poids: mega(poids),
        ...servie,
        'charge de la machine': loadavg()
          .map((charge) => charge.toFixed(1))
          .join(' '),
      };
    } finally {
      await lancer('chmod', ['-R', 'u+w', atelier]);
      await rm(atelier, { recursive: true, force: true });
    }
  },
};

interface Image {
  readonly dossier: string;
  readonly env: Readonly<Record<string, string>>;
  readonly programme: readonly string[];
  readonly sante: readonly string[];
}

/** Each stage is a folder; the last one is the image. @throws Error on an instruction it does not know */
async function construire(etapes: readonly Etape[], contexte: string, atelier: string): Promise<Image> {
  const dossiers = new Map<string, string>();
  let image: Image = { dossier: '', env: {}, programme: [], sante: [] };
  for (const [rang, { nom, instructions }] of etapes.entries()) {
    const racine = join(atelier, `etape-${rang}`);
    dossiers.set(nom, racine);
    image = { dossier: racine, env: {}, programme: [], sante: [] };
    for (const { nom: quoi, reste } of instructions) {
      if (quoi === 'WORKDIR') {
        image = { ...image, dossier: join(racine, reste) };
        await mkdir(image.dossier, { recursive: true });
      } else if (quoi === 'COPY') {
        const { depuis, sources, vers } = lireCopie(reste);
        const origine = depuis === undefined ? contexte : (dossiers.get(depuis) ?? '');
        for (const source of sources) await copier(join(origine, source), resolve(image.dossier, vers));
      } else if (quoi === 'RUN') await lancer('sh', ['-c', reste], { cwd: image.dossier, maxBuffer: 1e8 });
      else if (quoi === 'ENV') {
        const [, cle = '', valeur = ''] = /^(\w+)="?(.*?)"?$/.exec(reste) ?? [];
        image = { ...image, env: { ...image.env, [cle]: valeur } };
      } else if (quoi === 'CMD') image = { ...image, programme: lireCommande(reste) };
      else if (quoi === 'HEALTHCHECK') image = { ...image, sante: lireCommande(reste) };
      else if (quoi !== 'USER' && quoi !== 'EXPOSE') throw new Error(`unknown instruction: ${quoi}`);
    }
  }
  return image;
}

/** A folder gives what it holds, a file keeps its name. */
async function copier(source: string, vers: string): Promise<void> {
  const dossier = (await stat(source)).isDirectory();
  await cp(source, dossier ? vers : join(vers, source.slice(source.lastIndexOf('/') + 1)), {
    recursive: true,
  });
}

async function poidsDe(dossier: string): Promise<number> {
  let total = 0;
  for (const entree of await readdir(dossier, { recursive: true, withFileTypes: true }))
    if (entree.isFile()) total += (await stat(join(entree.parentPath, entree.name))).size;
  return total;
}

/** Runs it on a base of its own, as production, its folder closed to any write. */
async function servir({ dossier, env, programme, sante }: Image): Promise<Record<string, string>> {
  await lancer('chmod', ['-R', 'a-w', dossier]);
  await chmod(dossier, 0o555);
  const { urls, fermer } = await ouvrirServeurDEssai();
  const serveur: ServeurDEssai = { ...urls, modele: 'template0' };
  try {
    const base = await creerBase(serveur, `essai_${process.pid}`, 'template0');
    await migrer(base.urlProprietaire, ROLE_APPLICATION);
    const port = await portLibre();
    const production = {
      ...env,
      HOST: '127.0.0.1',
      PORT: String(port),
      DATABASE_URL_PROPRIETAIRE: undefined,
      SMTP_URL: 'smtp://127.0.0.1:1',
      MAIL_EXPEDITEUR: 'a@exemple.fr',
      ACCEPTER_VALEURS_FICTIVES: 'oui',
    };
    const options = { base, port, dossier, env: production, programme: programme.slice(1) };
    // The first start publishes the rule files: not what is measured.
    await (await lancerInstance(options)).arreter();
    const debut = performance.now();
    const instance = await lancerInstance(options);
    const page = await fetch(`${instance.url}/connexion`);
    const premiere = performance.now() - debut;
    if (!page.ok) throw new Error(`/connexion answers ${page.status}`);
    const { code } = await executerCommande(sante.slice(1), {
      dossier,
      env: environnementDe({ port, env: production }),
      chargeur: [],
    });
    if (code !== 0) throw new Error(`the health check ends with ${code}`);
    await pause(REPOS_MS);
    const memoire = await memoireDe(instance.pid);
    const fin = await instance.arreter();
    if (fin !== 0) throw new Error(`it ends with ${fin}`);
    return { 'première page après le lancement (ms)': premiere.toFixed(0), ...memoire };
  } finally {
    await supprimerBases(serveur, new RegExp(`^essai_${process.pid}$`));
    await fermer();
  }
}

async function memoireDe(pid: number): Promise<Record<string, string>> {
  const lire = async (fichier: string, champ: string): Promise<number> => {
    const texte = await readFile(`/proc/${pid}/${fichier}`, 'utf8');
    return Number(new RegExp(`^${champ}:\\s+(\\d+) kB`, 'm').exec(texte)?.[1]) * 1024;
  };
  return {
    'mémoire au repos (RSS)': mega(await lire('status', 'VmRSS')),
    'mémoire au repos (PSS)': mega(await lire('smaps_rollup', 'Pss')),
  };
}
