/** The semver level that follows from what changed, and whether the version numbers respect it. */
import { comparerVersions } from '#src/engine/versions.ts';
import type { ComparaisonDeJeux, Niveau, VerdictDeNiveau } from './types.ts';

const RANGS: Readonly<Record<Niveau, number>> = { majeur: 0, mineur: 1, correctif: 2 };

/** Does the new number rise by at least the level that follows from the changes? */
export function niveauRespecte({
  avant,
  apres,
  niveau,
}: Pick<ComparaisonDeJeux, 'avant' | 'apres' | 'niveau'>): VerdictDeNiveau {
  if (avant.empreinte === apres.empreinte)
    return { respecte: true, versionMinimale: avant.version, message: null };
  const versionMinimale = suivante(avant.version, niveau);
  const respecte = comparerVersions(apres.version, versionMinimale) >= 0;
  const message = respecte
    ? null
    : `La version ${apres.version} ne suit pas la ${avant.version} : le changement est ${niveau}, donnez au moins le numéro ${versionMinimale}.`;
  return { respecte, versionMinimale, message };
}

function suivante(version: string, niveau: Niveau): string {
  return version
    .split('.')
    .map((partie, rang) =>
      rang < RANGS[niveau] ? Number(partie) : rang === RANGS[niveau] ? Number(partie) + 1 : 0,
    )
    .join('.');
}
