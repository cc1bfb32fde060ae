/** One version of a rule file, judging cases for counting: every answer is a value, refusals included. */
import {
  ContrainteRompue,
  compiler,
  ErreurDuMoteur,
  evaluateurDirect,
  FaitRefuse,
  type FichierClos,
  Nombre,
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
  readonly calculs: Calculs;
}

/** Numeric derived facts of a verdict. */
export interface Calculs {
  /** Exact value; absent of what was recorded as text. */
  nombre(nom: string): Nombre | undefined;
  /** Exact decimal. */
  texte(nom: string): string | undefined;
}

const AUCUN: readonly string[] = [];
const SANS_CALCUL: Calculs = { nombre: () => undefined, texte: () => undefined };

/** Numbers still to be written. */
class CalculsFaits implements Calculs {
  constructor(
    private readonly derives: ReadonlySet<string>,
    private readonly constat: { valeur(nom: string): unknown },
  ) {}

  nombre(nom: string): Nombre | undefined {
    const valeur = this.derives.has(nom) ? this.constat.valeur(nom) : undefined;
    return valeur instanceof Nombre ? valeur : undefined;
  }

  texte(nom: string): string | undefined {
    return this.nombre(nom)?.toString();
  }
}

export class Juge {
  private readonly evaluateur: ReturnType<typeof evaluateurDirect>;
  private readonly declares: ReadonlySet<string>;
  private readonly derives: ReadonlySet<string>;
  private readonly bloquantes: ReadonlySet<string>;
  private readonly issues = new Map<string, { readonly issue: Issue; readonly cle: string }>();

  /** @throws FichierInvalide */
  constructor(fichier: FichierClos) {
    this.evaluateur = evaluateurDirect(compiler(fichier));
    this.declares = new Set(Object.keys(fichier.faits));
    this.derives = new Set(Object.keys(fichier.faitsDerives));
    this.bloquantes = new Set(
      Object.entries(fichier.decision.issues)
        .filter(([, { gravite }]) => gravite === 'bloquant')
        .map(([nom]) => nom),
    );
  }

  /** Judges with the facts this version declares; those of another version only are not given to it. */
  juger(date: string, faits: Faits): Verdict {
    try {
      const constat = this.evaluateur.constater(date, this.connus(faits));
      const { etat, issues, manquants } = constat.jugement;
      const { issue, cle } = this.ranger(etat, issues, manquants, null);
      return { issue, cle, calculs: new CalculsFaits(this.derives, constat) };
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
    readonly calculs: Readonly<Record<string, string>>;
  }): Verdict {
    const texte = (nom: string): string | undefined =>
      Object.hasOwn(calculs, nom) ? calculs[nom] : undefined;
    return { ...this.ranger(etat, issues, manquants, null), calculs: { nombre: () => undefined, texte } };
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
  for (const nom of calculs) {
    const [x, y] = [a.calculs.nombre(nom), b.calculs.nombre(nom)];
    // Written alike: most are, and a number without end is long to write.
    const pareils = x && y && x.echelle === y.echelle && Nombre.compare(x, y) === 0;
    if (!pareils && a.calculs.texte(nom) !== b.calculs.texte(nom)) return false;
  }
  return true;
}
