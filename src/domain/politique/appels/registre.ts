/** Every caller of a rule file, as the registry and the declarations begun have it. */
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import type { Appelant } from '#src/domain/politique/appels/appelant.ts';
import { APPELS_DU_CODE } from '#src/domain/politique/appels/code.ts';
import { verifierAppels } from '#src/domain/politique/appels/demandes.ts';
import { appelsDesFormulaires, appelsDuFormulaire } from '#src/domain/politique/appels/formulaires.ts';
import { ControlesEnEchec } from '#src/domain/politique/versions/refus.ts';
import type { FichierClos } from '#src/engine/index.ts';
import type { Jours } from '#src/domain/politique/versions/activations.ts';

/**
 * Our code, the forms in force or kept by declarations begun, and those of its lot in the place of their
 * former versions.
 */
export async function appelantsDe(
  unite: Pick<UniteDeLecture, 'em'>,
  jeu: string,
  duLot: readonly DefinitionDeFormulaire[] = [],
): Promise<Appelant[]> {
  const remplaces = duLot.map(({ id }) => `formulaire/${id}/`);
  const enVigueur = (await appelsDesFormulaires(unite)).filter(
    ({ origine, garde }) => garde || !remplaces.some((prefixe) => origine.startsWith(prefixe)),
  );
  return [
    ...APPELS_DU_CODE,
    ...enVigueur,
    ...duLot.flatMap((definition) => appelsDuFormulaire(definition, definition.applicable)),
  ].filter((appelant) => appelant.jeu === jeu);
}

/**
 * An approved text is held against its callers again when it is about to rule: they may have changed since it
 * was written. @throws ControlesEnEchec
 */
export async function exigerAppels(
  unite: Pick<UniteDeLecture, 'em'>,
  { genre, jeu, canonique }: { readonly genre: string; readonly jeu: string; readonly canonique: string },
  jours: Jours,
  duLot?: readonly DefinitionDeFormulaire[],
): Promise<void> {
  if (genre !== 'regles') return;
  const anomalies = verifierAppels(
    JSON.parse(canonique) as FichierClos,
    jours,
    await appelantsDe(unite, jeu, duLot),
  );
  if (anomalies.length > 0) throw new ControlesEnEchec(anomalies);
}
