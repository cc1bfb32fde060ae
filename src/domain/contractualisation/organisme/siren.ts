import { ChampRefuse } from '#src/kernel/refus.ts';
import { nettoyerLigne, unifierTraits } from '#src/engine/saisie/index.ts';

/** Fourteen digits: the establishment's number, which begins with that of its organisation. */
export class SiretAuLieuDuSiren extends ChampRefuse {
  constructor(siren: string) {
    super(
      'siren',
      `Ce numéro de 14 chiffres est un Siret. Le Siren est fait de ses neuf premiers chiffres : ${siren.replace(/(\d{3})(?=\d)/g, '$1\u00a0')}.`,
    );
  }
}

export class SirenIncorrect extends ChampRefuse {
  constructor() {
    super(
      'siren',
      'Ce numéro Siren est incorrect : il comporte 9 chiffres, dont le dernier est une clé de contrôle. Vérifiez-le sur un avis de situation de l’Insee.',
    );
  }
}

/**
 * The nine digits of a SIREN, what parts them removed.
 * @throws SirenIncorrect when it has not nine digits or its control key (Luhn, as Insee defines it) is wrong
 * @throws SiretAuLieuDuSiren when a SIRET was typed whose first nine digits are a SIREN
 */
export function lireSiren(texte: string): string {
  const chiffres = unifierTraits(nettoyerLigne(texte)).replace(/[\s.-]/g, '');
  if (/^\d{14}$/.test(chiffres) && estUnSiren(chiffres.slice(0, 9)))
    throw new SiretAuLieuDuSiren(chiffres.slice(0, 9));
  if (!estUnSiren(chiffres)) throw new SirenIncorrect();
  return chiffres;
}

const estUnSiren = (chiffres: string): boolean =>
  /^\d{9}$/.test(chiffres) && !/^0+$/.test(chiffres) && sommeDeLuhn(chiffres) % 10 === 0;

function sommeDeLuhn(chiffres: string): number {
  return [...chiffres].reverse().reduce((somme, chiffre, rang) => {
    const valeur = Number(chiffre) * (rang % 2 === 0 ? 1 : 2);
    return somme + (valeur > 9 ? valeur - 9 : valeur);
  }, 0);
}
