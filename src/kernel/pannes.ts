import { BaseIndisponible } from '#src/kernel/refus.ts';

/** A statement took longer than is given to it, or waited that long for a record another act holds. */
export class BaseTropLente extends BaseIndisponible {
  constructor(options?: ErrorOptions) {
    super(
      options,
      'La base de données met trop de temps à répondre. Rien n’a été enregistré : réessayez dans quelques minutes.',
      60,
    );
  }
}

/** The server of the database has no room left. */
export class EspaceDisquePlein extends BaseIndisponible {
  constructor(options?: ErrorOptions) {
    super(
      options,
      'L’espace disque du serveur est plein. Rien n’a été enregistré : réessayez plus tard, et prévenez votre Caf si le problème dure.',
      300,
    );
  }
}

/** Too many acts of one kind, or in all, are under way: this one has not begun. */
export class ServiceSature extends BaseIndisponible {
  constructor(options?: ErrorOptions) {
    super(
      options,
      'Trop de demandes de ce genre sont en cours. La vôtre n’a pas été traitée et rien n’a été enregistré : réessayez dans une minute.',
      30,
    );
  }
}

/** The database was lost between the request to commit and its answer: what was asked may be done. */
export class IssueInconnue extends BaseIndisponible {
  constructor(options?: ErrorOptions) {
    super(
      options,
      'La base de données a cessé de répondre au moment d’enregistrer : votre demande est peut-être enregistrée. Rouvrez la page pour le vérifier avant de recommencer.',
    );
  }
}
