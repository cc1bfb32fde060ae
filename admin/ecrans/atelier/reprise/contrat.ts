/** JSON exchanged between the handler of the reprise page and its screen. Types only. */
import type { PageQuestions } from '#admin/ecrans/atelier/contrats.ts';

/** A case, before and after, in words. */
export interface LigneDeReprise {
  readonly id: string;
  readonly caf: string;
  readonly dossier: string;
  readonly date: string;
  readonly avant: string;
  readonly apres: string;
  readonly suite: string;
  readonly precision: string;
  readonly ton: 'succes' | 'attention' | 'neutre';
  /** « 18 060,00 € → 13 545,00 € »; empty when the case has no amount. */
  readonly estimation: string;
  /** Page of the former decision, and of the new one. */
  readonly hrefAvant: string;
  readonly hrefApres: string | null;
}

export interface ComptesMontresDeReprise {
  readonly caf: string;
  readonly repris: number;
  readonly changes: number;
  readonly aDecider: number;
  readonly ecartes: number;
}

/** What an answer changes: foreseen, or done. */
export interface BilanDeReprise {
  readonly phrase: string;
  /** Why cases are left alone, with their number. */
  readonly ecarts: readonly string[];
  readonly parCaf: readonly ComptesMontresDeReprise[];
  readonly lignes: readonly LigneDeReprise[];
  /** Cases in all; the list may show fewer. */
  readonly total: number;
}

export interface ActeDeReprise {
  readonly id: string;
  readonly par: string;
  readonly lanceeLe: string;
  readonly termineeLe: string | null;
  readonly enMarche: boolean;
  readonly motif: string;
  readonly avant: string;
  readonly apres: string;
}

export interface PageReprise {
  readonly jeu: string;
  readonly question: string;
  readonly titre: string;
  readonly texte: string;
  readonly reponse: string | null;
  /** Version that answers. */
  readonly version: string | null;
  /** Why there is nothing to launch, in a sentence; null when there is. */
  readonly empeche: string | null;
  /** What launching would do; null when it cannot be launched. */
  readonly apercu: (BilanDeReprise & { readonly juges: number }) | null;
  /** The act shown, with its counts so far. */
  readonly acte: (ActeDeReprise & BilanDeReprise) | null;
  readonly actes: readonly ActeDeReprise[];
  readonly peutLancer: boolean;
}

/** A question of the list, with the cases its answer would have judged again: null while it is open. */
export type QuestionListee = PageQuestions['questions'][number] & {
  readonly reprise: { readonly href: string; readonly cas: number; readonly faite: boolean } | null;
};
export type PageQuestionsEtReprises = Omit<PageQuestions, 'questions'> & {
  readonly questions: readonly QuestionListee[];
};
