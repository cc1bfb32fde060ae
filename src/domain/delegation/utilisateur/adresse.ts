import type { UniteDeTravail } from '#src/kernel/commande.ts';
import { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';

/** Every access of an account bears the address its owner changed it to. */
export async function reporterLAdresse(
  { em }: UniteDeTravail,
  { compteId, courriel }: { readonly compteId: string; readonly courriel: string },
): Promise<void> {
  for (const utilisateur of await em.find(Utilisateur, { compte: compteId })) utilisateur.courriel = courriel;
}
