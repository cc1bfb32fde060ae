/** `regles evaluer`: one decision from the files of `rules/`, without database. */
import { compiler } from '#src/engine/compiler.ts';
import { estUneDate } from '#src/engine/dates.ts';
import { decider } from '#src/engine/decider.ts';
import {
  DateInvalide,
  FaitsIllisibles,
  FichierInvalide,
  decrireAnomalie,
  plusProche,
} from '#src/engine/erreurs.ts';
import { lireJson, situer } from '#src/engine/lecture.ts';
import type { Decision } from '#src/engine/format.ts';
import { choisirVersion } from '#src/engine/versions.ts';
import type { FichierTexte } from '#src/domain/politique/livraison/fichiers.ts';
import { RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';
import { lireEntree, lireFichier } from '#src/cli/texte.ts';
import type { CodeDeSortie, Verbe } from './usage.ts';
import { UsageInvalide, lireArguments } from './usage.ts';

const USAGE = `regles evaluer <jeu> --date AAAA-MM-JJ --faits <fichier ou -> [--version X.Y.Z] [--regles <dossier> | --registre]
  Décide par les fichiers de rules/, sans base de données ; si un registre joignable répondrait par une autre version, une ligne le dit sur la sortie d’erreur.
  --registre  décide par la version en vigueur au registre.`;

export const verbe: Verbe = {
  usage: USAGE,
  async executer(args): Promise<CodeDeSortie> {
    const { positions, textes, drapeaux } = lireArguments(args, {
      date: 'texte',
      faits: 'texte',
      version: 'texte',
      regles: 'texte',
      registre: 'drapeau',
    });
    const [jeu, ...trop] = positions;
    const date = textes.get('date');
    const source = textes.get('faits');
    if (jeu === undefined) throw new UsageInvalide(`Indiquez le jeu de règles à évaluer. Usage : ${USAGE}`);
    if (trop.length > 0)
      throw new UsageInvalide(`L’argument « ${trop.join(' ')} » est de trop. Usage : ${USAGE}`);
    if (date === undefined)
      throw new UsageInvalide(`Indiquez la date de référence avec --date AAAA-MM-JJ. Usage : ${USAGE}`);
    if (!estUneDate(date)) throw new DateInvalide(date);
    if (source === undefined)
      throw new UsageInvalide(
        `Indiquez les faits avec --faits <fichier>, ou --faits - pour l’entrée standard. Usage : ${USAGE}`,
      );

    const racine = textes.get('regles');
    if (drapeaux.has('registre')) {
      if (racine !== undefined)
        throw new UsageInvalide(
          `--registre et --regles s’excluent : le registre, ou un dossier. Usage : ${USAGE}`,
        );
      const { evaluerAuRegistre } = await import('./evaluer-au-registre.ts');
      return ecrire(await evaluerAuRegistre(jeu, date, textes.get('version'), await lireFaits(source)));
    }
    const dossier = new RuleFolder(racine);
    const fichier = await choisirFichier(dossier, jeu, date, textes.get('version'));
    const faits = await lireFaits(source);
    const { clos } = await dossier.fermer(fichier);
    const resolu = await dossier.avecReferentiels(clos, date);
    const decision = await decider(compilerFichier(fichier, resolu, clos), { date, faits });
    ecrire(decision);
    if (racine === undefined && textes.get('version') === undefined) await signalerLeRegistre(decision);
    return 0;
  },
};

function ecrire(decision: Decision): CodeDeSortie {
  process.stdout.write(`${JSON.stringify(decision, null, 2)}\n`);
  return 0;
}

/** One line when the registry would answer by another version: the files are not always what is in force. */
async function signalerLeRegistre({ jeu, date, version, empreinte }: Decision): Promise<void> {
  const { versionsJoignables } = await import('./registre-joignable.ts');
  const { comprend } = await import('#src/domain/politique/versions/activations.ts');
  const sienne = (await versionsJoignables())?.find((une) => une.jeu === jeu && comprend(une, date));
  if (!sienne || sienne.empreinte === empreinte) return;
  process.stderr.write(
    `Le registre répondrait par « ${jeu} » ${sienne.numero}, en vigueur au ${date}, et non par la ${version} de rules/ : --registre donne sa réponse.\n`,
  );
}

function compilerFichier(
  fichier: FichierTexte,
  ...clos: Parameters<typeof compiler>
): ReturnType<typeof compiler> {
  try {
    return compiler(...clos);
  } catch (erreur) {
    throw erreur instanceof FichierInvalide
      ? new FichierInvalide(fichier.nom, situer(erreur.anomalies, fichier.lu))
      : erreur;
  }
}

/** The version asked for, else the highest one whose validity covers the date. */
async function choisirFichier(
  dossier: RuleFolder,
  jeu: string,
  date: string,
  version: string | undefined,
): Promise<FichierTexte> {
  const references = await dossier.versions('regles', jeu);
  const jeux = await dossier.jeux();
  if (references.length === 0 || !jeux.includes(jeu)) {
    const proche = plusProche(jeu, jeux);
    throw new UsageInvalide(
      `Le jeu de règles « ${jeu} » n’existe pas${proche === undefined ? ` ; jeux connus : ${jeux.join(', ')}.` : ` ; vouliez-vous dire « ${proche} » ?`}`,
    );
  }
  if (version !== undefined) {
    const demandee = references.find((reference) => reference.version === version);
    if (!demandee)
      throw new UsageInvalide(
        `La version ${version} du jeu « ${jeu} » n’existe pas ; versions connues : ${references.map((reference) => reference.version).join(', ')}.`,
      );
    return dossier.lire(demandee);
  }
  const fichiers = await Promise.all(references.map((reference) => dossier.lire(reference)));
  const candidats = fichiers.map((fichier) => ({
    fichier,
    version: fichier.version,
    applicable: validiteDe(fichier),
  }));
  return choisirVersion(jeu, candidats, date).fichier;
}

function validiteDe({ nom, lu }: FichierTexte): { du: string; au: string | null } {
  const { valeur } = lu;
  const applicable = estUnObjet(valeur) ? valeur['applicable'] : undefined;
  if (estUnObjet(applicable)) {
    const { du, au } = applicable;
    if (
      typeof du === 'string' &&
      estUneDate(du) &&
      (au === null || (typeof au === 'string' && estUneDate(au)))
    )
      return { du, au };
  }
  throw new FichierInvalide(
    nom,
    situer(
      [
        {
          controle: 'schema',
          chemin: '/applicable',
          message: '« applicable » doit donner « du » et « au » (date AAAA-MM-JJ, ou null pour « au »).',
        },
      ],
      lu,
    ),
  );
}

function estUnObjet(valeur: unknown): valeur is Record<string, unknown> {
  return typeof valeur === 'object' && valeur !== null && !Array.isArray(valeur);
}

/** Facts from a file, or from standard input for `-`. @throws UsageInvalide, FaitsIllisibles */
export async function lireFaits(source: string): Promise<Record<string, unknown>> {
  const texte =
    source === '-'
      ? await lireEntree()
      : await lireFichier(
          source,
          'Le fichier de faits',
          'vérifiez son chemin, ou donnez - pour l’entrée standard.',
        );
  let valeur: unknown;
  try {
    valeur = lireJson(source, texte).valeur;
  } catch (erreur) {
    const [anomalie] = erreur instanceof FichierInvalide ? erreur.anomalies : [];
    throw anomalie ? new FaitsIllisibles(decrireAnomalie(anomalie)) : erreur;
  }
  if (!estUnObjet(valeur))
    throw new FaitsIllisibles('un objet JSON est attendu, par exemple {"etpDeclare": "0.80"}.');
  return valeur;
}
