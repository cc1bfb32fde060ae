export { creerEquipement, modifierEquipement } from '#src/domain/equipement/commandes/equipement.ts';
export { ajouterLieu, modifierLieu, retirerLieu } from '#src/domain/equipement/commandes/lieux.ts';
export {
  ajouterAnimateur,
  modifierAnimateur,
  validerProfil,
} from '#src/domain/equipement/commandes/animateurs.ts';
export {
  enregistrerAbsence,
  modifierAbsence,
  supprimerAbsence,
} from '#src/domain/equipement/commandes/absences.ts';
export {
  creerConventionnement,
  modifierConventionnement,
} from '#src/domain/equipement/commandes/conventionnements.ts';
export {
  rouvrirConventionnement,
  validerConventionnement,
} from '#src/domain/equipement/commandes/validation.ts';
