import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { definirCommande } from '#src/kernel/commande.ts';
import { EtatIncompatible } from '#src/kernel/refus.ts';
import { ActivationRegle } from '#src/domain/politique/versions/activation-regle.ts';
import { GENRES_DE_VERSION } from '#src/domain/politique/versions/genre.ts';
import { VersionRegle } from '#src/domain/politique/versions/version-regle.ts';
import { activationsInitiales } from '#src/domain/politique/versions/activations.ts';
import { ouvrirVersion } from '#src/domain/politique/versions/version.ts';

/** A file that passed its checks, closed and hashed. */
export const VERSION = z.object({
  empreinte: z.string().length(64),
  genre: z.enum(GENRES_DE_VERSION),
  jeu: z.string(),
  numero: z.string(),
  canonique: z.string(),
  texte: z.string(),
});
export type VersionAPublier = z.output<typeof VERSION>;

/** The registry already holds versions: files are submitted one by one, and approved by a second person. */
class RegistreDejaInitialise extends EtatIncompatible {
  constructor() {
    super(
      'Le registre contient déjà des versions publiées : utilisez « regles publier » pour en ajouter une.',
    );
  }
}

/**
 * Publishes the delivered files of kinds the registry has none of, all or nothing; each rules its own
 * « applicable ».
 * @throws RegistreDejaInitialise
 */
export const initialiserRegistre = definirCommande({
  nom: 'regle.initialiser',
  droit: ['VersionRegle', 'initialiser'],
  saisie: z.object({ versions: z.array(VERSION) }),
  async executer({ em, maintenant }, { versions }) {
    // Two servers started at once on an empty database: the second waits, then finds the registry filled.
    await em.execute("select pg_advisory_xact_lock(hashtext('regle.initialiser'))");
    const genres = [...new Set(versions.map(({ genre }) => genre))];
    if ((await em.count(VersionRegle, { genre: { $in: genres } })) > 0) throw new RegistreDejaInitialise();
    for (const version of versions)
      em.persist(
        em.create(VersionRegle, {
          ...version,
          origine: 'initialisation',
          auteur: null,
          approbateur: null,
          publieLe: maintenant,
          soumissionId: null,
        }),
      );
    await em.flush();
    for (const {
      version: { genre, jeu, empreinte },
      du,
      au,
    } of activationsInitiales(versions.map(ouvrirVersion))) {
      em.persist(
        em.create(ActivationRegle, {
          genre,
          jeu,
          empreinte,
          du,
          au,
          connuDu: maintenant,
          connuAu: null,
          origine: 'initialisation',
          motif: 'Fichier livré',
          demandePar: null,
          confirmePar: null,
          acte: randomUUID(),
          suiteDe: null,
        }),
      );
    }
  },
});
