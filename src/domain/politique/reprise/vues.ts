/** What a reprise shows: plain data. */
import type { AuteurDActe } from '#src/domain/politique/consultation/vues.ts';
import type { EtatDeDecision } from '#src/engine/format.ts';

/** Why a waiting case is left alone. */
export const ECARTS = {
  'declaration-traitee': 'La Caf a déjà traité cette déclaration.',
  'declaration-retournee':
    'La déclaration est revenue au partenaire : elle sera jugée à sa prochaine transmission.',
  'plus-declare': 'La déclaration a été transmise de nouveau sans ce point.',
  'deja-tranche': 'La Caf a déjà tranché ce point.',
  'habilitation-traitee':
    'Cette habilitation n’attend plus : elle a été validée, refusée, suspendue ou retirée.',
  'conventionnement-traite':
    'Rien n’attend sur ce conventionnement : la Caf l’a validé avec un motif, ou le validera en le jugeant de nouveau.',
  'sans-suite': 'Ce dossier n’attend aucune suite dans l’application.',
  'reponse-hors-date':
    'La version qui s’applique à la date de ce cas ne répond pas à la question : donnez à la réponse une date d’effet plus ancienne.',
  'fait-manquant': 'La nouvelle version demande un fait que ce dossier n’a pas.',
  injugeable: 'La nouvelle version ne peut pas juger les faits de ce dossier.',
  technique:
    'Une erreur technique a empêché de reprendre ce cas : il est resté comme il était. Relancez la reprise ; si elle se répète, prévenez l’assistance.',
} as const;
export type Ecart = keyof typeof ECARTS;

/** What a version says of a case, without its facts. */
export interface VerdictRepris {
  readonly numero: string;
  readonly etat: EtatDeDecision;
  readonly issues: readonly string[];
}

/** `decide`: the rules now decide; `a-decider`: still a person's to decide; `ecarte`: left alone. */
export type Suite = 'decide' | 'a-decider' | 'ecarte';

/** A waiting case, before and after. */
export interface CasRepris {
  readonly decisionId: string;
  readonly cafId: string;
  readonly sujetType: string;
  readonly sujetId: string;
  readonly sujetDetail: string | null;
  readonly dateReference: string;
  readonly suite: Suite;
  /** State, outcome or number changed. */
  readonly change: boolean;
  readonly ecart: Ecart | null;
  /** What the reason or the outcome adds, in words. */
  readonly detail: string | null;
  readonly avant: VerdictRepris;
  readonly apres: VerdictRepris | null;
  readonly nouvelleId: string | null;
  /** Euros with cents, of the declaration; null for another kind of case. */
  readonly estimationAvant: string | null;
  readonly estimationApres: string | null;
}

/** Counts of an act, or of its preview. */
export interface ComptesDeReprise {
  /** Judged again. */
  readonly repris: number;
  /** Of them, those whose decision differs. */
  readonly changes: number;
  /** Of them, those a person still has to decide. */
  readonly aDecider: number;
  /** Left alone, by reason. */
  readonly ecartes: Readonly<Partial<Record<Ecart, number>>>;
}
export const COMPTES_VIDES: ComptesDeReprise = { repris: 0, changes: 0, aDecider: 0, ecartes: {} };

export function ajouterAuxComptes(
  comptes: ComptesDeReprise,
  { suite, change, ecart }: Pick<CasRepris, 'suite' | 'change' | 'ecart'>,
): ComptesDeReprise {
  if (ecart !== null)
    return { ...comptes, ecartes: { ...comptes.ecartes, [ecart]: (comptes.ecartes[ecart] ?? 0) + 1 } };
  return {
    ...comptes,
    repris: comptes.repris + 1,
    changes: comptes.changes + Number(change),
    aDecider: comptes.aDecider + Number(suite === 'a-decider'),
  };
}
export const ecartesDe = ({ ecartes }: ComptesDeReprise): number =>
  Object.values(ecartes).reduce((somme, nombre) => somme + nombre, 0);

/** An act, as a list shows it. */
export interface RepriseListe {
  readonly id: string;
  readonly jeu: string;
  readonly question: string;
  readonly avant: { readonly numero: string; readonly empreinte: string };
  readonly apres: { readonly numero: string; readonly empreinte: string };
  readonly reponse: string;
  readonly motif: string;
  readonly lanceePar: AuteurDActe;
  readonly lanceeLe: string;
  readonly termineeLe: string | null;
  /** Somebody is working on it now. */
  readonly enMarche: boolean;
}

export interface ComptesDUneCaf extends ComptesDeReprise {
  readonly cafId: string;
  readonly caf: string;
}
