import type { MikroORM } from '@mikro-orm/postgresql';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { creerExecuteur } from '#src/database/executeur.ts';
import { ouvrirOrm } from '#src/cli/composition.ts';
import type { Executeur } from '#src/kernel/commande.ts';
import { approuver, soumettreFichier, type Approbation } from '#src/domain/politique/commandes.ts';
import { lireSoumission } from '#src/domain/politique/consultation/lectures.ts';
import { sha256 } from '#src/domain/politique/porte/rapports.ts';
import type { SoumissionRegle } from '#src/domain/politique/versions/soumission-regle.ts';
import { chargerRegistre, recharger } from '#src/domain/politique/registre/base.ts';
import { RuleFolder, RULES_FOLDER } from '#src/domain/politique/livraison/fichiers.ts';
import { preparerLivraison, preparerVersion } from '#src/domain/politique/livraison/livraison.ts';
import { travaillerUneEtude } from '#src/domain/politique/etude/travailleur.ts';
import { initialiserRegistre, type VersionAPublier } from '#src/domain/politique/livraison/publication.ts';
import type { RegistreVivant } from '#src/domain/politique/registre/registre.ts';
import { analyste, systeme } from '#test/support/acteurs.ts';
import { horlogeDeTest, type HorlogeDeTest } from '#test/support/application.ts';
import { baseDeTest } from '#test/support/base.ts';

/** Whether a second approbateur may be granted; one is in place. QUOTA_ATTEINT as delivered. */
export const FAITS = {
  typeEquipement: 'RAM',
  role: 'APPROBATEUR',
  portee: 'activite',
  titulairesActifs: 1,
  titulairesEnAttente: 0,
} as const;

/** Two analysts, and the registry of the delivered files on a database of its own. */
export interface Fixture {
  readonly orm: MikroORM;
  readonly registre: RegistreVivant;
  readonly executeur: Executeur;
  readonly horloge: HorlogeDeTest;
  readonly livrees: readonly VersionAPublier[];
  readonly urlApplication: string;
  /** Above row-level security. */
  readonly proprietaire: Client;
  fermer(): Promise<void>;
}

/**
 * @param jeux the delivered files to publish, by name; all of them when not given
 * @param copies other names under which the quotas file is published too, so that each test has its own
 */
export async function monter(
  depart = '2026-03-02',
  jeux?: readonly string[],
  copies: readonly string[] = [],
): Promise<Fixture> {
  const { urlApplication, urlProprietaire } = await baseDeTest();
  const proprietaire = new Client({ connectionString: urlProprietaire });
  await proprietaire.connect();
  await proprietaire.query(
    "insert into caf (id, nom, fuseau_horaire) values ('451', 'Caf A', 'Europe/Paris')",
  );
  for (const rang of [1, 2, 3]) {
    const { compteId, nom, prenom } = analyste(rang);
    const courriel = `analyste${rang}@cnaf.example`;
    await proprietaire.query(
      'insert into compte (id, courriel, sessions_valides_depuis, cree_le) values ($1, $2, now(), now())',
      [compteId, courriel],
    );
    await proprietaire.query(
      "insert into analyste (id, compte_id, nom, prenom, courriel, ouvert_le) values (gen_random_uuid(), $1, $2, $3, $4, '2020-01-01')",
      [compteId, nom, prenom, courriel],
    );
  }
  const orm = await ouvrirOrm(urlApplication);
  const registre = await chargerRegistre(orm);
  const horloge = horlogeDeTest(depart);
  const executeur = creerExecuteur({ orm, registre, horloge, urlPublique: 'http://127.0.0.1' });
  const dossier = new RuleFolder();
  const livrees =
    jeux === undefined
      ? await preparerLivraison(dossier)
      : await Promise.all(
          (await dossier.tous())
            .filter(({ id }) => jeux.includes(id))
            .map((reference) => preparerVersion(dossier, reference)),
        );
  const modele = livrees.find(({ jeu }) => jeu === 'quotas');
  for (const jeu of modele ? copies : []) {
    const canonique = modele?.canonique.replace('"id":"quotas"', `"id":"${jeu}"`) ?? '';
    livrees.push({
      empreinte: sha256(canonique),
      genre: 'regles',
      jeu,
      numero: '1.0.0',
      canonique,
      texte: canonique,
    });
  }
  await executeur.executer(systeme, initialiserRegistre, { versions: livrees });
  await recharger(registre, orm);
  return {
    orm,
    registre,
    executeur,
    horloge,
    livrees,
    urlApplication,
    proprietaire,
    async fermer() {
      await proprietaire.end();
      await orm.close(true);
    },
  };
}

interface FichierDeQuotas {
  id: string;
  version: string;
  parametres: { quotaApprobateur: { valeurs: Record<string, unknown>[] } };
}

/**
 * Text of the quotas file under another number, with the maximum of approbateurs given from a day on, and
 * another name.
 */
export async function quotas(
  numero: string,
  maximum?: { du: string; valeur: number },
  jeu = 'quotas',
): Promise<string> {
  const fichier = JSON.parse(
    await readFile(join(RULES_FOLDER, 'quotas/1.0.0.json'), 'utf8'),
  ) as FichierDeQuotas;
  const { valeurs } = fichier.parametres.quotaApprobateur;
  if (maximum) valeurs.push({ ...valeurs.at(-1), ...maximum });
  return JSON.stringify({ ...fichier, id: jeu, version: numero }, null, 2);
}

/** Submits a text as the first analyst. */
export const soumettreTexte = (
  { executeur }: Fixture,
  texte: string,
  jours: { du?: string; au?: string } = {},
): Promise<SoumissionRegle> =>
  executeur.executer(analyste(1), soumettreFichier, {
    genre: 'regles',
    jeu: (JSON.parse(texte) as FichierDeQuotas).id,
    texte,
    motif: 'Essai',
    ...jours,
  });

/** Works on the studies that wait, as a server does. */
export async function etudier({ executeur }: Pick<Fixture, 'executeur'>): Promise<void> {
  while (
    (await travaillerUneEtude(
      { executeur, log: { error: () => undefined } },
      new AbortController().signal,
    )) !== 'rien'
  );
}

/**
 * Approves a submission as the second analyst, on its reports as they are once its study is made, and reads
 * the registry again.
 */
export async function approuverLa(
  fixture: Pick<Fixture, 'executeur' | 'orm' | 'registre'>,
  { id }: SoumissionRegle,
  saisie: object = {},
): Promise<Approbation> {
  await etudier(fixture);
  const { version, empreinte, empreinteRapports, empreinteLot } = await fixture.executeur.lire(
    analyste(2),
    (unite) => lireSoumission(unite, id),
  );
  const faite = await fixture.executeur.executer(analyste(2), approuver, {
    id,
    version,
    empreinte,
    empreinteRapports,
    empreinteLot,
    ...saisie,
  });
  await recharger(fixture.registre, fixture.orm);
  return faite;
}

/** Both acts, one after the other. */
export const publier = async (
  fixture: Fixture,
  texte: string,
  jours?: { du?: string; au?: string },
): Promise<Approbation> => approuverLa(fixture, await soumettreTexte(fixture, texte, jours));
