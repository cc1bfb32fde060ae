/**
 * Refusals of the engine. Each message is the French sentence a person reads.
 * `FaitRefuse` and its children mean "the facts are wrong"; `FichierInvalide` and `DefautDeRegle`
 * mean "the rule file is wrong".
 */
import type { ValeurJson } from './format.ts';

/** Base of every refusal of the engine. */
export abstract class ErreurDuMoteur extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The facts given cannot be used; `fait` names the one to correct (`null`: the facts as a whole). */
export abstract class FaitRefuse extends ErreurDuMoteur {
  readonly fait: string | null;
  constructor(fait: string | null, message: string) {
    super(message);
    this.fait = fait;
  }
}

/** The rule file does not declare this fact. */
export class FaitInconnu extends FaitRefuse {
  constructor(fait: string, declares: readonly string[]) {
    const proche = plusProche(fait, declares);
    super(
      fait,
      `Le fait « ${fait} » n’est pas déclaré par ce jeu de règles${proche ? ` ; vouliez-vous dire « ${proche} » ?` : `. Faits déclarés : ${declares.join(', ')}.`}`,
    );
  }
}

/** What a refused value breaks, for a caller that tells it in the words of its own form. */
export type MotifDeRefus =
  | { readonly genre: 'nature' }
  | { readonly genre: 'minimum' | 'maximum'; readonly borne: ValeurJson };

/** The value has the wrong type, is no real date, or lies outside the declared domain. */
export class FaitInvalide extends FaitRefuse {
  /** What the rule file calls the fact. */
  readonly libelle: string;
  readonly motif: MotifDeRefus;
  constructor(fait: string, libelle: string, pourquoi: string, motif: MotifDeRefus = { genre: 'nature' }) {
    super(fait, `Le fait « ${fait} » (${libelle}) ${pourquoi}`);
    this.libelle = libelle;
    this.motif = motif;
  }
}

/** A constraint between facts, declared by the rule file, is broken. */
export class ContrainteRompue extends FaitRefuse {
  readonly contrainte: string;
  /** The sentence of the rule file, without the name of the fact. */
  readonly phrase: string;
  constructor(fait: string, contrainte: string, message: string) {
    super(fait, `Le fait « ${fait} » est incompatible avec les autres : ${message}`);
    this.contrainte = contrainte;
    this.phrase = message;
  }
}

/** The facts are not a JSON object. */
export class FaitsIllisibles extends FaitRefuse {
  constructor(pourquoi: string) {
    super(null, `Les faits sont illisibles : ${pourquoi}`);
  }
}

/** No version of the rule set applies at the date, or no parameter has a value yet. */
export class AucuneVersionApplicable extends ErreurDuMoteur {}

/** A date given beside the facts (`--date`) is not a real date. */
export class DateInvalide extends ErreurDuMoteur {
  constructor(texte: string) {
    super(
      `« ${texte} » n’est pas une date ; écrivez une date réelle sous la forme AAAA-MM-JJ, par exemple 2019-12-31.`,
    );
  }
}

/** One thing wrong in a rule file, with its place. */
export interface Anomalie {
  /** Check that found it: `lecture`, `schema`, `references`, `types`, `messages`, `scenarios`… */
  readonly controle: string;
  /** French sentence. */
  readonly message: string;
  /** JSON pointer in the file, when known. */
  readonly chemin?: string;
  /** Rule concerned, when the place lies in one. */
  readonly regle?: string;
  readonly ligne?: number;
  readonly colonne?: number;
}

/** Collects anomalies of one check. */
export type Signaler = (chemin: string, message: string, regle?: string) => void;

/** A rule file (or parameter file, or form) fails its checks. */
export class FichierInvalide extends ErreurDuMoteur {
  readonly fichier: string;
  readonly anomalies: readonly Anomalie[];
  constructor(fichier: string, anomalies: readonly Anomalie[]) {
    const [premiere] = anomalies;
    const reste = anomalies.length - 1;
    super(
      `${fichier} : ${premiere ? decrireAnomalie(premiere) : 'fichier invalide.'}${reste > 0 ? ` (et ${reste} autre${reste > 1 ? 's' : ''} anomalie${reste > 1 ? 's' : ''})` : ''}`,
    );
    this.fichier = fichier;
    this.anomalies = anomalies;
  }
}

/**
 * A checked rule file turns out wrong while deciding (division by zero, no rule or two rules under
 * `unique`…).
 */
export class DefautDeRegle extends ErreurDuMoteur {
  readonly jeu: string;
  constructor(jeu: string, message: string) {
    super(`Le jeu de règles « ${jeu} » est en défaut : ${message}`);
    this.jeu = jeu;
  }
}

/**
 * json-rules-engine and the direct evaluator judge the same case differently: one of them is wrong, nobody
 * knows which,
 * so nothing is decided. The message names the place, never the facts: it goes to the logs.
 */
export class EvaluateursEnDesaccord extends ErreurDuMoteur {
  readonly jeu: string;
  readonly version: string;
  /** First rule judged differently; `null` when the difference lies elsewhere. */
  readonly regle: string | null;
  constructor(jeu: string, version: string, regle: string | null, ecart: string, options?: ErrorOptions) {
    super(
      `Les deux évaluateurs ne sont pas d’accord sur le jeu de règles « ${jeu} », version ${version}${regle === null ? '' : `, règle ${regle}`} : ${ecart} Rien n’a été décidé ni enregistré ; l’équipe technique est alertée.`,
      options,
    );
    this.jeu = jeu;
    this.version = version;
    this.regle = regle;
  }
}

/** Under `unique`, no rule or several rules hold; `regles` are those that do. */
export class PartitionRompue extends DefautDeRegle {
  readonly regles: readonly string[];
  constructor(jeu: string, regles: readonly string[]) {
    super(
      jeu,
      regles.length === 0
        ? 'aucune règle ne s’applique à ce cas alors qu’une seule est attendue.'
        : `plusieurs règles s’appliquent à ce cas alors qu’une seule est attendue (${regles.join(', ')}).`,
    );
    this.regles = regles;
  }
}

/** A formula is refused when it is compiled, or fails when it is computed. */
export class FormuleRefusee extends ErreurDuMoteur {}

/** « règle FERM-002, ligne 41, colonne 9 : … ». */
export function decrireAnomalie(anomalie: Anomalie): string {
  const lieux = [
    anomalie.regle === undefined ? undefined : `règle ${anomalie.regle}`,
    anomalie.ligne === undefined ? undefined : `ligne ${anomalie.ligne}`,
    anomalie.colonne === undefined ? undefined : `colonne ${anomalie.colonne}`,
  ].filter((lieu) => lieu !== undefined);
  return lieux.length > 0 ? `${lieux.join(', ')} : ${anomalie.message}` : anomalie.message;
}

/** The known name nearest to a mistyped one, if near enough to be worth proposing. */
export function plusProche(nom: string, connus: readonly string[]): string | undefined {
  let meilleur: string | undefined;
  let seuil = Math.max(2, Math.floor(nom.length / 3)) + 1;
  for (const connu of connus) {
    const distance = distanceDEdition(nom.toLowerCase(), connu.toLowerCase(), seuil);
    if (distance < seuil) {
      seuil = distance;
      meilleur = connu;
    }
  }
  return meilleur;
}

/**
 * Letters to add, remove or replace to make one text of the other; `plafond` when there are that many or
 * more.
 */
export function distanceDEdition(a: string, b: string, plafond: number): number {
  if (Math.abs(a.length - b.length) >= plafond) return plafond;
  let ligne = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const suivante = [i];
    for (let j = 1; j <= b.length; j++) {
      const remplacement = (ligne[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      suivante.push(Math.min(remplacement, (ligne[j] ?? 0) + 1, (suivante[j - 1] ?? 0) + 1));
    }
    ligne = suivante;
  }
  return ligne[b.length] ?? plafond;
}
