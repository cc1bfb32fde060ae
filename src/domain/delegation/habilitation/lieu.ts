import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import type { LieuImplantation } from '#src/domain/equipement/equipement.ts';

/** How many roles were ever granted on a place, whatever became of them. */
export const habilitationsDuLieu = (
  { em }: UniteDeLecture,
  { id, equipement }: LieuImplantation,
): Promise<number> => em.count(Habilitation, { equipement: equipement.id, lieu: id });
