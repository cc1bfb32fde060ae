/**
 * What a second person shows to sign from a shell: his own password, and the code of his second factor when
 * he has one.
 */
import { appeler } from '#src/kernel/sql.ts';
import { fonction } from '#src/domain/acces/tables.ts';
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { hostname } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import type { Outil } from '#src/cli/outil.ts';
import { UsageInvalide } from '#src/cli/regles/usage.ts';
import { secretBox } from '#src/domain/acces/compte/secret-box.ts';
import { HACHEUR_ARGON2 } from '#src/domain/acces/compte/mot-de-passe.ts';
import { lireSecondFacteur } from '#src/domain/acces/compte/second-facteur.ts';
import { TropDeTentatives } from '#src/server/refus.ts';
import { codeAccepte } from '#src/server/authentification/second-facteur.ts';
import { Tentatives } from '#src/server/authentification/tentatives.ts';

/** Line of the usage of each verb that signs. */
export const USAGE_DE_LA_PREUVE = `  Qui signe le prouve : son mot de passe, et le code de sa double authentification s’il en a une, demandés au terminal (rien ne s’affiche),
  ou lus par --preuve dans un fichier de droits 600 (ou - pour l’entrée standard) : le mot de passe sur la première ligne, le code sur la seconde.`;

/** Whose proof it is. */
export interface Signataire {
  readonly id: string;
  readonly courriel: string;
}

/** Who signs, when somebody does. */
export const signant = (id: string | undefined, courriel: string | undefined): Signataire | null =>
  id === undefined || courriel === undefined ? null : { id, courriel };

interface Preuve {
  readonly motDePasse: string;
  readonly code: string;
}

/** The proof is not there, or is not right: nothing is signed. Its sentence says how to go on. */
export class PreuveRefusee extends UsageInvalide {
  /** The same, with what stays as it was. */
  precedee(debut: string): PreuveRefusee {
    return new PreuveRefusee(`${debut} : ${this.message}`);
  }
}

/** The proof of a signature, or why there is none: what needs no signature is done all the same. */
export async function preuveOuRefus(
  outil: Outil,
  signataire: Signataire,
  source: string | undefined,
): Promise<PreuveRefusee | null> {
  try {
    await prouver(outil, signataire, source);
    return null;
  } catch (erreur) {
    if (erreur instanceof PreuveRefusee) return erreur;
    throw erreur;
  }
}

/** Names the address the failures of a shell are counted under, beside the account. */
const ADRESSE = `terminal ${hostname()}`;
/** Far above any allowed length, to bound the work on what is given. */
const LONGUEUR_LUE = 1_000;

/**
 * Checks that the person is at the keyboard. A failure counts like a failed sign-in and locks the account
 * alike.
 * @param source `--preuve`: a file of mode 600, or `-`; without it the terminal is asked
 * @throws PreuveRefusee
 */
async function prouver(outil: Outil, signataire: Signataire, source: string | undefined): Promise<void> {
  // Nothing is published yet: there is nobody to have chosen a password either.
  if (outil.registre.versions.length === 0) return;
  const { orm, registre, horloge, secret, urlApplication } = outil;
  const facteur = await lireSecondFacteur(orm.em.fork(), signataire.id);
  const attendUnCode = facteur?.actif === true;
  const { motDePasse, code } =
    source === undefined ? await auTerminal(signataire, attendUnCode) : lirePreuve(await lireSource(source));
  const pool = new Pool({ connectionString: urlApplication, max: 1 });
  try {
    const tentatives = new Tentatives({ pool, secret, registre, horloge });
    const tentative = await tentatives.commencer(ADRESSE, signataire.id, signataire.courriel, null);
    await exigerMotDePasse(outil, signataire, motDePasse, tentative.restantes);
    if (attendUnCode) await exigerCode(outil, signataire, code, tentative.restantes);
    await tentative.reussie();
  } catch (erreur) {
    if (erreur instanceof TropDeTentatives)
      throw new PreuveRefusee(
        `trop de tentatives ont échoué pour ${signataire.courriel} : réessayez dans ${erreur.minutes} minute${erreur.minutes >= 2 ? 's' : ''}.`,
      );
    throw erreur;
  } finally {
    await pool.end();
  }
}

/** @throws PreuveRefusee */
async function exigerMotDePasse(
  { orm }: Outil,
  signataire: Signataire,
  motDePasse: string,
  restantes: number,
): Promise<void> {
  const [compte] = await appeler(orm.em.fork(), fonction('connexion_compte', signataire.courriel));
  const juste =
    motDePasse.length <= LONGUEUR_LUE &&
    (await HACHEUR_ARGON2.verifier(compte?.empreinte ?? null, motDePasse));
  if (!juste || compte?.id !== signataire.id || compte.ferme)
    throw new PreuveRefusee(
      `le mot de passe de ${signataire.courriel} n’est pas le bon. ${direReste(restantes)}`,
    );
}

/** @throws PreuveRefusee */
async function exigerCode(
  { orm, horloge, executeur, secret }: Outil,
  signataire: Signataire,
  code: string,
  restantes: number,
): Promise<void> {
  if (code === '')
    throw new PreuveRefusee(
      `${signataire.courriel} a une double authentification : donnez aussi son code, sur la seconde ligne de la preuve.`,
    );
  const acces = { orm, horloge, executeur, secretBox: secretBox(secret, 'second-facteur') };
  if (!(await codeAccepte(acces, signataire, code, randomUUID())))
    throw new PreuveRefusee(
      `le code de la double authentification n’est pas le bon, ou a déjà servi (sur un serveur à part, donnez à cette commande le même SESSION_SECRET). ${direReste(restantes)}`,
    );
}

const direReste = (restantes: number): string =>
  restantes > 0
    ? `Encore ${restantes} essai${restantes >= 2 ? 's' : ''} avant le blocage du compte.`
    : 'Le compte est maintenant bloqué pour quelques minutes.';

function lirePreuve(texte: string): Preuve {
  const [motDePasse = '', code = ''] = texte.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (motDePasse === '')
    throw new PreuveRefusee('la preuve est vide : écrivez le mot de passe sur sa première ligne.');
  return { motDePasse, code: code.trim() };
}

async function lireSource(source: string): Promise<string> {
  if (source === '-') return text(process.stdin);
  let fichier: FileHandle;
  try {
    // Never waits for the other end of a pipe.
    fichier = await open(source, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    throw new PreuveRefusee(
      `le fichier « ${source} » de --preuve ne peut pas être lu : vérifiez son chemin.`,
    );
  }
  try {
    const etat = await fichier.stat();
    if (!etat.isFile())
      throw new PreuveRefusee(
        `« ${source} » n’est pas un fichier : donnez à --preuve un fichier de droits 600, ou - pour l’entrée standard.`,
      );
    if ((etat.mode & 0o077) !== 0)
      throw new PreuveRefusee(
        `d’autres que vous peuvent lire « ${source} » : fermez-le d’abord (chmod 600), puis recommencez.`,
      );
    if (etat.size > 4 * LONGUEUR_LUE)
      throw new PreuveRefusee(
        `« ${source} » est trop long pour une preuve : le mot de passe sur la première ligne, le code sur la seconde.`,
      );
    return await fichier.readFile('utf8');
  } finally {
    await fichier.close();
  }
}

async function auTerminal({ courriel }: Signataire, attendUnCode: boolean): Promise<Preuve> {
  if (!process.stdin.isTTY)
    throw new PreuveRefusee(
      `il y faut la preuve de ${courriel} : son mot de passe, demandé au terminal, ou donné par --preuve <fichier de droits 600, ou ->.`,
    );
  const motDePasse = await demander(`Mot de passe de ${courriel} : `);
  if (motDePasse === '') throw new PreuveRefusee('aucun mot de passe n’a été donné.');
  return {
    motDePasse,
    code: attendUnCode ? (await demander('Code de la double authentification : ')).trim() : '',
  };
}

/** Asks without showing what is typed. */
async function demander(invite: string): Promise<string> {
  process.stderr.write(invite);
  const muet = new Writable({ write: (_morceau, _codage, suite) => suite() });
  const lecteur = createInterface({ input: process.stdin, output: muet, terminal: true });
  const arret = new AbortController();
  lecteur.once('SIGINT', () => arret.abort());
  lecteur.once('close', () => arret.abort());
  try {
    return await lecteur.question('', { signal: arret.signal });
  } catch (erreur) {
    if (arret.signal.aborted) throw new PreuveRefusee('la saisie a été interrompue.');
    throw erreur;
  } finally {
    lecteur.close();
    process.stderr.write('\n');
  }
}
