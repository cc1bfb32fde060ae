export { commencerDeclaration } from '#src/domain/declaration/commandes/commencer.ts';
export {
  completerActivite,
  completerFinances,
  enregistrerActivite,
  enregistrerFinances,
  rouvrirActivite,
  rouvrirFinances,
} from '#src/domain/declaration/commandes/volets.ts';
export { renvoyer, transmettre } from '#src/domain/declaration/commandes/approbation.ts';
export { prendreEnTraitement, retourner, traiter } from '#src/domain/declaration/commandes/traitement.ts';
export {
  demanderDecision,
  reglerCasMuet,
  trancherFermeture,
} from '#src/domain/declaration/commandes/cas.ts';
