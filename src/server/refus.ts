import { Refus } from '#src/kernel/refus.ts';

/** The request itself is malformed: address, body, null bytes. */
export class DemandeIncorrecte extends Refus {
  override readonly statut = 400;
}

/** A write that does not come from one of our pages. */
export class OrigineRefusee extends Refus {
  override readonly statut = 403;
  constructor() {
    super(
      'Cette demande ne vient pas d’une page de Mon Compte Partenaire. Rien n’a été enregistré : rouvrez la page et recommencez.',
    );
  }
}

/**
 * The address the browser was given is not that of the site (RFC 9110, 421: the request came to the wrong
 * server).
 */
export class HoteRefuse extends Refus {
  override readonly statut = 421;
  constructor(adresse: string) {
    super(
      `Cette adresse n’est pas celle de Mon Compte Partenaire. Ouvrez ${adresse} et recommencez : rien n’a été enregistré.`,
    );
  }
}

export class MethodeRefusee extends Refus {
  override readonly statut = 405;
  constructor() {
    super('Cette adresse n’accepte pas ce type de demande. Revenez à la page précédente.');
  }
}

export class CorpsTropVolumineux extends Refus {
  override readonly statut = 413;
  constructor() {
    super(
      'Ce que vous envoyez dépasse la taille acceptée. Rien n’a été enregistré : réduisez-le et recommencez.',
    );
  }
}

/** The body is of a type this address does not read. */
export class ContenuRefuse extends Refus {
  override readonly statut = 415;
  constructor(attendu: string) {
    super(`Le contenu envoyé n’est pas du type attendu (${attendu}). Rien n’a été enregistré.`);
  }
}

/** Nobody is signed in, or no longer. */
export class SessionExpiree extends Refus {
  override readonly statut = 401;
  constructor() {
    super(
      'Votre session a pris fin. Reconnectez-vous, puis recommencez : rien n’a été enregistré par cette demande.',
    );
  }
}

/** Too many failed attempts for an account or from an address. */
export class TropDeTentatives extends Refus {
  override readonly statut = 429;
  readonly minutes: number;
  constructor(minutes: number) {
    super(
      `Trop de tentatives de connexion ont échoué. Réessayez dans ${minutes} minute${minutes >= 2 ? 's' : ''}, ou demandez le déverrouillage de votre compte à votre administrateur partenaire.`,
    );
    this.minutes = minutes;
  }
}
