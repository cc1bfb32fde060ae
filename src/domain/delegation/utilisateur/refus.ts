import { ActionInterdite, ChampRefuse, EtatIncompatible } from '#src/kernel/refus.ts';
import type { Remedy } from '#src/kernel/droits/remedy.ts';

export class ClotureAvantOuverture extends ChampRefuse {
  constructor() {
    super('closLe', 'La date de clôture doit suivre la date d’ouverture.');
  }
}

export class ClotureDansLePasse extends ChampRefuse {
  constructor() {
    super(
      'closLe',
      'La date de clôture ne peut pas précéder aujourd’hui : ce que l’utilisateur a fait jusqu’ici ne s’efface pas.',
    );
  }
}

export class GroupeInconnu extends ChampRefuse {
  constructor() {
    super('groupes', 'Un groupe d’habilitation choisi n’existe pas. Choisissez parmi ceux de la liste.');
  }
}

export class PropreCloture extends ChampRefuse {
  override readonly principe = 'Nul ne ferme son propre accès.';
  override readonly remedy: Remedy;
  constructor(utilisateurId: string) {
    super(
      'closLe',
      'Vous ne pouvez pas clôturer votre propre accès : demandez-le à un autre administrateur partenaire ou à votre Caf.',
    );
    this.remedy = {
      qui: {
        genre: 'pouvoir',
        objet: { creerUtilisateurs: true },
        administrateur: true,
        sauf: utilisateurId,
      },
    };
  }
}

export class AdministrateurProtege extends ActionInterdite {
  override readonly principe =
    'Délégation : un responsable habilitations n’agit pas sur le compte de celui dont il tient son mandat (document source, diapositive E).';
  override readonly remedy: Remedy = { qui: { genre: 'pouvoir', objet: {}, administrateur: true } };
  constructor() {
    super('Seul un administrateur partenaire peut agir sur le compte d’un administrateur partenaire.');
  }
}

export class TientHorsMandat extends ActionInterdite {
  override readonly principe =
    'Délégation : on n’agit sur l’accès d’une personne que si tout ce qu’elle tient est dans la limite de ce que l’on a reçu (document source, diapositive E).';
  override readonly remedy: Remedy = { qui: { genre: 'pouvoir', objet: {}, administrateur: true } };
  constructor(quoi: 'un rôle' | 'un mandat') {
    super(
      `Cette personne tient ${quoi} que votre mandat ne comprend pas : vous ne pouvez agir ni sur sa fiche, ni sur son accès.`,
    );
  }
}

export class UtilisateurClos extends EtatIncompatible {
  override readonly remedy: Remedy = { qui: { genre: 'droit', droit: ['Utilisateur', 'modifier'] } };
  constructor() {
    super('L’accès de cet utilisateur est clôturé. Rouvrez-le d’abord en modifiant sa date de clôture.');
  }
}

export class InvitationDejaAcceptee extends EtatIncompatible {
  override readonly remedy: Remedy = { qui: { genre: 'vous' } };
  constructor() {
    super('Cette personne a déjà accepté son accès : son invitation n’a plus d’objet.');
  }
}

export class InvitationNonAcceptee extends EtatIncompatible {
  override readonly remedy: Remedy = { qui: { genre: 'interesse' } };
  constructor() {
    super('Cette personne n’a pas encore accepté son accès. Utilisez « Renvoyer l’invitation ».');
  }
}

export class RienAAccepter extends EtatIncompatible {
  constructor() {
    super(
      'Cette proposition d’accès n’est plus en attente : elle a déjà reçu une réponse, ou l’accès a été clôturé.',
    );
  }
}

/** Somebody else's name on an access that is used: it could be somebody else. */
export class NomAChangerAilleurs extends ChampRefuse {
  override readonly remedy: Remedy = { qui: { genre: 'vous' } };
  constructor(champ: 'nom' | 'prenom') {
    super(
      champ,
      'Cette personne a accepté son accès : corrigez son nom dans « Changer l’identité », où elle et, au besoin, votre Caf en sont informées.',
    );
  }
}

export class PropreIdentite extends ActionInterdite {
  override readonly principe = 'Nul ne change seul l’identité sous laquelle il agit.';
  override readonly remedy: Remedy;
  constructor(utilisateurId: string) {
    super(
      'Il s’agit de vous : changez votre adresse dans « Mon profil ». Votre nom est corrigé par un autre administrateur partenaire.',
    );
    this.remedy = {
      qui: {
        genre: 'pouvoir',
        objet: { creerUtilisateurs: true },
        administrateur: true,
        sauf: utilisateurId,
      },
    };
  }
}

export class MemeAdresse extends ChampRefuse {
  constructor() {
    super('courriel', 'Adresse mail : c’est celle qui est déjà enregistrée. Saisissez la nouvelle.');
  }
}

export class MemeNom extends ChampRefuse {
  constructor() {
    super('nom', 'Nom : c’est celui qui est déjà enregistré. Saisissez le nom corrigé.');
  }
}
