import { ActionInterdite, ChampRefuse, EtatIncompatible } from '#src/domain/commun/refus.ts';
import type { Levee } from '#src/domain/droits/levee.ts';

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
  override readonly principe = 'Nul ne ferme son propre accès.';
  override readonly levee: Levee;
  constructor(utilisateurId: string) {
    super('closLe', 'Vous ne pouvez pas clôturer votre propre accès : demandez-le à un autre administrateur partenaire ou à votre Caf.');
    this.levee = { qui: { genre: 'pouvoir', objet: { creerUtilisateurs: true }, administrateur: true, sauf: utilisateurId } };
  }
}

export class AdministrateurProtege extends ActionInterdite {
  override readonly principe = 'Délégation : un responsable habilitations n’agit pas sur le compte de celui dont il tient son mandat (document source, diapositive E).';
  override readonly levee: Levee = { qui: { genre: 'pouvoir', objet: {}, administrateur: true } };
  constructor() {
    super('Seul un administrateur partenaire peut agir sur le compte d’un administrateur partenaire.');
  }
}

export class UtilisateurClos extends EtatIncompatible {
  override readonly levee: Levee = { qui: { genre: 'droit', droit: ['Utilisateur', 'modifier'] } };
  constructor() {
    super('L’accès de cet utilisateur est clôturé. Rouvrez-le d’abord en modifiant sa date de clôture.');
  }
}

export class InvitationDejaAcceptee extends EtatIncompatible {
  override readonly levee: Levee = { qui: { genre: 'vous' } };
  constructor() {
    super('Cet utilisateur a déjà choisi son mot de passe : son invitation n’a plus d’objet. Utilisez « Réinitialiser le mot de passe ».');
  }
}

export class InvitationNonAcceptee extends EtatIncompatible {
  override readonly levee: Levee = { qui: { genre: 'droit', droit: ['Utilisateur', 'inviter'] } };
  constructor() {
    super('Cet utilisateur n’a pas encore choisi de mot de passe. Utilisez « Renvoyer l’invitation ».');
  }
}
