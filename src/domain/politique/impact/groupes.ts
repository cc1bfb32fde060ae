/** Counts of a study, told of a group of cases. */
import { ajouter, ecrireSomme, type Cellule, type Somme } from '#src/domain/politique/impact/agregats.ts';
import type { Issue } from '#src/domain/politique/impact/jugement.ts';
import { direRefus, ETATS_EN_CLAIR, type Libelles } from '#src/domain/politique/impact/phrases.ts';

export interface AvantApres {
  readonly avant: number;
  readonly apres: number;
}
/** A line of counts: an outcome, a state, a missing fact, a reason of refusal. */
export interface Ligne extends AvantApres {
  readonly cle: string;
  readonly libelle: string;
}
/** Sums of one derived fact in euros, exact decimals; they count the cases where it is computed. */
export interface LigneDeMontant {
  readonly fait: string;
  readonly libelle: string;
  readonly avant: string;
  readonly apres: string;
  readonly ecart: string;
  readonly casAvant: number;
  readonly casApres: number;
  readonly hausses: number;
  readonly baisses: number;
}
/** What is told of every group of cases. */
export interface Groupe {
  readonly cas: number;
  readonly changes: number;
  /** A case counts once in each of its outcomes. */
  readonly issues: readonly Ligne[];
  readonly montants: readonly LigneDeMontant[];
}
export interface GroupeNomme extends Groupe {
  /** Code of the Caf, or equipment type; empty: the subject has no equipment. */
  readonly cle: string;
}
export interface Volet extends Groupe {
  /** Cases whose outcome changes; the other changes are of numbers only. */
  readonly issueChangee: number;
  readonly etats: readonly Ligne[];
  readonly bloquants: AvantApres;
  readonly manquants: readonly Ligne[];
  readonly refus: readonly Ligne[];
  /** Cases that lack facts, or are refused, with the new version only. */
  readonly nouveauxManquants: number;
  readonly nouveauxRefus: number;
  readonly parCaf: readonly GroupeNomme[];
  readonly parType: readonly GroupeNomme[];
  /** Outcome before → after, the most frequent first. */
  readonly passages: readonly { readonly avant: Issue; readonly apres: Issue; readonly cas: number }[];
  /** Cases of the passages not listed. */
  readonly autresPassages: number;
}
const PASSAGES_LISTES = 100;
/** Order of texts by their characters, the same everywhere. */
export const ordre = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Counts of some cells, under the labels of both files. */
export class Resume {
  private readonly issues = new Map<string, Issue>();
  constructor(
    private readonly cellules: readonly Cellule[],
    private readonly libelles: Libelles,
    private readonly euros: readonly string[],
  ) {}

  volet(): Volet {
    const { cellules } = this;
    const compter = (
      choisie: (issue: Issue) => boolean,
      sauf: (issue: Issue) => boolean = () => false,
    ): number =>
      somme(cellules, ({ avant, apres, cas }) =>
        choisie(this.issue(apres)) && !sauf(this.issue(avant)) ? cas : 0,
      );
    const bloquante = ({ bloquant }: Issue): boolean => bloquant;
    const passages = [
      ...grouper(
        cellules.filter(({ avant, apres }) => avant !== apres),
        ({ avant, apres }) => `${avant}\n${apres}`,
      ),
    ]
      .map(([cle, memes]) => ({
        cle,
        avant: this.issue(memes[0]?.avant ?? ''),
        apres: this.issue(memes[0]?.apres ?? ''),
        cas: somme(memes, ({ cas }) => cas),
      }))
      .sort((a, b) => b.cas - a.cas || ordre(a.cle, b.cle));
    return {
      ...this.groupe(cellules),
      issueChangee: somme(passages, ({ cas }) => cas),
      etats: this.lignes(
        cellules,
        ({ etat }) => [etat],
        (etat) => ETATS_EN_CLAIR[etat as Issue['etat']],
      ),
      bloquants: {
        avant: somme(cellules, ({ avant, cas }) => (bloquante(this.issue(avant)) ? cas : 0)),
        apres: compter(bloquante),
      },
      manquants: this.lignes(
        cellules,
        ({ manquants }) => manquants,
        (nom) => this.libelles.faits[nom] ?? nom,
      ),
      refus: this.lignes(
        cellules,
        ({ refus }) => (refus === null ? [] : [refus]),
        (motif) => direRefus(motif, this.libelles.faits),
      ),
      nouveauxManquants: compter(
        ({ etat }) => etat === 'faits-manquants',
        ({ etat }) => etat === 'faits-manquants',
      ),
      nouveauxRefus: compter(
        ({ etat }) => etat === 'refus',
        ({ etat }) => etat === 'refus',
      ),
      parCaf: this.groupes(({ caf }) => caf),
      parType: this.groupes(({ type }) => type),
      passages: passages.slice(0, PASSAGES_LISTES).map(({ cle: _cle, ...passage }) => passage),
      autresPassages: somme(passages.slice(PASSAGES_LISTES), ({ cas }) => cas),
    };
  }

  private groupes(cle: (cellule: Cellule) => string): GroupeNomme[] {
    return [...grouper(this.cellules, cle)]
      .map(([nom, cellules]) => ({ cle: nom, ...this.groupe(cellules) }))
      .sort((a, b) => ordre(a.cle, b.cle));
  }

  private groupe(cellules: readonly Cellule[]): Groupe {
    return {
      cas: somme(cellules, ({ cas }) => cas),
      changes: somme(cellules, ({ changes }) => changes),
      issues: this.lignes(
        cellules,
        ({ issues }) => issues,
        (nom) => this.libelles.issues[nom] ?? nom,
      ),
      montants: this.euros.map((fait, rang) => this.montant(cellules, fait, rang)),
    };
  }

  private lignes(
    cellules: readonly Cellule[],
    cles: (issue: Issue) => readonly string[],
    libelle: (cle: string) => string,
  ): Ligne[] {
    const lignes = new Map<string, { avant: number; apres: number }>();
    const ajouterA = (cle: string, cote: 'avant' | 'apres', cas: number): void => {
      const ligne = lignes.get(cle) ?? { avant: 0, apres: 0 };
      ligne[cote] += cas;
      lignes.set(cle, ligne);
    };
    for (const { avant, apres, cas } of cellules) {
      for (const cle of cles(this.issue(avant))) ajouterA(cle, 'avant', cas);
      for (const cle of cles(this.issue(apres))) ajouterA(cle, 'apres', cas);
    }
    return [...lignes]
      .map(([cle, comptes]) => ({ cle, libelle: libelle(cle), ...comptes }))
      .sort((a, b) => ordre(a.cle, b.cle));
  }

  private montant(cellules: readonly Cellule[], fait: string, rang: number): LigneDeMontant {
    const [avant, apres, ecart]: [Somme, Somme, Somme] = [
      { unites: 0n, echelle: 0 },
      { unites: 0n, echelle: 0 },
      { unites: 0n, echelle: 0 },
    ];
    const total = { casAvant: 0, casApres: 0, hausses: 0, baisses: 0 };
    for (const { montants } of cellules) {
      const montant = montants[rang];
      if (!montant) continue;
      ajouter(avant, ecrireSomme(montant.avant));
      ajouter(apres, ecrireSomme(montant.apres));
      for (const nom of ['casAvant', 'casApres', 'hausses', 'baisses'] as const) total[nom] += montant[nom];
    }
    ajouter(ecart, ecrireSomme(apres));
    ajouter(ecart, ecrireSomme({ unites: -avant.unites, echelle: avant.echelle }));
    return {
      fait,
      libelle: this.libelles.calculs[fait] ?? fait,
      avant: ecrireSomme(avant),
      apres: ecrireSomme(apres),
      ecart: ecrireSomme(ecart),
      ...total,
    };
  }

  private issue(cle: string): Issue {
    let issue = this.issues.get(cle);
    if (!issue) this.issues.set(cle, (issue = JSON.parse(cle) as Issue));
    return issue;
  }
}

function somme<T>(elements: readonly T[], valeur: (element: T) => number): number {
  return elements.reduce((total, element) => total + valeur(element), 0);
}

function grouper<T>(elements: readonly T[], cle: (element: T) => string): Map<string, T[]> {
  const groupes = new Map<string, T[]>();
  for (const element of elements) {
    const groupe = groupes.get(cle(element));
    if (groupe) groupe.push(element);
    else groupes.set(cle(element), [element]);
  }
  return groupes;
}
