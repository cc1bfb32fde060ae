import type { Declaration } from '#src/domain/declaration/declaration.ts';
import type { TypeEvenement } from '#src/domain/declaration/evenements.ts';
import { saisir, type Capacite } from '#src/kernel/roles.ts';
import { VOLETS, type Volet } from '#src/domain/formulaire/definition.ts';

/** Whoever fills in, whichever the volet. */
export const SAISIR_UN_VOLET: readonly Capacite[] = VOLETS.map(saisir);

/** Columns of each volet: what one fournisseur does never reads nor writes the other's. */
export const COLONNES = {
  activite: {
    donnees: 'donneesActivite',
    version: 'versionActivite',
    le: 'activiteCompleteLe',
    par: 'activiteCompletePar',
    fin: 'activite-terminee',
  },
  finances: {
    donnees: 'donneesFinances',
    version: 'versionFinances',
    le: 'financesCompletesLe',
    par: 'financesCompletesPar',
    fin: 'finances-terminees',
  },
} as const satisfies Readonly<
  Record<
    Volet,
    { readonly fin: TypeEvenement } & Readonly<
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
