import type { Constat } from '#src/engine/format.ts';
import { dateEnLettres } from '#src/engine/index.ts';
import { ChampRefuse, EtatIncompatible, RefusParRegle } from '#src/kernel/refus.ts';
import type { Remedy } from '#src/kernel/droits/remedy.ts';

export class TypeInconnu extends ChampRefuse {
  constructor() {
    super('type', 'Ce type d’équipement n’existe pas. Choisissez dans la liste.');
  }
}
export class FermetureAvantOuverture extends ChampRefuse {
  constructor() {
    super('fermeLe', 'La fermeture suit l’ouverture.');
  }
}
export class LieuUniqueExclusif extends ChampRefuse {
  override readonly principe =
    'Un lieu unique, ou un lieu principal et des lieux d’activité (document source, diapositive A).';
  override readonly remedy: Remedy = { qui: { genre: 'droit', droit: ['LieuImplantation', 'modifier'] } };
  constructor() {
    super(
      'nature',
      'Un lieu unique exclut tout autre lieu. Faites d’abord du lieu unique un lieu principal, puis ajoutez les lieux d’activité ; ou retirez d’abord les autres lieux.',
    );
  }
}
export class LieuPrincipalExistant extends ChampRefuse {
  constructor(nom: string) {
    super(
      'nature',
      `Cet équipement a déjà un lieu unique ou principal, « ${nom} ». Ajoutez un lieu d’activité, puis faites-en s’il le faut le lieu principal.`,
    );
  }
}
export class LieuPrincipalRequis extends EtatIncompatible {
  override readonly remedy: Remedy = { qui: { genre: 'droit', droit: ['LieuImplantation', 'modifier'] } };
  constructor() {
    const message =
      'Un équipement a toujours un lieu unique ou un lieu principal. Désignez d’abord un autre lieu principal.';
    super(message, { nature: message });
  }
}
export class LieuUtilise extends EtatIncompatible {
  override readonly remedy: Remedy = {
    comment: 'Un lieu qui a porté une habilitation se conserve ; il peut être renommé.',
    qui: { genre: 'personne' },
  };
  constructor(habilitations: number) {
    super(
      `Ce lieu ne peut pas être retiré : ${habilitations === 1 ? 'une habilitation porte' : `${habilitations} habilitations portent`} sur lui, et l’historique se conserve.`,
    );
  }
}
export class PeriodeIncorrecte extends ChampRefuse {
  constructor(champ: string) {
    super(champ, 'La date de fin suit la date de début.');
  }
}
export class DureeExcessive extends ChampRefuse {
  constructor(mois: number) {
    super('au', `Un conventionnement dure ${mois} mois au plus. Rapprochez la date de fin.`);
  }
}
export class AnimateurInconnu extends ChampRefuse {
  constructor() {
    super(
      'animateurs',
      'L’un des animateurs choisis n’est pas de cet équipement, ou n’y travaille pas pendant la période. Choisissez dans la liste.',
    );
  }
}
export class AnimateurDejaCompte extends ChampRefuse {
  constructor(nom: string, memePosteQue: string | null) {
    super(
      'animateurs',
      memePosteQue === null
        ? `${nom} est déjà compté dans un autre conventionnement de la même période : son contrat de travail ne se compte qu’une fois.`
        : `${nom} occupe le même poste que ${memePosteQue}, déjà compté dans un autre conventionnement de la même période : un poste ne se compte qu’une fois. Retirez ${nom} de la liste.`,
    );
  }
}

/** « Succède à » names somebody of another equipment, or nobody known. */
export class AutreEquipement extends ChampRefuse {
  constructor() {
    super('succedeA', 'Un animateur succède à un animateur du même équipement. Choisissez dans la liste.');
  }
}
export class SuccessionEnBoucle extends ChampRefuse {
  constructor(nom: string) {
    super(
      'succedeA',
      `${nom} a succédé à cet animateur, ou est cet animateur : l’un ne peut pas à son tour succéder à l’autre. Choisissez quelqu’un d’autre, ou laissez ce champ vide.`,
    );
  }
}
export class DejaSuccede extends ChampRefuse {
  constructor(nom: string, successeur: string) {
    super(
      'succedeA',
      `${successeur} succède déjà à ${nom} : un poste passe d’une personne à une seule. Choisissez ${successeur} s’il a lui aussi été remplacé, ou corrigez d’abord sa fiche.`,
    );
  }
}
export class ArriveeAvantLeDevancier extends ChampRefuse {
  constructor(nom: string, arrivee: string) {
    super(
      'succedeA',
      `${nom} est arrivé le ${dateEnLettres(arrivee)}, après cet animateur : on succède à quelqu’un qui était là avant. Vérifiez la date d’arrivée, ou choisissez quelqu’un d’autre.`,
    );
  }
}
export class ArriveeApresLeSuccesseur extends ChampRefuse {
  constructor(nom: string, arrivee: string) {
    super(
      'du',
      `${nom}, arrivé le ${dateEnLettres(arrivee)}, succède à cet animateur, qui était donc là avant. Avancez la date d’arrivée, ou retirez d’abord « Succède à » de la fiche de ${nom}.`,
    );
  }
}
export class PosteCompteDeuxFois extends ChampRefuse {
  constructor() {
    super(
      'succedeA',
      'Ces deux animateurs sont comptés dans deux conventionnements de la même période : un poste ne se compte qu’une fois. Retirez d’abord l’un d’eux de l’un des deux conventionnements.',
    );
  }
}
export class AbsenceHorsDeLaPeriode extends ChampRefuse {
  constructor(champ: 'du' | 'au', absence: string) {
    super(
      champ,
      `Une absence enregistrée ${absence} sort de cette période de présence. Corrigez d’abord cette absence, ou vérifiez la date.`,
    );
  }
}
export class EtpValideRefuse extends RefusParRegle {
  constructor(constats: readonly Constat[]) {
    const message = constats
      .map((constat) => `${constat.message} ${constat.commentCorriger}`.trim())
      .join(' ');
    super(message, constats, { etpValide: message });
  }
}
export class MotifDAbsenceInconnu extends ChampRefuse {
  constructor() {
    super('motif', 'Ce motif d’absence n’existe pas. Choisissez dans la liste.');
  }
}
export class RetourAvantLAbsence extends ChampRefuse {
  constructor() {
    super(
      'au',
      'Le jour du retour suit le premier jour d’absence : c’est le premier jour où l’animateur est de nouveau présent. Laissez-le vide s’il n’est pas encore revenu.',
    );
  }
}
export class AbsenceAvantLArrivee extends ChampRefuse {
  constructor(nom: string, arrivee: string) {
    super(
      'du',
      `${nom} est arrivé le ${dateEnLettres(arrivee)} : une absence ne commence pas avant. Corrigez le premier jour d’absence, ou d’abord la date d’arrivée.`,
    );
  }
}
export class AbsenceApresLeDepart extends ChampRefuse {
  constructor(champ: 'du' | 'au', nom: string, dernierJour: string) {
    super(
      champ,
      champ === 'du'
        ? `${nom} est parti, son dernier jour de présence est le ${dateEnLettres(dernierJour)} : une absence commence au plus tard ce jour-là. Corrigez le premier jour d’absence, ou d’abord la date de départ.`
        : `${nom} ne revient pas après son dernier jour de présence, le ${dateEnLettres(dernierJour)}. Laissez vide le jour du retour s’il n’est pas revenu avant de partir.`,
    );
  }
}
export class ConventionnementValide extends EtatIncompatible {
  override readonly remedy: Remedy = { qui: { genre: 'droit', droit: ['Conventionnement', 'valider'] } };
  constructor() {
    super(
      'Ce conventionnement est validé : il ne change plus. Pour le corriger, rouvrez-le tant qu’aucune déclaration n’en dépend ; sinon créez-en un nouveau.',
    );
  }
}
export class ConventionnementNonValide extends EtatIncompatible {
  override readonly remedy: Remedy = { qui: { genre: 'droit', droit: ['Conventionnement', 'modifier'] } };
  constructor() {
    super('Ce conventionnement n’est pas encore validé : il se modifie directement.');
  }
}
export class ConventionnementUtilise extends EtatIncompatible {
  override readonly remedy: Remedy = {
    comment:
      'Ce qui a été déclaré sous ce conventionnement ne change plus ; un nouveau se prépare depuis l’équipement.',
    qui: { genre: 'droit', droit: ['Conventionnement', 'creer'] },
  };
  constructor() {
    super(
      'Des déclarations dépendent de ce conventionnement : il ne peut plus être rouvert. Créez-en un nouveau pour la suite.',
    );
  }
}
export class ProfilHorsConventionnement extends ChampRefuse {
  constructor() {
    super(
      'profils',
      'L’un des profils cochés n’est pas celui d’un animateur que compte ce conventionnement. Choisissez dans la liste.',
    );
  }
}
export class ValidationFuture extends ChampRefuse {
  constructor() {
    super('valideLe', 'La date de la séance ne peut pas être dans le futur.');
  }
}
export class MotifRequis extends ChampRefuse {
  constructor() {
    super(
      'motif',
      'Les règles ne disent rien de ce type d’équipement : la décision vous revient. Indiquez-en la raison, elle sera conservée.',
    );
  }
}

/**
 * The rule files `conventionnement` or `etp-equipement` stand in the way; the findings say how to correct, a
 * second conventionnement included.
 */
export class ConventionnementRefuse extends RefusParRegle {
  constructor(constats: readonly Constat[], champs: Readonly<Record<string, string>>) {
    super(
      constats.length === 1
        ? (constats[0]?.message ?? '')
        : `Ce conventionnement ne peut pas être validé : ${constats.length} points sont à corriger.`,
      constats,
      champs,
    );
  }
}
