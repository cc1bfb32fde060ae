/** Gaps and conflicts of a file where exactly one rule must hold. */
import type { Compteur } from './chemin.ts';
import { casEnClair, enScenario, enumerer, valeurEnClair } from './phrases.ts';
import type { Cas, Observation } from './observation.ts';
import { faitsLus, lusPar } from './lectures.ts';
import type { Recherche } from './recherche.ts';
import { promenades, voisins } from './cellules.ts';
import type { ConstatDAnalyse } from './types.ts';

/** Beyond, one more example teaches nothing. */
const CONSTATS_MAX = 12;
const PROMENADES = 600;
/** Cases judged around the scenarios, in a file of ordinary size. */
const ESSAIS_MAX = 6_000;

export interface Bilan {
  readonly constats: ConstatDAnalyse[];
  /** French: questions neither shown nor excluded. */
  readonly indecis: string[];
}

/**
 * Every way on which no rule or several hold, made a case; then cells around the scenarios where the proof
 * stopped.
 */
export function analyserPartition(recherche: Recherche, connus: ReadonlySet<string>): Bilan {
  const { jeu } = recherche;
  const constats = new Map<string, ConstatDAnalyse>();
  const enSuspens: string[] = [];
  const compteur: Compteur = { chemins: 0, interrompu: false };
  const noter = (cas: Cas, observation: Observation): boolean => {
    const constat = constatDe(recherche, cas, observation);
    if (!constat) return false;
    const cle = cleDe(constat);
    if (!connus.has(cle) && !constats.has(cle)) constats.set(cle, constat);
    return true;
  };
  let vraies: string[] = [];
  let tronque = false;
  const symbolique = recherche.chemins(
    (lecteur) => {
      vraies = jeu.regles
        .filter(({ condition }) => lecteur.tient(condition))
        .map(({ declaration }) => declaration.id);
      return vraies.length !== 1;
    },
    compteur,
    20_000,
  );
  for (const chemin of symbolique) {
    if (constats.size >= CONSTATS_MAX) {
      tronque = true;
      break;
    }
    const regles = vraies;
    if (constats.has(regles.join()) || connus.has(regles.join())) continue;
    const trouve = recherche.concretiser(
      chemin,
      (observation) => observation.genre === 'defaut' && observation.regles?.join() === regles.join(),
    );
    if (!trouve || !noter(trouve.cas, trouve.observation)) enSuspens.push(regles.join());
  }
  recherche.compteur.chemins += compteur.chemins;
  const ouvertes = new Set(enSuspens.filter((cle) => !constats.has(cle)));
  const indecis = tronque ? [`seuls les ${CONSTATS_MAX} premiers trous et conflits ont été cherchés`] : [];
  if (compteur.interrompu)
    indecis.push(
      `trop de chemins pour tous les suivre (au ${valeurEnClair('date', recherche.date)}) : d’autres trous ou conflits sont possibles`,
    );
  if (ouvertes.size === 0 && !compteur.interrompu) return { constats: [...constats.values()], indecis };
  const essais = explorerAutour(recherche, noter);
  const restent = [...ouvertes].filter((cle) => !constats.has(cle));
  return {
    constats: [...constats.values()],
    indecis: [...indecis, ...restent.map((cle) => phraseIndecise(cle, essais, recherche.date))],
  };
}

function phraseIndecise(cle: string, essais: number, date: string): string {
  const quoi =
    cle === ''
      ? 'l’absence de cas sans règle'
      : `l’absence de cas où ${enumerer(cle.split(','))} tiennent ensemble`;
  return `${quoi} (au ${valeurEnClair('date', date)}) n’est pas démontrée : aucun cas trouvé parmi ${essais} essais`;
}

function explorerAutour(
  recherche: Recherche,
  noter: (cas: Cas, observation: Observation) => boolean,
): number {
  recherche.reperer();
  const { jeu, bases, coupures } = recherche;
  const faits = faitsLus(
    jeu,
    jeu.regles.flatMap(({ condition }) => lusPar(condition)),
  );
  const avant = recherche.casJuges;
  const essayer = (cas: Cas): boolean => {
    noter(cas, recherche.observer(cas));
    return recherche.casJuges - avant < ESSAIS_MAX / recherche.poids;
  };
  const autour = (): boolean => {
    for (const base of bases)
      for (const { cas } of voisins(jeu, coupures, base, faits)) if (!essayer(cas)) return false;
    return true;
  };
  if (autour())
    for (const cas of promenades(jeu, coupures, bases, faits, PROMENADES)) if (!essayer(cas)) break;
  return recherche.casJuges - avant;
}

function cleDe({ genre, regles, message }: ConstatDAnalyse): string {
  return genre === 'defaut' ? message : regles.join();
}

/** A case on which a formula has no value (division by zero, date out of the calendar…). */
export function constatDeDefaut(
  { jeu, date }: Recherche,
  cas: Cas,
  observation: Observation & { readonly genre: 'defaut' },
): ConstatDAnalyse {
  const exemple = casEnClair(jeu, cas, [...jeu.faits.keys()]);
  return {
    genre: 'defaut',
    regles: [],
    prouve: true,
    bloquant: true,
    message: `${observation.message} Cas au ${valeurEnClair('date', date)} : ${exemple}.`,
    temoin: enScenario(jeu, 'DEFAUT', 'Cas où une formule échoue', date, cas, observation),
  };
}

function constatDe(recherche: Recherche, cas: Cas, observation: Observation): ConstatDAnalyse | undefined {
  if (observation.genre !== 'defaut') return undefined;
  const { jeu, date } = recherche;
  const { regles } = observation;
  const faits = faitsLus(
    jeu,
    jeu.regles.flatMap(({ condition }) => lusPar(condition)),
  );
  const exemple = `Cas au ${valeurEnClair('date', date)} : ${casEnClair(jeu, cas, faits)}.`;
  if (regles === undefined) return constatDeDefaut(recherche, cas, observation);
  if (regles.length === 0) {
    const temoin = enScenario(jeu, 'TROU', 'Cas qu’aucune règle ne décide', date, cas, observation);
    return {
      genre: 'trou',
      regles,
      prouve: true,
      bloquant: true,
      message: `Aucune règle ne décide ce cas. ${exemple}`,
      temoin,
    };
  }
  const issues = new Set(
    jeu.regles
      .filter(({ declaration }) => regles.includes(declaration.id))
      .map(({ declaration }) => declaration.issue),
  );
  const conflit = issues.size > 1;
  return {
    genre: conflit ? 'conflit' : 'recouvrement',
    regles,
    prouve: true,
    bloquant: true,
    message: `Les règles ${enumerer(regles)} s’appliquent ensemble à un même cas${conflit ? `, avec des issues différentes (${enumerer([...issues])})` : ', avec la même issue'} ; une seule est attendue. ${exemple}`,
    temoin: enScenario(
      jeu,
      conflit ? 'CONFLIT' : 'RECOUVREMENT',
      `Cas que ${enumerer(regles)} décident ensemble`,
      date,
      cas,
      observation,
    ),
  };
}
