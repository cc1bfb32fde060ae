import { ChampRefuse } from '#src/domain/commun/refus.ts';

export class SirenIncorrect extends ChampRefuse {
  constructor() {
    super('siren', 'Ce numéro Siren est incorrect : il comporte 9 chiffres, dont le dernier est une clé de contrôle. Vérifiez-le sur un avis de situation de l’Insee.');
  }
}

/**
 * The nine digits of a SIREN, blanks removed.
 * @throws SirenIncorrect when it has not nine digits or its control key (Luhn, as Insee defines it) is wrong
 */
export function lireSiren(texte: string): string {
  const siren = texte.replace(/[\s\u00a0\u202f.]/g, '');
  if (!/^\d{9}$/.test(siren) || /^0+$/.test(siren) || sommeDeLuhn(siren) % 10 !== 0) throw new SirenIncorrect();
  return siren;
}

function sommeDeLuhn(chiffres: string): number {
  return [...chiffres].reverse().reduce((somme, chiffre, rang) => {
    const valeur = Number(chiffre) * (rang % 2 === 0 ? 1 : 2);
    return somme + (valeur > 9 ? valeur - 9 : valeur);
  }, 0);
}
