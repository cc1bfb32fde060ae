/** A recorded decision as the screens show it. Types only. */

export interface ConstatMontre {
  readonly regle: string;
  readonly issue: string;
  readonly gravite: 'bloquant' | 'avertissement' | 'information';
  readonly message: string;
  readonly commentCorriger: string | null;
  readonly source: string;
  readonly certitude: string;
}

export interface DecisionMontree {
  readonly id: string | null;
  readonly titre: string;
  readonly jeu: string;
  readonly version: string;
  readonly empreinte: string;
  readonly date: string;
  readonly etat: 'decide' | 'decision-humaine' | 'source-muette' | 'faits-manquants';
  /** What a human answered since, in words: the decision no longer waits. */
  readonly reponse?: string;
  /** Outcomes in French, shown when no finding says more. */
  readonly issues?: readonly string[];
  readonly constats: readonly ConstatMontre[];
  readonly calculs: readonly { readonly libelle: string; readonly valeur: string }[];
  readonly manquants: readonly string[];
  /** What it was decided on, and the dated thresholds it applied. */
  readonly faits?: readonly { readonly libelle: string; readonly valeur: string }[];
  readonly seuils?: readonly {
    readonly libelle: string;
    readonly valeur: string;
    readonly du: string;
    readonly certitude: string;
  }[];
  /** Values that are fictitious in this decision, to be shown as such. */
  readonly fictif?: string;
}
