import {
  ActionInterdite,
  DejaPris,
  EtatIncompatible,
  RefusParRegle,
  SaisieInvalide,
} from '#src/kernel/refus.ts';
import type { OrigineDeConstats } from '#src/kernel/refus.ts';
import type { Remedy } from '#src/kernel/droits/remedy.ts';
import type { Constat } from '#src/engine/format.ts';
import { APPROUVER, saisir, type Capacite, type Roles } from '#src/kernel/roles.ts';
import type { Volet } from '#src/domain/formulaire/definition.ts';
import { SAISIR_UN_VOLET } from '#src/domain/declaration/volets.ts';
import { LIBELLES_ETAT, LIBELLES_VOLET } from '#src/domain/declaration/libelles.ts';
import type { EtatDeclaration } from '#src/domain/declaration/declaration.ts';

const chezLePartenaire: Remedy = {
  comment: 'La déclaration est chez le partenaire : il la saisit, l’approuve et la transmet.',
  qui: { genre: 'personne' },
};
/** What takes a declaration out of a state in which the Caf cannot act so. */
const HORS_TRAITEMENT: Readonly<Record<EtatDeclaration, Remedy>> = {
  brouillon: chezLePartenaire,
  'a-approuver': chezLePartenaire,
  renvoyee: chezLePartenaire,
  retournee: chezLePartenaire,
  transmise: {
    comment: 'Prenez-la d’abord en traitement.',
    qui: { genre: 'droit', droit: ['Declaration', 'instruire'] },
  },
  'en-traitement': { comment: 'Elle est déjà en traitement.', qui: { genre: 'personne' } },
  traitee: { comment: 'Une déclaration traitée ne se rouvre pas.', qui: { genre: 'personne' } },
};

export class HabilitationRequise extends ActionInterdite {
  override readonly principe =
    'Habilitation : ce qu’un rôle permet vaut pour les équipements sur lesquels il est affecté.';
  override readonly remedy: Remedy;
  /** @param capacites any of them is enough; the roles that give the first one are named */
  constructor(
    roles: Roles,
    capacites: readonly Capacite[],
    { id, nom }: { readonly id: string; readonly nom: string },
  ) {
    const dits = roles
      .quiPeuvent(...capacites.slice(0, 1))
      .map(({ enPhrase, valideParLaCaf }) => `${enPhrase}${valideParLaCaf ? ' validé par la Caf' : ''}`);
    super(
      dits.length > 0
        ? `Il faut le rôle ${dits.join(' ou ')} sur « ${nom} ». Demandez-le à votre administrateur partenaire.`
        : `Aucun rôle ne permet aujourd’hui cela sur « ${nom} ». Contactez votre Caf.`,
    );
    this.remedy = { qui: { genre: 'capacite', capacites, equipement: id } };
  }
}

export class FormulaireAbsent extends EtatIncompatible {
  constructor(typeEquipement: string, exercice: number) {
    super(
      `Aucun formulaire de déclaration n’est en vigueur pour un équipement ${typeEquipement} et l’exercice ${exercice}. Contactez votre Caf.`,
    );
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
  override readonly remedy: Remedy = {
    comment: 'Les campagnes sont ouvertes, et leurs dates fixées, par la Caf.',
    qui: { genre: 'caf' },
  };
  constructor(constats: readonly Constat[], origines: readonly OrigineDeConstats[]) {
    super(
      constats.map(({ message, commentCorriger }) => `${message} ${commentCorriger}`).join(' ') ||
        'Aucune campagne ne permet de faire cette déclaration aujourd’hui.',
      constats,
      {},
      origines,
    );
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
  override readonly remedy: Remedy;
  constructor(etat: EtatDeclaration, equipement: string) {
    super(
      `Cette déclaration est « ${LIBELLES_ETAT[etat]} » : elle ne se modifie plus. ${etat === 'a-approuver' ? 'L’approbateur peut vous la renvoyer.' : 'Votre Caf peut vous la retourner.'}`,
    );
    this.remedy = {
      qui:
        etat === 'a-approuver' ? { genre: 'capacite', capacites: [APPROUVER], equipement } : { genre: 'caf' },
    };
  }
}

export class VoletTermine extends EtatIncompatible {
  override readonly remedy: Remedy = { qui: { genre: 'vous' } };
  constructor(volet: Volet) {
    super(`La saisie des ${LIBELLES_VOLET[volet]} est terminée. Reprenez-la avant de la modifier.`);
  }
}

export class VoletNonTermine extends EtatIncompatible {
  override readonly remedy: Remedy;
  constructor(volet: Volet, equipement: string) {
    super(`La saisie des ${LIBELLES_VOLET[volet]} n’est pas terminée.`);
    this.remedy = {
      comment: 'Le fournisseur de données termine sa saisie ; la déclaration attend alors l’approbateur.',
      qui: { genre: 'capacite', capacites: [saisir(volet)], equipement },
    };
  }
}

/** Somebody else saved this volet since the form was opened; the other volet has nothing to do with it. */
export class VoletModifieAilleurs extends EtatIncompatible {
  constructor(volet: Volet) {
    super(
      `Les ${LIBELLES_VOLET[volet]} ont été enregistrées ailleurs (par un collègue, ou dans un autre onglet) depuis que vous avez ouvert cette page. Votre saisie n’est pas perdue : comparez-la à ce qui est enregistré, puis choisissez champ par champ.`,
    );
  }
}

/** Fields the volet does not have, the other fournisseur's included. */
export class ChampsInconnus extends SaisieInvalide {
  constructor(champs: readonly string[]) {
    super(
      `Cette saisie contient des champs que ce volet n’a pas : ${champs.slice(0, 5).join(', ')}${champs.length > 5 ? '…' : ''}. Rien n’a été enregistré.`,
      Object.fromEntries(champs.map((champ) => [champ, 'Champ inconnu.'])),
    );
  }
}

/** What is to correct or to fill in before going on, by path of the form. */
export class SaisieIncomplete extends SaisieInvalide {
  override readonly remedy: Remedy;
  constructor(champs: Readonly<Record<string, string>>, equipement: string) {
    const nombre = Object.keys(champs).length;
    super(
      nombre === 1
        ? 'Un champ reste à corriger ou à remplir.'
        : `${nombre} champs restent à corriger ou à remplir.`,
      champs,
    );
    this.remedy = {
      qui: { genre: 'capacite', capacites: SAISIR_UN_VOLET, equipement },
    };
  }
}

/** Blocking findings or missing facts stop transmission; nothing else does. */
export class TransmissionRefusee extends RefusParRegle {
  readonly manquants: readonly string[];
  override readonly remedy: Remedy;
  constructor(
    constats: readonly Constat[],
    manquants: readonly string[],
    origines: readonly OrigineDeConstats[],
    equipement: string,
  ) {
    const phrases = [...constats.map(({ message }) => message), ...manquants];
    super(`La déclaration ne peut pas être transmise. ${phrases.join(' ')}`, constats, {}, origines);
    this.manquants = manquants;
    this.remedy = {
      comment: 'Renvoyez-la aux fournisseurs de données, qui corrigent ces points.',
      qui: { genre: 'capacite', capacites: SAISIR_UN_VOLET, equipement },
    };
  }
}

export class DejaApprouvee extends EtatIncompatible {
  override readonly remedy: Remedy = {
    comment: 'Votre Caf peut la retourner : elle est alors corrigée, puis approuvée de nouveau.',
    qui: { genre: 'caf' },
  };
  constructor(etat: EtatDeclaration) {
    super(`Cette déclaration est « ${LIBELLES_ETAT[etat]} » : il n’y a rien à approuver.`);
  }
}

export class HorsTraitement extends EtatIncompatible {
  override readonly remedy: Remedy;
  constructor(etat: EtatDeclaration, attendu: EtatDeclaration) {
    super(
      `Cette déclaration est « ${LIBELLES_ETAT[etat]} ». Cette action demande qu’elle soit « ${LIBELLES_ETAT[attendu]} ».`,
    );
    this.remedy = HORS_TRAITEMENT[etat];
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
  override readonly remedy: Remedy = {
    comment: 'Un autre agent que le demandeur enregistre la réponse.',
    qui: { genre: 'droit', droit: ['Declaration', 'trancher'] },
  };
  constructor() {
    super('La décision a déjà été demandée pour ce point : un autre agent peut l’enregistrer.');
  }
}

export class DemandeAbsente extends EtatIncompatible {
  override readonly remedy: Remedy = {
    comment: 'Demandez d’abord la décision, avec « Demander la décision ».',
    qui: { genre: 'droit', droit: ['Declaration', 'instruire'] },
  };
  constructor() {
    super(
      'La décision n’a pas encore été demandée au conseil d’administration ou à sa commission. Demandez-la d’abord ; un autre agent enregistrera la réponse.',
    );
  }
}

export class QuatreYeux extends ActionInterdite {
  override readonly principe = 'Quatre yeux : qui demande ou déclare ne décide pas.';
  override readonly remedy: Remedy;
  constructor(pourquoi: 'demandeur' | 'declarant', compteId: string) {
    super(
      pourquoi === 'demandeur'
        ? 'Vous avez demandé cette décision : un autre agent de la Caf doit l’enregistrer.'
        : 'Vous avez rempli ou transmis cette déclaration : un autre agent de la Caf doit la traiter.',
    );
    this.remedy = {
      qui: {
        genre: 'droit',
        droit: ['Declaration', pourquoi === 'demandeur' ? 'trancher' : 'traiter'],
        sauf: compteId,
      },
    };
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
  override readonly remedy: Remedy = {
    comment: 'Réglez d’abord ces points, plus bas sur cette page.',
    qui: { genre: 'droit', droit: ['Declaration', 'trancher'] },
  };
  constructor(points: readonly string[]) {
    super(
      `Des points attendent une décision de la Caf avant que la déclaration puisse être traitée : ${points.join(' ; ')}.`,
    );
  }
}
