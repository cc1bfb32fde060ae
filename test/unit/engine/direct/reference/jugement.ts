/**
 * A third judgement of a case, read straight from the rule file: three-valued conditions (a comparison with
 * an absent fact
 * is unknown, a rule fires only if certainly true), derived facts on demand.
 */
import type { FichierClos } from '#src/engine/cloture.ts';
import type { Comparaison, Condition, EtatDeDecision, TypeDeFait, ValeurJson } from '#src/engine/format.ts';
import { evaluerFormule } from './formules.ts';
import type { ValeurDeReference } from './valeurs.ts';
import { Absence, Echec, JourCivil, Quantite, comparer, egales } from './valeurs.ts';

export interface JugementDeReference {
  readonly etat: EtatDeDecision;
  readonly issues: readonly string[];
  readonly regles: readonly string[];
  readonly manquants: readonly string[];
  /** Every derived fact; `undefined` = could not be computed. */
  readonly derives: ReadonlyMap<string, ValeurDeReference | undefined>;
}
/** What the reference refuses: a broken constraint, a defect of the file. */
export class Refus extends Error {}

const FORCES: readonly EtatDeDecision[] = ['source-muette', 'decision-humaine', 'decide'];
const ENTIERS: readonly TypeDeFait[] = ['entier', 'mois', 'annee', 'place', 'acte'];

/** A value of the declared type, as it is written in a file or given as a fact known to be right. */
function lire(type: TypeDeFait, ecrite: ValeurJson): ValeurDeReference {
  if (type === 'date') return JourCivil.depuis(String(ecrite));
  if (type === 'booleen' || type === 'enum' || type === 'texte')
    return typeof ecrite === 'number' ? String(ecrite) : ecrite;
  return Quantite.depuis(String(ecrite));
}

/** Judges facts the engine accepts. @throws Refus */
export function jugerParReference(
  fichier: FichierClos,
  date: string,
  donnes: Readonly<Record<string, unknown>>,
): JugementDeReference {
  try {
    return new Cas(fichier, date, donnes).juger();
  } catch (erreur) {
    if (erreur instanceof Echec) throw new Refus(erreur.message, { cause: erreur });
    throw erreur;
  }
}

class Cas {
  private readonly faits = new Map<string, ValeurDeReference>();
  private readonly parametres = new Map<string, ValeurDeReference>();
  private readonly calcules = new Map<string, ValeurDeReference | undefined>();

  constructor(
    private readonly fichier: FichierClos,
    date: string,
    donnes: Readonly<Record<string, unknown>>,
  ) {
    for (const [nom, { type }] of Object.entries(fichier.faits)) {
      const donne = donnes[nom];
      if (donne !== null && donne !== undefined) this.faits.set(nom, lire(type, donne as ValeurJson));
    }
    for (const [nom, { type, valeurs }] of Object.entries(fichier.parametres)) {
      const enVigueur = valeurs.filter(({ du }) => du <= date).at(-1);
      if (enVigueur) this.parametres.set(nom, lire(type, enVigueur.valeur));
    }
  }

  juger(): JugementDeReference {
    const { contraintes = [], faitsDerives, decision } = this.fichier;
    if (
      contraintes.some(({ formule }) => this.formule(formule, (nom) => this.faits.get(nom), true) === false)
    )
      throw new Refus('constraint');
    const derives = new Map(Object.keys(faitsDerives).map((nom) => [nom, this.derive(nom)]));
    const manquants = this.manquants();
    if (manquants.length > 0) return { etat: 'faits-manquants', issues: [], regles: [], manquants, derives };
    const vraies = this.fichier.regles.filter(
      ({ conditions }) => this.condition(conditions, (nom) => this.valeur(nom)) === true,
    );
    if (decision.strategie === 'unique' && vraies.length !== 1) throw new Refus(`${vraies.length} rules`);
    const issues =
      vraies.length === 0 ? [decision.siAucuneRegle] : [...new Set(vraies.map(({ issue }) => issue))].sort();
    const etats = issues.map((issue) => decision.issues[issue]?.etat ?? 'decide');
    return {
      etat: FORCES.find((etat) => etats.some((celui) => celui === etat)) ?? 'decide',
      issues,
      regles: vraies.map(({ id }) => id),
      manquants,
      derives,
    };
  }

  private valeur(nom: string): ValeurDeReference | undefined {
    return Object.hasOwn(this.fichier.faitsDerives, nom) ? this.derive(nom) : this.faits.get(nom);
  }

  private derive(nom: string): ValeurDeReference | undefined {
    if (this.calcules.has(nom)) return this.calcules.get(nom);
    const declaration = this.fichier.faitsDerives[nom];
    const possible =
      declaration &&
      (!declaration.siPossible || this.condition(declaration.siPossible, (lu) => this.valeur(lu)) === true);
    const valeur = possible
      ? this.formule(declaration.formule, (lu) => this.parametres.get(lu) ?? this.valeur(lu), false)
      : undefined;
    if (declaration && valeur instanceof Quantite && ENTIERS.includes(declaration.type) && valeur.x.d !== 1n)
      throw new Echec('not whole');
    if (declaration?.valeurs && typeof valeur === 'string' && !declaration.valeurs.includes(valeur))
      throw new Echec('outside its domain');
    this.calcules.set(nom, valeur);
    return valeur;
  }

  /**
   * Value of a formula, `undefined` if it read an absent name; of a constraint, also if any name in it is
   * absent.
   */
  private formule(
    texte: string,
    lireNom: (nom: string) => ValeurDeReference | undefined,
    tout: boolean,
  ): ValeurDeReference | undefined {
    if (
      tout &&
      Object.keys(this.fichier.faits).some(
        (nom) => new RegExp(`\\b${nom}\\b`).test(texte) && lireNom(nom) === undefined,
      )
    )
      return undefined;
    try {
      return evaluerFormule(texte, lireNom);
    } catch (erreur) {
      if (erreur instanceof Absence) return undefined;
      throw erreur;
    }
  }

  private manquants(): string[] {
    const besoins = Object.entries(this.fichier.faits).filter(
      ([nom, { requisSi, requisAvec, informatif, facultatif }]) => {
        if (this.faits.has(nom) || informatif || facultatif) return false;
        if (requisAvec) return requisAvec.some((autre) => this.faits.has(autre));
        return !requisSi || this.condition(requisSi, (autre) => this.faits.get(autre)) === true;
      },
    );
    return besoins.map(([nom]) => nom).sort();
  }

  /** `undefined` = unknown. */
  private condition(
    condition: Condition,
    lireFait: (nom: string) => ValeurDeReference | undefined,
  ): boolean | undefined {
    if ('fact' in condition) return this.comparaison(condition, lireFait(condition.fact));
    if ('not' in condition) {
      const dessous = this.condition(condition.not, lireFait);
      return dessous === undefined ? undefined : !dessous;
    }
    const [decisif, enfants] =
      'all' in condition ? ([false, condition.all] as const) : ([true, condition.any] as const);
    const resultats = enfants.map((enfant) => this.condition(enfant, lireFait));
    if (resultats.includes(decisif)) return decisif;
    return resultats.includes(undefined) ? undefined : !decisif;
  }

  private comparaison(
    { fact, operator, value }: Comparaison,
    valeur: ValeurDeReference | undefined,
  ): boolean | undefined {
    if (valeur === undefined) return undefined;
    const type = (this.fichier.faits[fact] ?? this.fichier.faitsDerives[fact])?.type ?? 'texte';
    const attendues = this.attendues(type, value);
    if (operator === 'equal' || operator === 'in')
      return attendues.some((attendue) => egales(valeur, attendue));
    if (operator === 'notEqual' || operator === 'notIn')
      return !attendues.some((attendue) => egales(valeur, attendue));
    const [seuil] = attendues;
    const ordre = seuil === undefined ? undefined : comparer(valeur, seuil);
    if (ordre === undefined) throw new Echec('no order');
    return {
      lessThan: ordre < 0,
      lessThanInclusive: ordre <= 0,
      greaterThan: ordre > 0,
      greaterThanInclusive: ordre >= 0,
    }[operator];
  }

  private attendues(type: TypeDeFait, operande: Comparaison['value']): ValeurDeReference[] {
    if (typeof operande !== 'object') return [lire(type, operande)];
    if ('parametre' in operande)
      return [this.parametres.get(operande.parametre)].filter((valeur) => valeur !== undefined);
    return operande.map((valeur) => lire(type, valeur));
  }
}
