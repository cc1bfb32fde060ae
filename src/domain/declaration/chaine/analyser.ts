import canonicalize from 'canonicalize';
import { AucuneVersionApplicable, ErreurDuMoteur, FaitInvalide, FaitRefuse, Prepare, type Json, type Lisible, type ValeurJson } from '#src/engine/index.ts';
import type { Perennite } from '#src/domain/campagne/campagne.ts';
import { evaluer } from '#src/domain/declaration/chaine/expressions.ts';
import { aCompleter } from '#src/domain/declaration/chaine/a-completer.ts';
import { cheminDuFait, controlesDe, manquantsDe, sansRepetition, vientDAilleurs } from '#src/domain/declaration/chaine/constats.ts';
import { causesDIncompletude } from '#src/domain/declaration/chaine/incomplet.ts';
import { controleDeRefus } from '#src/domain/declaration/chaine/refus-de-faits.ts';
import type { Analyse, ChoixHumain, Controle, DecisionDEtape, Decideur, DemandeDEtape, EnAttente, Estimation, Manquant } from '#src/domain/declaration/chaine/resultats.ts';
import { raconter } from '#src/domain/declaration/chaine/somme.ts';
import { champsARemplir } from '#src/domain/declaration/formulaire/a-remplir.ts';
import type { DefinitionDeFormulaire, Etape, Moment } from '#src/domain/declaration/formulaire/definition.ts';
import type { ContexteJson } from '#src/domain/declaration/formulaire/options.ts';
import { completer, totaliser, type DonneesDeVolet } from '#src/domain/declaration/saisie/donnees.ts';
import { recevable } from '#src/domain/declaration/saisie/recevable.ts';

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

/** Codes of the choice offered where a rule file says the source is silent and the definition offers none. */
export const CAS_REGLE = 'REGLE';

/**
 * Evaluates the chain of a form definition, step by step, and gathers what the rules say.
 * @param decider evaluates one step: with record at transmission, without for immediate feedback
 * @param fictives fictitious values of a rule file at a date
 */
export async function analyser(dossier: Dossier, moment: Moment, decider: Decideur, fictives: (date: string, jeu: string) => readonly string[]): Promise<Analyse> {
  const chaine = new Chaine(dossier, decider);
  for (const etape of dossier.definition.enchainement.filter(({ moments }) => moments.includes(moment))) await chaine.derouler(etape);
  const { decisions, totaux } = chaine;
  const controles = sansRepetition(chaine.controles);
  const enAttente = decisions.flatMap((decision) => enAttenteDe(decision));
  const aRemplir = moment === 'commencement' ? [] : champsARemplir(dossier);
  const manquants = chaine.completer([...aRemplir, ...chaine.manquants]);
  return {
    decisions, totaux, enAttente,
    controles,
    bloquants: controles.filter(({ gravite }) => gravite === 'bloquant'),
    manquants,
    estimation: chaine.estimer(fictives, controles, manquants),
    sousReserve: enAttente.map(({ titre, message }) => `${titre} : ${message}`),
  };
}

type Racines = Readonly<Record<string, Lisible>>;

class Chaine {
  readonly decisions: DecisionDEtape[] = [];
  readonly controles: Controle[] = [];
  readonly manquants: Manquant[] = [];
  readonly totaux;
  private readonly donnees;
  private readonly recevable;
  private readonly illisibles;
  /** What every expression reads: prepared once, only `resultats` grows. */
  private readonly racines: Racines;
  private readonly resultats: Record<string, Prepare | Prepare[]> = {};
  private readonly choix: ReadonlyMap<string, string>;

  constructor(private readonly dossier: Dossier, private readonly decider: Decideur) {
    const { definition, perennite, activite, finances } = dossier;
    this.illisibles = { ...activite.illisibles, ...finances.illisibles };
    this.recevable = recevable(definition, perennite, completer(definition, perennite, { ...activite.valeurs, ...finances.valeurs }), this.illisibles);
    this.donnees = this.recevable.valeurs;
    this.totaux = totaliser(definition, perennite, this.donnees);
    this.racines = {
      donnees: new Prepare(this.donnees), totaux: new Prepare(this.totaux), contexte: new Prepare(dossier.contexte), resultats: this.resultats, variables: {},
    };
    this.choix = new Map(dossier.choix.map(({ jeu, faits, choix }) => [cleDeCas(jeu, faits), choix]));
  }

  async derouler(etape: Etape): Promise<void> {
    if (etape.pourChaque === undefined) {
      const resultat = await this.evaluerUneFois(etape, null, {}, null);
      if (resultat) this.resultats[etape.id] = resultat;
      return;
    }
    const [section = '', groupe = ''] = etape.pourChaque.split('.');
    const lignes = this.donnees[section]?.[groupe];
    const resultats: Prepare[] = [];
    this.resultats[etape.id] = resultats;
    const rangs = this.recevable.rangs[etape.pourChaque] ?? [];
    for (const [place, ligne] of (Array.isArray(lignes) ? (lignes as readonly Json[]) : []).entries()) {
      const rang = rangs[place] ?? place;
      const resultat = await this.evaluerUneFois(etape, rang, { ligne: new Prepare(ligne), rang, deLaLigne: this.surLaLigne(etape, place) }, ligne);
      resultats.push(resultat ?? resultatVide(ligne));
    }
  }

  /** Results of the former steps on the same row, by its place among the rows judged. */
  private surLaLigne(etape: Etape, place: number): Lisible {
    const memes = this.dossier.definition.enchainement.filter(({ id, pourChaque }) => id !== etape.id && pourChaque === etape.pourChaque);
    return Object.fromEntries(memes.map(({ id }): [string, Lisible] => {
      const liste = this.resultats[id];
      return [id, Array.isArray(liste) ? (liste[place] ?? null) : null];
    }));
  }

  private async evaluerUneFois(etape: Etape, rang: number | null, locales: Racines, ligne: Json): Promise<Prepare | null> {
    const variables: Record<string, Json> = {};
    const racines = { ...this.racines, variables, ...locales };
    if (etape.si !== undefined && evaluer(etape.si, racines) !== true) return null;
    for (const { nom, valeur } of etape.variables ?? []) variables[nom] = evaluer(valeur, racines);
    const faits = Object.fromEntries(Object.entries(etape.faits).map(([nom, texte]) => [nom, enFait(etape, nom, evaluer(texte, racines))]));
    const date = evaluer(etape.date, racines);
    const nomDeLigne = etape.intitule === undefined ? null : evaluer(etape.intitule, racines);
    const intitule = rang === null ? etape.titre : `${etape.titre} ${rang + 1}${typeof nomDeLigne === 'string' ? ` (${nomDeLigne})` : ''}`;
    const demande = { etape, rang, jeu: etape.jeu, date: typeof date === 'string' ? date : '', faits };
    // Without its reference date no version can be chosen: the field that gives it is reported as missing.
    if (demande.date === '') {
      this.manquants.push(...manquantsDe(this.dossier.definition, demande, Object.keys(faits).filter((nom) => faits[nom] === null)));
      return resultatVide(ligne);
    }
    try {
      const decision = await this.decider(demande);
      const choix = this.choix.get(cleDeCas(etape.jeu, faits)) ?? null;
      this.decisions.push({ demande, intitule, decision, choix });
      this.controles.push(...controlesDe(demande, intitule, decision));
      this.manquants.push(...manquantsDe(this.dossier.definition, demande, decision.manquants));
      return new Prepare({ etat: decision.etat, issues: decision.issues, calculs: decision.calculs, faits, choix, ligne });
    } catch (erreur) {
      // The file's own exercise has its versions; a day somebody typed may have none.
      const datee = erreur instanceof AucuneVersionApplicable ? Object.keys(etape.faits).find((nom) => etape.faits[nom] === etape.date) : undefined;
      const refus = datee === undefined ? erreur : new FaitInvalide(datee, etape.titre, 'n’a pas de règle applicable.');
      if (!(refus instanceof FaitRefuse)) throw erreur;
      this.decisions.push({ demande, intitule, decision: null, choix: null });
      this.refuser(demande, intitule, refus);
      return resultatVide(ligne);
    }
  }

  /** A computed fact is refused because of what made it: nothing to add where that is already told. */
  private refuser(demande: DemandeDEtape, intitule: string, refus: FaitRefuse): void {
    const calcule = refus.fait !== null && vientDAilleurs(demande.etape, refus.fait);
    const dejaDit = this.controles.some(({ gravite }) => gravite === 'bloquant') || this.manquants.length > 0 || this.recevable.refus.length > 0;
    if (calcule && dejaDit) return;
    const champ = refus.fait === null || calcule ? null : cheminDuFait(demande, refus.fait);
    this.controles.push(controleDeRefus({ definition: this.dossier.definition, demande, intitule, champ }, refus));
  }

  /** What is left to fill in, once what is to correct is taken off. */
  completer(manquants: readonly Manquant[]): Manquant[] {
    const { definition, perennite } = this.dossier;
    const fautifs = [...Object.keys(this.illisibles), ...this.recevable.refus.map(({ champ }) => champ)];
    return aCompleter({ definition, perennite, valeurs: this.donnees, fautifs }, manquants);
  }

  estimer(fictives: (date: string, jeu: string) => readonly string[], controles: readonly Controle[], manquants: readonly Manquant[]): Estimation {
    const { definition } = this.dossier;
    const { montant, moisOuverture, mention, details, lignes } = definition.estimation;
    const calcule = evaluer(montant, this.racines);
    const mois = moisOuverture === undefined ? null : evaluer(moisOuverture, this.racines);
    // Only what is shown is computed: the figures stand for the sum where it cannot be told.
    const somme = lignes && calcule !== null ? raconter(lignes, this.racines) : null;
    const utilisees = this.decisions.filter(({ decision }) => decision !== null).flatMap(({ demande }) => fictives(demande.date, demande.jeu));
    return {
      montant: calcule === null ? null : String(calcule),
      moisOuverture: typeof mois === 'number' ? mois : null,
      mention,
      details: somme ? [] : details.flatMap(({ libelle, valeur, type }) => {
        const lue = evaluer(valeur, this.racines);
        return lue === null ? [] : [{ libelle, valeur: String(lue), type }];
      }),
      lignes: somme,
      incomplete: causesDIncompletude({ definition, illisibles: this.illisibles, refus: this.recevable.refus, manquants, controles }),
      fictives: [...new Set(utilisees)],
    };
  }
}

const resultatVide = (ligne: Json): Prepare => new Prepare({ etat: null, issues: [], calculs: {}, faits: {}, choix: null, ligne });

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
    decisionId: decision.id, faits: demande.faits,
  }];
}
