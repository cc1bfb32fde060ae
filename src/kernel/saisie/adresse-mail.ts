import { nettoyerLigne, unifierTraits } from '#src/engine/saisie/index.ts';

const ENTRE_CHEVRONS = /<([^<>]*)>[\s;,.]*$/;

/**
 * The address in what was typed or pasted from a mail program (« Jean Dupont <jean@x.fr> », «
 * mailto:jean@x.fr ; »), lower case; its form is not checked.
 */
export function lireCourriel(texte: string): string {
  const ecrit = unifierTraits(nettoyerLigne(texte));
  const adresse = ENTRE_CHEVRONS.exec(ecrit)?.[1] ?? ecrit;
  return adresse
    .trim()
    .replace(/^mailto:\s?([^?]*).*$/i, '$1')
    .replace(/[\s;,.]+$/, '')
    .replace(/^(['"])(.*)\1$/, '$2')
    .toLowerCase();
}
