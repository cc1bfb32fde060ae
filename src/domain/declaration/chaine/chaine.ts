import {
  AucuneVersionApplicable,
  FaitInvalide,
  FaitRefuse,
  type Json,
  type Lisible,
  type Prepare,
} from '#src/engine/index.ts';
import { evaluer } from '#src/domain/formulaire/expressions.ts';
import { aCompleter } from '#src/domain/declaration/chaine/a-completer.ts';
import {
  cheminsDuFait,
  controlesDe,
  manquantsDe,
  vientDAilleurs,
} from '#src/domain/declaration/chaine/constats.ts';
import { cleDeCas, type Dossier, type ValeursFictives } from '#src/domain/declaration/chaine/dossier.ts';
import { causesDIncompletude } from '#src/domain/declaration/chaine/incomplet.ts';
import { expressionsPreparant } from '#src/domain/declaration/chaine/dependances.ts';
import { titreDe } from '#src/domain/declaration/chaine/intitules.ts';
import { poser } from '#src/domain/declaration/chaine/poser.ts';
import {
  lignesDuGroupe,
  reunirPeriodes,
  type LigneDOrigine,
  type LignePreparee,
} from '#src/domain/declaration/chaine/preparation.ts';
import { controleDeRefus } from '#src/domain/declaration/chaine/refus-de-faits.ts';
import type {
  Controle,
  DecisionDEtape,
  DecisionEvaluee,
  Decideur,
  DemandeDEtape,
  Estimation,
  Manquant,
} from '#src/domain/declaration/chaine/resultats.ts';
import { chiffrer } from '#src/domain/formulaire/somme.ts';
import { preparer, preparerLesMembres, seSouvenir } from '#src/domain/formulaire/souvenir.ts';
import type { Etape, PreparationDePeriodes } from '#src/domain/formulaire/enchainement.ts';
import { completer, totaliser } from '#src/domain/formulaire/saisie/donnees.ts';
import { recevable } from '#src/domain/formulaire/saisie/recevable.ts';

type Racines = Readonly<Record<string, Lisible>>;

/** The steps of a form definition, evaluated one after the other on what was typed. */
export class Chaine {
  readonly decisions: DecisionDEtape[] = [];
  readonly controles: Controle[] = [];
  readonly manquants: Manquant[] = [];
  readonly totaux;
  readonly donnees;
  private readonly recevable;
  private readonly illisibles;
  /** What every expression reads: prepared once, only `resultats` grows. */
  private readonly racines: Racines;
  private readonly resultats: Record<string, Prepare | Prepare[]> = {};
  private readonly prepares: Record<string, Prepare> = {};
  /** Periods united, by preparation. */
  private readonly periodes = new Map<string, readonly LignePreparee[]>();
  private readonly choix: ReadonlyMap<string, string>;

  constructor(
    private readonly dossier: Dossier,
    private readonly decider: Decideur,
    private readonly fictives: ValeursFictives,
  ) {
    const { definition, perennite, activite, finances } = dossier;
    this.illisibles = { ...activite.illisibles, ...finances.illisibles };
    this.recevable = recevable(
      definition,
      perennite,
      completer(definition, perennite, { ...activite.valeurs, ...finances.valeurs }),
      this.illisibles,
    );
    this.donnees = this.recevable.valeurs;
    this.totaux = totaliser(definition, perennite, this.donnees);
    this.racines = {
      donnees: preparerLesMembres(this.donnees),
      totaux: preparerLesMembres(this.totaux),
      contexte: preparerLesMembres(dossier.contexte),
      prepares: this.prepares,
      resultats: this.resultats,
      variables: {},
    };
    this.choix = new Map(dossier.choix.map(({ jeu, faits, choix }) => [cleDeCas(jeu, faits), choix]));
    for (const preparation of definition.preparation ?? []) {
      if (!('fonction' in preparation)) continue;
      const { reunies, prepare } = this.reunir(preparation);
      this.periodes.set(preparation.id, reunies);
      this.prepares[preparation.id] = prepare;
    }
  }

  private reunir(preparation: PreparationDePeriodes) {
    const { garder } = preparation;
    return seSouvenir(preparation, this.racines, {
      expressions: () => [...expressionsPreparant(preparation), ...(garder === undefined ? [] : [garder])],
      aussi: preparation.lignes.map(({ pourChaque = '' }) => [...(this.recevable.rangs[pourChaque] ?? [])]),
      faire: () => {
        const reunies = reunirPeriodes(preparation, this.racines, (chemin) => this.lignesDe(chemin));
        return { reunies, prepare: preparer(reunies.map(({ valeur }) => valeur)) };
      },
    });
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
    for (const [place, { valeur: ligne, rang = place, origines }] of this.unitesDe(
      etape.pourChaque,
    ).entries()) {
      const locales = { ligne: preparer(ligne), rang, deLaLigne: this.surLaLigne(etape, place) };
      resultats.push(
        (await this.evaluerUneFois(etape, { rang, ligne, origines }, locales)) ?? resultatVide(ligne),
      );
    }
  }

  /** The values computed just before a step. */
  private preparer({ id }: Etape): void {
    for (const preparation of this.dossier.definition.preparation ?? []) {
      if ('avant' in preparation && preparation.avant === id)
        this.prepares[preparation.id] = seSouvenir(preparation, this.racines, {
          expressions: () => expressionsPreparant(preparation),
          faire: () => preparer(evaluer(preparation.valeur, this.racines)),
        });
    }
  }

  private unitesDe(pourChaque: string): readonly LignePreparee[] {
    const [racine, id = ''] = pourChaque.split('.');
    return racine === 'prepares' ? (this.periodes.get(id) ?? []) : this.lignesDe(pourChaque);
  }

  private lignesDe(groupe: string): readonly LignePreparee[] {
    return lignesDuGroupe(this.donnees, groupe, this.recevable.rangs[groupe] ?? []);
  }

  /** Results of the former steps on the same row or period, by its place among those judged. */
  private surLaLigne(etape: Etape, place: number): Lisible {
    const memes = this.dossier.definition.enchainement.filter(
      ({ id, pourChaque }) => id !== etape.id && pourChaque === etape.pourChaque,
    );
    return Object.fromEntries(
      memes.map(({ id }): [string, Lisible] => {
        const liste = this.resultats[id];
        return [id, Array.isArray(liste) ? (liste[place] ?? null) : null];
      }),
    );
  }

  private async evaluerUneFois(
    etape: Etape,
    surLigne: SurLigne | null,
    locales: Racines,
  ): Promise<Prepare | null> {
    const { rang, ligne, origines } = surLigne ?? { rang: null, ligne: null, origines: [] };
    const question = poser(etape, { ...this.racines, ...locales });
    if (question === null) return null;
    const { faits, nomDeLigne } = question;
    const intitule = `${titreDe(this.dossier.definition, etape, origines)}${nomDeLigne === null ? '' : ` (${nomDeLigne})`}`;
    const demande = { etape, rang, origines, jeu: etape.jeu, date: question.date, faits };
    // Without its reference date no version can be chosen: the field that gives it is reported as missing.
    if (demande.date === '') {
      this.manquants.push(
        ...manquantsDe(
          this.dossier.definition,
          demande,
          Object.keys(faits).filter((nom) => faits[nom] === null),
        ),
      );
      return resultatVide(ligne);
    }
    try {
      const decision = await this.decider(demande);
      const choix = this.choixSur(demande, decision);
      this.decisions.push({ demande, intitule, decision, choix });
      this.controles.push(...controlesDe(demande, intitule, decision));
      this.manquants.push(...manquantsDe(this.dossier.definition, demande, decision.manquants));
      return preparer({
        etat: decision.etat,
        issues: decision.issues,
        calculs: decision.calculs,
        faits,
        choix,
        ligne,
        fictifs: this.fictives(decision.empreinte, demande.date).map(({ nom }) => nom),
      });
    } catch (erreur) {
      // The file's own exercise has its versions; a day somebody typed may have none.
      const datee =
        erreur instanceof AucuneVersionApplicable
          ? Object.keys(etape.faits).find((nom) => etape.faits[nom] === etape.date)
          : undefined;
      const refus =
        datee === undefined ? erreur : new FaitInvalide(datee, etape.titre, 'n’a pas de règle applicable.');
      if (!(refus instanceof FaitRefuse)) throw erreur;
      this.decisions.push({ demande, intitule, decision: null, choix: null });
      this.refuser(demande, intitule, refus);
      return resultatVide(ligne);
    }
  }

  /** Few declarations have any: the case is named only where one may be found. */
  private choixSur({ jeu }: DemandeDEtape, { faits }: DecisionEvaluee): string | null {
    return this.choix.size === 0 ? null : (this.choix.get(cleDeCas(jeu, faits)) ?? null);
  }

  /** A computed fact is refused because of what made it: nothing to add where that is already told. */
  private refuser(demande: DemandeDEtape, intitule: string, refus: FaitRefuse): void {
    const calcule = refus.fait !== null && vientDAilleurs(demande.etape, refus.fait);
    const dejaDit =
      this.controles.some(({ gravite }) => gravite === 'bloquant') ||
      this.manquants.length > 0 ||
      this.recevable.refus.length > 0;
    if (calcule && dejaDit) return;
    const [champ = null] = refus.fait === null || calcule ? [] : cheminsDuFait(demande, refus.fait);
    this.controles.push(
      controleDeRefus({ definition: this.dossier.definition, demande, intitule, champ }, refus),
    );
  }

  /** What is left to fill in, once what is to correct is taken off. */
  completer(manquants: readonly Manquant[]): Manquant[] {
    const { definition, perennite } = this.dossier;
    const fautifs = [...Object.keys(this.illisibles), ...this.recevable.refus.map(({ champ }) => champ)];
    return aCompleter({ definition, perennite, valeurs: this.donnees, fautifs }, manquants);
  }

  estimer(controles: readonly Controle[], manquants: readonly Manquant[]): Estimation {
    const { definition, perennite } = this.dossier;
    const utilisees = this.decisions.flatMap(({ demande, decision }) =>
      decision === null ? [] : this.fictives(decision.empreinte, demande.date),
    );
    return {
      ...chiffrer(definition.estimation, this.racines),
      mention: definition.estimation.mention,
      incomplete: causesDIncompletude({
        definition,
        illisibles: this.illisibles,
        refus: this.recevable.refus,
        manquants,
        controles,
        perennite,
        totaux: this.totaux,
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

const resultatVide = (ligne: Json): Prepare =>
  preparer({ etat: null, issues: [], calculs: {}, faits: {}, choix: null, ligne, fictifs: [] });
