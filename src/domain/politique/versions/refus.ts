/** Refusals of the life of a version: one class each, its sentence says what to do. */
import { dateFr } from '#src/kernel/francais.ts';
import type { Remedy } from '#src/kernel/droits/remedy.ts';
import {
  ActionInterdite,
  ChampRefuse,
  DejaPris,
  EtatIncompatible,
  Refus,
  SaisieInvalide,
} from '#src/kernel/refus.ts';
import type { Anomalie } from '#src/engine/erreurs.ts';
import { decrireAnomalie } from '#src/engine/erreurs.ts';
import type { Jours } from '#src/domain/politique/versions/activations.ts';

const periode = ({ du, au }: Jours): string =>
  du === null
    ? au === null
      ? 'tous les jours'
      : `avant le ${dateFr(au)}`
    : au === null
      ? `à partir du ${dateFr(du)}`
      : `du ${dateFr(du)} inclus au ${dateFr(au)} exclu`;

/** A published version with this number exists. */
export class VersionDejaPubliee extends EtatIncompatible {
  override readonly remedy: Remedy = { qui: { genre: 'droit', droit: ['BrouillonRegle', 'creer'] } };
  constructor(jeu: string, numero: string, identique: boolean) {
    super(
      identique
        ? `La version ${numero} de « ${jeu} » est déjà publiée, avec ce même contenu : il n’y a rien à faire.`
        : `La version ${numero} de « ${jeu} » est déjà publiée avec un autre contenu : une version publiée ne change plus, donnez un nouveau numéro à la vôtre.`,
    );
  }
}

/** The author may not approve or reject his own version. */
export class QuatreYeux extends EtatIncompatible {
  override readonly principe = 'Quatre yeux : qui écrit ou demande ne confirme pas.';
  override readonly remedy: Remedy;
  /** @param auteur account of whoever may not confirm, when it is known */
  constructor(auteur: string | null = null) {
    super(
      'L’auteur et l’approbateur doivent être deux personnes différentes : demandez l’approbation à un collègue.',
    );
    this.remedy = { qui: { genre: 'droit', droit: ['SoumissionRegle', 'approuver'], sauf: auteur } };
  }
}

export class BrouillonDUnAutre extends ActionInterdite {
  override readonly principe = 'Un brouillon, et la demande qui en sort, restent à leur auteur.';
  override readonly remedy: Remedy = { qui: { genre: 'vous' } };
  constructor() {
    super('Ce brouillon appartient à une autre personne : créez le vôtre à partir de la même version.');
  }
}

export class ModeleAbsent extends SaisieInvalide {
  constructor() {
    super('Choisissez une version à reprendre, ou donnez un texte, sa nature et le nom de son fichier.');
  }
}

/** The draft fails its checks; the anomalies carry lines and columns. */
export class ControlesEnEchec extends Refus {
  override readonly statut = 422;
  readonly anomalies: readonly Anomalie[];
  constructor(anomalies: readonly Anomalie[]) {
    const [premiere] = anomalies;
    const suite =
      anomalies.length > 1 ? ` (et ${anomalies.length - 1} autre${anomalies.length > 2 ? 's' : ''})` : '';
    super(
      `Cette version ne passe pas ses contrôles : ${premiere ? decrireAnomalie(premiere) : ''}${suite} Corrigez-la, puis soumettez-la de nouveau.`,
    );
    this.anomalies = anomalies;
  }
}

/** The number does not rise as the changes ask. */
export class NumeroTropBas extends ChampRefuse {
  constructor(message: string) {
    super('numero', message);
  }
}

export class PeriodeHorsDuFichier extends ChampRefuse {
  constructor(demandee: Jours, applicable: Jours) {
    super(
      'du',
      `Le fichier se dit applicable ${periode(applicable)} : il ne peut pas être en vigueur ${periode(demandee)}. Corrigez ses dates, ou demandez une période comprise dans les siennes.`,
    );
  }
}

export class PeriodeVide extends ChampRefuse {
  constructor() {
    super('au', 'La fin doit suivre le début.');
  }
}

export class SoumissionTraitee extends EtatIncompatible {
  override readonly remedy: Remedy = {
    comment: 'Une nouvelle version se soumet à partir d’un brouillon.',
    qui: { genre: 'droit', droit: ['BrouillonRegle', 'creer'] },
  };
  constructor(etat: string) {
    super(
      `Cette version n’attend plus d’approbation : elle est déjà ${{ approuve: 'approuvée', rejete: 'rejetée', retire: 'retirée' }[etat] ?? 'traitée'}.`,
    );
  }
}

/** What was read is not what would be signed. */
export class RapportsModifies extends EtatIncompatible {
  constructor() {
    super(
      'Le fichier ou ses rapports ne sont pas ceux que vous avez lus : relisez-les, puis approuvez de nouveau.',
    );
  }
}

/** Nothing is approved without knowing what it changes. */
export class ImpactManquant extends EtatIncompatible {
  override readonly remedy: Remedy = { qui: { genre: 'droit', droit: ['EtudeImpact', 'lancer'] } };
  constructor(enRoute: boolean) {
    super(
      enRoute
        ? 'L’étude d’impact de cette version n’est pas finie, et on n’approuve pas sans elle : sa page (« Étudier l’impact ») dit le temps restant. Approuvez ensuite.'
        : 'L’étude d’impact de cette version manque, et on n’approuve pas sans elle : ouvrez « Étudier l’impact » sur la page de la version soumise, puis « Lancer l’étude ». Son rapport se joint de lui-même à la fin.',
    );
  }
}

/** The past decisions a re-activation would change are still being counted. */
export class PasseNonMesure extends EtatIncompatible {
  constructor() {
    super(
      'Cette réactivation porte sur des jours passés, et l’étude des décisions qui changeraient n’est pas finie : attendez sa fin (page « Impact » du fichier), puis confirmez.',
    );
  }
}

/** The version would now rule past days, which its reports did not look at. */
export class RetroactiviteNonMesuree extends EtatIncompatible {
  override readonly remedy: Remedy = {
    comment: 'Son auteur la retire et la soumet de nouveau.',
    qui: { genre: 'droit', droit: ['SoumissionRegle', 'soumettre'] },
  };
  constructor() {
    super(
      'Cette version prendrait effet à une date passée, et ses rapports ne disent pas quelles décisions changeraient : retirez-la et soumettez-la de nouveau.',
    );
  }
}

export class TrouDansLaValidite extends Refus {
  override readonly statut = 409;
  constructor(jeu: string, trous: readonly Jours[]) {
    super(
      `« ${jeu} » n’aurait aucune version en vigueur ${trous.map(periode).join(', ')}. Changez les dates d’effet, ou confirmez que ces jours restent sans règle.`,
      { accepterTrous: 'Des jours resteraient sans règle : confirmez-le si c’est voulu.' },
    );
  }
}

/** Only what has not begun is cancelled. */
export class VersionNonProgrammee extends EtatIncompatible {
  override readonly remedy: Remedy = { qui: { genre: 'droit', droit: ['ReactivationRegle', 'demander'] } };
  constructor(numero: string) {
    super(
      `La version ${numero} n’est pas programmée pour un jour à venir : il n’y a rien à annuler. Une version en vigueur se remplace, par une nouvelle version ou en en réactivant une plus ancienne.`,
    );
  }
}

export class ReactivationTraitee extends EtatIncompatible {
  constructor() {
    super('Cette réactivation n’attend plus de confirmation.');
  }
}

export class DejaEnVigueur extends EtatIncompatible {
  override readonly remedy: Remedy = { comment: 'Elle s’applique déjà.', qui: { genre: 'personne' } };
  constructor() {
    super('Cette version est déjà en vigueur sur toute cette période : il n’y a rien à réactiver.');
  }
}

export class SansTitulaire extends SaisieInvalide {
  constructor() {
    super('Indiquez au nom de qui cet acte est fait.');
  }
}

/** One request at a time for a file. */
export class DemandeEnCours extends DejaPris {
  override readonly remedy: Remedy = {
    comment: 'Une autre personne que le demandeur la confirme ou la refuse.',
    qui: { genre: 'droit', droit: ['ReactivationRegle', 'confirmer'] },
  };
  constructor() {
    super('Une réactivation ou une annulation de ce fichier attend déjà sa confirmation.');
  }
}

/** What the version would erase was published after its base. */
export class BaseDepassee extends EtatIncompatible {
  override readonly remedy: Remedy = {
    comment: 'Son auteur repart de la dernière version.',
    qui: { genre: 'droit', droit: ['BrouillonRegle', 'creer'] },
  };
  /** @param base the version it was written from; null when it is not known */
  constructor(jeu: string, base: string | null, effacees: readonly (Jours & { readonly numero: string })[]) {
    const liste = effacees
      .map((effacee) => `la ${effacee.numero} (en vigueur ${periode(effacee)})`)
      .join(', ');
    super(
      `${base === null ? `On ne sait pas de quelle version de « ${jeu} » part la vôtre` : `Votre version part de la ${base} de « ${jeu} »`}, qui n’est plus la dernière : elle effacerait ${liste}. Reprenez votre changement à partir de celle-ci (« Créer un brouillon », ou « regles exporter » puis un nouveau fichier à côté), ou limitez ses dates d’effet.`,
    );
  }
}

/** Something else came into force on its days since it was submitted. */
export class BaseChangee extends EtatIncompatible {
  override readonly remedy: Remedy = {
    comment: 'Son auteur la retire et la reprend à partir de la dernière version.',
    qui: { genre: 'droit', droit: ['SoumissionRegle', 'soumettre'] },
  };
  constructor(jeu: string, nouvelles: readonly (Jours & { readonly numero: string })[]) {
    super(
      `Depuis que cette version est soumise, « ${jeu} » a changé : elle effacerait ${nouvelles.map((nouvelle) => `la ${nouvelle.numero} (en vigueur ${periode(nouvelle)})`).join(', ')}, que ses rapports ne connaissent pas. Retirez-la, reprenez son changement à partir de cette version, et soumettez-la de nouveau.`,
    );
  }
}

/** A version that rules past days says why. */
export class MotifDuPasseRequis extends ChampRefuse {
  constructor(jeu: string, passe: Jours, demain: string) {
    super(
      'motif',
      `« ${jeu} » prendrait effet sur des jours passés (${periode(passe)}) : indiquez-en le motif, que l’approbateur lira, ou choisissez un premier jour à venir, par exemple le ${dateFr(demain)}.`,
    );
  }
}

/** Cases already judged would stop for want of facts. */
export class CasSansFaits extends ChampRefuse {
  constructor(jeu: string, cas: number) {
    super(
      'accepterManquants',
      `Danger : ${cas === 1 ? 'un cas déjà jugé manquerait' : `${cas} cas déjà jugés manqueraient`} des faits que cette version de « ${jeu} » demande, et s’arrêterai${cas === 1 ? 't' : 'ent'} faute de réponse. Rejetez-la, ou confirmez que c’est voulu.`,
    );
  }
}

/** Files in force use these values; without them the change would not be felt. */
export class EmployeursOublies extends EtatIncompatible {
  override readonly remedy: Remedy = { qui: { genre: 'droit', droit: ['SoumissionRegle', 'soumettre'] } };
  constructor(
    parametres: string,
    numero: string,
    readonly employeurs: readonly { readonly jeu: string; readonly numero: string }[],
  ) {
    const liste = employeurs.map((employeur) => `« ${employeur.jeu} » ${employeur.numero}`).join(', ');
    super(
      `${employeurs.length === 1 ? 'Un fichier en vigueur emploie' : `${employeurs.length} fichiers en vigueur emploient`} les valeurs de « ${parametres} » : ${liste}. Sans eux ce changement ne se verrait nulle part : soumettez avec lui leur version qui cite la ${numero}, ou faites-les reprendre tels quels (--reprendre).`,
    );
  }
}

/** A file that uses the values no longer passes its checks with the new ones. */
export class EmployeurEnEchec extends Refus {
  override readonly statut = 422;
  readonly anomalies: readonly Anomalie[];
  constructor(jeu: string, cause: ControlesEnEchec) {
    const [premiere] = cause.anomalies;
    super(
      `« ${jeu} », qui emploie ces valeurs, ne passe plus ses contrôles avec elles : ${premiere ? decrireAnomalie(premiere) : ''}${cause.anomalies.length > 1 ? ` (et ${cause.anomalies.length - 1} autres)` : ''} Écrivez sa version (« Reprendre dans un brouillon », ou un fichier à côté), corrigez-la : elle sera soumise avec celle-ci.`,
    );
    this.anomalies = cause.anomalies;
  }
}
