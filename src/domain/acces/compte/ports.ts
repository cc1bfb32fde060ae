import { definirPort } from '#src/kernel/port.ts';
import type { UniteDeTravail } from '#src/kernel/commande.ts';

/** The accesses of an account as a partner's user bear its new address. */
export const reporterLAdresse = definirPort<
  [unite: UniteDeTravail, changement: { readonly compteId: string; readonly courriel: string }],
  Promise<void>
>('compte.reporterLAdresse');
