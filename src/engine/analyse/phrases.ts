/** French sentences of the analysis: cases, dates and values as a person reads them. */
import type { JeuCompile } from '#src/engine/jeu-compile.ts';
import type { Scenario, TypeDeFait, ValeurJson } from '#src/engine/format.ts';
import { dateEnLettres } from '#src/engine/messages.ts';
import type { Cas, Observation } from './observation.ts';
import { attenduDe } from './observation.ts';

/** « montant = 1 000,01 ; nature = exceptionnelle », restricted to some facts. */
export function casEnClair(jeu: JeuCompile, cas: Cas, faits: readonly string[]): string {
  return faits
    .filter((nom) => cas[nom] !== undefined && cas[nom] !== null)
    .map((nom) => {
      const declaration = jeu.faits.get(nom);
      const valeur = cas[nom] ?? '';
      return `${declaration?.libelle ?? nom} = ${declaration?.libelles?.[String(valeur)] ?? valeurEnClair(declaration?.type ?? 'texte', valeur)}`;
    })
    .join(' ; ');
}

export function valeurEnClair(type: TypeDeFait, valeur: ValeurJson): string {
  if (typeof valeur === 'boolean') return valeur ? 'oui' : 'non';
  if (type === 'date') return dateEnLettres(String(valeur));
  if (type === 'enum' || type === 'texte' || type === 'annee') return String(valeur);
  return String(valeur).replace('.', ',');
}

/** The case as a scenario, expecting what the file decides now, or nothing when it decides nothing. */
export function enScenario(
  jeu: JeuCompile,
  racine: string,
  titre: string,
  date: string,
  cas: Cas,
  observation: Observation,
): Scenario {
  const pris = new Set(jeu.fichier.scenarios.map((scenario) => scenario.id));
  let id = racine;
  for (let rang = 2; pris.has(id); rang++) id = `${racine}-${rang}`;
  return { id, titre, date, etantDonne: cas, attendu: attenduDe(observation) ?? { issues: [], regles: [] } };
}

/** « a, b et c ». */
export function enumerer(noms: readonly string[]): string {
  return noms.length <= 1 ? (noms[0] ?? '') : `${noms.slice(0, -1).join(', ')} et ${noms.at(-1) ?? ''}`;
}
