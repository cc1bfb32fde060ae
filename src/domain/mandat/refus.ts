import { ActionInterdite, ChampRefuse, EtatIncompatible } from '#src/domain/commun/refus.ts';

export class MandatASoiMeme extends ChampRefuse {
  constructor() {
    super('titulaire', 'On ne se donne pas un mandat à soi-même : choisissez un autre utilisateur.');
  }
}

export class TitulaireAdministrateur extends ChampRefuse {
  constructor() {
    super('titulaire', 'Cette personne est administrateur partenaire : elle a déjà tous les pouvoirs d’un responsable habilitations.');
  }
}

export class TitulaireNonOuvert extends ChampRefuse {
  constructor() {
    super('titulaire', 'L’accès de cet utilisateur n’est pas ouvert à la date de début du mandat.');
  }
}

export class MandatSansObjet extends ChampRefuse {
  constructor(champ: 'roles' | 'equipements') {
    super(champ, champ === 'roles' ? 'Choisissez au moins un rôle à confier.' : 'Choisissez au moins une activité sur laquelle le mandat s’exerce.');
  }
}

export class RoleConfieInconnu extends ChampRefuse {
  constructor() {
    super('roles', 'Un rôle choisi n’existe pas. Choisissez parmi ceux de la liste.');
  }
}

export class ActiviteInconnue extends ChampRefuse {
  constructor() {
    super('equipements', 'Une activité choisie n’est pas de votre organisme ou n’existe plus.');
  }
}

export class FinAvantDebut extends ChampRefuse {
  constructor() {
    super('au', 'La fin du mandat doit suivre son début.');
  }
}

export class AuDelaDeSonMandat extends ActionInterdite {
  constructor() {
    super('On ne confie que ce que l’on a reçu : ces rôles, ces activités, ces pouvoirs ou cette durée dépassent votre propre mandat, ou celui-ci ne permet pas de nommer d’autres responsables.');
  }
}

export class MandatTermine extends EtatIncompatible {
  constructor() {
    super('Ce mandat a déjà pris fin.');
  }
}

export class MandatDUnAutre extends ActionInterdite {
  constructor() {
    super('Un mandat est retiré par l’administrateur partenaire ou par une personne dont il découle.');
  }
}
