import type { Registre } from '#src/kernel/registre.ts';
import type { RoleAfas } from '#test/support/roles.ts';

/** What the rule file in force says of a role on a Ram. */
export interface Quota {
  /** Persons at one moment; null = no maximum. */
  readonly places: number | null;
  /** What the one who comes too late reads, spaces made plain. */
  readonly phrase: string;
}

/** Beyond it, we say that there is no maximum. */
const TRES_GRAND = 100;

/** Asks the rule file itself: the first number of holders which it refuses, and its sentence. */
export async function quotaDe(registre: Registre, role: RoleAfas, jour: string): Promise<Quota> {
  for (let titulairesActifs = 0; titulairesActifs <= TRES_GRAND; titulairesActifs += 1) {
    const { decision } = await registre.decider('quotas', jour, {
      typeEquipement: 'RAM',
      role,
      portee: 'activite',
      titulairesActifs,
      titulairesEnAttente: 0,
      remplacement: false,
    });
    const constat = decision.constats.find(({ gravite }) => gravite === 'bloquant');
    if (constat)
      return {
        places: titulairesActifs,
        phrase: `${constat.message} ${constat.commentCorriger ?? ''}`.replace(/\s+/g, ' ').trim(),
      };
  }
  return { places: null, phrase: '' };
}
