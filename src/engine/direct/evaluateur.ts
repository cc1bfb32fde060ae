/**
 * The direct evaluator of a compiled rule file: one program per state of its parameters, built at first use.
 */
import type { Valeur } from '#src/engine/cel/unites.ts';
import { valeurEnJson } from '#src/engine/cel/unites.ts';
import type { Instantane, JeuCompile } from '#src/engine/jeu-compile.ts';
import { constatsDe } from '#src/engine/constats.ts';
import { estUneDate } from '#src/engine/dates.ts';
import { DateInvalide, FaitInconnu, FaitsIllisibles } from '#src/engine/erreurs.ts';
import type { FaitsDonnes, LecteurDeFait } from '#src/engine/faits.ts';
import { lecteursDe } from '#src/engine/faits.ts';
import type { Decision } from '#src/engine/format.ts';
import { Nombre } from '#src/engine/nombre.ts';
import type { ParametreTrace, Trace } from '#src/engine/trace.ts';
import { LIBRARY_VERSIONS, tracerParametres } from '#src/engine/trace.ts';
import type { DecisionTracee, Entete, Redacteur } from './decision.ts';
import { DecisionTardive, DecisionTraceeTardive } from './decision.ts';
import type { Cadre } from './formules.ts';
import type { Jugement, Positions, Programme } from './programme.ts';
import { compilerProgramme, positionsDe } from './programme.ts';

/** A case judged by the direct evaluator. */
export interface CasJuge {
  readonly jugement: Jugement;
  /** Value of a declared or derived fact; `undefined` = absent. */
  valeur(nom: string): Valeur | undefined;
  /** The decision and its trace, written when they are first read. */
  ecrire(): DecisionTracee;
}

/** Where a name stands in the frames. */
type Place = readonly [nom: string, position: number];

/** What changes with the parameters in force. */
interface Etape {
  readonly instantane: Instantane;
  readonly programme: Programme;
  readonly parametres: Readonly<Record<string, ParametreTrace>>;
  readonly redacteur: Redacteur<Jugement>;
}

/** Reference dates whose step is kept at hand. */
const DATES_GARDEES = 1_000;

const evaluateurs = new WeakMap<JeuCompile, EvaluateurInterne>();

/** The one evaluator of a compiled rule file. */
export function evaluateurInterne(jeu: JeuCompile): EvaluateurInterne {
  const connu = evaluateurs.get(jeu);
  if (connu) return connu;
  const construit = new EvaluateurInterne(jeu);
  evaluateurs.set(jeu, construit);
  return construit;
}

/** What is found of a case. A class: no function is made for each case. */
class Constat {
  constructor(
    readonly jugement: Jugement,
    private readonly cadre: Cadre,
    private readonly positions: Positions,
    private readonly derives: readonly Place[],
  ) {}

  /** A declared or derived fact; `undefined` = absent. */
  valeur(nom: string): Valeur | undefined {
    return this.cadre[this.positions.tous.get(nom) ?? this.positions.taille - 1];
  }

  /** Numeric results, as strings. */
  calculs(): Readonly<Record<string, string>> {
    return ecrireCalculs(this.derives, this.cadre);
  }
}

export class EvaluateurInterne {
  private readonly entete: Entete;
  private readonly positions: Positions;
  private readonly lecteurs: ReadonlyMap<string, { readonly position: number; readonly lire: LecteurDeFait }>;
  private readonly derives: readonly Place[];
  private readonly etapes = new WeakMap<Instantane, Etape>();
  /** Cases come by the thousand with few reference dates. */
  private readonly parDate = new Map<string, Etape>();

  constructor(private readonly jeu: JeuCompile) {
    this.entete = { jeu: jeu.fichier.id, version: jeu.fichier.version, empreinte: jeu.empreinte };
    this.positions = positionsDe(jeu);
    const position = (nom: string): number => this.positions.tous.get(nom) ?? this.positions.taille - 1;
    this.lecteurs = new Map(
      [...lecteursDe(jeu.faits)].map(([nom, lire]) => [nom, { position: position(nom), lire }]),
    );
    this.derives = jeu.derives.map(({ nom }) => [nom, position(nom)]);
  }

  /** Judges raw facts. Same refusals as the decision of record. */
  evaluer(date: string, donnes: FaitsDonnes): DecisionTracee {
    const { cadre, etape } = this.lire(date, donnes);
    const jugement = etape.programme.juger(cadre, 'sans-detail');
    return this.ecrire(date, etape, jugement);
  }

  /** Judges raw facts, keeping nothing to trace them by. */
  juger(date: string, donnes: FaitsDonnes): Decision {
    const { cadre, etape } = this.lire(date, donnes);
    const jugement = etape.programme.juger(cadre, 'sans-detail');
    return new DecisionTardive(this.entete, date, jugement, etape.redacteur);
  }

  /** Judges raw facts: which rules hold and the values read, nothing written for a person. Same refusals. */
  constater(date: string, donnes: FaitsDonnes): Constat {
    const { cadre, etape } = this.lire(date, donnes);
    return new Constat(etape.programme.juger(cadre, 'sans-detail'), cadre, this.positions, this.derives);
  }

  /** Judges facts already read, down to each comparison of each rule. */
  jugerValeurs(date: string, faits: ReadonlyMap<string, Valeur>): CasJuge {
    const etape = this.etape(date);
    const cadre = this.cadreVide();
    for (const [nom, valeur] of faits)
      cadre[this.positions.declares.get(nom) ?? this.positions.taille - 1] = valeur;
    const jugement = etape.programme.juger(cadre, 'toutes-les-comparaisons');
    return {
      jugement,
      valeur: (nom) => cadre[this.positions.tous.get(nom) ?? this.positions.taille - 1],
      ecrire: () => this.ecrire(date, etape, jugement),
    };
  }

  private lire(date: string, donnes: FaitsDonnes): { cadre: Cadre; etape: Etape } {
    if (!this.parDate.has(date) && !estUneDate(date)) throw new DateInvalide(date);
    if (typeof donnes !== 'object' || donnes === null || Array.isArray(donnes)) {
      throw new FaitsIllisibles('un objet JSON est attendu, par exemple {"etpDeclare": "0.80"}.');
    }
    const cadre = this.cadreVide();
    for (const nom of Object.keys(donnes)) {
      const fait = this.lecteurs.get(nom);
      if (!fait) throw new FaitInconnu(nom, [...this.lecteurs.keys()]);
      const brut = donnes[nom];
      if (brut !== null && brut !== undefined) cadre[fait.position] = fait.lire(brut);
    }
    return { cadre, etape: this.etape(date) };
  }

  private cadreVide(): Cadre {
    return new Array<Valeur | undefined>(this.positions.taille).fill(undefined);
  }

  private etape(date: string): Etape {
    const connue = this.parDate.get(date);
    if (connue) return connue;
    const instantane = this.jeu.instantane(date);
    let etape = this.etapes.get(instantane);
    if (!etape) {
      etape = {
        instantane,
        programme: compilerProgramme(this.jeu, instantane, this.positions),
        parametres: tracerParametres(this.jeu, instantane),
        redacteur: redacteurDe(this.jeu, instantane, this.positions, this.derives),
      };
      this.etapes.set(instantane, etape);
    }
    if (this.parDate.size >= DATES_GARDEES) this.parDate.clear();
    this.parDate.set(date, etape);
    return etape;
  }

  private ecrire(date: string, etape: Etape, jugement: Jugement): DecisionTracee {
    return new DecisionTraceeTardive(new DecisionTardive(this.entete, date, jugement, etape.redacteur), () =>
      this.tracer(etape, jugement),
    );
  }

  private tracer({ programme, parametres }: Etape, jugement: Jugement): Trace {
    const { cadre } = jugement;
    const ecrit = ([nom, position]: Place): [string, string | boolean | null] => {
      const valeur = cadre[position];
      return [nom, valeur === undefined ? null : valeurEnJson(valeur)];
    };
    return {
      faits: Object.fromEntries([...this.positions.declares].map(ecrit)),
      derives: Object.fromEntries(this.derives.map(ecrit)),
      parametres,
      regles: programme.tracer(jugement),
      bibliotheques: LIBRARY_VERSIONS,
    };
  }
}

function redacteurDe(
  jeu: JeuCompile,
  instantane: Instantane,
  positions: Positions,
  derives: readonly Place[],
): Redacteur<Jugement> {
  const { parametres } = instantane;
  return {
    constats: ({ declenchees, cadre }) =>
      constatsDe(jeu, declenchees, {
        get: (nom) => parametres.get(nom)?.valeur ?? cadre[positions.tous.get(nom) ?? positions.taille - 1],
      }),
    calculs: ({ cadre }) => ecrireCalculs(derives, cadre),
  };
}

function ecrireCalculs(derives: readonly Place[], cadre: Cadre): Record<string, string> {
  const calculs: Record<string, string> = {};
  for (const [nom, position] of derives) {
    const valeur = cadre[position];
    if (valeur instanceof Nombre) calculs[nom] = valeur.toString();
  }
  return calculs;
}
