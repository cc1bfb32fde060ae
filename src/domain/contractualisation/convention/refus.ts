import type { Constat } from '#src/engine/format.ts';
import {
  ChampRefuse,
  DejaPris,
  EtatIncompatible,
  RefusParRegle,
  type OrigineDeConstats,
} from '#src/kernel/refus.ts';
import type { Remedy } from '#src/kernel/droits/remedy.ts';
import {
  LIBELLES_ETAT_CONVENTION,
  type EtatAffiche,
} from '#src/domain/contractualisation/convention/etat.ts';

const etatEnClair = (etat: EtatAffiche): string => LIBELLES_ETAT_CONVENTION[etat].toLowerCase();

export class ConventionFigee extends EtatIncompatible {
  override readonly remedy: Remedy = {
    comment: 'Une nouvelle période se prépare avec « Renouveler ».',
    qui: { genre: 'droit', droit: ['Convention', 'renouveler'] },
  };
  constructor(etat: EtatAffiche) {
    super(
      `Cette convention est ${etatEnClair(etat)} : elle ne peut plus être modifiée ni signée. Pour une nouvelle période, renouvelez-la.`,
    );
  }
}
export class ConventionDejaSignee extends EtatIncompatible {
  override readonly remedy: Remedy = {
    comment: 'Rouvrez-la avec « Rouvrir » : les signatures sont alors effacées.',
    qui: { genre: 'droit', droit: ['Convention', 'modifier'] },
  };
  constructor() {
    super(
      'Cette convention porte déjà une signature : son texte ne change plus. Pour la corriger, rouvrez-la ; elle devra être signée à nouveau.',
    );
  }
}
export class ConventionExistante extends EtatIncompatible {
  override readonly remedy: Remedy = { qui: { genre: 'droit', droit: ['Convention', 'modifier'] } };
  constructor(numero: string, du: string, au: string) {
    const message = `La convention ${numero} couvre déjà une partie de cette période (du ${enFrancais(du)} au ${enFrancais(au)} exclu). Choisissez une autre date, ou renouvelez-la.`;
    super(message, { du: message });
  }
}
export class PeriodeDuRenouvellement extends ChampRefuse {
  constructor(du: string) {
    super(
      'du',
      `Cette convention en renouvelle une autre : elle commence au terme de celle-ci, le ${enFrancais(du)}.`,
    );
  }
}
export class SignatureFuture extends ChampRefuse {
  constructor() {
    super('le', 'La date de signature ne peut pas être dans le futur.');
  }
}
export class DejaSignee extends EtatIncompatible {
  constructor(cote: 'caf' | 'partenaire') {
    super(`Ce document porte déjà la signature ${cote === 'caf' ? 'de la Caf' : 'du partenaire'}.`);
  }
}
export class DeuxSignatures extends EtatIncompatible {
  override readonly remedy: Remedy = {
    comment: 'Rouvrez-le pour effacer les signatures et le faire signer de nouveau.',
    qui: { genre: 'droit', droit: ['Convention', 'modifier'] },
  };
  constructor() {
    super('Ce document porte déjà les deux signatures.');
  }
}
export class ContratRequis extends EtatIncompatible {
  override readonly remedy: Remedy = {
    comment: 'Préparez d’abord le contrat de service, plus bas sur cette page.',
    qui: { genre: 'droit', droit: ['ContratService', 'creer'] },
  };
  constructor() {
    super(
      'Cette convention n’a pas de contrat de service. Créez-le : il désigne les interlocuteurs et les services autorisés.',
    );
  }
}
export class RenouvellementImpossible extends EtatIncompatible {
  override readonly remedy: Remedy = {
    comment: 'Une convention se renouvelle une fois active et non résiliée.',
    qui: { genre: 'droit', droit: ['Convention', 'activer'] },
  };
  constructor(etat: EtatAffiche) {
    super(`Seule une convention qui a été active se renouvelle. Celle-ci est ${etatEnClair(etat)}.`);
  }
}
export class DejaRenouvelee extends DejaPris {
  override readonly remedy: Remedy = {
    comment: 'Poursuivez dans la convention qui la renouvelle.',
    qui: { genre: 'vous' },
  };
  constructor(numero: string) {
    super(`Cette convention a déjà été renouvelée par la convention ${numero}.`);
  }
}
export class ConventionNonActive extends EtatIncompatible {
  override readonly remedy: Remedy = {
    comment: 'Une convention échue ou résiliée a déjà pris fin.',
    qui: { genre: 'personne' },
  };
  constructor(etat: EtatAffiche) {
    super(`Seule une convention active peut être résiliée. Celle-ci est ${etatEnClair(etat)}.`);
  }
}
export class ResiliationHorsPeriode extends ChampRefuse {
  constructor(au: string) {
    super(
      'le',
      `La résiliation prend effet aujourd’hui au plus tôt, et avant le terme de la convention (${enFrancais(au)}).`,
    );
  }
}

/** The rule file `contrat` finds the documents incomplete. */
export class DocumentsIncomplets extends RefusParRegle {
  override readonly remedy: Remedy = {
    comment: 'Complétez le contrat de service et les signatures.',
    qui: { genre: 'droit', droit: ['ContratService', 'modifier'] },
  };
  constructor(
    constats: readonly Constat[],
    champs: Readonly<Record<string, string>>,
    origines: readonly OrigineDeConstats[],
  ) {
    const manques =
      constats.length === 1 ? 'un point est à compléter' : `${constats.length} points sont à compléter`;
    super(
      `Les documents contractuels ne peuvent pas devenir actifs : ${manques}.`,
      constats,
      champs,
      origines,
    );
  }
}

/** « 14/02/2019 » */
function enFrancais(jour: string): string {
  const [annee, mois, leJour] = jour.split('-');
  return `${leJour}/${mois}/${annee}`;
}
