import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { transmissionsDeLEquipement } from '#src/domain/declaration/contexte/anterieures.ts';
import type { SujetDeDeclaration } from '#src/domain/declaration/contexte/sujet.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import type { Valeurs } from '#src/domain/formulaire/saisie/donnees.ts';

/** What was transmitted of the declaration a new one starts from; null when it starts from nothing. */
export async function declarationDeDepart(
  unite: UniteDeLecture,
  sujet: SujetDeDeclaration,
  definition: DefinitionDeFormulaire,
): Promise<Valeurs | null> {
  const demandee = definition.perennites[sujet.perennite]?.reprend;
  if (!demandee) return null;
  const transmises = (await transmissionsDeLEquipement(unite, sujet, 0)).filter(
    ({ conventionnement }) => conventionnement === sujet.conventionnement.id,
  );
  const source = demandee.depuis
    .map((perennite) => transmises.find((une) => une.perennite === perennite))
    .find((une) => une !== undefined);
  return source ? { ...source.donnees.activite, ...source.donnees.finances } : null;
}
