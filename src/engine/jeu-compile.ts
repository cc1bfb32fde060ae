/** What a compiled rule file is. */
import type { Formule } from './cel/formule.ts';
import type { FichierClos } from './cloture.ts';
import type { Normale, Predicat } from './conditions.ts';
import type { ContrainteDeFaits, DeclarationDeFait, FaitDerive, Regle } from './format.ts';
import type { MessageCompile } from './messages.ts';
import type { PiscineDeMoteurs } from './moteur.ts';
import type { Chronologie, ParametresEnVigueur } from './parametres.ts';

/** A derived fact ready to compute. */
export interface FaitDeriveCompile {
  readonly nom: string;
  readonly declaration: FaitDerive;
  readonly formule: Formule;
  readonly siPossible: Normale | undefined;
}
export interface RegleCompilee {
  readonly declaration: Regle;
  readonly condition: Normale;
}
export interface ContrainteCompilee {
  readonly declaration: ContrainteDeFaits;
  readonly formule: Formule;
}
/** When a fact is needed. */
export type Besoin = 'toujours' | 'jamais' | { readonly si: Normale } | { readonly avec: readonly string[] };

/** Everything that depends on the date: parameter values, and what was built with them. */
export interface Instantane {
  readonly parametres: ParametresEnVigueur;
  readonly moteurs: PiscineDeMoteurs;
  readonly requisSi: ReadonlyMap<string, Predicat>;
  readonly siPossible: ReadonlyMap<string, Predicat>;
}

/** A compiled rule file. Immutable, safe to share between any number of concurrent decisions. */
export interface JeuCompile {
  readonly fichier: FichierClos;
  /** SHA-256 of the closed file. */
  readonly empreinte: string;
  readonly faits: ReadonlyMap<string, DeclarationDeFait>;
  readonly besoins: ReadonlyMap<string, Besoin>;
  readonly contraintes: readonly ContrainteCompilee[];
  readonly derives: readonly FaitDeriveCompile[];
  readonly regles: readonly RegleCompilee[];
  readonly messages: ReadonlyMap<
    string,
    { readonly quoi: MessageCompile; readonly corriger: MessageCompile }
  >;
  readonly chronologies: readonly Chronologie[];
  /** Parameter values and engines in force at a date. @throws AucuneVersionApplicable */
  instantane(date: string): Instantane;
}
