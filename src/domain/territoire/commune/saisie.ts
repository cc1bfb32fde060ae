import { z } from 'zod';
import { texteFacultatif } from '#src/kernel/saisie/saisie.ts';

/** Five characters, blanks removed, or null. */
export const codePostal = (libelle = 'Code postal') =>
  z.preprocess(
    (valeur) => (typeof valeur === 'string' ? valeur.replace(/\s/g, '') : valeur),
    texteFacultatif(libelle, 5),
  );
