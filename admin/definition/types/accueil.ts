/** The dashboard. Types only. */
import type { Ton } from '#admin/definition/types/champ.ts';
import type { TableDeFiche } from '#admin/definition/types/fiche.ts';

export interface CompteurAccueil {
  readonly libelle: string;
  readonly valeur: string;
  readonly precision?: string;
  readonly href?: string;
  readonly ton?: Ton;
}

export interface TableauDeBord {
  readonly titre: string;
  readonly sousTitre: string;
  readonly compteurs: readonly CompteurAccueil[];
  readonly files: readonly TableDeFiche[];
  readonly liens: readonly {
    readonly libelle: string;
    readonly href: string;
    readonly description?: string;
  }[];
}
