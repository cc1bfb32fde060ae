/** What `regles verifier` says of the age of the verifications: a remark, never a fault. */
import { dateFr } from '#src/kernel/francais.ts';
import { DELAI_DE_REVERIFICATION } from '#src/domain/politique/comparaison/fraicheur.ts';
import { comparerVersions, FichierInvalide, limiteDeFraicheur, type AReverifier } from '#src/engine/index.ts';
import type { RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';

/** The delay of a folder at a day; `limite` is the day before which a verification is too old. */
export interface Fraicheur {
  readonly delai: number;
  readonly limite: string;
}

/** Reads the delay in the highest version of its file; null when the folder gives none that can be read. */
export async function fraicheurDuDossier(dossier: RuleFolder, jour: string): Promise<Fraicheur | null> {
  const versions = await dossier.versions('parametres', DELAI_DE_REVERIFICATION.fichier);
  const derniere = versions.sort((a, b) => comparerVersions(a.version, b.version)).at(-1);
  if (!derniere) return null;
  try {
    const { parametres } = await dossier.parametres(await dossier.lire(derniere));
    const valeur = parametres[DELAI_DE_REVERIFICATION.nom]?.valeurs.findLast(({ du }) => du <= jour);
    if (!valeur) return null;
    const delai = Number(valeur.valeur);
    return { delai, limite: limiteDeFraicheur(jour, delai) };
  } catch (erreur) {
    // A wrong file has its own report.
    if (erreur instanceof FichierInvalide) return null;
    throw erreur;
  }
}

/** « à revérifier – valeur « seuil » du 01/01/2019 (Seuil) : dernière vérification le 01/01/2019 ». */
export function direAReverifier({ genre, nom, libelle, du, verifieLe }: AReverifier): string {
  return `à revérifier – ${genre} « ${nom} »${du === null ? '' : ` du ${dateFr(du)}`} (${libelle}) : dernière vérification le ${dateFr(verifieLe)}.`;
}

/** The sentence that closes the report. */
export function conclureFraicheur(fraicheur: Fraicheur | null, nombre: number): string {
  const { fichier, nom } = DELAI_DE_REVERIFICATION;
  if (!fraicheur)
    return `Fraîcheur non contrôlée : le dossier ne donne pas le délai (paramètre « ${nom} » de rules/parametres/${fichier}).`;
  const { delai, limite } = fraicheur;
  const depuis = `avant le ${dateFr(limite)} (délai de ${delai} mois)`;
  if (nombre === 0) return `Rien à revérifier : aucune dernière vérification ${depuis}.`;
  return `À revérifier : ${nombre} ${nombre === 1 ? 'valeur ou source' : 'valeurs ou sources'}, ${nombre === 1 ? 'vérifiée' : 'vérifiées'} pour la dernière fois ${depuis}. Ce n’est pas une faute.`;
}
