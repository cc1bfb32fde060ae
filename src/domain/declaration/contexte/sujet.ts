import type { Perennite } from '#src/domain/formulaire/perennite.ts';
import type { Conventionnement, Equipement } from '#src/domain/equipement/equipement.ts';

/** The declaration asked about, begun or not. */
export interface SujetDeDeclaration {
  readonly caf: { readonly id: string };
  readonly partenaire: { readonly id: string };
  readonly equipement: Pick<Equipement, 'id' | 'type' | 'nom'>;
  readonly conventionnement: Pick<
    Conventionnement,
    'id' | 'du' | 'au' | 'etpValide' | 'animateurs' | 'numeroMaia'
  >;
  readonly exercice: number;
  readonly perennite: Perennite;
}
