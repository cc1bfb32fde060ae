import { ActionInterdite, ChampRefuse, EtatIncompatible } from '#src/kernel/refus.ts';
import type { Remedy } from '#src/kernel/droits/remedy.ts';

const DELEGATION =
  'Délégation : on ne confie, et on ne retire, que dans la branche de ce que l’on a reçu (document source, diapositive E).';

interface Personne {
  readonly nom: string;
  readonly prenom: string;
}

export class MandatASoiMeme extends ChampRefuse {
  override readonly principe = DELEGATION;
  override readonly remedy: Remedy = { qui: { genre: 'droit', droit: ['Mandat', 'donner'] } };
  constructor() {
    super('titulaire', 'On ne se donne pas un mandat à soi-même : choisissez un autre utilisateur.');
  }
}

export class TitulaireAdministrateur extends ChampRefuse {
  override readonly principe = DELEGATION;
  override readonly remedy: Remedy = {
    comment: 'Il n’y a rien à lui confier : il a déjà tous ces pouvoirs.',
    qui: { genre: 'personne' },
  };
  constructor() {
    super(
      'titulaire',
      'Cette personne est administrateur partenaire : elle a déjà tous les pouvoirs d’un responsable habilitations.',
    );
  }
}

export class TitulaireNonOuvert extends ChampRefuse {
  constructor() {
    super('titulaire', 'L’accès de cet utilisateur n’est pas ouvert à la date de début du mandat.');
  }
}

export class MandatSansObjet extends ChampRefuse {
  constructor(champ: 'roles' | 'equipements') {
    super(
      champ,
      champ === 'roles'
        ? 'Choisissez au moins un rôle à confier.'
        : 'Choisissez au moins une activité sur laquelle le mandat s’exerce.',
    );
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
  override readonly principe = DELEGATION;
  override readonly remedy: Remedy = { qui: { genre: 'pouvoir', objet: {}, administrateur: true } };
  constructor() {
    super(
      'On ne confie que ce que l’on a reçu : ces rôles, ces activités, ces pouvoirs ou cette durée dépassent votre propre mandat, ou celui-ci ne permet pas de nommer d’autres responsables.',
    );
  }
}

export class MandatTermine extends EtatIncompatible {
  override readonly remedy: Remedy = {
    comment: 'Un mandat terminé ne reprend pas ; un nouveau peut être donné.',
    qui: { genre: 'droit', droit: ['Mandat', 'donner'] },
  };
  constructor() {
    super('Ce mandat a déjà pris fin.');
  }
}

export class MandatDUnAutre extends ActionInterdite {
  override readonly principe = DELEGATION;
  override readonly remedy: Remedy;
  constructor(donnePar: Personne) {
    super('Un mandat est retiré par l’administrateur partenaire ou par une personne dont il découle.');
    this.remedy = {
      comment: `Ce mandat a été donné par ${donnePar.prenom} ${donnePar.nom}.`,
      qui: { genre: 'pouvoir', objet: {}, administrateur: true },
    };
  }
}
