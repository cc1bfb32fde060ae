/**
 * Semantic comparison of two versions of a rule file: what changed, which cases it changes, and the level
 * that follows.
 */
import { enScenario, enumerer } from '#src/engine/analyse/phrases.ts';
import type { Observation } from '#src/engine/analyse/observation.ts';
import type { JeuCompile } from '#src/engine/jeu-compile.ts';
import type { CasConfronte } from './confrontation.ts';
import {
  comparerEnveloppes,
  comparerParametres,
  comparerSections,
  memeContenu,
  memes,
} from './differences.ts';
import type { BilanDesChangements } from './changements.ts';
import { chercherChangements, memeEspace } from './changements.ts';
import { calculsDuCas } from './signatures.ts';
import type { ComparaisonDeJeux, ChangementDeCas, Niveau } from './types.ts';

export { niveauRespecte } from './niveau.ts';
export { comparerReferentiels } from './referentiels.ts';
export { comparerFichiersDeParametres } from './structures.ts';
export { comparerEntrees, dictionnaire, liste, memes, type Entrees } from './differences.ts';
export type {
  ComparaisonDeJeux,
  ComparaisonDeStructure,
  Differences,
  ChangementDeCas,
  Niveau,
  ParametreChange,
  SectionComparee,
  VerdictDeNiveau,
} from './types.ts';

/** Groups of cases shown; more of them would not be read. */
const EFFETS_MAX = 30;

/** Compares two compiled versions of one rule set. */
export function comparer(avant: JeuCompile, apres: JeuCompile): ComparaisonDeJeux {
  const identiques = memeContenu(avant.fichier, apres.fichier);
  const bilan: BilanDesChangements = identiques
    ? { differences: [], indecis: [], chemins: 0, casJuges: 0, dates: [] }
    : chercherChangements(avant, apres, true);
  const effets = grouper(apres, bilan.differences);
  const parametres = comparerParametres(avant, apres);
  const enveloppe = comparerEnveloppes(avant.fichier, apres.fichier);
  const { niveau, raisons } = deduireNiveau(avant, apres, enveloppe, effets, bilan);
  return {
    jeu: apres.fichier.id,
    avant: { version: avant.fichier.version, empreinte: avant.empreinte },
    apres: { version: apres.fichier.version, empreinte: apres.empreinte },
    parametres,
    sections: comparerSections(avant.fichier, apres.fichier),
    enveloppe,
    effets,
    exacte: bilan.indecis.length === 0,
    methode: [
      methodeDe(identiques, bilan, effets),
      ...textesDesMessages(
        avant,
        apres,
        parametres.map(({ nom }) => nom),
      ),
    ].join(' '),
    niveau,
    raisons,
  };
}

function methodeDe(
  identiques: boolean,
  { indecis, chemins, casJuges, dates }: BilanDesChangements,
  effets: readonly ChangementDeCas[],
): string {
  if (identiques) return 'Les deux fichiers ne diffèrent que par leur numéro de version.';
  const etats =
    dates.length > 1 ? `${dates.length} états des paramètres` : `${dates.length} état des paramètres`;
  const phrases = [
    `Les règles et les résultats qui diffèrent ont été comparés sur tous les cas complets (${etats}, ${chemins} chemins suivis, ${casJuges} cas jugés par les deux versions).`,
  ];
  if (effets.length > 0)
    phrases.push(
      'Chaque changement montré est un cas jugé par les deux versions ; d’autres cas peuvent changer de la même façon.',
    );
  else if (indecis.length === 0)
    phrases.push('Il est démontré qu’aucun cas ne change d’issue ni de résultat.');
  if (indecis.length > 0) phrases.push(`Sur échantillon seulement : ${[...new Set(indecis)].join(' ; ')}.`);
  return phrases.join(' ');
}

/** Texts are no part of the outcome, yet whoever reads « nothing changes » must know that they may. */
function textesDesMessages(avant: JeuCompile, apres: JeuCompile, parametres: readonly string[]): string[] {
  const montres = [...apres.messages.values()].some(({ quoi, corriger }) =>
    [...quoi.noms, ...corriger.noms].some((nom) => parametres.includes(nom)),
  );
  const changent = montres || !memes(avant.fichier.messages, apres.fichier.messages);
  return changent ? ['Le texte de certains messages change.'] : [];
}

function deduireNiveau(
  avant: JeuCompile,
  apres: JeuCompile,
  enveloppe: readonly string[],
  effets: readonly ChangementDeCas[],
  { indecis }: BilanDesChangements,
): { niveau: Niveau; raisons: string[] } {
  const majeures = [
    ...(memeEspace(avant, apres) ? [] : ['des faits, leurs domaines ou leurs contraintes changent']),
    ...(enveloppe.includes('applicable') ? ['la période ou la date de référence change'] : []),
    ...(enveloppe.includes('stratégie de décision') ? ['la stratégie de décision change'] : []),
  ];
  if (majeures.length > 0) return { niveau: 'majeur', raisons: majeures };
  if (effets.length > 0)
    return { niveau: 'mineur', raisons: ['l’issue ou un résultat change pour certains cas'] };
  if (indecis.length > 0)
    return { niveau: 'mineur', raisons: ['aucun cas trouvé ne change, mais ce n’est pas démontré'] };
  return { niveau: 'correctif', raisons: ['il est démontré qu’aucun cas ne change d’issue ni de résultat'] };
}

/** What two outcomes do not share: adding the same finding to several sets of findings is one change. */
function cleDuChangement(avant: Observation, apres: Observation): string {
  if (avant.genre !== 'decide' || apres.genre !== 'decide')
    return JSON.stringify([resumer(avant), resumer(apres)]);
  const perdues = avant.issues.filter((issue) => !apres.issues.includes(issue));
  const gagnees = apres.issues.filter((issue) => !avant.issues.includes(issue));
  return JSON.stringify(
    perdues.length + gagnees.length > 0 ? [perdues, gagnees] : [avant.issues, apres.issues],
  );
}

/** One effect for each change of outcome, and each set of results that differ. */
function grouper(jeu: JeuCompile, differences: readonly CasConfronte[]): ChangementDeCas[] {
  const groupes = new Map<string, ChangementDeCas>();
  // Changes of outcome first: what only moves an amount is read after.
  for (const difference of differences.toSorted((a, b) => Number(b.issueChange) - Number(a.issueChange))) {
    const { date, cas, avant, apres, resultats, issueChange } = difference;
    const cle = issueChange ? cleDuChangement(avant, apres) : JSON.stringify(resultats);
    if (groupes.has(cle) || groupes.size >= EFFETS_MAX) continue;
    const montres = issueChange ? [] : resultats;
    groupes.set(cle, {
      avant: decrire(avant, montres),
      apres: decrire(apres, montres),
      causes: issueChange ? reglesDifferentes(avant, apres) : resultats,
      temoin: enScenario(
        jeu,
        `CHANGEMENT-${groupes.size + 1}`,
        `${decrire(avant, montres)} devient ${decrire(apres, montres)}`,
        date,
        cas,
        apres,
      ),
    });
  }
  return [...groupes.values()];
}

function resumer(observation: Observation): string {
  switch (observation.genre) {
    case 'decide':
      return enumerer(observation.issues);
    case 'incomplet':
      return `faits manquants (${observation.manquants.join(', ')})`;
    case 'refus':
      return 'faits refusés';
    case 'defaut':
      return 'aucune décision (règles en défaut)';
  }
}

function decrire(observation: Observation, resultats: readonly string[]): string {
  const calculs = calculsDuCas(observation);
  const details = resultats.map((nom) => `${nom} = ${calculs[nom] ?? 'non calculé'}`);
  return details.length > 0 ? `${resumer(observation)} (${details.join(', ')})` : resumer(observation);
}

function reglesDifferentes(avant: Observation, apres: Observation): string[] {
  const [anciennes, nouvelles] = [avant, apres].map((observation) =>
    'regles' in observation ? (observation.regles ?? []) : [],
  );
  return [
    ...(anciennes ?? []).filter((id) => !nouvelles?.includes(id)),
    ...(nouvelles ?? []).filter((id) => !anciennes?.includes(id)),
  ];
}
