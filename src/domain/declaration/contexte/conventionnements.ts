import type { Json } from '#src/engine/index.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { retenir, type TransmissionDeLEquipement } from '#src/domain/declaration/contexte/anterieures.ts';
import type { SujetDeDeclaration } from '#src/domain/declaration/contexte/sujet.ts';
import { Declaration } from '#src/domain/declaration/declaration.ts';
import type { AnterieuresDemandees } from '#src/domain/formulaire/definition.ts';
import { Conventionnement } from '#src/domain/equipement/equipement.ts';

/**
 * The fact `conventionnementsDeLAnnee`: the other validated conventionnements of the equipment with a day in
 * the exercice, each with its
 * declaration of the same pérennité. Two that share a day of it run in parallel; otherwise one follows the
 * other.
 */
export async function conventionnementsDeLAnnee(
  { em }: UniteDeLecture,
  sujet: SujetDeDeclaration,
  transmissions: () => Promise<readonly TransmissionDeLEquipement[]>,
  demandees: AnterieuresDemandees,
): Promise<Json> {
  const { equipement, conventionnement: celuiCi, exercice, perennite } = sujet;
  const autres = await em.find(
    Conventionnement,
    {
      equipement: equipement.id,
      etat: 'valide',
      id: { $ne: celuiCi.id },
      du: { $lte: `${exercice}-12-31` },
      au: { $gt: `${exercice}-01-01` },
    },
    { orderBy: { du: 'asc', id: 'asc' } },
  );
  if (autres.length === 0) return [];
  const declarations = await em.find(
    Declaration,
    { conventionnement: { $in: autres.map(({ id }) => id) }, exercice, perennite },
    { fields: ['conventionnement', 'etat'] },
  );
  const transmises = (await transmissions()).filter(
    (une) => une.exercice === exercice && une.perennite === perennite,
  );
  return autres.map(({ id, numeroMaia, du, au, etpValide }) => {
    const transmise = transmises.find(({ conventionnement }) => conventionnement === id);
    return {
      numeroMaia: numeroMaia ?? null,
      du,
      au,
      etpValide: etpValide ?? null,
      parallele: du < celuiCi.au && celuiCi.du < au,
      etat: declarations.find(({ conventionnement }) => conventionnement.id === id)?.etat ?? null,
      estimation: transmise?.estimation ?? null,
      faits: transmise ? retenir(demandees, transmise) : null,
    };
  });
}
