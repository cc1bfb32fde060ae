/** Public surface of the engine. Pure: no file, no clock, no database. */
export { compilerExpression, Prepare } from './cel/expression.ts';
export type { Expression, Json, Lisible } from './cel/expression.ts';
export { cloturer, empreinte, texteCanonique } from './cloture.ts';
export type { FichierClos, TrouverPartage } from './cloture.ts';
export { compiler } from './compiler.ts';
export type { JeuCompile } from './compiler.ts';
export { VERSIONS_DU_MOTEUR, decider, deciderAvecTrace } from './decider.ts';
export type { ComparaisonTracee, ConditionTracee, Demande, ParametreTrace, Trace } from './decider.ts';
export * from './erreurs.ts';
export type { FaitsDonnes } from './faits.ts';
export type * from './format.ts';
export { lireJson, situer } from './lecture.ts';
export type { TexteLu } from './lecture.ts';
export { dateEnLettres } from './messages.ts';
export { Schemas } from './schema.ts';
export { choisirVersion, comparerVersions, estApplicable } from './versions.ts';
export { verifierParametres, verifierRegles } from './verifier/index.ts';
export type { Rapport } from './verifier/index.ts';
