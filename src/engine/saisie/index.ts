/** How what a person typed is read, whatever the door: texts, days, numbers. */
export { direFauteDeJour, ecrireJour, lireJour, type FauteDeJour, type JourLu } from './jour.ts';
export { ecrireNombre, lireNombre, type GenreDeNombre, type NombreLu } from './nombre.ts';
export {
  aDesInvisibles,
  cleDeNom,
  estAbime,
  nettoyerLigne,
  nettoyerNom,
  nettoyerTexte,
  unifierTraits,
} from './texte.ts';
