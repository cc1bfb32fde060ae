/** Every command of the life of a rule version. */
export {
  creerBrouillon,
  enregistrerBrouillon,
  reprendreEmployeur,
  supprimerBrouillon,
} from '#src/domain/regle/commandes/brouillons.ts';
export {
  remplacerValeursFictives,
  type BrouillonRemplace,
} from '#src/domain/regle/commandes/remplacements.ts';
export {
  etudierSoumission,
  preparerEtudes,
  retirer,
  soumettre,
  soumettreFichier,
  soumettreLot,
} from '#src/domain/regle/commandes/soumissions.ts';
export { approuver, rejeter, type Approbation } from '#src/domain/regle/commandes/approbations.ts';
export {
  confirmerReactivation,
  demanderAnnulation,
  demanderReactivation,
  preparerReactivation,
  reactiverEnUrgence,
  refuserReactivation,
} from '#src/domain/regle/commandes/reactivations.ts';
