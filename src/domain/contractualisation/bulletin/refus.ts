import { ChampRefuse, DejaPris, EtatIncompatible } from '#src/kernel/refus.ts';
import type { Remedy } from '#src/kernel/droits/remedy.ts';

export class ConventionActiveRequise extends EtatIncompatible {
  override readonly remedy: Remedy = { qui: { genre: 'droit', droit: ['Convention', 'activer'] } };
  constructor() {
    super('Un bulletin d’adhésion n’existe que sous une convention active. Activez d’abord la convention.');
  }
}
export class BulletinExistant extends DejaPris {
  constructor(service: string) {
    const message = `Cette convention a déjà un bulletin d’adhésion pour le service « ${service} ». Modifiez-le au lieu d’en créer un autre.`;
    super(message, { service: message });
  }
}
export class ServiceNonAutorise extends ChampRefuse {
  constructor(service: string) {
    super(
      'service',
      `Le contrat de service n’autorise pas le service « ${service} ». Choisissez un service autorisé, ou complétez le contrat par un nouveau contrat signé.`,
    );
  }
}
export class RoleHorsService extends ChampRefuse {
  constructor(service: string, connus: readonly string[]) {
    super(
      'roles',
      `Choisissez au moins un rôle, parmi ceux du service « ${service} » : ${connus.join(', ')}.`,
    );
  }
}
export class CafsRequises extends ChampRefuse {
  constructor() {
    super('cafs', 'Une portée multi-Caf demande de choisir au moins une autre Caf dans la liste.');
  }
}
export class CafInconnue extends ChampRefuse {
  constructor() {
    super('cafs', 'L’une des Caf choisies n’existe pas. Choisissez dans la liste.');
  }
}
export class ClotureHorsPeriode extends ChampRefuse {
  constructor() {
    super('au', 'La date de clôture suit le début du bulletin et ne dépasse pas le terme de la convention.');
  }
}
