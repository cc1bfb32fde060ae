import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ouvrirOrm } from '#src/cli/composition.ts';
import { MOT_DE_PASSE_DE_DEMONSTRATION } from '#src/cli/demonstration/scene.ts';
import { chargerEchelle } from '#src/cli/demonstration/nationale/charger.ts';
import { ECHELLES, type Volumes } from '#src/cli/demonstration/nationale/echelles.ts';
import { creerExecuteur } from '#src/database/executeur.ts';
import { chaines } from '#src/database/journal/lectures.ts';
import { verifierChaine } from '#src/database/journal/verification.ts';
import { Transmission } from '#src/domain/declaration/declaration.ts';
import { estIntacte } from '#src/domain/declaration/seal.ts';
import { chargerRegistre } from '#src/domain/politique/registre/base.ts';
import { rejouer } from '#src/domain/politique/registre/rejeu.ts';
import { Decision } from '#src/kernel/decision/decision.ts';
import { HORLOGE_SYSTEME } from '#src/kernel/horloge.ts';
import type { Executeur, UniteDeLecture } from '#src/kernel/commande.ts';
import { systeme } from '#test/support/acteurs.ts';
import { baseDeDemonstration } from '#test/support/echelle.ts';
import { Internaute } from '#test/support/internaute.ts';
import { creerBase, supprimerBases, type Base } from '#test/support/postgres.ts';
import { demarrerApplication } from '#test/support/serveur.ts';

/** A two-hundredth of the country in fewer Caf, with a third of its history. */
const VOLUMES: Volumes = {
  cafs: 5,
  partenaires: ECHELLES.nationale.partenaires / 200,
  equipements: ECHELLES.nationale.equipements / 200,
  utilisateurs: ECHELLES.nationale.utilisateurs / 200,
  habilitations: ECHELLES.nationale.habilitations / 200,
  declarations: 2_500,
};
const NOMS = ['essai_ec0', 'essai_ec1'] as const;
/** What checks and serves the rows of the base. */
const STRUCTURE = `
  select 'contrainte' as genre, conrelid::regclass || '.' || conname as nom, pg_get_constraintdef(oid) || convalidated as texte from pg_constraint where connamespace = 'public'::regnamespace
  union all select 'index', indexrelid::regclass::text, pg_get_indexdef(indexrelid) || indisvalid from pg_index where indrelid::regclass::text !~ '^(pg_|journal_mois)'
  union all select 'trigger', tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid) || tgenabled::text from pg_trigger where not tgisinternal and tgrelid::regclass::text !~ '^journal_mois'
  union all select 'règle', polrelid::regclass || '.' || polname, pg_get_expr(polqual, polrelid) || relrowsecurity from pg_policy p join pg_class c on c.oid = p.polrelid
  order by 1, 2`;

let demonstration: Base;
const bases: Base[] = [];
const clients = new Map<string, Client>();
let executeur: Executeur;
let fermer: () => Promise<void>;

beforeAll(async () => {
  const serveur = inject('essais');
  demonstration = await baseDeDemonstration(serveur);
  await supprimerBases(serveur, /^essai_ec[01]$/);
  for (const nom of NOMS) {
    const base = await creerBase(serveur, nom, demonstration.nom);
    await chargerEchelle(base.urlProprietaire, VOLUMES);
    bases.push(base);
  }
  for (const { nom, urlProprietaire } of [demonstration, ...bases]) {
    const client = new Client({ connectionString: urlProprietaire });
    await client.connect();
    clients.set(nom, client);
  }
  const orm = await ouvrirOrm(bases[0]?.urlApplication ?? '', 2);
  const registre = await chargerRegistre(orm);
  executeur = creerExecuteur({
    orm,
    registre,
    horloge: HORLOGE_SYSTEME,
    urlPublique: 'http://127.0.0.1:3000',
  });
  fermer = () => orm.close(true);
}, 400_000);

afterAll(async () => {
  await fermer();
  for (const client of clients.values()) await client.end();
  await supprimerBases(inject('essais'), /^essai_ec[01]$/);
});

const lignes = async <T extends object>(requete: string, nom: string = NOMS[0]): Promise<T[]> =>
  (await clients.get(nom)?.query<T>(requete))?.rows ?? [];
const lire = <T>(lecture: (unite: UniteDeLecture) => Promise<T>): Promise<T> =>
  executeur.lire(systeme, lecture);

describe('a demonstration multiplied', () => {
  it('holds the volumes that were asked for, those of the demonstration included', async () => {
    const [comptes] =
      await lignes(`select (select count(*) from caf)::int as cafs, (select count(*) from partenaire)::int as partenaires,
      (select count(*) from equipement)::int as equipements, (select count(*) from utilisateur)::int as utilisateurs,
      (select count(*) from habilitation)::int as habilitations, (select count(*) from declaration)::int as declarations`);
    expect(comptes).toEqual(VOLUMES);
  });

  it('stands behind the same keys, indexes, triggers and policies as before, all valid and enabled', async () => {
    expect(await lignes(STRUCTURE)).toEqual(await lignes(STRUCTURE, demonstration.nom));
  });

  it('is made of the same rows each time', async () => {
    const tables = await lignes<{ nom: string }>(
      "select relname as nom from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition order by 1",
    );
    for (const { nom } of tables) {
      const empreinte = `select md5(coalesce(string_agg(md5(t::text), '' order by md5(t::text)), '')) as empreinte from ${nom} t`;
      expect(await lignes(empreinte, NOMS[0]), nom).toEqual(await lignes(empreinte, NOMS[1]));
    }
  });

  it('has a journal whose chains verify, one for each Caf', async () => {
    const verifications = await lire(async ({ em }) => {
      const faites: { readonly chaine: string; readonly total: number; readonly lignes: number }[] = [];
      for (const chaine of await chaines(em)) {
        const { total, lignes: lues } = await verifierChaine(em, chaine);
        faites.push({ chaine, total, lignes: lues });
      }
      return faites;
    });
    expect(verifications.filter(({ total }) => total > 0)).toEqual([]);
    expect(verifications.length).toBe(VOLUMES.cafs + 1);
    expect(Math.min(...verifications.map(({ lignes: lues }) => lues))).toBeGreaterThan(100);
  });

  it('has decisions that replay as those they come from', async () => {
    await lire(async ({ em, registre }) => {
      const nouvelles = await em.find(
        Decision,
        { sujetType: 'Declaration', cafId: { $nin: ['451', '771', '974'] } },
        { orderBy: { id: 'asc' }, limit: 100 },
      );
      expect(nouvelles.length).toBe(100);
      for (const decision of nouvelles) expect((await rejouer(registre, decision)).differences).toEqual([]);
    });
  });

  it('has transmissions whose seal is whole and whose decisions are there', async () => {
    await lire(async ({ em }) => {
      const transmissions = await em.find(Transmission, {}, { orderBy: { id: 'asc' }, limit: 100 });
      expect(transmissions.filter((une) => !estIntacte(une))).toEqual([]);
      const citees = transmissions.flatMap(({ decisions }) => decisions);
      expect(await em.count(Decision, { id: { $in: citees } })).toBe(citees.length);
    });
  });

  it('gives every partner a SIREN with a right key, and nobody a password but one person of each Caf and her agents', async () => {
    const sirens = await lignes<{ siren: string }>("select siren from organisme where siren like '998%'");
    const cle = (siren: string): number =>
      [...siren].reverse().reduce((somme, chiffre, rang) => {
        const valeur = Number(chiffre) * (rang % 2 === 0 ? 1 : 2);
        return somme + (valeur > 9 ? valeur - 9 : valeur);
      }, 0) % 10;
    expect(sirens.filter(({ siren }) => cle(siren) !== 0)).toEqual([]);
    const [ouverts] = await lignes<{ nouveaux: number }>(
      `select count(*)::int - (select count(*)::int from utilisateur u join partenaire p on p.id = u.partenaire_id join organisme o on o.id = p.organisme_id
         join compte k on k.id = u.compte_id where o.siren like '999%' and k.empreinte_mot_de_passe is not null) as nouveaux
       from utilisateur u join compte k on k.id = u.compte_id where k.empreinte_mot_de_passe is not null`,
    );
    expect(ouverts?.nouveaux).toBe(VOLUMES.cafs);
  });

  it('refuses to be multiplied again, and leaves the base as it is', async () => {
    await expect(chargerEchelle(bases[1]?.urlProprietaire ?? '', VOLUMES)).rejects.toThrow(/déjà là/);
  });

  it('lets an agent and a partner of a new Caf sign in', async () => {
    const [base] = bases;
    const application = await demarrerApplication(base ? { base } : {});
    const [nouvelle] = await lignes<{ id: string }>(
      "select id from caf where id not in ('451', '771', '974') order by id limit 1",
    );
    const code = nouvelle?.id.toLowerCase() ?? '';
    const agent = await new Internaute(application.url).seConnecter(
      `gestionnaire@caf-${code}.example`,
      MOT_DE_PASSE_DE_DEMONSTRATION,
    );
    const liste = await agent.lire('/gestion/api/resources/declarations/actions/list');
    expect(liste.statut).toBe(200);
    const partenaire = await new Internaute(application.url).seConnecter(
      `administrateur@partenaire-${code}.example`,
      MOT_DE_PASSE_DE_DEMONSTRATION,
    );
    expect((await partenaire.lire('/partenaire/declarations')).texte).toContain('RAM ');
    await application.arreter();
  }, 120_000);
});
