/**
 * Open questions a rule file answers by a parameter, and the same file as if they were answered otherwise.
 */
import type { FichierClos } from './cloture.ts';
import type { Parametre, ValeurDatee, ValeurJson } from './format.ts';

/** One admitted value of a parameter, with its French label. */
export interface ReponsePossible {
  readonly valeur: ValeurJson;
  readonly libelle: string;
}

/** A question nobody has answered yet, which a parameter settles meanwhile. */
export interface QuestionOuverte {
  readonly parametre: string;
  readonly libelle: string;
  readonly question: string;
  /** Every admitted value but the one in force. */
  readonly autres: readonly ReponsePossible[];
}

/**
 * The open questions that a choice among a few values settles at a date: no reading is lost for want of being
 * the one in force.
 */
export function questionsOuvertes(fichier: FichierClos, date: string): QuestionOuverte[] {
  return Object.entries(fichier.parametres).flatMap(([parametre, declare]): QuestionOuverte[] => {
    const enVigueur = declare.valeurs.findLast(({ du }) => du <= date);
    const question = enVigueur && sansReponse(fichier, enVigueur);
    const autres = enVigueur ? reponses(declare).filter(({ valeur }) => valeur !== enVigueur.valeur) : [];
    return question !== undefined && autres.length > 0
      ? [{ parametre, libelle: declare.libelle, question, autres }]
      : [];
  });
}

function sansReponse(fichier: FichierClos, { certitude, question }: ValeurDatee): string | undefined {
  if (question === undefined || (certitude !== 'interpretation' && certitude !== 'silence-de-la-source'))
    return undefined;
  const posee = fichier.questions[question];
  return posee?.reponse === null ? posee.texte : undefined;
}

function reponses({ type, valeursPossibles, libelles }: Parametre): readonly ReponsePossible[] {
  if (type === 'booleen')
    return [
      { valeur: true, libelle: 'Oui' },
      { valeur: false, libelle: 'Non' },
    ];
  return (valeursPossibles ?? []).map((valeur) => ({ valeur, libelle: libelles?.[valeur] ?? valeur }));
}

/** The same file with one parameter set to another of its values, at every date. */
export function selonUneReponse(fichier: FichierClos, parametre: string, valeur: ValeurJson): FichierClos {
  const declare = fichier.parametres[parametre];
  if (!declare) return fichier;
  return {
    ...fichier,
    parametres: {
      ...fichier.parametres,
      [parametre]: { ...declare, valeurs: declare.valeurs.map((datee) => ({ ...datee, valeur })) },
    },
  };
}
