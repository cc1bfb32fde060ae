import type { Declaration } from '#src/domain/declaration/declaration.ts';
import type { TypeEvenement } from '#src/domain/declaration/evenements.ts';
import type { Volet } from '#src/domain/formulaire/definition.ts';
import type { RoleAfas } from '#src/kernel/roles.ts';

/** Columns and role of each volet: what one fournisseur does never reads nor writes the other's. */
export const COLONNES = {
  activite: {
    donnees: 'donneesActivite',
    version: 'versionActivite',
    le: 'activiteCompleteLe',
    par: 'activiteCompletePar',
    role: 'FOURNISSEUR_ACTIVITE',
    fin: 'activite-terminee',
  },
  finances: {
    donnees: 'donneesFinances',
    version: 'versionFinances',
    le: 'financesCompletesLe',
    par: 'financesCompletesPar',
    role: 'FOURNISSEUR_FINANCIER',
    fin: 'finances-terminees',
  },
} as const satisfies Readonly<
  Record<
    Volet,
    { readonly role: RoleAfas; readonly fin: TypeEvenement } & Readonly<
      Record<'donnees' | 'version' | 'le' | 'par', keyof Declaration>
    >
  >
>;

/** Each volet has its own, so that its fournisseur is not refused for what the other's did. */
export const versionDuVolet = (declaration: Declaration, volet: Volet): number =>
  declaration[COLONNES[volet].version];

/** Whether its fournisseur has said it is complete. */
export const voletTermine = (declaration: Declaration, volet: Volet): boolean =>
  (declaration[COLONNES[volet].le] ?? null) !== null;

/** Marks volets as not finished. */
export function rouvrir(declaration: Declaration, volets: readonly Volet[]): void {
  for (const volet of volets) {
    const { le, par } = COLONNES[volet];
    declaration[le] = null;
    declaration[par] = null;
  }
}
