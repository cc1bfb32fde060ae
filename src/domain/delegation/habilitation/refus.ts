import { dateFr } from '#src/kernel/francais.ts';
import { ActionInterdite, ChampRefuse, EtatIncompatible, RefusParRegle } from '#src/kernel/refus.ts';
import type { Remedy } from '#src/kernel/droits/remedy.ts';
import type { Constat } from '#src/engine/format.ts';

export class AucuneActivite extends ChampRefuse {
  constructor() {
    super('equipements', 'La sélection d’au moins une activité est obligatoire.');
  }
}

export class AucunLieu extends ChampRefuse {
  constructor() {
    super('lieux', 'La sélection d’au moins un lieu d’implantation est obligatoire.');
  }
}

export class PorteeInconnue extends ChampRefuse {
  constructor(champ: 'equipements' | 'lieux') {
    super(
      champ,
      champ === 'equipements'
        ? 'Une activité choisie n’est pas de votre organisme ou n’existe plus.'
        : 'Un lieu d’implantation choisi n’est pas de votre organisme ou n’existe plus.',
    );
  }
}

export class UtilisateurNonOuvert extends ChampRefuse {
  constructor(ouvertLe: string, closLe: string | null) {
    super(
      'du',
      closLe === null
        ? `Cet utilisateur n’est ouvert qu’à partir du ${dateFr(ouvertLe)} : choisissez une date à partir de ce jour.`
        : `Cet utilisateur est ouvert du ${dateFr(ouvertLe)} au ${dateFr(closLe)} (exclu) : choisissez une date dans cette période.`,
    );
  }
}

export class RoleNonOuvert extends ChampRefuse {
  override readonly principe =
    'Bulletin d’adhésion : un rôle s’affecte s’il est ouvert à l’organisme par un bulletin, sous une convention active.';
  override readonly remedy: Remedy = {
    comment: 'Un bulletin d’adhésion qui ouvre ce rôle est signé avec la Caf.',
    qui: { genre: 'caf' },
  };
  /** @param role its label */
  constructor(role: string, jour: string) {
    super(
      'role',
      `Aucun bulletin d’adhésion en cours au ${dateFr(jour)} n’ouvre le rôle « ${role} » à votre organisme. Adressez-vous à votre Caf.`,
    );
  }
}

export class DejaHabilite extends ChampRefuse {
  constructor(champ: 'equipements' | 'lieux', ou: readonly string[]) {
    super(
      champ,
      `Cet utilisateur a déjà ce rôle, ou l’attend, sur : ${ou.join(', ')}. Retirez ${ou.length > 1 ? 'ces lignes' : 'cette ligne'} de la sélection.`,
    );
  }
}

/** The quotas rule file says no for at least one of the activities: none is granted. */
export class QuotaAtteint extends RefusParRegle {
  override readonly remedy: Remedy = {
    comment:
      'Une place se libère quand l’habilitation d’un titulaire prend fin, ou quand une demande est retirée.',
    qui: { genre: 'droit', droit: ['Habilitation', 'terminer'] },
  };
  constructor(
    champ: 'equipements' | 'lieux',
    refusees: readonly { readonly ou: string; readonly constat: Constat; readonly empreinte: string }[],
  ) {
    const phrases = refusees.map(({ ou, constat }) =>
      `${ou} : ${constat.message} ${constat.commentCorriger ?? ''}`.trim(),
    );
    super(
      phrases.join(' '),
      refusees.map(({ constat }) => constat),
      { [champ]: phrases.join(' ') },
      refusees.map(({ constat, empreinte }) => ({ empreinte, constats: [constat] })),
    );
  }
}

export class FaitsManquantsPourQuota extends EtatIncompatible {
  constructor(manquants: readonly string[]) {
    super(
      `La demande ne peut pas être décidée : il manque ${manquants.join(', ')}. Signalez-le à votre Caf.`,
    );
  }
}

export class HabilitationTerminee extends EtatIncompatible {
  override readonly remedy: Remedy = {
    comment: 'Une habilitation terminée ne reprend pas ; le rôle peut être affecté de nouveau.',
    qui: { genre: 'droit', droit: ['Habilitation', 'affecter'] },
  };
  constructor() {
    super('Cette habilitation a déjà pris fin.');
  }
}

export class FinDansLePasse extends ChampRefuse {
  constructor() {
    super(
      'au',
      'La date de fin ne peut pas précéder aujourd’hui : ce qui a été fait jusqu’ici sous cette habilitation ne s’efface pas.',
    );
  }
}

export class PasEnAttente extends EtatIncompatible {
  override readonly remedy: Remedy = {
    comment: 'Une nouvelle demande peut être faite par le partenaire.',
    qui: { genre: 'droit', droit: ['Habilitation', 'affecter'] },
  };
  constructor() {
    super(
      'Cette habilitation n’attend plus de validation : elle a déjà été traitée, retirée, ou a pris fin.',
    );
  }
}

export class DemandeurNePeutTraiter extends ActionInterdite {
  override readonly principe = 'Quatre yeux : qui demande une habilitation ne la valide pas.';
  override readonly remedy: Remedy;
  constructor(demandeur: string) {
    super(
      'La personne qui a demandé l’habilitation ne peut ni la valider ni la refuser : un autre agent de la Caf doit le faire.',
    );
    this.remedy = { qui: { genre: 'droit', droit: ['Habilitation', 'valider'], sauf: demandeur } };
  }
}

/**
 * Whoever receives a role, from whatever space of his account, or from another account of his, does not
 * decide on it.
 */
export class BeneficiaireNePeutTraiter extends ActionInterdite {
  override readonly principe = 'Quatre yeux : qui reçoit un rôle ne le valide pas.';
  override readonly remedy: Remedy;
  constructor(beneficiaire: string) {
    super('Cette habilitation est la vôtre : un autre agent de la Caf doit la traiter.');
    this.remedy = { qui: { genre: 'droit', droit: ['Habilitation', 'valider'], sauf: beneficiaire } };
  }
}

export class PasSuspensible extends EtatIncompatible {
  override readonly remedy: Remedy = {
    comment: 'Une habilitation qui n’ouvre aucun droit n’a pas à être suspendue.',
    qui: { genre: 'personne' },
  };
  constructor() {
    super('Seule une habilitation accordée et non terminée peut être suspendue.');
  }
}

export class PasSuspendue extends EtatIncompatible {
  override readonly remedy: Remedy = {
    comment: 'Il n’y a pas de suspension à lever.',
    qui: { genre: 'personne' },
  };
  constructor() {
    super('Cette habilitation n’est pas suspendue.');
  }
}
