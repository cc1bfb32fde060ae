/** Every command of the life of a rule version. */
export {
  creerBrouillon,
  enregistrerBrouillon,
  reprendreEmployeur,
  supprimerBrouillon,
} from '#src/domain/politique/brouillon/commandes.ts';
export {
  remplacerValeursFictives,
  type BrouillonRemplace,
} from '#src/domain/politique/brouillon/remplacements.ts';
export {
  etudierSoumission,
  preparerEtudes,
  retirer,
  soumettre,
  soumettreFichier,
  soumettreLot,
} from '#src/domain/politique/approbation/soumissions.ts';
export { approuver, rejeter, type Approbation } from '#src/domain/politique/approbation/approbations.ts';
export {
  confirmerReactivation,
  demanderAnnulation,
  demanderReactivation,
  preparerReactivation,
  reactiverEnUrgence,
  refuserReactivation,
} from '#src/domain/politique/reactivation/reactivations.ts';
