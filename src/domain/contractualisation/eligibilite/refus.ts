import { ActionInterdite, EtatIncompatible } from '#src/kernel/refus.ts';
import type { Remedy } from '#src/kernel/droits/remedy.ts';

export class FormulaireEnCours extends EtatIncompatible {
  override readonly remedy: Remedy = {
    comment: 'Ouvrez le formulaire en cours, dans la liste.',
    qui: { genre: 'droit', droit: ['FormulaireEligibilite', 'completer'] },
  };
  constructor() {
    super(
      'Un formulaire d’éligibilité est déjà en cours pour ce partenaire : complétez-le au lieu d’en commencer un autre.',
    );
  }
}
export class FormulaireDUnAutre extends ActionInterdite {
  constructor() {
    super('Votre lien d’invitation donne accès à un autre formulaire. Utilisez le lien reçu par mail.');
  }
}
export class DejaEligible extends EtatIncompatible {
  constructor() {
    super(
      'Votre Caf a déjà reconnu votre organisme éligible : ce formulaire ne se modifie plus par ce lien. Pour le corriger, adressez-vous à votre Caf.',
    );
  }
}
export class EligibiliteRequise extends EtatIncompatible {
  override readonly remedy: Remedy = { qui: { genre: 'droit', droit: ['FormulaireEligibilite', 'decider'] } };
  constructor() {
    super(
      'Ce partenaire n’a pas de formulaire d’éligibilité reconnu éligible. Faites compléter et décider le formulaire : il précède tout contrat.',
    );
  }
}
