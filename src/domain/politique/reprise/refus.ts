/** Refusals of a reprise: one class each, its sentence says what to do. */
import { dateFr } from '#src/kernel/francais.ts';
import { EtatIncompatible, Introuvable, Refus, SaisieInvalide } from '#src/kernel/refus.ts';

export class FichierInconnu extends SaisieInvalide {
  constructor(jeu: string, proche: string | undefined) {
    super(
      `Aucun fichier de règles publié ne s’appelle « ${jeu} »${proche === undefined ? '' : ` ; vouliez-vous dire « ${proche} »`}${proche === undefined ? '. Vérifiez son nom.' : ' ?'}`,
    );
  }
}

export class QuestionInconnue extends SaisieInvalide {
  constructor(jeu: string, question: string, connues: readonly string[]) {
    super(
      connues.length === 0
        ? `Le fichier « ${jeu} » ne pose aucune question.`
        : `Le fichier « ${jeu} » n’a pas de question « ${question} ». Ses questions : ${connues.join(', ')}.`,
    );
  }
}

/** No version in force answers: the answer is to be written first. */
export class QuestionSansReponse extends EtatIncompatible {
  /** @param prochaine the version that will answer, and from which day */
  constructor(
    jeu: string,
    question: string,
    prochaine: { readonly numero: string; readonly du: string } | null,
  ) {
    super(
      prochaine
        ? `La version ${prochaine.numero} de « ${jeu} » répond à la question ${question}, mais ne prend effet que le ${dateFr(prochaine.du)} : reprenez les cas à partir de ce jour.`
        : `Aucune version en vigueur de « ${jeu} » ne répond à la question ${question} : écrivez la réponse dans un brouillon, faites-le approuver, puis reprenez les cas.`,
    );
  }
}

export class RepriseEnCours extends EtatIncompatible {
  constructor(jeu: string, question: string) {
    super(
      `Les cas en attente de la question ${question} de « ${jeu} » sont déjà en train d’être repris : attendez la fin de cette reprise. Interrompue, elle continue d’elle-même là où elle en était.`,
    );
  }
}

export class AucunCasAReprendre extends EtatIncompatible {
  constructor(jeu: string, question: string) {
    super(
      `Aucun cas n’attend plus la réponse à la question ${question} de « ${jeu} » : il n’y a rien à reprendre.`,
    );
  }
}

export class RepriseIntrouvable extends Introuvable {
  constructor() {
    super('Reprise');
  }
}

/** For the program that works on it: it is finished, or another has taken it. */
export class ReprisePerdue extends Refus {
  override readonly statut = 409;
  constructor() {
    super('Cette reprise est terminée, ou un autre serveur la poursuit.');
  }
}

/** What is in force changed while cases were judged. */
export class VersionsChangees extends EtatIncompatible {
  constructor(jeu: string) {
    super(`Les versions en vigueur de « ${jeu} » viennent de changer : recommencez.`);
  }
}
