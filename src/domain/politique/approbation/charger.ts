import { LockMode } from '@mikro-orm/core';
import { charger, exigerVersion } from '#src/kernel/chargement.ts';
import { ecrit, type UniteDeLecture, type UniteDeTravail } from '#src/kernel/commande.ts';
import { dansLOrdre } from '#src/domain/politique/versions/genre.ts';
import { titulaire } from '#src/domain/politique/versions/personne.ts';
import { SoumissionTraitee } from '#src/domain/politique/versions/refus.ts';
import { SoumissionRegle } from '#src/domain/politique/versions/soumission-regle.ts';

interface Lue {
  readonly id: string;
  readonly version: number;
}

/** A submission, and the account that answers for what is done of it: null when it is nobody's. */
export interface SoumissionPar {
  readonly soumission: SoumissionRegle;
  readonly par: string | null;
}

/**
 * The submission an act is on, as it was read, locked: two people who answer it at once follow one another.
 * @throws Introuvable | VersionPerimee
 */
export async function laSoumission(unite: UniteDeTravail, { id, version }: Lue): Promise<SoumissionRegle> {
  const soumission = await charger(unite, SoumissionRegle, id, 'Version soumise', [], {
    lockMode: LockMode.PESSIMISTIC_WRITE,
  });
  // Of one that was answered since, the condition tells the answer rather than a change.
  if (soumission.etat === 'soumis') exigerVersion(soumission, version);
  return soumission;
}

/** {@link laSoumission}, and on whose behalf one acts. @throws Introuvable | VersionPerimee | SansTitulaire */
export async function laSoumissionPar(
  unite: UniteDeTravail,
  saisie: Lue & { readonly pour?: string | undefined },
): Promise<SoumissionPar & { readonly par: string }> {
  return { soumission: await laSoumission(unite, saisie), par: titulaire(unite, saisie.pour) };
}

/** It has not been answered yet. @throws SoumissionTraitee */
export function exigerEnAttente(_unite: UniteDeLecture, { etat }: Pick<SoumissionRegle, 'etat'>): void {
  if (etat !== 'soumis') throw new SoumissionTraitee(etat);
}

/**
 * The submissions answered together with this one, itself among them, in the order they come into force;
 * locked where one is answered.
 */
export async function membresDuLot(
  unite: UniteDeLecture,
  soumission: SoumissionRegle,
): Promise<SoumissionRegle[]> {
  if (!soumission.lot) return [soumission];
  return dansLOrdre(
    await unite.em.find(
      SoumissionRegle,
      { lot: soumission.lot },
      {
        orderBy: { jeu: 'asc', numero: 'asc' },
        ...(ecrit(unite) ? { lockMode: LockMode.PESSIMISTIC_WRITE } : {}),
      },
    ),
  );
}
