import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { calculerEmplacement, preparerEmplacement } from './emplacement.ts';
import type { Emplacement } from './emplacement.ts';
import { ecrireEtat, lireEtat, nouvelEtat } from './etat.ts';
import type { Etat } from './etat.ts';
import { initialiserDonnees, remplacerMotDePasse } from './initialisation.ts';
import { preparerBinaires } from './paquet.ts';
import { estVivant, processusCourant } from './processus.ts';
import { accepte, preparerBase, urlPostgres } from './roles.ts';
import { arreterServeur, ouvrirServeur, serveurEnPlace } from './serveur.ts';
import type { ServeurOuvert } from './serveur.ts';
import { veiller } from './veille.ts';
import { withLockFile } from './lock-file.ts';

export { ausculterPostgres, type Auscultation } from './auscultation.ts';
export { ErreurPostgresEmbarque } from './erreurs.ts';
export { BASE, preparerRoles, ROLE_APPLICATION, ROLE_PROPRIETAIRE } from './roles.ts';

export type OptionsPostgres = {
  /** One server and one data folder per instance. 'principal' by default. */
  instance?: string | undefined;
  /**
   * Port to listen on; by default the last one used when free, else any free one. Without effect on a server
   * already running.
   */
  port?: number | undefined;
  /** false: a power cut may lose data (tests). true by default. */
  durable?: boolean | undefined;
  /** Receives French progress lines. */
  log?: ((ligne: string) => void) | undefined;
  /**
   * Starts the server again whenever it ends unasked, on the same port; told what was done, in French.
   * Without it, the server is not watched.
   */
  veille?: ((ligne: string) => void) | undefined;
};

export type EtatPostgres =
  | { ouvert: false }
  | {
      ouvert: true;
      pid: number;
      port: number;
      url: string;
      utilisateurs: { pid: number; commande: string }[];
    };

export type ServeurPostgres = {
  /** Superuser `postgres` on the maintenance database. */
  url: string;
  /** Owner of the application's database: migrations. */
  urlProprietaire: string;
  /** Role of the running application: owns nothing. */
  urlApplication: string;
  port: number;
  pid: number;
  /** true when the server was already running. */
  adopte: boolean;
  /**
   * Ends this use of the server; stops it, in less than 5 seconds, when no other live process uses it. May be
   * called twice.
   */
  arreter: () => Promise<void>;
  etat: () => Promise<EtatPostgres>;
};

/**
 * Makes the embedded PostgreSQL available: starts it, creating its data on first use, or joins the one that
 * already runs for this checkout
 * (another command, or what a killed process left behind). Safe to call from several processes at once.
 * @throws ErreurPostgresEmbarque with a French sentence saying what to do.
 */
export async function demarrerPostgres(options: OptionsPostgres = {}): Promise<ServeurPostgres> {
  const instance = options.instance ?? 'principal';
  const emplacement = await preparerEmplacement(instance);
  const id = randomUUID();
  const moi = { id, ...(await processusCourant()), commande: basename(process.argv[1] ?? 'node') };
  const { etat, ouvert, adopte } = await withLockFile(emplacement.dossier, async () => {
    const connu = await lireEtat(emplacement.etat);
    const pret = (await rejoindre(emplacement, connu)) ?? (await ouvrir(emplacement, connu, options));
    await ecrireEtat(emplacement.etat, { ...pret.etat, utilisateurs: [...pret.etat.utilisateurs, moi] });
    return pret;
  });
  const veille =
    options.veille && veiller(ouvert, () => relancer(emplacement, ouvert.port, options), options.veille);
  let arret: Promise<void> | undefined;
  return {
    url: urlPostgres('postgres', etat.motsDePasse, ouvert.port, 'postgres'),
    urlProprietaire: urlPostgres('proprietaire', etat.motsDePasse, ouvert.port),
    urlApplication: urlPostgres('application', etat.motsDePasse, ouvert.port),
    port: ouvert.port,
    pid: ouvert.pid,
    adopte,
    arreter: () =>
      (arret ??= (async () => {
        await veille?.arreter();
        await quitter(emplacement, id);
      })()),
    etat: () => etatPostgres(instance),
  };
}

/**
 * Runs `action` with the embedded PostgreSQL, joined if it runs, else started for the time of the action. For
 * command-line tools.
 */
export async function avecPostgres<T>(
  options: OptionsPostgres,
  action: (serveur: ServeurPostgres) => Promise<T>,
): Promise<T> {
  const serveur = await demarrerPostgres(options);
  try {
    return await action(serveur);
  } finally {
    await serveur.arreter();
  }
}

/**
 * Says whether the embedded PostgreSQL of this checkout runs, where, and for whom. Starts and changes
 * nothing.
 */
export async function etatPostgres(instance = 'principal'): Promise<EtatPostgres> {
  const etat = await lireEtat((await calculerEmplacement(instance)).etat);
  if (!etat?.serveur || !(await estVivant(etat.serveur))) return { ouvert: false };
  const { pid, port, url } = etat.serveur;
  return {
    ouvert: true,
    pid,
    port,
    url,
    utilisateurs: etat.utilisateurs.map((utilisateur) => ({
      pid: utilisateur.pid,
      commande: utilisateur.commande,
    })),
  };
}

/**
 * Address of the application's role on the server that runs for this checkout; null when none does. Nothing
 * is started.
 */
export async function urlEnMarche(instance = 'principal'): Promise<string | null> {
  const etat = await lireEtat((await calculerEmplacement(instance)).etat);
  return etat?.serveur && (await estVivant(etat.serveur))
    ? urlPostgres('application', etat.motsDePasse, etat.serveur.port)
    : null;
}

type Pret = { etat: Etat; ouvert: ServeurOuvert; adopte: boolean };

/**
 * The running server, if its passwords are known. One whose state file was lost is stopped: it will be opened
 * again with new ones.
 */
async function rejoindre(emplacement: Emplacement, connu: Etat | undefined): Promise<Pret | undefined> {
  const ouvert = await serveurEnPlace(emplacement.donnees);
  if (!ouvert) return undefined;
  if (connu && (await accepte(urlPostgres('postgres', connu.motsDePasse, ouvert.port, 'postgres')))) {
    return terminer(connu, ouvert, true);
  }
  await arreterServeur(emplacement.donnees);
  return undefined;
}

async function ouvrir(
  emplacement: Emplacement,
  connu: Etat | undefined,
  options: OptionsPostgres,
): Promise<Pret> {
  const { log = () => undefined, durable = true } = options;
  const binaires = await withLockFile(emplacement.racine, () => preparerBinaires(emplacement, log));
  const etat = connu ?? nouvelEtat();
  // Before initdb: a password that only a lost process knew would close the data for ever.
  await ecrireEtat(emplacement.etat, etat);
  const cree = await initialiserDonnees(emplacement, binaires, {
    motDePasse: etat.motsDePasse.postgres,
    durable,
    log,
  });
  if (!cree && !connu) await remplacerMotDePasse(emplacement, binaires, etat.motsDePasse.postgres);
  const ouvert = await ouvrirServeur(emplacement, binaires, {
    port: options.port,
    portPrefere: etat.port,
    durable,
  });
  return terminer(etat, ouvert, false);
}

/**
 * The server that ended, opened again where its users look for it; or the one another process has opened
 * meanwhile.
 */
function relancer(emplacement: Emplacement, port: number, options: OptionsPostgres): Promise<ServeurOuvert> {
  return withLockFile(emplacement.dossier, async () => {
    const connu = await lireEtat(emplacement.etat);
    const { etat, ouvert } =
      (await rejoindre(emplacement, connu)) ?? (await ouvrir(emplacement, connu, { ...options, port }));
    await ecrireEtat(emplacement.etat, etat);
    return ouvert;
  });
}

async function terminer(etat: Etat, ouvert: ServeurOuvert, adopte: boolean): Promise<Pret> {
  await preparerBase(etat.motsDePasse, ouvert.port);
  const url = urlPostgres('postgres', etat.motsDePasse, ouvert.port, 'postgres');
  return { etat: { ...etat, port: ouvert.port, serveur: { ...ouvert, url } }, ouvert, adopte };
}

async function quitter(emplacement: Emplacement, id: string): Promise<void> {
  await withLockFile(emplacement.dossier, async () => {
    const etat = await lireEtat(emplacement.etat);
    const autres = etat?.utilisateurs.filter((utilisateur) => utilisateur.id !== id) ?? [];
    if (autres.length === 0) await arreterServeur(emplacement.donnees);
    if (etat)
      await ecrireEtat(emplacement.etat, {
        ...etat,
        serveur: autres.length === 0 ? null : etat.serveur,
        utilisateurs: autres,
      });
  });
}
