import { ChampRefuse, EtatIncompatible } from '#src/kernel/refus.ts';
import type { Remedy } from '#src/kernel/droits/remedy.ts';

export class ContratFige extends EtatIncompatible {
  override readonly remedy: Remedy = {
    comment: 'Un nouveau contrat se prépare depuis la convention.',
    qui: { genre: 'droit', droit: ['ContratService', 'creer'] },
  };
  constructor() {
    super(
      'Ce contrat de service est actif : son texte ne change plus. Pour le modifier, créez un nouveau contrat dans la même convention.',
    );
  }
}
export class ContratDejaSigne extends EtatIncompatible {
  override readonly remedy: Remedy = {
    comment: 'Rouvrez-le avec « Rouvrir » : les signatures sont alors effacées.',
    qui: { genre: 'droit', droit: ['ContratService', 'modifier'] },
  };
  constructor() {
    super(
      'Ce contrat de service porte déjà une signature : son texte ne change plus. Pour le corriger, rouvrez-le ; il devra être signé à nouveau.',
    );
  }
}
export class ContratEnCours extends EtatIncompatible {
  override readonly remedy: Remedy = {
    comment: 'Ouvrez le contrat en préparation, dans la liste de la convention.',
    qui: { genre: 'droit', droit: ['ContratService', 'modifier'] },
  };
  constructor() {
    super(
      'Un contrat de service est déjà en préparation pour cette convention : complétez-le au lieu d’en créer un autre.',
    );
  }
}
export class FonctionHorsCote extends ChampRefuse {
  constructor() {
    super(
      'fonction',
      'Le responsable Mon Compte Partenaire est un interlocuteur de la Caf. Choisissez une autre fonction pour le partenaire.',
    );
  }
}
export class PrecisionRequise extends ChampRefuse {
  constructor() {
    super('precision', 'Précisez à quoi sert cet autre interlocuteur.');
  }
}
