/** JSON of the impact page. Types only. */
import type { EtudeListe } from '#src/domain/regle/etudes-impact.ts';

export interface ComptesMontres {
  readonly libelle: string;
  readonly avant: number;
  readonly apres: number;
}
export interface MontantMontre {
  readonly libelle: string;
  /** Exact decimals. */
  readonly avant: string;
  readonly apres: string;
  readonly ecart: string;
  readonly hausses: number;
  readonly baisses: number;
}
export interface GroupeMontre {
  readonly libelle: string;
  readonly cas: number;
  readonly changes: number;
  readonly issues: readonly ComptesMontres[];
  readonly montants: readonly MontantMontre[];
}
export interface VoletMontre {
  readonly bilan: string;
  readonly alertes: readonly string[];
  readonly issues: readonly ComptesMontres[];
  readonly etats: readonly ComptesMontres[];
  readonly montants: readonly MontantMontre[];
  readonly parCaf: readonly GroupeMontre[];
  readonly parType: readonly GroupeMontre[];
  readonly passages: readonly { readonly avant: string; readonly apres: string; readonly cas: number }[];
  readonly autresPassages: number;
}
/** Recorded decisions of past days that would be otherwise. */
export interface PasseMontre {
  readonly du: string | null;
  readonly au: string | null;
  readonly rejouees: number;
  readonly changees: number;
  readonly decisions: readonly {
    readonly id: string;
    readonly caf: string;
    readonly date: string;
    readonly avant: string;
    readonly apres: string;
    readonly calculs: string;
  }[];
}
/** A report in words. */
export interface ImpactMontre {
  readonly avant: string;
  readonly apres: string;
  readonly empreinte: string | null;
  readonly population: string;
  readonly passe: PasseMontre | null;
  readonly cas: VoletMontre;
  readonly decisions: string;
  readonly causes: readonly { readonly texte: string; readonly cas: number; readonly decisions: number }[];
  readonly total: number;
  readonly premiers: readonly {
    readonly id: string;
    readonly caf: string;
    readonly equipement: string;
    readonly date: string;
    readonly derniere: boolean;
    readonly avant: string;
    readonly apres: string;
    readonly calculs: string;
    readonly cause: string;
  }[];
  readonly generes: (VoletMontre & { readonly libelle: string; readonly graine: string }) | null;
}
export interface PageImpact {
  readonly jeu: string;
  readonly titre: string;
  readonly choix: readonly { readonly empreinte: string; readonly libelle: string }[];
  readonly avant: string;
  readonly apres: string;
  readonly etudes: readonly EtudeListe[];
  readonly etude: EtudeListe | null;
  readonly rapport: ImpactMontre | null;
  /** Submission of the same text that has no impact report yet. */
  readonly aJoindre: { readonly id: string; readonly version: number; readonly numero: string } | null;
  readonly peutEcrire: boolean;
  /** Why the version the address asks for cannot be studied; null when it can. */
  readonly introuvable: string | null;
}
