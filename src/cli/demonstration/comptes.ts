import { listeFr } from '#src/kernel/francais.ts';
import {
  adresse,
  BRIARE,
  rolesDe,
  type FonctionDEquipe,
  type RoleDeDemonstration,
} from '#src/cli/demonstration/donnees.ts';
import { MOT_DE_PASSE_DE_DEMONSTRATION } from '#src/cli/demonstration/scene.ts';

const ROLES: Readonly<Record<RoleDeDemonstration, string>> = {
  APPROBATEUR: 'approbateur',
  FOURNISSEUR_ACTIVITE: 'fournisseur de données d’activité',
  FOURNISSEUR_FINANCIER: 'fournisseur de données financières',
  CONSULTANT: 'consultant',
};

/** A person of the example, with the roles the history gives him. */
function presenter(
  qui: FonctionDEquipe,
  fonction: string,
): { readonly courriel: string; readonly role: string } {
  const roles = rolesDe(BRIARE)[qui].map((role) => ROLES[role]);
  return {
    courriel: adresse(BRIARE.equipe[qui], BRIARE.domaine),
    role: `${listeFr([fonction, ...roles])} (${BRIARE.nom})`,
  };
}

/** The people to try the product as: printed at start, shown on the sign-in page of a demonstration. */
export const COMPTES: readonly { readonly courriel: string; readonly role: string }[] = [
  { courriel: 'gestionnaire@caf-loiret.example', role: 'Gestionnaire Caf (Caf du Loiret)' },
  { courriel: 'responsable@caf-loiret.example', role: 'Responsable à la Caf du Loiret' },
  { courriel: 'gestionnaire@caf-reunion.example', role: 'Gestionnaire Caf (Caf de La Réunion)' },
  presenter('administrateur', 'Administrateur partenaire'),
  presenter('directrice', 'Directrice du Ram'),
  presenter('finances', 'Responsable financier'),
  { courriel: 'analyste1@cnaf.example', role: 'Analyste réglementaire' },
  { courriel: 'analyste2@cnaf.example', role: 'Analyste réglementaire (approbation)' },
];

/** French lines that present the accounts. */
export function comptesDeDemonstration(): string[] {
  const largeur = Math.max(...COMPTES.map(({ courriel }) => courriel.length));
  return [
    'Comptes de démonstration, tous avec le mot de passe « ' + MOT_DE_PASSE_DE_DEMONSTRATION + ' » :',
    ...COMPTES.map(({ courriel, role }) => `  ${courriel.padEnd(largeur)}  ${role}`),
  ];
}
