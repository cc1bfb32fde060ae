export { commencerDeclaration } from '#src/domain/declaration/commandes/commencer.ts';
export {
  completerActivite,
  completerFinances,
  enregistrerActivite,
  enregistrerFinances,
  reprendreActivite,
  reprendreFinances,
} from '#src/domain/declaration/commandes/volets.ts';
export { renvoyer, transmettre } from '#src/domain/declaration/commandes/approbation.ts';
export {
  demanderDecision,
  prendreEnTraitement,
  reglerCasMuet,
  retourner,
  traiter,
  trancherFermeture,
} from '#src/domain/declaration/commandes/traitement.ts';
