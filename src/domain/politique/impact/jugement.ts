/** One version of a rule file, judging cases for counting: every answer is a value, refusals included. */
import {
  ContrainteRompue,
  compiler,
  ErreurDuMoteur,
  evaluateurDirect,
  FaitRefuse,
  type FichierClos,
} from '#src/engine/index.ts';
import type { EtatDeDecision } from '#src/engine/format.ts';
import type { Faits } from '#src/kernel/registre.ts';

/** `refus`: the version cannot judge the case; the reason is in `refus`. */
export type EtatDeCas = EtatDeDecision | 'refus';

/** What is counted of a decision: cases with the same outcome are counted together. */
export interface Issue {
  readonly etat: EtatDeCas;
  readonly issues: readonly string[];
  readonly manquants: readonly string[];
  /** Some outcome is `bloquant`. */
  readonly bloquant: boolean;
  /** Kind of refusal and the fact at fault, `FaitInvalide:etpDeclare`; null when there is none. */
  readonly refus: string | null;
}

/** Outcome of one case, and the numbers computed on the way. */
export interface Verdict {
  readonly issue: Issue;
  /** Two cases with the same key have the same outcome. */
  readonly cle: string;
  /** Numeric derived facts, exact decimals as text. */
  readonly calculs: Readonly<Record<string, string>>;
}

const AUCUN: readonly string[] = [];
const SANS_CALCUL: Readonly<Record<string, string>> = {};

export class Juge {
  private readonly evaluateur: ReturnType<typeof evaluateurDirect>;
  private readonly declares: ReadonlySet<string>;
  private readonly bloquantes: ReadonlySet<string>;
  private readonly issues = new Map<string, { readonly issue: Issue; readonly cle: string }>();

  /** @throws FichierInvalide */
  constructor(fichier: FichierClos) {
    this.evaluateur = evaluateurDirect(compiler(fichier));
    this.declares = new Set(Object.keys(fichier.faits));
    this.bloquantes = new Set(
      Object.entries(fichier.decision.issues)
        .filter(([, { gravite }]) => gravite === 'bloquant')
        .map(([nom]) => nom),
    );
  }

  /** Judges with the facts this version declares; those of another version only are not given to it. */
  juger(date: string, faits: Faits): Verdict {
    try {
      const decision = this.evaluateur.juger(date, this.connus(faits));
      const { etat, issues, manquants } = decision;
      return { ...this.ranger(etat, issues, manquants, null), calculs: decision.calculs };
    } catch (erreur) {
      if (!(erreur instanceof ErreurDuMoteur)) throw erreur;
      const fait = erreur instanceof FaitRefuse && erreur.fait !== null ? `:${erreur.fait}` : '';
      return {
        ...this.ranger(
          'refus',
          AUCUN,
          AUCUN,
          `${erreur.name === 'Error' ? erreur.constructor.name : erreur.name}${fait}`,
        ),
        calculs: SANS_CALCUL,
      };
    }
  }

  /** A decision as it was recorded, to be set beside a verdict of this version. */
  relire({
    etat,
    issues,
    manquants,
    calculs,
  }: {
    readonly etat: EtatDeCas;
    readonly issues: readonly string[];
    readonly manquants: readonly string[];
    readonly calculs: Verdict['calculs'];
  }): Verdict {
    return { ...this.ranger(etat, issues, manquants, null), calculs };
  }

  private connus(faits: Faits): Faits {
    for (const nom in faits) {
      if (!this.declares.has(nom))
        return Object.fromEntries(Object.entries(faits).filter(([connu]) => this.declares.has(connu)));
    }
    return faits;
  }

  private ranger(
    etat: EtatDeCas,
    issues: readonly string[],
    manquants: readonly string[],
    refus: string | null,
  ): { readonly issue: Issue; readonly cle: string } {
    const brute = `${etat}|${issues.join()}|${manquants.join()}|${refus ?? ''}`;
    let rangee = this.issues.get(brute);
    if (!rangee) {
      const issue = {
        etat,
        issues,
        manquants,
        bloquant: issues.some((nom) => this.bloquantes.has(nom)),
        refus,
      };
      this.issues.set(brute, (rangee = { issue, cle: JSON.stringify(issue) }));
    }
    return rangee;
  }
}

/** Whether a refusal is about the facts themselves: no version could have such a case. */
export const estIncoherent = ({ issue: { refus } }: Verdict): boolean =>
  refus?.startsWith(ContrainteRompue.name) ?? false;

/** Same outcome and same numbers, among those named. */
export function memeVerdict(a: Verdict, b: Verdict, calculs: readonly string[]): boolean {
  return a.cle === b.cle && memesCalculs(a, b, calculs);
}

export function memesCalculs(a: Verdict, b: Verdict, calculs: readonly string[]): boolean {
  for (const nom of calculs) if (a.calculs[nom] !== b.calculs[nom]) return false;
  return true;
}
