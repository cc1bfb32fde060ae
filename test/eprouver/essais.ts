/** The long trials, by name. A trial is added here and nowhere else. */

/** What a trial is asked. */
export interface Conditions {
  readonly graine: number;
  /** Cases to try, in the unit of the trial. */
  readonly taille: number;
  /** To be called as it goes. */
  readonly surProgres: (faits: number, total: number) => void;
}
export interface Essai {
  /** What it proves, in one line. */
  readonly titre: string;
  /** Default number of cases. */
  readonly taille: number;
  /** Figures measured, by name. @throws Error when what the trial holds is broken */
  executer(conditions: Conditions): Promise<Readonly<Record<string, number | string>>>;
}

/** Each trial is loaded only when asked for. */
export const ESSAIS: Readonly<Record<string, () => Promise<{ readonly essai: Essai }>>> = {
  droits: () => import('./droits.ts'),
  delegation: () => import('./delegation.ts'),
  evaluateurs: () => import('./evaluateurs.ts'),
  http: () => import('./http.ts'),
  lenteur: () => import('./lenteur.ts'),
  pannes: () => import('./pannes.ts'),
  plans: () => import('./plans.ts'),
  paquet: () => import('./paquet.ts'),
  porte: () => import('./porte.ts'),
  quotas: () => import('./quotas.ts'),
  vitesse: () => import('./vitesse.ts'),
};
