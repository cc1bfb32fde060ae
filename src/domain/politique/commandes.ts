/** Every command of the life of a rule version. */
export {
  creerBrouillon,
  enregistrerBrouillon,
  reporterEmployeur,
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
  demanderAnnulation,
  demanderReactivation,
  preparerReactivation,
} from '#src/domain/politique/reactivation/demande.ts';
export { confirmerReactivation, refuserReactivation } from '#src/domain/politique/reactivation/reponse.ts';
export { reactiverEnUrgence } from '#src/domain/politique/reactivation/urgence.ts';
