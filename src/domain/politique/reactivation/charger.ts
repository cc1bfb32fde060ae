import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/politique/tables.ts';
import { chargerPourModifier } from '#src/kernel/chargement.ts';
import type { UniteDeLecture, UniteDeTravail } from '#src/kernel/commande.ts';
import { Introuvable } from '#src/kernel/refus.ts';
import { titulaire } from '#src/domain/politique/versions/personne.ts';
import { ReactivationRegle } from '#src/domain/politique/versions/reactivation-regle.ts';
import type { VersionPubliee } from '#src/domain/politique/versions/version.ts';

/** A version, and the days one would put it back in force on: those of its file where not given. */
export interface VersionAuxJours {
  readonly version: VersionPubliee;
  readonly du: string | null;
  readonly au: string | null;
}

/** The published version an act is on. @throws Introuvable */
export async function laVersion(
  { em }: UniteDeLecture,
  { empreinte }: { readonly empreinte: string },
): Promise<VersionPubliee> {
  const [version] = await lireLignes(
    em,
    tables
      .selectFrom('version_regle')
      .select(['empreinte', 'genre', 'jeu', 'numero', 'canonique'])
      .where('empreinte', '=', empreinte),
  );
  if (!version) throw new Introuvable('Version');
  return version;
}

/** {@link laVersion}, with the days asked. @throws Introuvable */
export const laVersionAuxJours = async (
  unite: UniteDeLecture,
  { empreinte, du, au }: Omit<VersionAuxJours, 'version'> & { readonly empreinte: string },
): Promise<VersionAuxJours> => ({ version: await laVersion(unite, { empreinte }), du, au });

/** What was asked, and the account that answers it. */
export interface ReactivationPar {
  readonly reactivation: ReactivationRegle;
  readonly par: string;
}

/** The request an act is on, as it was read. @throws Introuvable | VersionPerimee | SansTitulaire */
export const laReactivationPar = async (
  unite: UniteDeTravail,
  {
    id,
    version,
    pour,
  }: { readonly id: string; readonly version: number; readonly pour?: string | undefined },
): Promise<ReactivationPar> => ({
  reactivation: await chargerPourModifier(unite, ReactivationRegle, id, version, 'Réactivation'),
  par: titulaire(unite, pour),
});
