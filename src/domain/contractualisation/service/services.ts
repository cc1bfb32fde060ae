import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { ServiceInconnu } from '#src/domain/contractualisation/service/refus.ts';
import { Service } from '#src/domain/contractualisation/service/service.ts';

/** The services proposed to partners, in their order. */
export const servicesProposes = (unite: UniteDeLecture): Promise<Service[]> =>
  unite.em.find(Service, { actif: true }, { orderBy: { ordre: 'asc' } });

/**
 * Checks that codes name services still proposed.
 * @throws ServiceInconnu on the field `champ`
 */
export async function exigerServices(
  unite: UniteDeLecture,
  codes: readonly string[],
  champ: string,
): Promise<void> {
  const connus = new Set((await servicesProposes(unite)).map(({ id }) => id));
  if (codes.some((code) => !connus.has(code))) throw new ServiceInconnu(champ);
}
