/** Findings: what the rules that hold say to a person. */
import type { JeuCompile, RegleCompilee } from './jeu-compile.ts';
import { DefautDeRegle, PartitionRompue } from './erreurs.ts';
import type { Constat, Issue } from './format.ts';
import type { Valeurs } from './messages.ts';

/** The declared outcome of a code. @throws DefautDeRegle when the file does not declare it */
export function issueDeclaree(jeu: JeuCompile, code: string): Issue {
  const issue = jeu.fichier.decision.issues[code];
  if (!issue) throw new DefautDeRegle(jeu.fichier.id, `l’issue « ${code} » n’est pas déclarée.`);
  return issue;
}

/** Under `unique`, why the rules that hold decide nothing. */
export function refusDUnicite(jeu: JeuCompile, declenchees: readonly RegleCompilee[]): DefautDeRegle {
  return new PartitionRompue(
    jeu.fichier.id,
    declenchees.map(({ declaration }) => declaration.id),
  );
}

/**
 * One finding per rule that holds, in the order of the file. @param valeurs facts, derived facts and parameters
 */
export function constatsDe(
  jeu: JeuCompile,
  declenchees: readonly RegleCompilee[],
  valeurs: Valeurs,
): Constat[] {
  return declenchees.map((regle) => constatDe(jeu, regle, valeurs));
}

function constatDe(jeu: JeuCompile, { declaration }: RegleCompilee, valeurs: Valeurs): Constat {
  const message = jeu.messages.get(declaration.message);
  if (!message)
    throw new DefautDeRegle(
      jeu.fichier.id,
      `le message « ${declaration.message} » de la règle ${declaration.id} n’existe pas.`,
    );
  return {
    regle: declaration.id,
    issue: declaration.issue,
    gravite: issueDeclaree(jeu, declaration.issue).gravite,
    champs: declaration.champs,
    message: message.quoi.rendre(valeurs),
    commentCorriger: message.corriger.rendre(valeurs),
    source: sourcesEnClair(jeu, declaration.sources),
    certitude: declaration.certitude,
  };
}

/** « Titre, lieu (SRC-1#a, SRC-1#b) ; … », one part per document. */
export function sourcesEnClair(jeu: JeuCompile, citations: readonly string[]): string {
  const documents = [...new Set(citations.map(documentCite))];
  return documents
    .map((id) => {
      const points = citations.filter((citation) => documentCite(citation) === id);
      const source = jeu.fichier.sources.find((candidate) => candidate.id === id);
      return source ? `${source.titre}, ${source.lieu} (${points.join(', ')})` : points.join(', ');
    })
    .join(' ; ');
}

/** `SRC-1` of the citation `SRC-1#a`. */
function documentCite(citation: string): string {
  return citation.slice(0, citation.indexOf('#'));
}
