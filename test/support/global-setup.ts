import { randomBytes } from 'node:crypto';
import type { TestProject } from 'vitest/node';
import { ROLE_APPLICATION } from '#src/database/embarque/index.ts';
import { migrer } from '#src/database/migrer.ts';
import { creerBase, supprimerBases } from './postgres.ts';
import type { ServeurDEssai } from './postgres.ts';
import { ouvrirServeurDEssai } from './serveur-d-essai.ts';

declare module 'vitest' {
  interface ProvidedContext {
    essais: ServeurDEssai;
  }
}

/**
 * One PostgreSQL for the whole run, with a template database migrated once: the embedded one, apart from the
 * development one, or
 * the one whose superuser address is in ESSAIS_DATABASE_URL. Runs at the same time share the server, each
 * with its own template.
 */
export default async function preparer(projet: TestProject): Promise<() => Promise<void>> {
  const { urls, adopte, fermer } = await ouvrirServeurDEssai();
  const serveur: ServeurDEssai = { ...urls, modele: `modele_${randomBytes(4).toString('hex')}` };
  try {
    // Nobody else uses the server: what is there was left by a run that was killed.
    if (!adopte) await supprimerBases(serveur, /^(modele|essai)_[0-9a-f]+$/);
    const modele = await creerBase(serveur, serveur.modele, 'template0');
    await migrer(modele.urlProprietaire, ROLE_APPLICATION);
  } catch (erreur) {
    await fermer();
    throw erreur;
  }
  projet.provide('essais', serveur);
  return async () => {
    await supprimerBases(serveur, new RegExp(`^${serveur.modele}$`));
    await fermer();
  };
}
