import type { ActeurAgent, ActeurAnalyste, ActeurPartenaire, ActeurSysteme } from '#src/kernel/acteur.ts';

const COMPTE = '00000000-0000-4000-8000-0000000000';

/** Agent of the Caf given (`451` by default); `rang` distinguishes several. */
export const agent = (
  cafId = '451',
  rang = 1,
  profil: ActeurAgent['profil'] = 'gestionnaire',
): ActeurAgent => ({
  type: 'agent',
  compteId: `${COMPTE}${rang + 10}`,
  agentId: `${COMPTE}${rang + 30}`,
  nom: 'Martin',
  prenom: `Agent ${rang}`,
  cafId,
  fuseauHoraire: 'Europe/Paris',
  profil,
});

/** Administrateur partenaire, unless changed. */
export const partenaire = (
  partenaireId: string,
  changements: Partial<ActeurPartenaire> = {},
): ActeurPartenaire => ({
  type: 'partenaire',
  compteId: `${COMPTE}50`,
  utilisateurId: `${COMPTE}51`,
  nom: 'Petit',
  prenom: 'Camille',
  cafId: '451',
  fuseauHoraire: 'Europe/Paris',
  partenaireId,
  administrateur: true,
  groupes: [],
  habilitations: [],
  mandats: [],
  ...changements,
});

export const analyste = (rang = 1): ActeurAnalyste => ({
  type: 'analyste',
  compteId: `${COMPTE}${rang + 60}`,
  nom: 'Robert',
  prenom: `Analyste ${rang}`,
});

export const systeme: ActeurSysteme = { type: 'systeme', raison: 'essai' };
