/** Roles and kinds of agents as plain values: what the rights table, commands and screens name them by. */

/** Roles of the service Afas. */
export const ROLES_AFAS = [
  'FOURNISSEUR_ACTIVITE',
  'FOURNISSEUR_FINANCIER',
  'APPROBATEUR',
  'CONSULTANT',
] as const;
export type RoleAfas = (typeof ROLES_AFAS)[number];

/** Roles as the source's screens name them, in the order of its lists. */
export const LIBELLES_ROLES: Readonly<Record<RoleAfas, string>> = {
  APPROBATEUR: 'Approbateur',
  FOURNISSEUR_ACTIVITE: 'Fournisseur de données d’activité',
  FOURNISSEUR_FINANCIER: 'Fournisseur de données financières',
  CONSULTANT: 'Consultant',
};

/** Roles within a sentence: « au rôle d'approbateur ». */
export const AU_ROLE: Readonly<Record<RoleAfas, string>> = {
  APPROBATEUR: 'd’approbateur',
  FOURNISSEUR_ACTIVITE: 'de fournisseur de données d’activité',
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

export const PROFILS_AGENT = ['gestionnaire', 'responsable'] as const;
export type ProfilAgent = (typeof PROFILS_AGENT)[number];

/** Profiles as an agent reads them. */
export const LIBELLES_PROFIL: Readonly<Record<ProfilAgent, string>> = {
  gestionnaire: 'Gestionnaire Caf',
  responsable: 'Responsable Caf',
};
