/**
 * The version a file of `rules/` was written from: the highest one below it, beside it, that is published as
 * it stands there.
 */
import type { Outil } from '#src/cli/outil.ts';
import { FichierInvalide, comparerVersions } from '#src/engine/index.ts';
import type { RuleFolder, ReferenceDeFichier } from '#src/domain/politique/livraison/fichiers.ts';
import { preparerVersion } from '#src/domain/politique/livraison/livraison.ts';

/** @returns null when the folder holds no published version below it */
export async function baseDe(
  { registre }: Pick<Outil, 'registre'>,
  dossier: RuleFolder,
  { genre, id, version }: ReferenceDeFichier,
): Promise<{ readonly numero: string; readonly empreinte: string } | null> {
  const dessous = (await dossier.versions(genre, id))
    .filter((autre) => comparerVersions(autre.version, version) < 0)
    .sort((a, b) => comparerVersions(b.version, a.version));
  for (const candidate of dessous) {
    const publiee = registre.versions.find(
      (connue) => connue.genre === genre && connue.jeu === id && connue.numero === candidate.version,
    );
    if (!publiee) continue;
    try {
      const { empreinte } = await preparerVersion(dossier, candidate);
      if (empreinte === publiee.empreinte) return { numero: candidate.version, empreinte };
    } catch (erreur) {
      if (!(erreur instanceof FichierInvalide)) throw erreur;
    }
  }
  return null;
}
