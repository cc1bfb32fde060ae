import type { Temporal } from 'temporal-polyfill';
import type { PartenaireInstalle } from '#src/cli/demonstration/contrats.ts';
import type { Scene } from '#src/cli/demonstration/scene.ts';
import type { ActeurAgent } from '#src/kernel/acteur.ts';
import {
  ajouterAnimateur,
  enregistrerAbsence,
  modifierAnimateur,
  validerProfil,
} from '#src/domain/equipement/commandes.ts';
import { Animateur } from '#src/domain/equipement/equipement.ts';

const ABSENCE_AVANT_LE_DEPART = { du: { months: 5 }, au: { months: 3 } } as const;
const JOURS_ENSEMBLE = 14;

/** Where a post changes hands: an absence, then the arrival of who takes over, then the departure. */
export async function passerLeRelais(
  scene: Scene,
  agent: ActeurAgent,
  partenaires: readonly PartenaireInstalle[],
  depart: Temporal.PlainDate,
): Promise<void> {
  const arrivee = depart.subtract({ days: JOURS_ENSEMBLE }).toString();
  for (const {
    equipementId,
    decrit: { relais },
  } of partenaires.flatMap(({ rams }) => rams)) {
    if (!relais) continue;
    scene.le(arrivee);
    const [partant] = await scene.lire(agent, ({ em }) =>
      em.find(Animateur, { equipement: equipementId }, { orderBy: { nom: 'asc', id: 'asc' }, limit: 1 }),
    );
    if (!partant) continue;
    const { id, nom, prenom, etpContrat, du } = partant;
    await scene.jouer(agent, async (faire) => {
      await faire(enregistrerAbsence, {
        animateur: id,
        motif: 'maternite',
        du: depart.subtract(ABSENCE_AVANT_LE_DEPART.du).toString(),
        au: depart.subtract(ABSENCE_AVANT_LE_DEPART.au).toString(),
      });
      await faire(modifierAnimateur, {
        animateur: id,
        version: partant.version,
        nom,
        prenom,
        etpContrat,
        du,
        au: depart.toString(),
      });
      const arrivant = await faire(ajouterAnimateur, {
        equipement: equipementId,
        ...relais,
        etpContrat,
        du: arrivee,
        succedeA: id,
      });
      await faire(validerProfil, {
        animateur: arrivant.id,
        version: arrivant.version,
        valide: 'oui',
        le: arrivee,
      });
    });
  }
}
