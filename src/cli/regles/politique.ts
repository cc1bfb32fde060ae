/** What the verbs that change the registry share: accounts, files, submissions, and how a refusal is told. */
import { appeler } from '#src/kernel/sql.ts';
import { fonction } from '#src/domain/acces/tables.ts';
import { dateFr } from '#src/kernel/francais.ts';
import type { Outil } from '#src/cli/outil.ts';
import { DOSSIERS, genresDits, lireNom, NOM_DE_FICHIER } from '#src/cli/regles/noms.ts';
import { UsageInvalide, type CodeDeSortie } from '#src/cli/regles/usage.ts';
import type { ActeurSysteme } from '#src/kernel/acteur.ts';
import { Refus } from '#src/kernel/refus.ts';
import { lireProfils } from '#src/domain/acces/compte/profils.ts';
import { ControlesEnEchec } from '#src/domain/politique/versions/refus.ts';
import type { SoumissionListe } from '#src/domain/politique/consultation/vues.ts';
import { soumissionsEnAttente } from '#src/domain/politique/consultation/lectures.ts';
import { VersionRegle } from '#src/domain/politique/versions/version-regle.ts';
import { decrireAnomalie } from '#src/engine/erreurs.ts';
import type { Jours } from '#src/domain/politique/versions/activations.ts';
import type { RuleFolder, ReferenceDeFichier } from '#src/domain/politique/livraison/fichiers.ts';

export { lireNom, NOM_DE_FICHIER };

const DOSSIERS_EN_CLAIR = DOSSIERS.map((dossier) => `« ${dossier}/… »`).join(' ou ');

export const acteur = (verbe: string): ActeurSysteme => ({ type: 'systeme', raison: `regles ${verbe}` });

/** The only one that fits, or a sentence that says what to write. @throws UsageInvalide */
export function leSeul<T extends { readonly genre: string }>(candidats: readonly T[], absence: string): T {
  const [seul, autre] = candidats;
  if (!seul) throw new UsageInvalide(absence);
  if (autre)
    throw new UsageInvalide(
      `Plusieurs fichiers portent ce nom (${candidats.map(({ genre }) => genre).join(', ')}) : écrivez ${DOSSIERS_EN_CLAIR} devant lui.`,
    );
  return seul;
}

/** A file of `rules/`. @throws UsageInvalide */
export async function trouverFichier(
  dossier: RuleFolder,
  nom: string,
  version: string,
): Promise<ReferenceDeFichier> {
  const { genre, jeu } = lireNom(nom);
  const references = (await Promise.all(genresDits(genre).map((un) => dossier.versions(un, jeu)))).flat();
  return leSeul(
    references.filter((candidate) => candidate.version === version),
    references.length === 0
      ? `Le jeu de règles « ${nom} » n’existe pas dans rules/.`
      : `La version ${version} de « ${nom} » n’existe pas dans rules/ ; versions connues : ${references.map((connue) => connue.version).join(', ')}.`,
  );
}

/** The submission of a version that waits for approval. @throws UsageInvalide */
export async function trouverSoumission(
  { executeur }: Outil,
  verbe: string,
  nom: string,
  version: string,
): Promise<SoumissionListe> {
  const { genre, jeu } = lireNom(nom);
  const attente = await executeur.lire(acteur(verbe), soumissionsEnAttente);
  const candidates = attente.filter(
    (soumission) =>
      soumission.jeu === jeu &&
      soumission.numero === version &&
      (genre === undefined || soumission.genre === genre),
  );
  return leSeul(
    candidates,
    `Aucune version ${version} de « ${nom} » n’attend d’approbation. ${attente.length === 0 ? 'Rien n’est soumis : voyez « regles publier ».' : `En attente : ${attente.map((soumise) => `${soumise.jeu} ${soumise.numero}`).join(', ')}.`}`,
  );
}

/** An approved version. @throws UsageInvalide with the sentence given when there is none */
export async function trouverVersion(
  { executeur }: Outil,
  verbe: string,
  nom: string,
  numero: string,
  absence: string,
): Promise<VersionRegle> {
  const { genre, jeu } = lireNom(nom);
  return leSeul(
    await executeur.lire(acteur(verbe), ({ em }) =>
      em.find(VersionRegle, { jeu, numero, ...(genre === undefined ? {} : { genre }) }),
    ),
    absence,
  );
}

/** The open account of an analyst or of an agent of a Caf. @throws UsageInvalide */
export async function compteInterne(outil: Outil, option: string, courriel: string): Promise<string> {
  const em = outil.orm.em.fork();
  const [compte] = await appeler(em, fonction('connexion_compte', courriel));
  const ouvert = compte ? await lireProfils(em, outil, compte.id) : null;
  if (!ouvert) throw new UsageInvalide(`--${option} : aucun compte n’a l’adresse « ${courriel} ».`);
  if (ouvert.profils.some(({ acteur: profil }) => profil.type === 'analyste' || profil.type === 'agent'))
    return ouvert.id;
  throw new UsageInvalide(
    `--${option} : le compte « ${courriel} » n’est pas celui d’un analyste ou d’un agent de Caf en activité.`,
  );
}

/**
 * Runs an act: a refusal is one sentence and exit code 2; a file that fails its checks is listed, exit code
 * 1.
 */
export async function agir(action: () => Promise<void>): Promise<CodeDeSortie> {
  try {
    await action();
    return 0;
  } catch (erreur) {
    if (erreur instanceof ControlesEnEchec) {
      process.stderr.write(
        `${erreur.anomalies.map((anomalie) => `${anomalie.controle} – ${decrireAnomalie(anomalie)}\n`).join('')}`,
      );
      return 1;
    }
    throw erreur instanceof Refus ? new UsageInvalide(erreur.message) : erreur;
  }
}

/** Prints what was done, for a person or as JSON. */
export function dire(json: boolean, donnees: object, phrases: readonly string[]): void {
  process.stdout.write(json ? `${JSON.stringify(donnees, null, 2)}\n` : `${phrases.join('\n')}\n`);
}

/** « du 01/06/2026 au 01/01/2027 (exclu) ». */
export function direJours({ du, au }: Jours): string {
  if (du === null) return au === null ? 'sans limite de date' : `jusqu’au ${dateFr(au)} (exclu)`;
  return au === null ? `à partir du ${dateFr(du)}` : `du ${dateFr(du)} au ${dateFr(au)} (exclu)`;
}

/** A sentence per period without any version; none when there is no hole. */
export const direTrous = (jeu: string, trous: readonly Jours[]): string[] =>
  trous.map((trou) => `Attention : « ${jeu} » n’a aucune version en vigueur ${direJours(trou)}.`);
