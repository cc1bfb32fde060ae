import { EtatIncompatible, Refus, SaisieInvalide } from '#src/kernel/refus.ts';

/** The draft cannot even be judged with; its checks say why. */
export class BrouillonIllisible extends EtatIncompatible {
  constructor() {
    super(
      'Ce brouillon n’est pas encore un fichier de règles valide : corrigez les anomalies que ses contrôles signalent, puis mesurez son impact.',
    );
  }
}

export class VersionInconnue extends SaisieInvalide {
  constructor(champ: 'avant' | 'apres') {
    super('Cette version est inconnue : choisissez-la dans la liste.', {
      [champ]: 'Choisissez une version de ce fichier de règles.',
    });
  }
}

export class FichiersDifferents extends SaisieInvalide {
  constructor(avant: string, apres: string) {
    super(
      `Les deux versions doivent être du même fichier de règles : la première est de « ${avant} », la seconde de « ${apres} ».`,
    );
  }
}

/** Nothing is in force to compare with. */
export class SansVersionDeReference extends SaisieInvalide {
  constructor(jeu: string) {
    super(`Aucune version de « ${jeu} » n’est en vigueur : choisissez la version à laquelle comparer.`, {
      avant: 'Choisissez une version.',
    });
  }
}

export class EtudeTerminee extends EtatIncompatible {
  constructor() {
    super('Cette étude n’est plus en cours : rechargez la page pour voir où elle en est.');
  }
}

/** For the program that works on a study: it was stopped, or another server has taken it. */
export class EtudePerdue extends Refus {
  override readonly statut = 409;
  constructor() {
    super('Cette étude n’est plus confiée à ce serveur.');
  }
}

export class RapportAbsent extends EtatIncompatible {
  constructor() {
    super('Cette étude n’a pas encore de rapport : attendez sa fin.');
  }
}

export class RapportDUneAutreVersion extends EtatIncompatible {
  constructor() {
    super(
      'Ce rapport ne porte pas sur la version soumise (autre texte, autre version de départ, une partie des cas seulement, ou d’autres jours d’effet), ou elle en a déjà un : lancez l’étude de la version soumise, son rapport s’y joint de lui-même.',
    );
  }
}
