import { MOT_DE_PASSE_DE_DEMONSTRATION } from '#src/cli/demonstration/scene.ts';

/** The people to try the product as: printed at start, shown on the sign-in page of a demonstration. */
export const COMPTES: readonly { readonly courriel: string; readonly role: string }[] = [
  { courriel: 'gestionnaire@caf-loiret.example', role: 'Gestionnaire Caf (Caf du Loiret)' },
  { courriel: 'responsable@caf-loiret.example', role: 'Responsable à la Caf du Loiret' },
  { courriel: 'gestionnaire@caf-reunion.example', role: 'Gestionnaire Caf (Caf de La Réunion)' },
  { courriel: 'chantal.baillet@briare.example', role: 'Administrateur partenaire, fournisseur et approbateur (Mairie de Briare)' },
  { courriel: 'mona.lenoir@briare.example', role: 'Directrice du Ram, fournisseur de données d’activité (Mairie de Briare)' },
  { courriel: 'paul.vasseur@briare.example', role: 'Responsable financier, fournisseur de données financières (Mairie de Briare)' },
  { courriel: 'analyste1@cnaf.example', role: 'Analyste réglementaire' },
  { courriel: 'analyste2@cnaf.example', role: 'Analyste réglementaire (approbation)' },
];

/** French lines that present the accounts. */
export function comptesDeDemonstration(): string[] {
  const largeur = Math.max(...COMPTES.map(({ courriel }) => courriel.length));
  return ['Comptes de démonstration, tous avec le mot de passe « ' + MOT_DE_PASSE_DE_DEMONSTRATION + ' » :', ...COMPTES.map(({ courriel, role }) => `  ${courriel.padEnd(largeur)}  ${role}`)];
}
