/** What the journal of a Caf costs as it grows: an act that writes it, its page, reading it all again. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { Client } from 'pg';
import { lireListe, vueDe } from '#admin/definition/lecture.ts';
import { lireRequete } from '#admin/definition/requete.ts';
import { journal } from '#admin/ressources/suivi.ts';
import { ouvrirOrm } from '#src/cli/composition.ts';
import { ROLE_APPLICATION } from '#src/database/embarque/index.ts';
import { creerExecuteur } from '#src/database/executeur.ts';
import { ajouterAuJournal } from '#src/database/journal/ecriture.ts';
import type { LigneDeJournal } from '#src/database/journal/ligne.ts';
import { verifierChaine } from '#src/database/journal/verification.ts';
import { migrer } from '#src/database/migrer.ts';
import { annoncerActeur } from '#src/database/perimetre.ts';
import { RegistreVivant } from '#src/domain/politique/registre/registre.ts';
import type { Acteur } from '#src/kernel/acteur.ts';
import { HORLOGE_SYSTEME } from '#src/kernel/horloge.ts';
import { horloge, resumer } from '#test/bench/table.ts';
import { agent, systeme } from '#test/support/acteurs.ts';
import { creerBase, supprimerBases } from '#test/support/postgres.ts';
import { ouvrirServeurDEssai } from '#test/support/serveur-d-essai.ts';
import type { Point } from './svg.ts';

const CHAINE = '451';
const TAILLES = [1_000, 5_000, 10_000, 20_000, 50_000];
/** Lines an act writes. */
const LIGNES_D_UN_ACTE = 10;
const TOURS = 9;

export interface CourbesDuJournal {
  /** Milliseconds of the clock: the database works too. */
  readonly ecrire: readonly Point[];
  readonly lire: readonly Point[];
  readonly verifier: readonly Point[];
}

export async function mesurerJournal(): Promise<CourbesDuJournal> {
  const serveur = await ouvrirServeurDEssai();
  const complet = { ...serveur.urls, modele: 'template0' };
  const nom = `bench_${randomBytes(6).toString('hex')}`;
  try {
    const base = await creerBase(complet, nom, 'template0');
    await migrer(base.urlProprietaire, ROLE_APPLICATION);
    const orm = await ouvrirOrm(base.urlApplication);
    const proprietaire = new Client({ connectionString: base.urlProprietaire });
    await proprietaire.connect();
    try {
      return await grandir(orm, proprietaire);
    } finally {
      await proprietaire.end();
      await orm.close(true);
    }
  } finally {
    await supprimerBases(complet, new RegExp(`^${nom}$`));
    await serveur.fermer();
  }
}

async function grandir(orm: MikroORM, proprietaire: Client): Promise<CourbesDuJournal> {
  const [ecrire, lire, verifier]: [Point[], Point[], Point[]] = [[], [], []];
  const executeur = creerExecuteur({
    orm,
    registre: new RegistreVivant([]),
    horloge: HORLOGE_SYSTEME,
    urlPublique: 'http://127.0.0.1:3000',
  });
  let lignes = 0;
  const ajouter = async (combien: number): Promise<void> => {
    await enTransaction(orm, systeme, (em) => inscrire(em, combien));
    lignes += combien;
  };
  for (const x of TAILLES) {
    while (lignes < x) await ajouter(Math.min(1_000, x - lignes));
    // As autovacuum does of itself, later.
    await proprietaire.query('analyze journal, journal_valeur');
    ecrire.push({ x, y: await mediane(() => ajouter(LIGNES_D_UN_ACTE)) });
    lire.push({
      x,
      y: await mediane(() =>
        executeur.lire(agent(CHAINE, 1, 'responsable'), (unite) => {
          const vue = vueDe(unite, journal);
          return lireListe(unite, vue, lireRequete({}, vue), journal.liste);
        }),
      ),
    });
    verifier.push({ x, y: await mediane(() => enTransaction(orm, systeme, reverifier)) });
  }
  return { ecrire, lire, verifier };
}

async function reverifier(em: EntityManager): Promise<void> {
  const { anomalie } = await verifierChaine(em, CHAINE);
  if (anomalie !== null) throw new Error(anomalie);
}

const enTransaction = <T>(
  orm: MikroORM,
  acteur: Acteur,
  faire: (em: EntityManager) => Promise<T>,
): Promise<T> =>
  orm.em.fork().transactional(async (em) => {
    await annoncerActeur(em, acteur);
    return faire(em);
  });

/** As an agent who is named: one value of the line in plain words, one personal and only committed to. */
const inscrire = (em: EntityManager, combien: number): Promise<void> =>
  ajouterAuJournal(
    em,
    {
      chaine: CHAINE,
      partenaireId: null,
      le: new Date(),
      acteurId: null,
      acteurRole: 'systeme',
      requeteId: 'bench',
    },
    Array.from(
      { length: combien },
      (): LigneDeJournal => ({
        contexte: { commande: 'agent.nommer', motif: null },
        entite: 'AgentCaf',
        entiteId: randomUUID(),
        partenaireId: null,
        genre: 'creation',
        valeurs: [
          { champ: 'nom', avant: null, apres: 'Élodie' },
          { champ: 'profil', avant: null, apres: 'gestionnaire' },
        ],
      }),
    ),
  );

async function mediane(faire: () => Promise<unknown>): Promise<number> {
  await faire();
  const mesures: number[] = [];
  for (let tour = 0; tour < TOURS; tour += 1) mesures.push(await horloge(faire));
  return resumer(mesures).valeur;
}
