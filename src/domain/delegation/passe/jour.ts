import { Temporal } from 'temporal-polyfill';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { FUSEAU_NATIONAL } from '#src/kernel/horloge.ts';
import { ChampRefuse } from '#src/kernel/refus.ts';
import { direFauteDeJour, lireJour, nettoyerLigne, type FauteDeJour } from '#src/engine/saisie/index.ts';

export class JourAbsent extends ChampRefuse {
  constructor() {
    super(
      'jour',
      'Indiquez la date dont vous voulez connaître les droits, sous la forme jj/mm/aaaa. Exemple : 14/02/2019.',
    );
  }
}

export class JourInexistant extends ChampRefuse {
  constructor(faute: FauteDeJour) {
    const phrase = direFauteDeJour(faute);
    super('jour', `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)} Exemple : 14/02/2019.`);
  }
}

export class JourAVenir extends ChampRefuse {
  constructor() {
    super(
      'jour',
      'Cette date est à venir : les droits de ce jour-là peuvent encore changer. Choisissez aujourd’hui ou un jour passé.',
    );
  }
}

/** A civil day at the reader's Caf, with its first instant and that of the next day. */
export interface JourPasse {
  readonly jour: string;
  readonly debut: Date;
  readonly fin: Date;
  readonly fuseau: string;
}

/** The day somebody typed. @throws JourAbsent, JourInexistant, JourAVenir */
export function lireJourPasse({ acteur, aujourdhui }: UniteDeLecture, texte: string): JourPasse {
  if (nettoyerLigne(texte) === '') throw new JourAbsent();
  const lu = lireJour(texte);
  if ('faute' in lu) throw new JourInexistant(lu.faute);
  const { jour } = lu;
  const civil = Temporal.PlainDate.from(jour);
  if (Temporal.PlainDate.compare(civil, aujourdhui) > 0) throw new JourAVenir();
  const fuseau = 'fuseauHoraire' in acteur ? acteur.fuseauHoraire : FUSEAU_NATIONAL;
  const instant = (date: Temporal.PlainDate) => new Date(date.toZonedDateTime(fuseau).epochMilliseconds);
  return { jour, debut: instant(civil), fin: instant(civil.add({ days: 1 })), fuseau };
}
