/**
 * Running counts of a study. Their size follows the number of distinct outcomes, never the number of cases.
 */
import { hash } from 'node:crypto';
import type { Verdict } from './jugement.ts';
import type { CasGenereChange, DecisionDuPasse } from './types.ts';

/** Exact sum of decimals written as text. */
export interface Somme {
  unites: bigint;
  echelle: number;
}

export function ajouter(somme: Somme, decimal: string): void {
  const point = decimal.indexOf('.');
  const echelle = point < 0 ? 0 : decimal.length - point - 1;
  const unites = BigInt(point < 0 ? decimal : decimal.slice(0, point) + decimal.slice(point + 1));
  if (echelle > somme.echelle) {
    somme.unites *= 10n ** BigInt(echelle - somme.echelle);
    somme.echelle = echelle;
  }
  somme.unites += echelle === somme.echelle ? unites : unites * 10n ** BigInt(somme.echelle - echelle);
}

export function ecrireSomme({ unites, echelle }: Somme): string {
  const chiffres = (unites < 0n ? -unites : unites).toString().padStart(echelle + 1, '0');
  const signe = unites < 0n ? '-' : '';
  return echelle === 0
    ? `${signe}${chiffres}`
    : `${signe}${chiffres.slice(0, -echelle)}.${chiffres.slice(-echelle)}`;
}

/** Amounts of one derived fact over the cases of a cell. */
export interface Montants {
  readonly avant: Somme;
  readonly apres: Somme;
  casAvant: number;
  casApres: number;
  hausses: number;
  baisses: number;
}

/** Cases counted together: same population, Caf, equipment type, outcome before and after. */
export interface Cellule {
  /** The last decision taken on its subject. */
  readonly derniere: boolean;
  /** Drawn, not stored. */
  readonly genere: boolean;
  readonly caf: string;
  /** Empty when the subject has no equipment. */
  readonly type: string;
  /** Keys of the outcomes. */
  readonly avant: string;
  readonly apres: string;
  cas: number;
  /** Cases whose outcome or numbers differ. */
  changes: number;
  readonly montants: Montants[];
}

/** The counts as they are checkpointed: plain JSON, read again by {@link Agregats.depuis}. */
export interface AgregatsEcrits {
  readonly issues: readonly string[];
  readonly cellules: readonly CelluleEcrite[];
  readonly causes: readonly (readonly [cle: string, dernieres: number, toutes: number, generees: number])[];
  /**
   * SHA-256 of « link before + changed case », over the changed cases in their order: a report answers for
   * the whole list.
   */
  readonly chaine: string;
  /** The first drawn cases that change, at most {@link TEMOINS_GARDES}. */
  readonly temoins: readonly CasGenereChange[];
  /** Absent from what an earlier release wrote. */
  readonly passe?: PasseEcrit;
}
export const TEMOINS_GARDES = 20;
/**
 * Recorded decisions of the past days the new version would rule: how many, how many it would decide
 * otherwise, and the first of these, at most {@link DECISIONS_LISTEES}.
 */
export interface PasseEcrit {
  readonly rejouees: number;
  readonly changees: number;
  readonly decisions: readonly DecisionDuPasse[];
}
export const DECISIONS_LISTEES = 50;
const PASSE_VIDE: PasseEcrit = { rejouees: 0, changees: 0, decisions: [] };
type CelluleEcrite = readonly [
  derniere: 0 | 1,
  genere: 0 | 1,
  caf: string,
  type: string,
  avant: number,
  apres: number,
  cas: number,
  changes: number,
  montants: readonly (readonly [
    avant: string,
    apres: string,
    casAvant: number,
    casApres: number,
    hausses: number,
    baisses: number,
  ])[],
];
export const AGREGATS_VIDES: AgregatsEcrits = {
  issues: [],
  cellules: [],
  causes: [],
  chaine: '',
  temoins: [],
};

/** Where a case is counted. */
export interface Place {
  readonly derniere: boolean;
  readonly genere: boolean;
  readonly caf: string;
  readonly type: string;
}

export class Agregats {
  private readonly parCle = new Map<string, Cellule>();
  private readonly rangs = new Map<string, number>();
  private readonly parCause = new Map<string, [number, number, number]>();

  private chaine = '';
  private readonly temoins: CasGenereChange[] = [];
  private readonly passe = { rejouees: 0, changees: 0, decisions: new Array<DecisionDuPasse>() };

  /** @param euros names of the derived facts whose amounts are added up */
  constructor(private readonly euros: readonly string[]) {}

  /** Counts to go on from. */
  static depuis(ecrits: AgregatsEcrits, euros: readonly string[]): Agregats {
    const agregats = new Agregats(euros);
    agregats.joindre(ecrits);
    agregats.chaine = ecrits.chaine;
    return agregats;
  }

  /** Adds the counts of the batch that follows; the chain is that of the whole, and goes on case by case. */
  joindre({ issues, cellules, causes, temoins, passe = PASSE_VIDE }: AgregatsEcrits): void {
    for (const [derniere, genere, caf, type, avant, apres, cas, changes, montants] of cellules) {
      const cellule = this.cellule(
        { derniere: derniere === 1, genere: genere === 1, caf, type },
        issues[avant] ?? '',
        issues[apres] ?? '',
      );
      cellule.cas += cas;
      cellule.changes += changes;
      for (const [rang, ecrits] of montants.entries()) joindreMontants(cellule.montants[rang], ecrits);
    }
    for (const [cle, ...comptes] of causes) {
      const connus = this.comptesDe(cle);
      for (const [rang, compte] of comptes.entries()) connus[rang] = (connus[rang] ?? 0) + compte;
    }
    for (const temoin of temoins) this.garderTemoin(temoin);
    this.passe.rejouees += passe.rejouees;
    this.passe.changees += passe.changees;
    this.passe.decisions.push(...passe.decisions.slice(0, DECISIONS_LISTEES - this.passe.decisions.length));
  }

  compter(place: Place, avant: Verdict, apres: Verdict, change: boolean): void {
    const cellule = this.cellule(place, avant.cle, apres.cle);
    cellule.cas += 1;
    if (change) cellule.changes += 1;
    for (const [rang, nom] of this.euros.entries()) {
      const montants = cellule.montants[rang];
      if (montants) compterMontants(montants, avant.calculs.texte(nom), apres.calculs.texte(nom));
    }
  }

  compterCause(cle: string, { derniere, genere }: Place): void {
    const comptes = this.comptesDe(cle);
    if (genere) comptes[2] += 1;
    else {
      comptes[1] += 1;
      if (derniere) comptes[0] += 1;
    }
  }

  /** Adds a changed case to the chain. @param texte deterministic JSON of the case */
  enchainer(texte: string): void {
    this.chaine = hash('sha256', this.chaine + texte);
  }

  garderTemoin(temoin: CasGenereChange): void {
    if (this.temoins.length < TEMOINS_GARDES) this.temoins.push(temoin);
  }

  /** @param changee the decision, when it would be otherwise */
  compterLePasse(changee: DecisionDuPasse | null): void {
    this.passe.rejouees += 1;
    if (!changee) return;
    this.passe.changees += 1;
    if (this.passe.decisions.length < DECISIONS_LISTEES) this.passe.decisions.push(changee);
  }

  get cellules(): IterableIterator<Cellule> {
    return this.parCle.values();
  }
  get causes(): IterableIterator<[string, [number, number, number]]> {
    return this.parCause.entries();
  }

  ecrire(): AgregatsEcrits {
    const rangs = new Map<string, number>();
    const rang = (cle: string): number => {
      const connu = rangs.get(cle);
      if (connu !== undefined) return connu;
      rangs.set(cle, rangs.size);
      return rangs.size - 1;
    };
    const cellules = [...this.parCle.values()].map(
      ({ derniere, genere, caf, type, avant, apres, cas, changes, montants }): CelluleEcrite => [
        derniere ? 1 : 0,
        genere ? 1 : 0,
        caf,
        type,
        rang(avant),
        rang(apres),
        cas,
        changes,
        montants.map((montant) => [
          ecrireSomme(montant.avant),
          ecrireSomme(montant.apres),
          montant.casAvant,
          montant.casApres,
          montant.hausses,
          montant.baisses,
        ]),
      ],
    );
    return {
      issues: [...rangs.keys()],
      cellules,
      causes: [...this.parCause].map(([cle, comptes]) => [cle, ...comptes]),
      chaine: this.chaine,
      temoins: this.temoins,
      passe: { ...this.passe, decisions: [...this.passe.decisions] },
    };
  }

  /** Short name of an outcome: its key is long, and made into that of a cell for each case. */
  private rang(issue: string): number {
    const connu = this.rangs.get(issue);
    if (connu !== undefined) return connu;
    this.rangs.set(issue, this.rangs.size);
    return this.rangs.size - 1;
  }

  private comptesDe(cle: string): [dernieres: number, toutes: number, generees: number] {
    let comptes = this.parCause.get(cle);
    if (!comptes) this.parCause.set(cle, (comptes = [0, 0, 0]));
    return comptes;
  }

  private cellule({ derniere, genere, caf, type }: Place, avant: string, apres: string): Cellule {
    const cle = `${derniere ? 1 : 0}${genere ? 1 : 0}|${caf}|${type}|${this.rang(avant)}|${this.rang(apres)}`;
    let cellule = this.parCle.get(cle);
    if (!cellule) {
      const montants = this.euros.map(() => ({
        avant: { unites: 0n, echelle: 0 },
        apres: { unites: 0n, echelle: 0 },
        casAvant: 0,
        casApres: 0,
        hausses: 0,
        baisses: 0,
      }));
      this.parCle.set(
        cle,
        (cellule = { derniere, genere, caf, type, avant, apres, cas: 0, changes: 0, montants }),
      );
    }
    return cellule;
  }
}

type MontantsEcrits = CelluleEcrite[8][number];

function joindreMontants(
  montants: Montants | undefined,
  [avant, apres, casAvant, casApres, hausses, baisses]: MontantsEcrits,
): void {
  if (!montants) return;
  ajouter(montants.avant, avant);
  ajouter(montants.apres, apres);
  montants.casAvant += casAvant;
  montants.casApres += casApres;
  montants.hausses += hausses;
  montants.baisses += baisses;
}

function compterMontants(montants: Montants, avant: string | undefined, apres: string | undefined): void {
  if (avant !== undefined) {
    montants.casAvant += 1;
    ajouter(montants.avant, avant);
  }
  if (apres !== undefined) {
    montants.casApres += 1;
    ajouter(montants.apres, apres);
  }
  if (avant === undefined || apres === undefined || avant === apres) return;
  const ecart = comparerDecimaux(avant, apres);
  if (ecart < 0) montants.hausses += 1;
  if (ecart > 0) montants.baisses += 1;
}

/** Order of two decimals written as text. */
export function comparerDecimaux(a: string, b: string): number {
  const ecart = { unites: 0n, echelle: 0 };
  ajouter(ecart, a);
  ajouter(ecart, b.startsWith('-') ? b.slice(1) : `-${b}`);
  return ecart.unites < 0n ? -1 : ecart.unites > 0n ? 1 : 0;
}
