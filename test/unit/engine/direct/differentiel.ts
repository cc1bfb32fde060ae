/**
 * The differential trial: json-rules-engine, the direct evaluator and the reference judge the same cases of
 * generated and
 * shipped rule files. One difference ends it, with all that is needed to see it again.
 */
import type { FichierClos } from '#src/engine/cloture.ts';
import type { JeuCompile } from '#src/engine/jeu-compile.ts';
import { compiler } from '#src/engine/compiler.ts';
import { decider, deciderAvecTrace } from '#src/engine/decider.ts';
import type { EvaluateurDirect } from '#src/engine/direct/index.ts';
import { evaluateurDirect } from '#src/engine/direct/index.ts';
import {
  ContrainteRompue,
  DefautDeRegle,
  ErreurDuMoteur,
  EvaluateursEnDesaccord,
  FichierInvalide,
} from '#src/engine/erreurs.ts';
import type { Decision } from '#src/engine/format.ts';
import type { Cas } from './cas-generes.ts';
import { tireurDeCas } from './cas-generes.ts';
import { fichierGenere } from './fichiers-generes.ts';
import type { Hasard } from './hasard.ts';
import { hasard } from './hasard.ts';
import { Refus, jugerParReference } from './reference/jugement.ts';
import { estEcrite } from './reference/valeurs.ts';

export interface Demande {
  readonly graine: number;
  /** Cases over generated files, then over each shipped file. */
  readonly casGeneres: number;
  readonly casParJeuLivre: number;
  readonly livres: readonly JeuCompile[];
  /** One case in this many is also judged by the reference; those of shipped files all are. */
  readonly referenceSur: number;
  readonly surProgres?: (faits: number, total: number) => void;
}
export interface BilanDifferentiel {
  readonly fichiers: number;
  readonly cas: number;
  /** Cases the reference judged too. */
  readonly references: number;
  /** Cases by state of the decision or name of the refusal. */
  readonly parResultat: Readonly<Record<string, number>>;
}

const CAS_PAR_FICHIER = 200;
const TRACE_SUR = 25;

/** @throws Error at the first difference, with the file and the case */
export async function eprouverLesEvaluateurs({
  graine,
  casGeneres,
  casParJeuLivre,
  livres,
  referenceSur,
  surProgres,
}: Demande): Promise<BilanDifferentiel> {
  const de = hasard(graine);
  const total = casGeneres + casParJeuLivre * livres.length;
  const parResultat: Record<string, number> = {};
  let [cas, references, fichiers] = [0, 0, 0];
  const eprouver = async (jeu: JeuCompile, combien: number, reference: number): Promise<void> => {
    fichiers += 1;
    const banc = new Banc(jeu);
    const tirer = tireurDeCas(jeu.fichier, de);
    for (let rang = 0; rang < combien; rang++) {
      const avecReference = cas % reference === 0;
      const resultat = await banc.eprouver(tirer(), avecReference, cas % TRACE_SUR === 0);
      parResultat[resultat] = (parResultat[resultat] ?? 0) + 1;
      cas += 1;
      references += avecReference ? 1 : 0;
    }
    surProgres?.(cas, total);
  };
  while (cas < casGeneres)
    await eprouver(jeuGenere(de), Math.min(CAS_PAR_FICHIER, casGeneres - cas), referenceSur);
  for (const livre of casParJeuLivre > 0 ? livres : []) await eprouver(livre, casParJeuLivre, 1);
  return { fichiers, cas, references, parResultat };
}

function jeuGenere(de: Hasard): JeuCompile {
  for (;;) {
    try {
      return compiler(fichierGenere(de));
    } catch (erreur) {
      if (!(erreur instanceof FichierInvalide)) throw erreur;
    }
  }
}

/** What an evaluator made of a case: a decision, or a refusal. */
type Verdict = { readonly decision: Decision } | { readonly refus: ErreurDuMoteur };

class Banc {
  private readonly direct: EvaluateurDirect;
  constructor(private readonly jeu: JeuCompile) {
    this.direct = evaluateurDirect(jeu);
  }

  /** State of the decision or name of the refusal. @throws Error on a difference */
  async eprouver(cas: Cas, avecReference: boolean, avecTrace: boolean): Promise<string> {
    const officiel = await this.officiel(cas);
    const direct = this.directement(cas);
    if (ecrit(officiel) !== ecrit(direct))
      throw difference(
        'json-rules-engine and the direct evaluator',
        this.jeu.fichier,
        cas,
        ecrit(officiel),
        ecrit(direct),
      );
    if (avecTrace && 'decision' in officiel) await this.comparerTraces(cas);
    if (avecReference) this.comparerAReference(cas, officiel);
    return 'refus' in officiel ? officiel.refus.name : officiel.decision.etat;
  }

  private async officiel(cas: Cas): Promise<Verdict> {
    try {
      return { decision: await decider(this.jeu, cas) };
    } catch (erreur) {
      if (!(erreur instanceof ErreurDuMoteur) || erreur instanceof EvaluateursEnDesaccord)
        throw difference(String(erreur), this.jeu.fichier, cas, '', '');
      return { refus: erreur };
    }
  }

  private directement({ date, faits }: Cas): Verdict {
    try {
      return { decision: this.direct.juger(date, faits) };
    } catch (erreur) {
      if (!(erreur instanceof ErreurDuMoteur)) throw erreur;
      return { refus: erreur };
    }
  }

  private async comparerTraces(cas: Cas): Promise<void> {
    const [officielle, directe] = [
      JSON.stringify(await deciderAvecTrace(this.jeu, cas)),
      JSON.stringify(this.direct.evaluer(cas.date, cas.faits)),
    ];
    if (officielle !== directe)
      throw difference('the two traces', this.jeu.fichier, cas, officielle, directe);
  }

  private comparerAReference(cas: Cas, officiel: Verdict): void {
    const { fichier } = this.jeu;
    if ('refus' in officiel) {
      // What refuses wrong facts is the border, which the reference does not write again.
      if (!(officiel.refus instanceof DefautDeRegle || officiel.refus instanceof ContrainteRompue)) return;
      const attendu = essayerReference(fichier, cas);
      if (attendu instanceof Refus) return;
      throw difference(
        'the engine refuses what the reference decides',
        fichier,
        cas,
        ecrit(officiel),
        JSON.stringify(attendu.issues),
      );
    }
    const { decision } = officiel;
    const attendu = essayerReference(fichier, cas);
    if (attendu instanceof Refus)
      throw difference(
        'the reference refuses what the engine decides',
        fichier,
        cas,
        ecrit(officiel),
        attendu.message,
      );
    const { etat, issues, regles, manquants } = attendu;
    const obtenu = JSON.stringify({
      etat: decision.etat,
      issues: decision.issues,
      regles: decision.constats.map(({ regle }) => regle),
      manquants: decision.manquants,
    });
    if (obtenu !== JSON.stringify({ etat, issues, regles, manquants }))
      throw difference(
        'engine and reference',
        fichier,
        cas,
        obtenu,
        JSON.stringify({ etat, issues, regles, manquants }),
      );
    const { derives } = this.direct.evaluer(cas.date, cas.faits).trace;
    for (const [nom, valeur] of attendu.derives) {
      const calcule = derives[nom];
      if (valeur === undefined ? calcule !== null : !estEcrite(valeur, calcule))
        throw difference(
          `derived fact ${nom}`,
          fichier,
          cas,
          String(calcule),
          JSON.stringify(valeur, (_cle, x: unknown) => (typeof x === 'bigint' ? x.toString() : x)),
        );
    }
  }
}

function essayerReference(
  fichier: FichierClos,
  { date, faits }: Cas,
): ReturnType<typeof jugerParReference> | Refus {
  try {
    return jugerParReference(fichier, date, faits);
  } catch (erreur) {
    if (erreur instanceof Refus) return erreur;
    throw erreur;
  }
}

function ecrit(verdict: Verdict): string {
  return 'refus' in verdict
    ? `${verdict.refus.name}: ${verdict.refus.message}`
    : JSON.stringify(verdict.decision);
}

function difference(
  quoi: string,
  { id, faits, contraintes, parametres, faitsDerives, decision, regles }: FichierClos,
  cas: Cas,
  premier: string,
  second: string,
): Error {
  const fichier =
    id === 'genere'
      ? JSON.stringify({
          faits,
          contraintes,
          parametres,
          faitsDerives,
          strategie: decision.strategie,
          regles,
        })
      : id;
  return new Error(
    `${quoi} differ\n  case: ${JSON.stringify(cas)}\n  first:  ${premier}\n  second: ${second}\n  file: ${fichier}`,
  );
}
