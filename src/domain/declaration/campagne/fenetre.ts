import type { Campagne } from '#src/domain/declaration/campagne/campagne.ts';
import type { UniteDeTravail } from '#src/kernel/commande.ts';
import type { Faits } from '#src/kernel/registre.ts';
import { ChampRefuse, RefusParRegle, type OrigineDeConstats } from '#src/kernel/refus.ts';
import { FaitInvalide } from '#src/engine/erreurs.ts';
import type { Constat } from '#src/engine/format.ts';

/** The dates are not those of the source: the Caf may keep them, and says why. */
export class MotifDeFenetreRequis extends RefusParRegle {
  constructor(constats: readonly Constat[], origines: readonly OrigineDeConstats[]) {
    const dits = constats.map(({ message, source }) => `${message} (Source : ${source}.)`).join(' ');
    super(
      `${dits} Corrigez les dates, ou indiquez dans « Motif » la raison de celles-ci : elle sera conservée au journal.`.trim(),
      constats,
      {
        motif:
          'Ces dates sortent de la fenêtre de la source : corrigez-les, ou indiquez-en la raison, elle sera conservée.',
      },
      origines,
    );
  }
}

/** A value the rule file does not admit, such as an exercice out of its years. */
export class DatesDeCampagneRefusees extends ChampRefuse {
  constructor(erreur: FaitInvalide) {
    super(erreur.fait ?? 'exercice', erreur.message);
  }
}

/** What a campaign tells the `fenetres-campagne` rule file. */
export const faitsDeFenetre = ({
  typeEquipement,
  exercice,
  perennite,
  ouvreLe,
  fermeLe,
}: Pick<Campagne, 'typeEquipement' | 'exercice' | 'perennite' | 'ouvreLe' | 'fermeLe'>): Faits => ({
  moment: 'campagne',
  typeEquipement,
  exercice,
  perennite,
  ouvreLe,
  fermeLe,
});

/**
 * Judges the dates of a campaign, of record, by the rule file `fenetres-campagne`; where it is not published
 * yet, nothing is asked.
 * Outside the window a reason is asked for, and is enough.
 * @throws MotifDeFenetreRequis | DatesDeCampagneRefusees
 */
export async function exigerFenetre(
  unite: UniteDeTravail,
  campagne: Campagne,
  motif: string | null,
): Promise<void> {
  if (motif !== null) unite.motiver(motif);
  const { id, caf } = campagne;
  const date = `${campagne.exercice}-12-31`;
  if (!unite.registre.estEnVigueur('fenetres-campagne', date)) return;
  const { constats, empreinte } = await juger(() =>
    unite.decider({
      jeu: 'fenetres-campagne',
      date,
      faits: faitsDeFenetre(campagne),
      sujet: { type: 'Campagne', id },
      cafId: caf.id,
      partenaireId: null,
    }),
  );
  const dehors = constats.filter(({ gravite }) => gravite !== 'information');
  if (dehors.length > 0 && motif === null)
    throw new MotifDeFenetreRequis(dehors, [{ empreinte, constats: dehors }]);
}

async function juger<T>(decider: () => Promise<T>): Promise<T> {
  try {
    return await decider();
  } catch (erreur) {
    throw erreur instanceof FaitInvalide ? new DatesDeCampagneRefusees(erreur) : erreur;
  }
}
