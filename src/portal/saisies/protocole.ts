/**
 * How pages and their script agree on entries kept in the browser until a page says they were saved.
 * Shared by the server and the script: imports nothing.
 */

/**
 * Field a form is sent with when the browser keeps its entry: names which one, and is given back once it is
 * saved.
 */
export const CHAMP_JETON = 'jeton-de-saisie';
/** `<meta>` holding the key of the signed-in person's entries. */
export const META_CLE = 'saisies-cle';
/** `<meta>` naming, by their tokens, the entries that were saved. */
export const META_ACCEPTEES = 'saisies-acceptees';

/**
 * State of a form that is not shown as recorded: as typed and refused, hence saved nowhere (`refusee`); in
 * another
 * shape, to choose between two values (`choix`).
 */
export type EtatDuFormulaire = 'refusee' | 'choix';
