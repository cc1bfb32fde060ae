/**
 * Explores cases around the scenarios and the thresholds of a file: no case may make a formula fail, leave a `unique`
 * file without its one rule, or break a declared invariant. A sample, and said to be one: exact analysis is another tool.
 */
import type { Valeur } from '../cel/unites.ts';
import type { JeuCompile } from '../compiler.ts';
import { feuilles, valeurDeLOperande } from '../conditions.ts';
import { estUneDate, lendemain, Jour, ajouterJours } from '../dates.ts';
import { issuesDe } from '../decider.ts';
import { calculerDerives, controlerContraintes, faitsManquants } from '../derives.ts';
import type { Anomalie } from '../erreurs.ts';
import { AucuneVersionApplicable, DefautDeRegle, FaitRefuse } from '../erreurs.ts';
import { lireFaits } from '../faits.ts';
import type { DeclarationDeFait, Invariant, ValeurJson } from '../format.ts';
import { Nombre } from '../nombre.ts';
import { estApplicable } from '../versions.ts';

export type Cas = Readonly<Record<string, ValeurJson | null>>;

export interface BilanDExploration {
  readonly anomalies: readonly Anomalie[];
  /** Cases judged (wrong facts and missing facts not counted). */
  readonly cas: number;
}

/** Cases drawn at random per date, beside the neighbours of every scenario. */
const TIRAGES = 1500;
const DATES_MAX = 3;
/** Days swept around a date when an invariant makes it grow. */
const JOURS_BALAYES = 200;

export function explorer(jeu: JeuCompile): BilanDExploration {
  const anomalies = new Map<string, Anomalie>();
  let cas = 0;
  for (const date of datesExplorees(jeu)) {
    const valeurs = candidats(jeu, date);
    for (const exemple of echantillon(jeu, valeurs)) {
      const verdict = juger(jeu, date, exemple);
      if (verdict === 'hors-domaine') continue;
      cas++;
      if (verdict.defaut !== undefined && anomalies.size < 3) {
        anomalies.set(verdict.defaut, { controle: 'exploration', message: `${verdict.defaut} Cas : ${JSON.stringify(exemple)} au ${date}.` });
      }
    }
    for (const invariant of jeu.fichier.invariants) {
      const rupture = rompre(jeu, date, invariant, valeurs);
      if (rupture !== undefined) anomalies.set(invariant.id, { controle: 'invariants', chemin: '/invariants', message: `l'invariant ${invariant.id} (${invariant.controle}) est rompu : ${rupture}` });
    }
  }
  return { anomalies: [...anomalies.values()], cas };
}

/** A few dates of the scenarios, spread over those the file applies to. */
function datesExplorees(jeu: JeuCompile): string[] {
  const { version, applicable, scenarios } = jeu.fichier;
  const dates = [...new Set(scenarios.map(({ date }) => date))].filter((date) => estApplicable({ version, applicable }, date)).sort();
  return dates.length <= DATES_MAX ? dates : [dates[0] ?? '', dates[Math.floor(dates.length / 2)] ?? '', dates.at(-1) ?? ''];
}

interface Verdict {
  readonly issues: readonly string[];
  readonly defaut?: string;
}

/** Judges a case with the direct predicates. */
function juger(jeu: JeuCompile, date: string, exemple: Cas): Verdict | 'hors-domaine' {
  try {
    const faits = lireFaits(jeu.faits, exemple);
    const instantane = jeu.instantane(date);
    controlerContraintes(jeu, faits);
    const valeurs = calculerDerives(jeu, instantane, faits);
    if (faitsManquants(jeu, instantane, faits).length > 0) return 'hors-domaine';
    return { issues: issuesDe(jeu, instantane.regles.filter(({ predicat }) => predicat(valeurs)).map(({ regle }) => regle)) };
  } catch (erreur) {
    if (erreur instanceof FaitRefuse || erreur instanceof AucuneVersionApplicable) return 'hors-domaine';
    if (erreur instanceof DefautDeRegle) return { issues: [], defaut: erreur.message };
    throw erreur;
  }
}

type Candidats = ReadonlyMap<string, readonly (ValeurJson | null)[]>;

/** Interesting values of each fact: those of the scenarios, its bounds, and each threshold it is compared with, one unit around. */
function candidats(jeu: JeuCompile, date: string): Candidats {
  const seuils = seuilsDe(jeu, date);
  return new Map([...jeu.faits].map(([nom, declaration]) => {
    const vus = jeu.fichier.scenarios.map(({ etantDonne }) => etantDonne[nom] ?? null);
    const valeurs = [...vus, ...valeursDuDomaine(declaration), ...(seuils.get(nom) ?? []).flatMap((seuil) => autour(declaration, seuil))];
    if (jeu.besoins.get(nom) !== 'toujours') valeurs.push(null);
    return [nom, [...new Set(valeurs)]];
  }));
}

/** Thresholds by fact; those put on a derived fact are tried on every fact of the same type. */
function seuilsDe(jeu: JeuCompile, date: string): Map<string, Valeur[]> {
  const { parametres } = jeu.instantane(date);
  const seuils = new Map<string, Valeur[]>();
  for (const { condition } of jeu.regles) {
    for (const feuille of feuilles(condition)) {
      const operande = valeurDeLOperande(feuille, parametres);
      const noms = jeu.faits.has(feuille.fait) ? [feuille.fait] : [...jeu.faits.keys()];
      for (const nom of noms) seuils.set(nom, [...(seuils.get(nom) ?? []), ...(Array.isArray(operande) ? operande : [operande])]);
    }
  }
  return seuils;
}

function valeursDuDomaine({ type, valeurs, min, max }: DeclarationDeFait): (ValeurJson | null)[] {
  const bornes = [min, max].filter((borne) => borne !== undefined);
  switch (type) {
    case 'booleen':
      return [true, false];
    case 'enum':
      return [...(valeurs ?? [])];
    case 'date':
    case 'texte':
      return bornes;
    case 'entier':
    case 'mois':
    case 'annee':
      return [...bornes, 0, 1, 2, 3];
    default:
      return [...bornes, '0', '0.5', '1', '2'];
  }
}

function autour({ type }: DeclarationDeFait, seuil: Valeur): ValeurJson[] {
  if (seuil instanceof Jour && type === 'date') return [seuil.iso, ajouterJours(seuil, -1).iso, ajouterJours(seuil, 1).iso];
  if (typeof seuil === 'boolean' && type === 'booleen') return [seuil];
  if (typeof seuil === 'string' && type === 'enum') return [seuil];
  if (!(seuil instanceof Nombre)) return [];
  if (type === 'entier' || type === 'mois' || type === 'annee') return [-1, 0, 1].map((pas) => Number(seuil.versDecimal().floor().toNumber()) + pas);
  if (type === 'booleen' || type === 'date' || type === 'enum' || type === 'texte') return [];
  return [-1n, 0n, 1n].map((pas) => seuil.plus(new Nombre(pas, 10_000n), Nombre).arrondi(10, Nombre).versDecimal().toFixed());
}

/** Every scenario with one fact changed, then random combinations; always the same ones. */
function* echantillon(jeu: JeuCompile, valeurs: Candidats): Generator<Cas> {
  for (const { etantDonne } of jeu.fichier.scenarios) {
    yield etantDonne;
    for (const [nom, possibles] of valeurs) for (const valeur of possibles) yield { ...etantDonne, [nom]: valeur };
  }
  const tirer = hasard();
  for (let i = 0; i < TIRAGES; i++) {
    yield Object.fromEntries([...valeurs].map(([nom, possibles]) => [nom, possibles[tirer(possibles.length)] ?? null]));
  }
}

/** Reproducible pseudo-random integers below a bound. */
function hasard(): (borne: number) => number {
  let etat = 20190701;
  return (borne) => {
    etat = (Math.imul(etat, 1664525) + 1013904223) >>> 0;
    return borne === 0 ? 0 : Math.floor((etat / 2 ** 32) * borne);
  };
}

/** Sentence telling how an invariant is broken, or `undefined`. `partition` is what every explored case already checks. */
function rompre(jeu: JeuCompile, date: string, invariant: Invariant, valeurs: Candidats): string | undefined {
  if (invariant.controle === 'partition') return undefined;
  const { fait, ordre } = invariant;
  for (const { etantDonne } of jeu.fichier.scenarios) {
    let precedent: { rang: number; valeur: ValeurJson } | undefined;
    for (const valeur of balayage(jeu, fait, etantDonne, valeurs)) {
      const verdict = juger(jeu, date, { ...etantDonne, [fait]: valeur });
      if (verdict === 'hors-domaine') continue;
      const rang = Math.max(...verdict.issues.map((issue) => ordre.indexOf(issue)), -1);
      if (rang < 0) continue;
      if (precedent && rang < precedent.rang) {
        return `quand « ${fait} » passe de ${String(precedent.valeur)} à ${String(valeur)}, l'issue recule de ${ordre[precedent.rang] ?? ''} à ${ordre[rang] ?? ''}. Cas : ${JSON.stringify(etantDonne)} au ${date}.`;
      }
      precedent = { rang, valeur };
    }
  }
  return undefined;
}

/** Growing values of a fact: every day around the given one, or its interesting values in order. */
function balayage(jeu: JeuCompile, fait: string, depart: Cas, valeurs: Candidats): ValeurJson[] {
  const declaration = jeu.faits.get(fait);
  const possibles = (valeurs.get(fait) ?? []).filter((valeur) => valeur !== null);
  if (declaration?.type !== 'date') return possibles.toSorted((a, b) => Number(a) - Number(b));
  const debut = depart[fait];
  if (typeof debut !== 'string' || !estUneDate(debut)) return [];
  const jours: string[] = [];
  for (let jour = ajouterJours(new Jour(debut), -JOURS_BALAYES / 2); jours.length < JOURS_BALAYES; jour = lendemain(jour)) jours.push(jour.iso);
  return jours;
}
