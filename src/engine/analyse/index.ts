/**
 * Exact analysis of a compiled rule file: gaps, conflicts, overlaps, unreachable rules, boundary scenarios.
 */
import type { JeuCompile } from '#src/engine/jeu-compile.ts';
import { Budget } from './chemin.ts';
import { voisins } from './cellules.ts';
import { datesDesEpoques } from './epoques.ts';
import { faitsLus, lusPar } from './lectures.ts';
import { observer } from './observation.ts';
import type { Ensembles } from './paires.ts';
import { analyserAtteinte, analyserPaires } from './paires.ts';
import { Recherche } from './recherche.ts';
import type { ConstatDAnalyse, OptionsDAnalyse, RapportDAnalyse } from './types.ts';
import type { Bilan } from './unique.ts';
import { analyserPartition, constatDeDefaut } from './unique.ts';

export { scenariosAuxBornes } from './bornes.ts';
export type { ConstatDAnalyse, GenreDeConstat, OptionsDAnalyse, RapportDAnalyse } from './types.ts';

/** Cells around the scenarios judged at each date, looking for formulas that fail. */
const CELLULES_DE_CONTROLE = 400;
/** Open questions a report spells out. */
const INDECIS_DITS = 20;

/**
 * Gaps, conflicts, overlaps, unreachable rules. Each question is settled by a case or by a proof that there
 * is none;
 * where neither is found the report says so and is not exact.
 */
export function analyser(jeu: JeuCompile, options: OptionsDAnalyse = {}): RapportDAnalyse {
  const dates = options.dates ?? datesDesEpoques(jeu);
  const budget = new Budget();
  const recherches = dates.map((date) => new Recherche(jeu, date, { budget, arret: options.arret }));
  const constats: ConstatDAnalyse[] = [];
  const indecis: string[] = [];
  const noter = (bilan: Bilan): void => {
    constats.push(...bilan.constats);
    indecis.push(...bilan.indecis);
  };
  const ensembles = ensemblesDesScenarios(jeu);
  if (jeu.fichier.decision.strategie === 'unique') {
    for (const recherche of recherches)
      noter(analyserPartition(recherche, new Set(constats.map(({ regles }) => regles.join()))));
  }
  for (const regle of jeu.regles) {
    if (!ensembles.some((regles) => regles.has(regle.declaration.id)))
      noter(analyserAtteinte(recherches, regle));
  }
  if (jeu.fichier.decision.strategie === 'cumul') {
    const inatteignables = new Set(constats.flatMap(({ regles }) => regles));
    noter(
      analyserPaires(
        recherches,
        ensembles,
        jeu.regles.filter(({ declaration }) => !inatteignables.has(declaration.id)),
      ),
    );
  }
  const cellules = recherches.reduce(
    (somme, recherche) => somme + controlerLesFormules(recherche, constats),
    0,
  );
  return {
    exacte: indecis.length === 0,
    methode: methodeDe(recherches, indecis, cellules),
    cellules: recherches.reduce((somme, { compteur, casJuges }) => somme + compteur.chemins + casJuges, 0),
    dates,
    constats,
  };
}

function ensemblesDesScenarios(jeu: JeuCompile): Ensembles {
  return jeu.fichier.scenarios.flatMap(({ date, etantDonne }) => {
    const observation = observer(jeu, date, etantDonne);
    return observation.genre === 'decide' ? [new Set(observation.regles)] : [];
  });
}

/**
 * Judges cells around the scenarios: a formula that fails there is reported once. Returns how many were
 * judged.
 */
function controlerLesFormules(recherche: Recherche, constats: ConstatDAnalyse[]): number {
  const { jeu } = recherche;
  const faits = faitsLus(jeu, [
    ...jeu.derives.map(({ nom }) => nom),
    ...jeu.regles.flatMap(({ condition }) => lusPar(condition)),
  ]);
  recherche.reperer();
  let juges = 0;
  for (const base of recherche.bases) {
    for (const { cas } of voisins(jeu, recherche.coupures, base, faits)) {
      if (++juges > CELLULES_DE_CONTROLE) return juges - 1;
      const observation = recherche.observer(cas);
      if (observation.genre !== 'defaut' || observation.regles !== undefined) continue;
      const constat = constatDeDefaut(recherche, cas, observation);
      const connu = constats.some(
        ({ genre, message }) => genre === 'defaut' && message.startsWith(observation.message),
      );
      if (!connu) constats.push(constat);
    }
  }
  return juges;
}

function methodeDe(recherches: readonly Recherche[], indecis: readonly string[], cellules: number): string {
  const chemins = recherches.reduce((somme, { compteur }) => somme + compteur.chemins, 0);
  const dates =
    recherches.length > 1 ? `${recherches.length} états des paramètres` : 'un seul état des paramètres';
  const phrases = [
    `Démonstration sur tous les cas complets, pour ${dates} : ${chemins} chemins suivis à travers les conditions et les formules, chacun cohérent avec les domaines et les contraintes.`,
    'Calendrier, arrondis, produits et quotients de deux faits y sont laissés libres : ce qui est exclu l’est donc à coup sûr, et chaque constat porte un cas jugé par le moteur.',
    `Les erreurs de calcul (division par zéro, date hors calendrier) sont cherchées sur un échantillon de ${cellules} cellules aux bornes, sans démonstration.`,
  ];
  if (indecis.length > 0)
    phrases.push(`Sur échantillon seulement : ${abregerLaListe([...new Set(indecis)])}.`);
  return phrases.join(' ');
}

/** A file far out of the ordinary leaves thousands of questions open. */
function abregerLaListe(indecis: readonly string[]): string {
  const reste = indecis.length - INDECIS_DITS;
  return [...indecis.slice(0, INDECIS_DITS), ...(reste > 0 ? [`et ${reste} autres questions`] : [])].join(
    ' ; ',
  );
}
