import type { UniteDeTravail } from '#src/kernel/commande.ts';
import type { ReferentielPublie } from '#src/kernel/registre.ts';
import { definirPort } from '#src/kernel/port.ts';

/** Follows a referential that has just come into force today, in the same transaction. */
export const suivreReferentiel = definirPort<
  [unite: UniteDeTravail, referentiel: Omit<ReferentielPublie, 'version'>],
  Promise<void>
>('activation.suivreReferentiel');
