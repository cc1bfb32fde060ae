import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import type { Acteur } from '#src/domain/commun/acteur.ts';
import type { Commande } from '#src/domain/commun/commande.ts';
import { Refus, VersionPerimee } from '#src/domain/commun/refus.ts';
import { VoletModifieAilleurs } from '#src/domain/declaration/refus.ts';
import { peut } from '#src/domain/droits/droits.ts';
import { systeme } from '#test/support/acteurs.ts';
import { applicationDeTest, type ApplicationDeTest } from '#test/support/application.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';

type UneCommande = Commande<z.ZodType, unknown>;

/** Why a command takes no version: it is based on no record that somebody read, or changes no record. Every other one must take it. */
const SANS_VERSION: Readonly<Record<string, readonly string[]>> = {
  'makes a new record': [
    'absence.enregistrer', 'agent.creer', 'analyste.creer', 'animateur.ajouter', 'bulletin.creer', 'caf.creer', 'campagne.creer', 'contrat.creer', 'convention.creer', 'conventionnement.creer', 'declaration.commencer', 'eligibilite.creer',
    'equipement.creer', 'habilitation.affecter', 'impact.lancer', 'interlocuteur.ajouter', 'lien.creer', 'lieu.ajouter', 'mandat.donner', 'partenaire.creer', 'regle.creerBrouillon', 'regle.demanderAnnulation', 'regle.demanderReactivation',
    'regle.reactiverEnUrgence', 'regle.reprendreLesCas', 'regle.soumettreFichier', 'utilisateur.creer', 'courriel.alerter',
  ],
  'opens, closes or proves an access, whatever the record says by then; changes no field of it': [
    'agent.leverSecondFacteur', 'compte.accepterInvitation', 'compte.activerSecondFacteur', 'compte.changerMotDePasse', 'compte.demanderReinitialisation', 'compte.fermerAutresSessions', 'compte.fermerSession', 'compte.leverSecondFacteur',
    'compte.preparerSecondFacteur', 'compte.reinitialiserMotDePasse', 'compte.renouvelerCodesDeSecours', 'compte.retirerSecondFacteur', 'compte.utiliserCodeDeSecours', 'eligibilite.inviter',
    'utilisateur.deverrouiller', 'utilisateur.imposerMotDePasse', 'utilisateur.inviter', 'utilisateur.reinitialiserMotDePasse',
  ],
  'goes on with work of the program, taken by one worker at a time': [
    'impact.arreter', 'impact.echouer', 'impact.poser', 'impact.prendre', 'impact.rendre', 'impact.reprendre', 'impact.terminer', 'reprise.denombrer', 'reprise.prendre', 'reprise.prolonger', 'reprise.rendre', 'reprise.terminer',
  ],
  'is run by the operator, at the shell or at the start': ['demonstration.signerContrats', 'journal.purger', 'personne.effacer', 'personne.exporter', 'referentiel.charger', 'regle.initialiser'],
  'measures, and writes nothing': ['regle.preparerEtude', 'regle.preparerReactivation'],
  'takes the version of each draft, line by line': ['regle.remplacerValeursFictives'],
};

/** What must be so for a command to get as far as the version: what stops it earlier is not told of the record. */
const ETATS: Readonly<Record<string, string>> = { 'soumission_regle.etat': 'soumis', 'convention.etat': 'active' };

/** One row in every table, all with this identifier: whatever a command asks for, it finds. */
const U = '5ab00000-0000-4000-8000-000000000001';
const VERSION = 7;

const perimee = (erreur: unknown): boolean => erreur instanceof VersionPerimee || erreur instanceof VoletModifieAilleurs;

/** Every command of the program, by its module's export. */
async function toutes(): Promise<[nom: string, commande: UneCommande][]> {
  const racine = resolve(import.meta.dirname, '../../../src');
  const fichiers = readdirSync(racine, { recursive: true, encoding: 'utf8' }).filter((chemin) => chemin.endsWith('.ts') && readFileSync(resolve(racine, chemin), 'utf8').includes('definirCommande('));
  const trouvees = new Map<string, UneCommande>();
  for (const fichier of fichiers) {
    const module = await import(/* @vite-ignore */ resolve(racine, fichier)) as Record<string, unknown>;
    for (const [nom, une] of Object.entries(module)) if (typeof une === 'object' && une !== null && 'executer' in une && 'saisie' in une && 'droit' in une) trouvees.set(`${nom} (${(une as UneCommande).nom})`, une as UneCommande);
  }
  return [...trouvees].sort(([a], [b]) => a.localeCompare(b));
}

const attendUneVersion = ({ saisie }: UneCommande): boolean => saisie.safeParse({}).error?.issues.some(({ path }) => path[0] === 'version') ?? false;

const personne = { compteId: U, nom: 'Martin', prenom: 'Lou' };
const chezElle = { cafId: '451', fuseauHoraire: 'Europe/Paris' };
const ACTEURS: readonly Acteur[] = [
  { type: 'agent', ...personne, ...chezElle, agentId: U, profil: 'responsable' },
  {
    type: 'partenaire', ...personne, ...chezElle, utilisateurId: U, partenaireId: U, administrateur: true, groupes: [], mandats: [],
    habilitations: (['FOURNISSEUR_ACTIVITE', 'FOURNISSEUR_FINANCIER', 'APPROBATEUR'] as const).map((role) => ({ id: U, role, equipementId: U, lieuId: null })),
  },
  { type: 'analyste', ...personne }, { type: 'invite', ...chezElle, partenaireId: U, formulaireId: U }, systeme,
];

let application: ApplicationDeTest;
let commandes: [nom: string, commande: UneCommande][];
beforeAll(async () => {
  commandes = await toutes();
  application = await applicationDeTest(await registreDesFichiers());
  await semer(new URL(application.urlProprietaire).pathname);
});
afterAll(() => application.fermer());

/** One row in each table, written above its checks and references. */
async function semer(base: string): Promise<void> {
  const adresse = new URL(inject('essais').url);
  adresse.pathname = base;
  const client = new Client({ connectionString: adresse.href });
  await client.connect();
  try {
    await remplir(client);
  } finally {
    await client.end();
  }
}

async function remplir(client: Client): Promise<void> {
  await client.query("set session_replication_role = 'replica'");
  const { rows: verifications } = await client.query<{ t: string; c: string }>("select conrelid::regclass::text as t, conname as c from pg_constraint where contype = 'c' and connamespace = 'public'::regnamespace");
  for (const { t, c } of verifications) await client.query(`alter table ${t} drop constraint if exists "${c}" cascade`);
  for (const nom of Object.values(application.orm.getMetadata().getAll()).map(({ tableName }) => tableName)) {
    const { rows: colonnes } = await client.query<{ nom: string; type: string; facultative: boolean }>(
      "select column_name as nom, data_type as type, is_nullable = 'YES' as facultative from information_schema.columns where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' and is_identity = 'NO'", [nom]);
    const valeurs = colonnes.filter(({ nom: colonne, facultative }) => !facultative || ['caf_id', 'partenaire_id'].includes(colonne)).map(({ nom: colonne, type }) => [colonne, valeurDe(nom, colonne, type)] as const);
    await client.query(`insert into "${nom}" (${valeurs.map(([colonne]) => `"${colonne}"`).join(', ')}) values (${valeurs.map((_, rang) => `$${rang + 1}`).join(', ')}) on conflict do nothing`, valeurs.map(([, valeur]) => valeur));
  }
}

function valeurDe(table: string, colonne: string, type: string): unknown {
  if (colonne.startsWith('version') && type === 'integer') return VERSION;
  if (colonne === 'caf_id' || (table === 'caf' && colonne === 'id')) return '451';
  if (colonne === 'fuseau_horaire') return 'Europe/Paris';
  switch (type) {
    case 'uuid': return U;
    case 'boolean': return false;
    case 'integer': case 'bigint': case 'numeric': return 1;
    case 'date': return colonne.startsWith('au') || colonne.startsWith('fin') ? '2099-01-01' : '2019-01-01';
    case 'timestamp with time zone': return '2019-01-01T00:00:00Z';
    case 'jsonb': case 'json': return '[]';
    default: return ETATS[`${table}.${colonne}`] ?? 'x';
  }
}

/** Whatever field a command looks for, it is there; the version is the one given. `ouvertes`, with which a volet is merged instead of refused, is not. */
const saisieDe = (version: number): object => new Proxy({}, { get: (_, champ) => (champ === 'version' ? version : champ === 'donnees' ? {} : champ === 'ouvertes' ? undefined : U) });

/** What a command answers, its input taken as it is; what it wrote is taken back. */
async function reponse(commande: UneCommande, version: number): Promise<unknown> {
  const acteur = ACTEURS.find((un) => peut(un, ...(commande.droit as Parameters<typeof peut> extends [unknown, ...infer Droit] ? Droit : never)));
  if (!acteur) throw new Error(`nobody may ${commande.nom}`);
  try {
    return await application.executeur.ensemble(acteur, async (faire) => {
      await faire({ ...commande, saisie: z.any() }, saisieDe(version));
      // The record stays as it was for the next one.
      throw new Error('done');
    });
  } catch (erreur) {
    return erreur;
  }
}

describe('a command', () => {
  it('that acts on an existing record takes the version it is based on', () => {
    const dispensees = new Set(Object.values(SANS_VERSION).flat());
    const sans = commandes.filter(([, commande]) => !attendUneVersion(commande)).map(([, { nom }]) => nom);
    expect(sans.filter((nom) => !dispensees.has(nom)), 'give these `version: versionLue()` and `chargerPourModifier`, or say in SANS_VERSION why they need none').toEqual([]);
    expect([...dispensees].filter((nom) => !sans.includes(nom)), 'no longer without a version').toEqual([]);
    expect(commandes.length).toBeGreaterThan(100);
  });

  it('refuses another version before anything else it finds in the record, and goes past the right one', async () => {
    const manques: string[] = [];
    for (const [nom, commande] of commandes.filter(([, une]) => attendUneVersion(une))) {
      const refus = await reponse(commande, VERSION - 1);
      if (!perimee(refus)) manques.push(`${nom}: ${refus instanceof Refus ? refus.name : String(refus)}`);
    }
    expect(manques).toEqual([]);
    for (const [nom, commande] of commandes.filter(([, une]) => attendUneVersion(une))) {
      // Each may end differently on a record made of nothing; none may end on its version.
      if (perimee(await reponse(commande, VERSION))) manques.push(`${nom} refuses the version recorded`);
    }
    expect(manques).toEqual([]);
  });
});
