import canonicalize from 'canonicalize';
import { ErreurDuMoteur, FaitRefuse, Prepare, type Json, type Lisible, type ValeurJson } from '#src/engine/index.ts';
import type { ValeurFictive } from '#src/domain/commun/registre.ts';
import type { Perennite } from '#src/domain/campagne/campagne.ts';
import { evaluer } from '#src/domain/declaration/chaine/expressions.ts';
import { lignesDuGroupe, reunirPeriodes, type LigneDOrigine, type Unite } from '#src/domain/declaration/chaine/preparation.ts';
import { controlesDe, manquantsDe, refusDeFaits, regrouper } from '#src/domain/declaration/chaine/constats.ts';
import { expliquer, justificationsDe } from '#src/domain/declaration/chaine/justifications.ts';
import type { Analyse, ChoixHumain, Controle, DecisionDEtape, Decideur, EnAttente, Estimation, Manquant } from '#src/domain/declaration/chaine/resultats.ts';
import { champsARemplir } from '#src/domain/declaration/formulaire/a-remplir.ts';
import type { DefinitionDeFormulaire, Etape, Moment } from '#src/domain/declaration/formulaire/definition.ts';
import type { ContexteJson } from '#src/domain/declaration/formulaire/options.ts';
import { completer, totaliser, type DonneesDeVolet } from '#src/domain/declaration/saisie/donnees.ts';

/** What is analysed. */
export interface Dossier {
  readonly definition: DefinitionDeFormulaire;
  readonly perennite: Perennite;
  readonly activite: DonneesDeVolet;
  readonly finances: DonneesDeVolet;
  readonly contexte: ContexteJson;
  /** Human decisions already taken on this declaration. */
  readonly choix: readonly ChoixHumain[];
}

/** Fictitious values of a published version on a day: they do not change with what is published afterwards. */
export type ValeursFictives = (empreinte: string, date: string) => readonly ValeurFictive[];
/** None: for a judgement whose amounts nobody reads. */
export const SANS_FICTIVES: ValeursFictives = () => [];

/** Codes of the choice offered where a rule file says the source is silent and the definition offers none. */
export const CAS_REGLE = 'REGLE';

/**
 * Evaluates the chain of a form definition, step by step, and gathers what the rules say.
 * @param decider evaluates one step: with record at transmission, without for immediate feedback
 * @param fictives fictitious values, on a day, of the version that decided
 */
export async function analyser(dossier: Dossier, moment: Moment, decider: Decideur, fictives: ValeursFictives): Promise<Analyse> {
  const chaine = new Chaine(dossier, decider, fictives);
  for (const etape of dossier.definition.enchainement.filter(({ moments }) => moments.includes(moment))) await chaine.derouler(etape);
  const { decisions, totaux } = chaine;
  const justifications = justificationsDe(dossier.definition, dossier.perennite, chaine.donnees, chaine.controles);
  const controles = expliquer(chaine.controles, justifications);
  const enAttente = decisions.flatMap((decision) => enAttenteDe(decision));
  const aRemplir = moment === 'commencement' ? [] : champsARemplir(dossier);
  return {
    decisions, totaux, enAttente, justifications,
    controles,
    bloquants: controles.filter(({ gravite }) => gravite === 'bloquant'),
    manquants: regrouper([...aRemplir, ...chaine.manquants]),
    estimation: chaine.estimer(),
    sousReserve: enAttente.map(({ titre, message }) => `${titre} : ${message}`),
  };
}

type Racines = Readonly<Record<string, Lisible>>;

class Chaine {
  readonly decisions: DecisionDEtape[] = [];
  readonly controles: Controle[] = [];
  readonly manquants: Manquant[] = [];
  readonly totaux;
  readonly donnees;
  /** What every expression reads: prepared once, only `resultats` grows. */
  private readonly racines: Racines;
  private readonly resultats: Record<string, Prepare | Prepare[]> = {};
  private readonly prepares: Record<string, Prepare> = {};
  /** Periods united, by preparation. */
  private readonly periodes = new Map<string, readonly Unite[]>();
  private readonly choix: ReadonlyMap<string, string>;

  constructor(private readonly dossier: Dossier, private readonly decider: Decideur, private readonly fictives: ValeursFictives) {
    const { definition, perennite, activite, finances } = dossier;
    this.donnees = completer(definition, perennite, { ...activite.valeurs, ...finances.valeurs });
    this.totaux = totaliser(definition, perennite, this.donnees);
    this.racines = {
      donnees: new Prepare(this.donnees), totaux: new Prepare(this.totaux), contexte: new Prepare(dossier.contexte), prepares: this.prepares, resultats: this.resultats, variables: {},
    };
    this.choix = new Map(dossier.choix.map(({ jeu, faits, choix }) => [cleDeCas(jeu, faits), choix]));
    for (const preparation of definition.preparation ?? []) {
      if (!('fonction' in preparation)) continue;
      const reunies = reunirPeriodes(preparation, this.racines, (chemin) => lignesDuGroupe(this.donnees, chemin));
      this.periodes.set(preparation.id, reunies);
      this.prepares[preparation.id] = new Prepare(reunies.map(({ valeur }) => valeur));
    }
  }

  async derouler(etape: Etape): Promise<void> {
    this.preparer(etape);
    if (etape.pourChaque === undefined) {
      const resultat = await this.evaluerUneFois(etape, null, {});
      if (resultat) this.resultats[etape.id] = resultat;
      return;
    }
    const resultats: Prepare[] = [];
    this.resultats[etape.id] = resultats;
    for (const [rang, { valeur: ligne, origines }] of this.unitesDe(etape.pourChaque).entries()) {
      const locales = { ligne: new Prepare(ligne), rang, deLaLigne: this.surLaLigne(etape, rang) };
      resultats.push((await this.evaluerUneFois(etape, { rang, ligne, origines }, locales)) ?? resultatVide(ligne));
    }
  }

  /** The values computed just before a step. */
  private preparer({ id }: Etape): void {
    for (const preparation of this.dossier.definition.preparation ?? []) {
      if ('avant' in preparation && preparation.avant === id) this.prepares[preparation.id] = new Prepare(evaluer(preparation.valeur, this.racines));
    }
  }

  private unitesDe(pourChaque: string): readonly Unite[] {
    const [racine, id = ''] = pourChaque.split('.');
    return racine === 'prepares' ? (this.periodes.get(id) ?? []) : lignesDuGroupe(this.donnees, pourChaque);
  }

  /** Results of the former steps on the same row. */
  private surLaLigne(etape: Etape, rang: number): Lisible {
    const memes = this.dossier.definition.enchainement.filter(({ id, pourChaque }) => id !== etape.id && pourChaque === etape.pourChaque);
    return Object.fromEntries(memes.map(({ id }): [string, Lisible] => {
      const liste = this.resultats[id];
      return [id, Array.isArray(liste) ? (liste[rang] ?? null) : null];
    }));
  }

  private async evaluerUneFois(etape: Etape, surLigne: SurLigne | null, locales: Racines): Promise<Prepare | null> {
    const { rang, ligne, origines } = surLigne ?? { rang: null, ligne: null, origines: [] };
    const variables: Record<string, Json> = {};
    const racines = { ...this.racines, variables, ...locales };
    if (etape.si !== undefined && evaluer(etape.si, racines) !== true) return null;
    for (const { nom, valeur } of etape.variables ?? []) variables[nom] = evaluer(valeur, racines);
    const faits = Object.fromEntries(Object.entries(etape.faits).map(([nom, texte]) => [nom, enFait(etape, nom, evaluer(texte, racines))]));
    const date = evaluer(etape.date, racines);
    const nomDeLigne = etape.intitule === undefined ? null : evaluer(etape.intitule, racines);
    const intitule = `${[etape.titre, numerosDe(origines)].filter(Boolean).join(' ')}${typeof nomDeLigne === 'string' ? ` (${nomDeLigne})` : ''}`;
    const demande = { etape, rang, origines, jeu: etape.jeu, date: typeof date === 'string' ? date : '', faits };
    // Without its reference date no version can be chosen: the field that gives it is reported as missing.
    if (demande.date === '') {
      this.manquants.push(...manquantsDe(this.dossier.definition, demande, Object.keys(faits).filter((nom) => faits[nom] === null)));
      return resultatVide(ligne);
    }
    try {
      const decision = await this.decider(demande);
      const choix = this.choix.get(cleDeCas(etape.jeu, decision.faits)) ?? null;
      this.decisions.push({ demande, intitule, decision, choix });
      this.controles.push(...controlesDe(demande, intitule, decision));
      this.manquants.push(...manquantsDe(this.dossier.definition, demande, decision.manquants));
      return new Prepare({
        etat: decision.etat, issues: decision.issues, calculs: decision.calculs, faits, choix, ligne,
        fictifs: this.fictives(decision.empreinte, demande.date).map(({ nom }) => nom),
      });
    } catch (erreur) {
      if (!(erreur instanceof FaitRefuse)) throw erreur;
      this.decisions.push({ demande, intitule, decision: null, choix: null });
      this.controles.push(refusDeFaits(demande, intitule, erreur));
      return resultatVide(ligne);
    }
  }

  estimer(): Estimation {
    const { montant, moisOuverture, mention, details } = this.dossier.definition.estimation;
    const calcule = evaluer(montant, this.racines);
    const mois = moisOuverture === undefined ? null : evaluer(moisOuverture, this.racines);
    const utilisees = this.decisions.flatMap(({ demande, decision }) => (decision === null ? [] : this.fictives(decision.empreinte, demande.date)));
    return {
      montant: calcule === null ? null : String(calcule),
      moisOuverture: typeof mois === 'number' ? mois : null,
      mention,
      details: details.flatMap(({ libelle, valeur, type }) => {
        const lue = evaluer(valeur, this.racines);
        return lue === null ? [] : [{ libelle, valeur: String(lue), type }];
      }),
      fictives: [...new Set(utilisees.map(({ libelle }) => libelle))],
    };
  }
}

interface SurLigne {
  readonly rang: number;
  readonly ligne: Json;
  readonly origines: readonly LigneDOrigine[];
}

/** « 1 », « 1 et 3 »: the rows as the form numbers them. */
function numerosDe(origines: readonly LigneDOrigine[]): string {
  const numeros = origines.filter(({ champs }) => Object.keys(champs).length === 0).map(({ rang }) => rang + 1).sort((a, b) => a - b);
  return new Intl.ListFormat('fr-FR').format(numeros.map(String));
}

const resultatVide = (ligne: Json): Prepare => new Prepare({ etat: null, issues: [], calculs: {}, faits: {}, choix: null, ligne, fictifs: [] });

/** The case a human decision is about: a rule file and the facts it judged. */
export const cleDeCas = (jeu: string, faits: Readonly<Record<string, unknown>>): string =>
  `${jeu} ${canonicalize(Object.fromEntries(Object.entries(faits).filter(([, valeur]) => valeur !== null && valeur !== undefined))) ?? ''}`;

/** An expression gave a list or an object where a rule file wants one value: the definition is wrong. */
export class FaitSansValeur extends ErreurDuMoteur {}

function enFait(etape: Etape, nom: string, valeur: Json): ValeurJson | null {
  if (valeur === null || typeof valeur !== 'object') return valeur;
  throw new FaitSansValeur(`L'étape « ${etape.id} » du formulaire donne au fait « ${nom} » une liste au lieu d'une valeur.`);
}

function enAttenteDe({ demande, intitule, decision, choix }: DecisionDEtape): EnAttente[] {
  const { etape } = demande;
  if (!decision || choix !== null || etape.suit !== undefined || (decision.etat !== 'decision-humaine' && decision.etat !== 'source-muette')) return [];
  const offerts = Object.assign({}, ...decision.issues.map((issue) => etape.reglements?.[issue] ?? {})) as Record<string, string>;
  return [{
    etape: etape.id, titre: intitule, rang: demande.rang, jeu: demande.jeu, nature: decision.etat,
    message: decision.constats.map(({ message }) => message).join(' '),
    commentCorriger: decision.constats.map(({ commentCorriger }) => commentCorriger).join(' '),
    choix: Object.keys(offerts).length > 0 ? offerts : { [CAS_REGLE]: 'Cas réglé par la Caf' },
    decisionId: decision.id, faits: decision.faits,
  }];
}
