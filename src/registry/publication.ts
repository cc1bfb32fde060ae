import { z } from 'zod';
import { definirCommande, type UniteDeTravail } from '#src/domain/commun/commande.ts';
import { EtatIncompatible } from '#src/domain/commun/refus.ts';
import { GENRES_DE_VERSION, VersionRegle, type Origine } from '#src/domain/regle/version-regle.ts';

/** A file of `rules/` that passed its checks, closed and hashed, ready to be published. */
const VERSION = z.object({
  empreinte: z.string().length(64),
  genre: z.enum(GENRES_DE_VERSION),
  jeu: z.string(),
  numero: z.string(),
  canonique: z.string(),
  texte: z.string(),
});
export type VersionAPublier = z.output<typeof VERSION>;

/** The registry already holds versions: files are published one by one, by two people. */
class RegistreDejaInitialise extends EtatIncompatible {
  constructor() {
    super('Le registre contient déjà des versions publiées : utilisez « regles publier » pour en ajouter une.');
  }
}

/** A published version with this number exists, with other content. */
export class VersionDejaPubliee extends EtatIncompatible {
  constructor(jeu: string, numero: string, identique: boolean) {
    super(identique
      ? `La version ${numero} de « ${jeu} » est déjà publiée, avec ce même contenu : il n’y a rien à faire.`
      : `La version ${numero} de « ${jeu} » est déjà publiée avec un autre contenu : une version publiée ne change plus, donnez un nouveau numéro à la vôtre.`);
  }
}

/** The author may not approve his own version. */
export class QuatreYeux extends EtatIncompatible {
  constructor() {
    super('L’auteur et l’approbateur doivent être deux personnes différentes : demandez l’approbation à un collègue.');
  }
}

function enregistrer(unite: UniteDeTravail, version: VersionAPublier, origine: Origine, auteur: string | null, approbateur: string | null): void {
  unite.em.persist(unite.em.create(VersionRegle, { ...version, origine, auteur, approbateur, publieLe: unite.maintenant }));
}

/** Publishes the delivered files into an empty registry, all or nothing. @throws RegistreDejaInitialise */
export const initialiserRegistre = definirCommande({
  nom: 'regle.initialiser',
  droit: ['VersionRegle', 'initialiser'],
  saisie: z.object({ versions: z.array(VERSION) }),
  async executer(unite, { versions }) {
    // Two servers started at once on an empty database: the second waits, then finds the registry filled.
    await unite.em.execute("select pg_advisory_xact_lock(hashtext('regle.initialiser'))");
    if ((await unite.em.count(VersionRegle)) > 0) throw new RegistreDejaInitialise();
    for (const version of versions) enregistrer(unite, version, 'initialisation', null, null);
  },
});

/**
 * Publishes one version, written by one person and approved by another. The running servers are told at the commit.
 * @throws QuatreYeux | VersionDejaPubliee
 */
export const publierVersion = definirCommande({
  nom: 'regle.publier',
  droit: ['VersionRegle', 'publier'],
  saisie: VERSION.extend({ auteur: z.uuid(), approbateur: z.uuid() }),
  async executer(unite, { auteur, approbateur, ...version }) {
    if (auteur === approbateur) throw new QuatreYeux();
    const existante = await unite.em.findOne(VersionRegle, { genre: version.genre, jeu: version.jeu, numero: version.numero });
    if (existante) throw new VersionDejaPubliee(version.jeu, version.numero, existante.empreinte === version.empreinte);
    enregistrer(unite, version, 'publication', auteur, approbateur);
  },
});
