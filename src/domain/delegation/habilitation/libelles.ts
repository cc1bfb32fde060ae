import type { Habilitation, RoleAfas } from '#src/domain/delegation/habilitation/habilitation.ts';

/** Roles as the source's screens name them, in the order of its lists. */
export const LIBELLES_ROLES: Readonly<Record<RoleAfas, string>> = {
  APPROBATEUR: 'Approbateur',
  FOURNISSEUR_ACTIVITE: "Fournisseur de données d'activité",
  FOURNISSEUR_FINANCIER: 'Fournisseur de données financières',
  CONSULTANT: 'Consultant',
};

/** Roles within a sentence: « au rôle d'approbateur ». */
export const AU_ROLE: Readonly<Record<RoleAfas, string>> = {
  APPROBATEUR: "d'approbateur",
  FOURNISSEUR_ACTIVITE: "de fournisseur de données d'activité",
  FOURNISSEUR_FINANCIER: 'de fournisseur de données financières',
  CONSULTANT: 'de consultant',
};

/** Order of the rows of an activity. */
export const ORDRE_ROLES: readonly RoleAfas[] = [
  'APPROBATEUR',
  'FOURNISSEUR_ACTIVITE',
  'FOURNISSEUR_FINANCIER',
  'CONSULTANT',
];

/** A role held: « Approbateur de Chantal Baillet (Ram Les Marins) ». */
export const direRole = ({ role, utilisateur, equipement }: Habilitation): string =>
  `${LIBELLES_ROLES[role]} de ${utilisateur.prenom} ${utilisateur.nom} (${equipement.nom})`;
