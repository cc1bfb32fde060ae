/** The cases whose outcome changes from one version to the next, or the proof that none does. */
import { scenariosAuxBornes } from '#src/engine/analyse/bornes.ts';
import { sontEgaux } from '#src/engine/analyse/abstrait.ts';
import { Budget } from '#src/engine/analyse/chemin.ts';
import { etatDesParametres } from '#src/engine/analyse/epoques.ts';
import type { Lecteur } from '#src/engine/analyse/lecteur.ts';
import type { JeuCompile, RegleCompilee } from '#src/engine/jeu-compile.ts';
import { datesDeChangement } from '#src/engine/parametres.ts';
import { estApplicable } from '#src/engine/versions.ts';
import type { CasConfronte } from './confrontation.ts';
import { Confrontation, confronter } from './confrontation.ts';
import { memes } from './differences.ts';
import { portee, signatureDeCondition, signatureDesBesoins, signatureDesNoms } from './signatures.ts';

export interface BilanDesChangements {
  readonly differences: readonly CasConfronte[];
  /** French: what could not be settled. */
  readonly indecis: readonly string[];
  readonly chemins: number;
  readonly casJuges: number;
  readonly dates: readonly string[];
}

type Question = { readonly sur: string; readonly demander: (avant: Lecteur, apres: Lecteur) => boolean };

/**
 * `elargir`: once a change is known, also judge the boundary cases of both versions, to show more of what
 * changes.
 */
export function chercherChangements(
  avant: JeuCompile,
  apres: JeuCompile,
  elargir: boolean,
): BilanDesChangements {
  const dates = datesCommunes(avant, apres);
  const differences: CasConfronte[] = [];
  const indecis: string[] = [];
  const budget = new Budget();
  let chemins = 0;
  let casJuges = 0;
  if (!memeEspace(avant, apres))
    indecis.push(
      'les faits, leurs domaines ou leurs contraintes ne sont pas les mêmes : les cas ont été comparés sur un échantillon',
    );
  const besoinsChangent = dates.some(
    (date) => signatureDesBesoins(avant, date) !== signatureDesBesoins(apres, date),
  );
  if (besoinsChangent)
    indecis.push(
      'la présence attendue de certains faits dépend d’un paramètre qui change : les cas ont été comparés sur un échantillon',
    );
  const comparables = memeEspace(avant, apres) && !besoinsChangent;
  if (dates.length === 0)
    indecis.push('les deux versions ne s’appliquent jamais à une même date : aucun cas n’a pu être comparé');
  for (const date of dates) {
    const confrontation = new Confrontation(avant, apres, date, budget);
    const questions = comparables
      ? [...questionsSurLesIssues(confrontation), ...questionsSurLesResultats(confrontation)]
      : [];
    for (const { sur, demander } of questions) {
      const { differences: trouvees, prouve } = confrontation.chercher(demander);
      differences.push(...trouvees);
      if (!prouve && trouvees.length === 0) indecis.push(`${sur} (au ${date})`);
    }
    chemins += confrontation.chemins;
    casJuges += confrontation.casJuges;
  }
  if (indecis.length > 0 || (elargir && differences.length > 0)) {
    const exemples = confronterLesExemples(avant, apres);
    casJuges += exemples.casJuges;
    differences.push(...exemples.differences);
  }
  return { differences, indecis, chemins, casJuges, dates };
}

/** The scenarios of both versions and the cases on their boundaries, at the dates both can judge. */
function confronterLesExemples(
  avant: JeuCompile,
  apres: JeuCompile,
): Pick<BilanDesChangements, 'differences' | 'casJuges'> {
  const differences: CasConfronte[] = [];
  let casJuges = 0;
  for (const { date, etantDonne } of [avant, apres].flatMap((jeu) => [
    ...jeu.fichier.scenarios,
    ...scenariosAuxBornes(jeu),
  ])) {
    if (etatDesParametres(avant, date) === undefined || etatDesParametres(apres, date) === undefined)
      continue;
    casJuges++;
    const difference = confronter(avant, apres, date, etantDonne);
    if (difference) differences.push(difference);
  }
  return { differences, casJuges };
}

/** One date for each pair of parameter states, where both versions apply. */
function datesCommunes(avant: JeuCompile, apres: JeuCompile): string[] {
  const changements = [
    avant.fichier.applicable.du,
    apres.fichier.applicable.du,
    ...datesDeChangement([...avant.chronologies, ...apres.chronologies]),
  ];
  // Dates of scenarios last: a state they show is shown at the date of one of them.
  const parScenario = new Set(apres.fichier.scenarios.map(({ date }) => date));
  const dates = [...[...new Set(changements)].sort(), ...[...parScenario].sort()];
  const vues = new Map<string, string>();
  for (const date of dates) {
    if (
      ![avant, apres].every(({ fichier: { version, applicable } }) =>
        estApplicable({ version, applicable }, date),
      )
    )
      continue;
    const etats = [etatDesParametres(avant, date), etatDesParametres(apres, date)];
    if (etats.every((etat) => etat !== undefined)) vues.set(etats.join('|'), date);
  }
  return [...vues.values()];
}

/** Same facts, domains, needs and constraints: a case of one version is a case of the other. */
export function memeEspace(avant: JeuCompile, apres: JeuCompile): boolean {
  const espace = ({ fichier }: JeuCompile): unknown => ({
    faits: Object.fromEntries(
      Object.entries(fichier.faits).map(
        ([nom, { libelle: _libelle, libelles: _libelles, origine: _origine, ...reste }]) => [nom, reste],
      ),
    ),
    contraintes: (fichier.contraintes ?? []).map(({ formule }) => formule),
  });
  return memes(espace(avant), espace(apres));
}

function questionsSurLesIssues({ avant, apres, date }: Confrontation): Question[] {
  const changees = reglesChangees(avant, apres, date);
  const [decisionAvant, decisionApres] = [avant.fichier.decision, apres.fichier.decision];
  const parDefautChange =
    decisionAvant.siAucuneRegle !== decisionApres.siAucuneRegle ||
    decisionAvant.strategie !== decisionApres.strategie;
  const porteesChangees = new Set(
    [...Object.keys(decisionAvant.issues), ...Object.keys(decisionApres.issues)].filter(
      (code) => portee(avant, code) !== portee(apres, code),
    ),
  );
  const concernees = new Set([...changees.map(({ declaration }) => declaration.issue), ...porteesChangees]);
  if (concernees.size === 0 && !parDefautChange) return [];
  if (decisionAvant.strategie === 'unique' || decisionApres.strategie === 'unique') {
    return [
      { sur: 'l’issue de chaque cas', demander: (a, b) => issueUnique(avant, a) !== issueUnique(apres, b) },
    ];
  }
  const questions = [...concernees].map(
    (code): Question => ({
      sur: `l’issue ${code}`,
      demander: (a, b) => {
        const [donneeAvant, donneeApres] = [donne(avant, a, code), donne(apres, b, code)];
        return donneeAvant !== donneeApres || (donneeAvant && porteesChangees.has(code));
      },
    }),
  );
  if (parDefautChange)
    questions.push({
      sur: 'l’issue en l’absence de règle',
      demander: (a, b) => aucuneNeTient(avant, a) && aucuneNeTient(apres, b),
    });
  return questions;
}

/** Rules of either version that do not mean the same in the other. */
function reglesChangees(avant: JeuCompile, apres: JeuCompile, date: string): RegleCompilee[] {
  const signer = (jeu: JeuCompile): Map<string, RegleCompilee> =>
    new Map(
      jeu.regles.map((regle) => [
        JSON.stringify([regle.declaration.issue, signatureDeCondition(jeu, date, regle.condition)]),
        regle,
      ]),
    );
  const [anciennes, nouvelles] = [signer(avant), signer(apres)];
  return [
    ...[...anciennes].filter(([cle]) => !nouvelles.has(cle)),
    ...[...nouvelles].filter(([cle]) => !anciennes.has(cle)),
  ].map(([, regle]) => regle);
}

function donne(jeu: JeuCompile, lecteur: Lecteur, code: string): boolean {
  const regle = jeu.regles.some(
    ({ declaration, condition }) => declaration.issue === code && lecteur.tient(condition),
  );
  return regle || (jeu.fichier.decision.siAucuneRegle === code && aucuneNeTient(jeu, lecteur));
}

function aucuneNeTient(jeu: JeuCompile, lecteur: Lecteur): boolean {
  return !jeu.regles.some(({ condition }) => lecteur.tient(condition));
}

/** Outcome under `unique`; a case without its one rule has none. */
function issueUnique(jeu: JeuCompile, lecteur: Lecteur): string {
  const [seule, ...autres] = jeu.regles.filter(({ condition }) => lecteur.tient(condition));
  if (jeu.fichier.decision.strategie === 'cumul')
    return [seule, ...autres].map((regle) => regle && portee(jeu, regle.declaration.issue)).join();
  return seule && autres.length === 0 ? portee(jeu, seule.declaration.issue) : 'defaut';
}

function questionsSurLesResultats({ avant, apres, date }: Confrontation): Question[] {
  const estUnResultat = (jeu: JeuCompile, nom: string): boolean => {
    const type = jeu.fichier.faitsDerives[nom]?.type;
    return type !== undefined && !['booleen', 'enum', 'texte', 'date'].includes(type);
  };
  const noms = new Set([...avant.derives, ...apres.derives].map(({ nom }) => nom));
  return [...noms]
    .filter((nom) => estUnResultat(avant, nom) || estUnResultat(apres, nom))
    .filter((nom) => signatureDesNoms(avant, date, [nom]) !== signatureDesNoms(apres, date, [nom]))
    .map((nom) => ({
      sur: `le résultat « ${nom} »`,
      demander: (a, b) => {
        const [ancien, nouveau] = [a.valeur(nom), b.valeur(nom)];
        if (ancien === undefined || nouveau === undefined) return ancien !== nouveau;
        return !sontEgaux(a.chemin, ancien, nouveau);
      },
    }));
}
