/**
 * Facts our own code gives to a rule file that did not declare them from the start. They reach the versions that declare them and are
 * left out of the others, so that a base whose analysts have not published the new version goes on as before.
 * A fact that is not here stays refused by a version that does not know it: a misspelt name is an error. A test holds this list
 * against `rules/`: each name is declared, and optional, in the last version of its file.
 */
export const FAITS_FACULTATIFS: Readonly<Record<string, readonly string[]>> = {
  conventionnement: ['nombreProfilsValides'],
};
