import { Client } from 'pg';
import { CAFS as CAFS_DE_LA_DEMONSTRATION } from '#src/cli/demonstration/cafs.ts';
import { ArretVoulu } from '#src/cli/sortie.ts';
import { Bilan } from './bilan.ts';
import { remettre, retirer } from './contraintes.ts';
import { copier, lireColonnes, type Colonnes, type Copie } from './copie.ts';
import type { Volumes } from './echelles.ts';
import { CAFS, DOSSIERS, EQUIPEMENTS, habilitationsPassees, NUMEROS } from './etapes.ts';
import {
  AUTRES,
  COURRIELS,
  decisionsDe,
  declarationsDe,
  DECISIONS_DES_DOSSIERS,
  evenementsDe,
  MODELES,
} from './histoire.ts';
import { ecrireJournal } from './journal.ts';
import { transmettre } from './transmissions.ts';
import { PLAGE_DES_SIREN, planifier, type Plan } from './plan.ts';
import { garderLesSources, poserPlan } from './poser.ts';
import { lireSource } from './source.ts';

/** The tables that are filled, each after those it names. */
const TABLES = [
  'organisme',
  'partenaire',
  'formulaire_eligibilite',
  'convention',
  'contrat_service',
  'interlocuteur',
  'bulletin_adhesion',
  'compte',
  'utilisateur',
  'equipement',
  'lieu_implantation',
  'animateur',
  'absence_animateur',
  'conventionnement',
  'habilitation',
  'declaration',
  'evenement_declaration',
  'decision',
  'transmission',
  'courriel',
] as const;

/** The Caf that keep every decision of their last exercice: those of the demonstration. */
const SUIVIES = CAFS_DE_LA_DEMONSTRATION.map(({ id }) => id);

/** Told what is done, and how far the declarations have got, from 0 to 1. */
interface Suivi {
  readonly etape: (texte: string) => void;
  readonly avancer: (part: number) => void;
}

/** What a load is worked with: more memory, and no wait for the disk before the end. */
const REGLAGES_DE_SESSION = `
  set local synchronous_commit = off; set local work_mem = '128MB'; set local maintenance_work_mem = '512MB';
  set local max_parallel_maintenance_workers = 2; set local statement_timeout = 0; set local timezone = 'UTC'`;

/**
 * Multiplies the demonstration that the base holds up to the volumes, by SQL, in one transaction: an interruption
 * leaves the base as it was. Deterministic for a given demonstration.
 * @param urlProprietaire connection of the owner of the tables
 * @returns rows, bytes and seconds of each table
 * @throws ArretVoulu when the base holds the load already, or anything that is not the demonstration
 */
export async function chargerEchelle(
  urlProprietaire: string,
  volumes: Volumes,
  suivi: Suivi = { etape: () => undefined, avancer: () => undefined },
): Promise<Bilan> {
  const client = new Client({ connectionString: urlProprietaire });
  await client.connect();
  const bilan = new Bilan([...TABLES, 'journal']);
  try {
    await client.query('begin');
    await client.query(REGLAGES_DE_SESSION);
    await exigerLaDemonstration(client);
    await remplir(client, volumes, bilan, suivi);
    await client.query('commit');
    await client.query('vacuum (analyze)');
    suivi.etape('Échelle : place reprise, statistiques faites');
    await bilan.peser(client);
    return bilan;
  } catch (erreur) {
    await client.query('rollback').catch(() => undefined);
    throw erreur;
  } finally {
    await client.end();
  }
}

async function exigerLaDemonstration(client: Client): Promise<void> {
  const { rows } = await client.query<{ deja: boolean; autres: boolean; vide: boolean }>(
    `select exists (select 1 from organisme where siren like $1) as deja, exists (select 1 from organisme where siren !~ $2) as autres,
       not exists (select 1 from declaration) as vide`,
    [`${PLAGE_DES_SIREN}%`, `^(999|${PLAGE_DES_SIREN})`],
  );
  const [{ deja, autres, vide } = { deja: false, autres: false, vide: true }] = rows;
  if (deja) throw new ArretVoulu('Les données à grande échelle sont déjà là : rien n’a été ajouté.');
  if (autres || vide)
    throw new ArretVoulu(
      'Cette base ne contient pas les seules données de démonstration : les données à grande échelle ne s’y chargent pas.',
    );
}

async function remplir(client: Client, volumes: Volumes, bilan: Bilan, suivi: Suivi): Promise<void> {
  const { etape } = suivi;
  const source = await lireSource(client);
  const plan = planifier(source, volumes);
  await garderLesSources(client, TABLES);
  await poserPlan(client, plan, source);
  etape(`Échelle : plan de ${plan.dossiers.length} partenaires`);
  for (const sql of CAFS) await client.query(sql);
  const colonnes = await lireColonnes(client, TABLES);
  await client.query(MODELES);
  const retires = await retirer(client, TABLES);
  const faire = (copie: Copie): Promise<void> =>
    bilan.chronometrer(copie.table, () => executer(client, colonnes, copie));
  for (const copie of [...DOSSIERS, ...EQUIPEMENTS, habilitationsPassees(plan.habilitationsPassees)])
    await faire(copie);
  etape('Échelle : partenaires, contrats, utilisateurs, équipements et habilitations');
  const recentes = await copierLHistoire(plan, faire, suivi);
  await bilan.chronometrer('transmission', async () => {
    for (const rang of recentes) await transmettre(client, colonnes, rang, SUIVIES);
  });
  await remettre(client, retires, (table, duree) => bilan.compter(table, duree));
  await client.query(NUMEROS);
  etape('Échelle : index reconstruits, contraintes vérifiées');
  await bilan.chronometrer('journal', () => ecrireJournal(client));
  etape('Échelle : journal');
}

async function executer(client: Client, colonnes: Colonnes, copie: Copie): Promise<void> {
  await client.query(copier(colonnes, copie));
}

/**
 * Declarations, events and decisions, campaign after campaign, the oldest first; then mails.
 * @returns the campaigns of the last exercice
 */
async function copierLHistoire(
  plan: Plan,
  faire: (copie: Copie) => Promise<void>,
  { etape, avancer }: Suivi,
): Promise<number[]> {
  const campagnes = [...new Set(plan.tranches.map(({ rang }) => rang))].sort((a, b) => b - a);
  const exerciceDe = new Map(plan.tranches.map(({ rang, exercice }) => [rang, exercice]));
  const dernier = Math.max(...exerciceDe.values());
  const recentes = campagnes.filter((rang) => exerciceDe.get(rang) === dernier);
  for (const copie of DECISIONS_DES_DOSSIERS) await faire(copie);
  for (const rang of campagnes) {
    const recente = recentes.includes(rang);
    await faire(declarationsDe(rang));
    await faire(evenementsDe(rang, recente));
    await faire(decisionsDe(rang, recente ? SUIVIES : []));
    avancer((campagnes.length - rang) / campagnes.length);
  }
  for (const copie of AUTRES) await faire(copie);
  await faire(COURRIELS);
  etape('Échelle : déclarations, décisions, événements et courriels');
  return recentes;
}
