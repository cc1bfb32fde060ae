import { ActionInterdite, ChampRefuse, EtatIncompatible } from '#src/domain/commun/refus.ts';

export class ClotureAvantOuverture extends ChampRefuse {
  constructor() {
    super('closLe', 'La date de clôture doit suivre la date d’ouverture.');
  }
}

export class ClotureDansLePasse extends ChampRefuse {
  constructor() {
    super('closLe', 'La date de clôture ne peut pas précéder aujourd’hui : ce que l’utilisateur a fait jusqu’ici ne s’efface pas.');
  }
}

export class GroupeInconnu extends ChampRefuse {
  constructor() {
    super('groupes', 'Un groupe d’habilitation choisi n’existe pas. Choisissez parmi ceux de la liste.');
  }
}

export class PropreCloture extends ChampRefuse {
  constructor() {
    super('closLe', 'Vous ne pouvez pas clôturer votre propre accès : demandez-le à un autre administrateur partenaire ou à votre Caf.');
  }
}

export class AdministrateurProtege extends ActionInterdite {
  constructor() {
    super('Seul un administrateur partenaire peut agir sur le compte d’un administrateur partenaire.');
  }
}

export class UtilisateurClos extends EtatIncompatible {
  constructor() {
    super('L’accès de cet utilisateur est clôturé. Rouvrez-le d’abord en modifiant sa date de clôture.');
  }
}

export class InvitationDejaAcceptee extends EtatIncompatible {
  constructor() {
    super('Cet utilisateur a déjà choisi son mot de passe : son invitation n’a plus d’objet. Utilisez « Réinitialiser le mot de passe ».');
  }
}

export class InvitationNonAcceptee extends EtatIncompatible {
  constructor() {
    super('Cet utilisateur n’a pas encore choisi de mot de passe. Utilisez « Renvoyer l’invitation ».');
  }
}
