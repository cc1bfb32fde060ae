import { actionDeFiche, definirRessource } from '#admin/definition/definition.ts';
import { GROUPES } from '#admin/definition/groupes.ts';
import { enOptions } from '#admin/definition/journal/mots.ts';
import { GENRES_DE_JOB, JobEnEchec } from '#src/domain/suivi/jobs/job-en-echec.ts';
import { direJob } from '#src/domain/suivi/jobs/decrire.ts';
import { reessayerJob } from '#src/domain/suivi/jobs/reessayer.ts';

export const jobsEnEchec = definirRessource({
  id: 'travaux-en-echec',
  entite: JobEnEchec,
  droit: 'Job',
  libelle: 'Travaux en échec',
  singulier: 'Travail en échec',
  groupe: GROUPES.suivi,
  description:
    'Ce que l’application fait en arrière-plan et qu’elle a renoncé à faire : courriels, études d’impact, reprises. Rien n’est perdu : la cause corrigée, réessayez.',
  titre: { depuis: ['queue'], texte: ({ queue }) => GENRES_DE_JOB[String(queue)] ?? String(queue) },
  champs: {
    queue: { libelle: 'Travail', genre: 'choix', options: enOptions(GENRES_DE_JOB) },
    cause: { libelle: 'Cause', genre: 'texte' },
    tentatives: { libelle: 'Tentatives', genre: 'entier' },
    creeLe: { libelle: 'Demandé le', genre: 'instant' },
    abandonneLe: { libelle: 'Abandonné le', genre: 'instant' },
  },
  liste: ['queue', 'cause', 'tentatives', 'creeLe', 'abandonneLe'],
  filtres: ['queue', 'abandonneLe'],
  tri: { champ: 'abandonneLe', sens: 'desc' },
  sections: [{ titre: 'Travail', champs: ['queue', 'cause', 'tentatives', 'creeLe', 'abandonneLe'] }],
  complement: async ({ unite, fiche }) => ({ titre: await direJob(unite, fiche) }),
  actionsDeFiche: [
    actionDeFiche(JobEnEchec, {
      nom: 'reessayer',
      libelle: 'Réessayer',
      principale: true,
      commande: reessayerJob,
      intro: 'Le travail retrouve toutes ses tentatives ; un serveur le prend dans les secondes qui suivent.',
      champs: [],
      succes: 'Le travail est relancé.',
    }),
  ],
});
