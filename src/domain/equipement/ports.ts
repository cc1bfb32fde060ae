import { definirPort } from '#src/kernel/port.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import type { LieuImplantation } from '#src/domain/equipement/equipement.ts';

/** How many roles were ever granted on a place: one in use is not removed. */
export const habilitationsDuLieu = definirPort<
  [unite: UniteDeLecture, lieu: LieuImplantation],
  Promise<number>
>('equipement.habilitationsDuLieu');

/** How many declarations were begun under a conventionnement: one that serves is not reopened. */
export const declarationsDuConventionnement = definirPort<
  [unite: UniteDeLecture, conventionnement: string],
  Promise<number>
>('equipement.declarationsDuConventionnement');
