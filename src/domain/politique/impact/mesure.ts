/**
 * Judges batches of cases with two versions and counts each. Pure, synchronous: several may share the batches
 * of a study, each in a thread of its own.
 */
import type { Faits } from '#src/kernel/registre.ts';
import type { FichierClos } from '#src/engine/index.ts';
import { Agregats, type AgregatsEcrits, type Place } from './agregats.ts';
import { ChercheurDeCauses } from './causes.ts';
import { changementsEntre, type Changement } from './changements.ts';
import { estIncoherent, Juge, memesCalculs, memeVerdict, type Verdict } from './jugement.ts';
import { Tirage } from './population.ts';
import type { CasBrut, CasChange } from './types.ts';

const PAS_D_EQUIPEMENT = '';

export class Mesure {
  readonly changements: readonly Changement[];
  private readonly avant: Juge;
  private readonly apres: Juge;
  private readonly causes: ChercheurDeCauses;
  private comptes: Agregats;
  /** Numbers both versions compute: one that a version adds or drops is no change of a case. */
  private readonly compares: readonly string[];
  private readonly tirage: Tirage;
  private readonly euros: readonly string[];

  /** @throws FichierInvalide */
  constructor(avant: FichierClos, apres: FichierClos) {
    this.changements = changementsEntre(avant, apres);
    this.avant = new Juge(avant);
    this.apres = new Juge(apres);
    this.compares = Object.keys(avant.faitsDerives)
      .filter((nom) => Object.hasOwn(apres.faitsDerives, nom))
      .sort();
    this.causes = new ChercheurDeCauses(avant, apres, this.changements, this.compares);
    this.euros = faitsEnEuros(avant, apres);
    this.comptes = new Agregats(this.euros);
    this.tirage = new Tirage(avant, apres);
  }

  /** Counts since they were last taken. */
  relever(): AgregatsEcrits {
    const ecrits = this.comptes.ecrire();
    this.comptes = new Agregats(this.euros);
    return ecrits;
  }

  /** Judges stored cases. @returns those that change */
  mesurer(lot: readonly CasBrut[]): CasChange[] {
    const changes: CasChange[] = [];
    for (const { faits, passe, ...cas } of lot) {
      const place = {
        derniere: cas.derniere,
        genere: false,
        caf: cas.cafId,
        type: cas.typeEquipement ?? PAS_D_EQUIPEMENT,
      };
      const avant = this.avant.juger(cas.dateReference, faits);
      const apres = this.apres.juger(cas.dateReference, faits);
      if (passe)
        this.compterLePasse(cas, passe.decidee === null ? avant : this.apres.relire(passe.decidee), apres);
      const change = this.confronter(cas.dateReference, faits, place, avant, apres);
      if (!change) continue;
      changes.push({ ...cas, ...change });
    }
    return changes;
  }

  /**
   * Draws and judges the cases `[de, a)`; those whose facts contradict each other for both versions are not
   * counted.
   */
  generer(graine: string, de: number, a: number): void {
    for (let rang = de; rang < a; rang += 1) {
      const { date, faits } = this.tirage.tirer(graine, rang);
      const avant = this.avant.juger(date, faits);
      const apres = this.apres.juger(date, faits);
      if (estIncoherent(avant) && estIncoherent(apres)) continue;
      const change = this.confronter(
        date,
        faits,
        { derniere: true, genere: true, caf: '', type: PAS_D_EQUIPEMENT },
        avant,
        apres,
      );
      if (change) this.comptes.garderTemoin({ rang, date, faits, ...change });
    }
  }

  /** What was decided, beside what would be. Numbers that were not computed then are no change. */
  private compterLePasse(
    { id, cafId, sujetType, sujetId, dateReference }: Omit<CasBrut, 'faits' | 'passe'>,
    decidee: Verdict,
    apres: Verdict,
  ): void {
    const connus = this.compares.filter((nom) => decidee.calculs.texte(nom) !== undefined);
    const change = !memeVerdict(decidee, apres, connus);
    this.comptes.compterLePasse(
      change
        ? {
            id,
            cafId,
            sujetType,
            sujetId,
            dateReference,
            avant: decidee.issue,
            apres: apres.issue,
            calculs: ecarts(decidee, apres, connus),
          }
        : null,
    );
  }

  private confronter(
    date: string,
    faits: Faits,
    place: Place,
    avant: Verdict,
    apres: Verdict,
  ): Pick<CasChange, 'avant' | 'apres' | 'calculs' | 'cause'> | undefined {
    const change = !memeVerdict(avant, apres, this.compares);
    this.comptes.compter(place, avant, apres, change);
    if (!change) return undefined;
    const cause = this.causes.chercher(date, faits, apres);
    this.comptes.compterCause(JSON.stringify(cause), place);
    return { avant: avant.issue, apres: apres.issue, calculs: ecarts(avant, apres, this.compares), cause };
  }
}

function ecarts(avant: Verdict, apres: Verdict, compares: readonly string[]): CasChange['calculs'] {
  return compares.flatMap((nom): CasChange['calculs'] =>
    memesCalculs(avant, apres, [nom])
      ? []
      : [[nom, avant.calculs.texte(nom) ?? null, apres.calculs.texte(nom) ?? null]],
  );
}

/** Derived facts in euros of either version, sorted. */
export function faitsEnEuros(avant: FichierClos, apres: FichierClos): string[] {
  const enEuros = ({ faitsDerives }: FichierClos): string[] =>
    Object.entries(faitsDerives)
      .filter(([, { type }]) => type === 'euro')
      .map(([nom]) => nom);
  return [...new Set([...enEuros(avant), ...enEuros(apres)])].sort();
}
