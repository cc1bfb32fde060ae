import type { UniteDeTravail } from '#src/kernel/commande.ts';
import { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import { terminerAu } from '#src/domain/delegation/habilitation/fin.ts';
import { Mandat } from '#src/domain/delegation/mandat/mandat.ts';
import { terminerMandatEtSuite } from '#src/domain/delegation/gerer-mandat/fin.ts';
import type { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';

/**
 * Closes a user from a day on: his habilitations and mandates end with him, a pending one is withdrawn.
 * What he did stays: nothing is erased.
 */
export async function cloturerAu(
  unite: UniteDeTravail,
  utilisateur: Utilisateur,
  closLe: string,
): Promise<void> {
  utilisateur.closLe = closLe;
  const habilitations = await unite.em.find(Habilitation, {
    utilisateur: utilisateur.id,
    $or: [{ au: null }, { au: { $gt: closLe } }],
  });
  for (const habilitation of habilitations) terminerAu(habilitation, closLe);
  const mandats = await unite.em.find(Mandat, {
    titulaire: utilisateur.id,
    $or: [{ au: null }, { au: { $gt: closLe } }],
  });
  for (const mandat of mandats)
    await terminerMandatEtSuite(unite, mandat, closLe, 'Accès de son titulaire clôturé');
}
