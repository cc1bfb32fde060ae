import type { PartenaireInstalle } from '#src/cli/demonstration/contrats.ts';
import { signerEtActiver } from '#src/cli/demonstration/contrats.ts';
import type { Scene } from '#src/cli/demonstration/scene.ts';
import type { ActeurAgent } from '#src/kernel/acteur.ts';
import { renouvelerConvention, resilierConvention } from '#src/domain/contractualisation/vie/commandes.ts';
import { Convention } from '#src/domain/contractualisation/convention/convention.ts';

/**
 * The conventions of a Caf that end on a day, renewed for one more year by the button of their page; one unit
 * of work.
 */
export async function renouvelerConventions(
  scene: Scene,
  agent: ActeurAgent,
  partenaires: readonly PartenaireInstalle[],
  fin: string,
  derniere: boolean,
): Promise<void> {
  const conventions = await scene.lire(agent, ({ em }) => em.find(Convention, { etat: 'active', au: fin }));
  const parPartenaire = new Map(partenaires.map((partenaire) => [partenaire.id, partenaire]));
  await scene.le(fin).jouer(agent, async (faire) => {
    for (const { id, version, partenaire } of conventions) {
      const installe = parPartenaire.get(partenaire.id);
      if (!installe || (derniere && installe.decrit.situation === 'convention-echue')) continue;
      const nouvelle = await faire(renouvelerConvention, { convention: id, version });
      await signerEtActiver(faire, installe.decrit, nouvelle, fin);
    }
  });
}

/** Ends before their term the conventions of the partners who left. */
export async function resilierConventions(
  scene: Scene,
  agent: ActeurAgent,
  partenaires: readonly PartenaireInstalle[],
  le: string,
): Promise<void> {
  const partis = partenaires
    .filter(({ decrit }) => decrit.situation === 'convention-resiliee')
    .map(({ id }) => id);
  const conventions = await scene.lire(agent, ({ em }) =>
    em.find(Convention, { etat: 'active', au: { $gt: le }, partenaire: { $in: partis } }),
  );
  await scene.le(le).jouer(agent, async (faire) => {
    for (const { id, version } of conventions)
      await faire(resilierConvention, {
        convention: id,
        version,
        motif: 'Le partenaire a confié ce service à un autre organisme.',
      });
  });
}
