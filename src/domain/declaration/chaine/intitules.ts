import { listeFr } from '#src/kernel/francais.ts';
import { estDeduite } from '#src/domain/declaration/chaine/constats.ts';
import type { LigneDOrigine } from '#src/domain/declaration/chaine/preparation.ts';
import { champA } from '#src/domain/formulaire/champs.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import type { Etape } from '#src/domain/formulaire/enchainement.ts';

/**
 * « Fermeture 1 et 2 »; what only follows from another field bears its name: « Animateur 2, Premier jour au
 * Ram ».
 */
export function titreDe(
  definition: DefinitionDeFormulaire,
  { titre }: Etape,
  origines: readonly LigneDOrigine[],
): string {
  const [premiere] = origines;
  const champ = premiere && origines.every(estDeduite) ? Object.values(premiere.champs)[0] : undefined;
  const deduit =
    champ === undefined ? undefined : champA(definition, `${premiere?.chemin}.${champ}`)?.libelle;
  return deduit ?? [titre, numerosDe(origines)].filter(Boolean).join(' ');
}

/** « 1 », « 1 et 3 »: the rows as the form numbers them. */
function numerosDe(origines: readonly LigneDOrigine[]): string {
  const numeros = origines
    .filter((origine) => !estDeduite(origine))
    .map(({ rang }) => rang + 1)
    .sort((a, b) => a - b);
  return listeFr(numeros.map(String));
}
