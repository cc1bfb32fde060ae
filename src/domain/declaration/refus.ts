import { ActionInterdite, DejaPris, EtatIncompatible, RefusParRegle, SaisieInvalide } from '#src/domain/commun/refus.ts';
import type { Constat } from '#src/engine/format.ts';
import type { RoleAfas } from '#src/domain/habilitation/habilitation.ts';
import type { Volet } from '#src/domain/declaration/formulaire/definition.ts';
import { LIBELLES_ETAT, LIBELLES_VOLET } from '#src/domain/declaration/libelles.ts';
import type { EtatDeclaration } from '#src/domain/declaration/declaration.ts';

const ROLES: Readonly<Record<RoleAfas, string>> = {
  FOURNISSEUR_ACTIVITE: 'de fournisseur de données d’activité',
  FOURNISSEUR_FINANCIER: 'de fournisseur de données financières',
  APPROBATEUR: 'd’approbateur validé par la Caf',
  CONSULTANT: 'de consultant',
};

export class HabilitationRequise extends ActionInterdite {
  constructor(role: RoleAfas, equipement: string) {
    super(`Il faut le rôle ${ROLES[role]} sur « ${equipement} ». Demandez-le à votre administrateur partenaire.`);
  }
}

export class FormulaireAbsent extends EtatIncompatible {
  constructor(typeEquipement: string, exercice: number) {
    super(`Aucun formulaire de déclaration n’est en vigueur pour un équipement ${typeEquipement} et l’exercice ${exercice}. Contactez votre Caf.`);
  }
}

export class PerenniteNonDemandee extends SaisieInvalide {
  constructor() {
    const message = 'Cette pérennité n’est pas demandée pour ce type d’équipement : choisissez-en une autre.';
    super(message, { perennite: message });
  }
}

export class ConventionnementHorsExercice extends SaisieInvalide {
  constructor(exercice: number) {
    const message = `Ce conventionnement n’est pas validé pour l’exercice ${exercice}. Contactez votre Caf.`;
    super(message, { conventionnement: message });
  }
}

/** The campaign does not allow it: the findings of the rule file say why. */
export class CampagneFermee extends RefusParRegle {
  constructor(constats: readonly Constat[]) {
    super(constats.map(({ message, commentCorriger }) => `${message} ${commentCorriger}`).join(' ') || 'Aucune campagne ne permet de faire cette déclaration aujourd’hui.', constats);
  }
}

export class DejaCommencee extends DejaPris {
  readonly declaration: string;
  constructor(declaration: string) {
    super('Cette déclaration est déjà commencée : ouvrez-la dans la liste.', {});
    this.declaration = declaration;
  }
}

export class DeclarationFigee extends EtatIncompatible {
  constructor(etat: EtatDeclaration) {
    super(`Cette déclaration est « ${LIBELLES_ETAT[etat]} » : elle ne se modifie plus. ${etat === 'a-approuver' ? 'L’approbateur peut vous la renvoyer.' : 'Votre Caf peut vous la retourner.'}`);
  }
}

export class VoletTermine extends EtatIncompatible {
  constructor(volet: Volet) {
    super(`La saisie des ${LIBELLES_VOLET[volet]} est terminée. Reprenez-la avant de la modifier.`);
  }
}

export class VoletNonTermine extends EtatIncompatible {
  constructor(volet: Volet) {
    super(`La saisie des ${LIBELLES_VOLET[volet]} n’est pas terminée.`);
  }
}

/** Somebody else saved this volet since the form was opened; the other volet has nothing to do with it. */
export class VoletModifieAilleurs extends EtatIncompatible {
  constructor(volet: Volet) {
    super(`Les ${LIBELLES_VOLET[volet]} ont été enregistrées ailleurs (par un collègue, ou dans un autre onglet) depuis que vous avez ouvert cette page. Votre saisie n’est pas perdue : rechargez la page pour voir les valeurs enregistrées, puis reportez vos changements.`);
  }
}

/** Fields the volet does not have, the other fournisseur's included. */
export class ChampsInconnus extends SaisieInvalide {
  constructor(champs: readonly string[]) {
    super(`Cette saisie contient des champs que ce volet n’a pas : ${champs.slice(0, 5).join(', ')}${champs.length > 5 ? '…' : ''}. Rien n’a été enregistré.`,
      Object.fromEntries(champs.map((champ) => [champ, 'Champ inconnu.'])));
  }
}

/** What is to correct or to fill in before going on, by path of the form. */
export class SaisieIncomplete extends SaisieInvalide {
  constructor(champs: Readonly<Record<string, string>>) {
    const nombre = Object.keys(champs).length;
    super(nombre === 1 ? 'Un champ reste à corriger ou à remplir.' : `${nombre} champs restent à corriger ou à remplir.`, champs);
  }
}

/** Blocking findings or missing facts stop transmission; nothing else does. */
export class TransmissionRefusee extends RefusParRegle {
  readonly manquants: readonly string[];
  constructor(constats: readonly Constat[], manquants: readonly string[]) {
    const phrases = [...constats.map(({ message }) => message), ...manquants];
    super(`La déclaration ne peut pas être transmise. ${phrases.join(' ')}`, constats);
    this.manquants = manquants;
  }
}

export class DejaApprouvee extends EtatIncompatible {
  constructor(etat: EtatDeclaration) {
    super(`Cette déclaration est « ${LIBELLES_ETAT[etat]} » : il n’y a rien à approuver.`);
  }
}

export class HorsTraitement extends EtatIncompatible {
  constructor(etat: EtatDeclaration, attendu: EtatDeclaration) {
    super(`Cette déclaration est « ${LIBELLES_ETAT[etat]} ». Cette action demande qu’elle soit « ${LIBELLES_ETAT[attendu]} ».`);
  }
}

export class DecisionSansObjet extends EtatIncompatible {
  constructor() {
    super('Ce point n’attend pas cette décision dans la déclaration transmise. Rechargez le dossier.');
  }
}

export class DejaTranchee extends DejaPris {
  constructor() {
    super('Une décision est déjà enregistrée pour ce point. Rechargez le dossier.');
  }
}

export class DejaDemandee extends DejaPris {
  constructor() {
    super('La décision a déjà été demandée pour ce point : un autre agent peut l’enregistrer.');
  }
}

export class DemandeAbsente extends EtatIncompatible {
  constructor() {
    super('La décision n’a pas encore été demandée au conseil d’administration ou à sa commission. Demandez-la d’abord ; un autre agent enregistrera la réponse.');
  }
}

export class QuatreYeux extends ActionInterdite {
  constructor(pourquoi: 'demandeur' | 'declarant') {
    super(pourquoi === 'demandeur'
      ? 'Vous avez demandé cette décision : un autre agent de la Caf doit l’enregistrer.'
      : 'Vous avez rempli ou transmis cette déclaration : un autre agent de la Caf doit la traiter.');
  }
}

export class ChoixInconnu extends SaisieInvalide {
  constructor(choix: readonly string[]) {
    const message = `Choisissez l’une des suites possibles : ${choix.join(', ')}.`;
    super(message, { choix: message });
  }
}

export class SeanceFuture extends SaisieInvalide {
  constructor() {
    const message = 'La séance ne peut pas être postérieure à aujourd’hui.';
    super(message, { seanceLe: message });
  }
}

export class DecisionsEnAttente extends EtatIncompatible {
  constructor(points: readonly string[]) {
    super(`Des points attendent une décision de la Caf avant que la déclaration puisse être traitée : ${points.join(' ; ')}.`);
  }
}
