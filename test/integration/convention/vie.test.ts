import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Temporal } from 'temporal-polyfill';
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { BulletinAdhesion } from '#src/domain/contractualisation/bulletin/bulletin-adhesion.ts';
import { creerBulletin, modifierBulletin } from '#src/domain/contractualisation/bulletin/commandes.ts';
import { lireProfils } from '#src/domain/acces/compte/profils.ts';
import { modifierContrat, signerContrat } from '#src/domain/contractualisation/contrat/commandes.ts';
import { ContratService } from '#src/domain/contractualisation/contrat/contrat-service.ts';
import { etatDuContrat } from '#src/domain/contractualisation/contrat/etat.ts';
import {
  activerConvention,
  renouvelerConvention,
  resilierConvention,
  signerConvention,
} from '#src/domain/contractualisation/vie/commandes.ts';
import { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import { ACTES_DU_PARTENAIRE, fermeturesDe } from '#src/domain/contractualisation/echeance/echeance.ts';
import { situationContractuelle } from '#src/domain/contractualisation/echeance/situation.ts';
import { suiteDesRoles } from '#src/domain/delegation/convention/suite-des-roles.ts';
import { Courriel } from '#src/kernel/courriel.ts';
import { direRole } from '#src/domain/delegation/habilitation/libelles.ts';
import { contratsDeTest, SIRENS, type Contrats } from '#test/support/contrats.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';
import { ROLES } from '#test/support/roles.ts';

let contrats: Contrats;
let client: Client;
beforeAll(async () => {
  contrats = await contratsDeTest();
  client = new Client({ connectionString: contrats.urlProprietaire });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await contrats.fermer();
});
beforeEach(() => contrats.horloge.regler('2019-03-04'));

const lire = <T>(lecture: Parameters<Contrats['executeur']['lire']>[1]) =>
  contrats.executeur.lire(contrats.gestionnaire, lecture) as Promise<T>;
const sql = async <L extends object>(requete: string, valeurs: readonly unknown[] = []): Promise<L[]> =>
  (await client.query<L>(requete, [...valeurs])).rows;
const decale = (jour: string, jours: number): string =>
  Temporal.PlainDate.from(jour).add({ days: jours }).toString();
const relire = (id: string) => lire<Convention>(({ em }) => em.findOneOrFail(Convention, { id }));

interface Partie {
  readonly partenaireId: string;
  readonly convention: Convention;
  readonly compteId: string;
  readonly utilisateurId: string;
}

/**
 * A partner whose convention runs from 4 March 2019 to 4 March 2020, with a bulletin for four roles, an
 * administrateur who holds two of them and a mandate.
 */
async function partie(siren: string): Promise<Partie> {
  const partenaireId = (await contrats.partenaire(siren)).id;
  await contrats.formulaireEligible(partenaireId, { administrateurCourriel: `${siren}@exemple.fr` });
  const convention = await contrats.conventionActive(partenaireId);
  await contrats.faire(creerBulletin, {
    convention: convention.id,
    service: 'AFAS',
    portee: 'locale',
    roles: ['APPROBATEUR', 'FOURNISSEUR_ACTIVITE', 'FOURNISSEUR_FINANCIER', 'CONSULTANT'],
  });
  const [{ id: utilisateurId, compte_id: compteId } = { id: '', compte_id: '' }] = await sql<{
    id: string;
    compte_id: string;
  }>('select id, compte_id from utilisateur where partenaire_id = $1', [partenaireId]);
  await sql("update utilisateur set rattachement = 'accepte' where id = $1", [utilisateurId]);
  const equipement = randomUUID();
  await sql(
    "insert into equipement (id, caf_id, partenaire_id, type, nom, ouvert_le) values ($1, '451', $2, 'RAM', 'Ram Les Marins', '2019-01-01')",
    [equipement, partenaireId],
  );
  for (const role of ['APPROBATEUR', 'FOURNISSEUR_ACTIVITE']) {
    await sql(
      `insert into habilitation (id, caf_id, partenaire_id, utilisateur_id, role, portee, equipement_id, du, etat, demande_par, demande_le, traite_par)
      values ($1, '451', $2, $3, $4, 'activite', $5, '2019-03-04', 'accordee', $6, now(), $7)`,
      [randomUUID(), partenaireId, utilisateurId, role, equipement, compteId, contrats.gestionnaire.compteId],
    );
  }
  await sql(
    "insert into mandat (id, caf_id, partenaire_id, donne_par_id, titulaire_id, roles, equipements, du, cree_le) values ($1, '451', $2, $3, $3, '[]', '[]', '2019-03-04', now())",
    [randomUUID(), partenaireId, utilisateurId],
  );
  return { partenaireId, convention, compteId, utilisateurId };
}

/** Drafts and signs the renewal; with the services its contract authorises. */
async function renouveler(ancienne: Convention, services?: readonly string[]): Promise<Convention> {
  let suite = await contrats.faire(renouvelerConvention, {
    convention: ancienne.id,
    version: (await relire(ancienne.id)).version,
  });
  let contrat = await lire<ContratService>(({ em }) =>
    em.findOneOrFail(ContratService, { convention: suite.id }),
  );
  if (services) {
    const { id, version, fonctionnementCentre, horaires, escaladeCaf, escaladePartenaire } = contrat;
    contrat = await contrats.faire(modifierContrat, {
      contrat: id,
      version,
      fonctionnementCentre,
      horaires,
      escaladeCaf,
      escaladePartenaire,
      servicesAutorises: services,
    });
  }
  for (const cote of ['caf', 'partenaire']) {
    const signature = { cote, par: 'Signataire', le: '2019-03-04' };
    suite = await contrats.faire(signerConvention, {
      convention: suite.id,
      version: suite.version,
      ...signature,
    });
    contrat = await contrats.faire(signerContrat, {
      contrat: contrat.id,
      version: contrat.version,
      ...signature,
    });
  }
  return suite;
}
const activer = async ({ id }: Convention) =>
  contrats.faire(activerConvention, { convention: id, version: (await relire(id)).version });

/** What the person holds on a day, and the acts her partner may do. */
async function jourDe(
  { compteId, partenaireId }: Partie,
  jour: string,
): Promise<{ roles: string[]; mandats: number; fermes: string[] }> {
  contrats.horloge.regler(jour);
  const acteur = (await lireProfils(contrats.orm.em.fork(), contrats, compteId))?.profils[0]?.acteur;
  const { habilitations, mandats } =
    acteur?.type === 'partenaire' ? acteur : { habilitations: [], mandats: [] };
  const fermes: string[] = [];
  const situation = await contrats.executeur.lire(contrats.gestionnaire, (unite) =>
    situationContractuelle(unite, partenaireId),
  );
  const registre = await lesRegles;
  for (const acte of ACTES_DU_PARTENAIRE)
    if ((await fermeturesDe(acte, situation, { registre, aujourdhui: jour })).length > 0) fermes.push(acte);
  return { roles: habilitations.map(({ role }) => role).sort(), mandats: mandats.length, fermes };
}
const lesRegles = registreDesFichiers();
const TOUT = { roles: ['APPROBATEUR', 'FOURNISSEUR_ACTIVITE'], mandats: 1, fermes: [] };

describe('a convention that ends', () => {
  it('ended by the Caf, ends its contract and bulletins on that day, and the administrators are told what is still possible', async () => {
    const { convention } = await partie(SIRENS[0]);
    contrats.horloge.regler('2019-06-01');
    await contrats.faire(resilierConvention, {
      convention: convention.id,
      version: (await relire(convention.id)).version,
      motif: 'Fin du partenariat',
      le: '2019-07-01',
    });
    const contrat = await lire<ContratService>(({ em }) =>
      em.findOneOrFail(ContratService, { convention: convention.id }),
    );
    expect(contrat).toMatchObject({ du: '2019-03-04', au: '2019-07-01' });
    expect([etatDuContrat(contrat, '2019-06-30'), etatDuContrat(contrat, '2019-07-01')]).toEqual([
      'actif',
      'termine',
    ]);
    const bulletin = await lire<BulletinAdhesion>(({ em }) =>
      em.findOneOrFail(BulletinAdhesion, { convention: convention.id }),
    );
    expect(bulletin.au).toBe('2019-07-01');
    // No bulletin outlives it by a later change.
    const change = {
      bulletin: bulletin.id,
      version: bulletin.version,
      portee: 'locale',
      roles: ['CONSULTANT'],
    };
    expect((await contrats.refus(modifierBulletin, { ...change, au: '2019-08-01' })).name).toBe(
      'ClotureHorsPeriode',
    );
    expect(await contrats.faire(modifierBulletin, change)).toMatchObject({ au: '2019-07-01' });
    const lettres = await lire<Courriel[]>(({ em }) => em.find(Courriel, { objet: { $like: '%résiliée%' } }));
    expect(lettres.map(({ destinataire }) => destinataire)).toEqual([`${SIRENS[0]}@exemple.fr`]);
    expect(lettres[0]?.corps).toMatch(
      /à partir du 01\/07\/2019[\s\S]*Fin du partenariat[\s\S]*encore : consulter\./,
    );
  });

  it('at its term, ends its contract with it, by the date alone', async () => {
    const contrat = await lire<ContratService>(({ em }) =>
      em.findOneOrFail(ContratService, { etat: 'actif' }, { orderBy: { id: 'asc' } }),
    );
    expect([
      etatDuContrat({ ...contrat, au: '2020-03-04' }, '2020-03-03'),
      etatDuContrat({ ...contrat, au: '2020-03-04' }, '2020-03-04'),
    ]).toEqual(['actif', 'termine']);
  });
});

describe('a renewal that follows without a gap', () => {
  it('carries contract, bulletins, roles and mandates: nobody loses anything nor waits for the Caf on any day of the change', async () => {
    const lui = await partie(SIRENS[1]);
    const fin = lui.convention.au;
    contrats.horloge.regler('2020-02-10');
    const suite = await renouveler(lui.convention);
    await activer(suite);
    for (let k = -3; k <= 3; k += 1) expect([k, await jourDe(lui, decale(fin, k))]).toEqual([k, TOUT]);
    const contrat = await lire<ContratService>(({ em }) =>
      em.findOneOrFail(ContratService, { convention: suite.id }),
    );
    expect(contrat).toMatchObject({ etat: 'actif', du: fin, au: suite.au });
    expect(
      await sql(
        "select count(*)::int as n from habilitation where partenaire_id = $1 and (etat <> 'accordee' or au is not null)",
        [lui.partenaireId],
      ),
    ).toEqual([{ n: 0 }]);
  });

  it('does not carry a role that no bulletin of it opens, says so by name before it is signed, and ends it that day', async () => {
    const lui = await partie(SIRENS[2]);
    const fin = lui.convention.au;
    contrats.horloge.regler('2020-02-10');
    const suite = await renouveler(lui.convention, ['CDAP']);
    const annonces = await lire<string[]>(async (unite) =>
      (await suiteDesRoles(unite, await unite.em.findOneOrFail(Convention, { id: suite.id }))).perdus
        .map(direRole(ROLES))
        .sort(),
    );
    expect(annonces).toEqual(
      [
        'Approbateur de Chantal Baillet (Ram Les Marins)',
        'Fournisseur de données d’activité de Chantal Baillet (Ram Les Marins)',
      ].sort(),
    );
    const { annonce } = await activer(suite);
    expect(annonce).toEqual({ invite: null, prevenus: ['Chantal Baillet'] });
    expect((await jourDe(lui, decale(fin, -1))).roles).toEqual(TOUT.roles);
    expect((await jourDe(lui, fin)).roles).toEqual([]);
    const [lettre] = await lire<Courriel[]>(({ em }) =>
      em.find(Courriel, { objet: { $like: '%renouvelée%' }, destinataire: `${SIRENS[2]}@exemple.fr` }),
    );
    expect(lettre?.corps).toContain('Rôles qui ne se poursuivent pas');
  });
});

describe('one day without convention', () => {
  it('interrupts: what was held is to be granted again when the next one begins, whichever was signed first', async () => {
    const lui = await partie(SIRENS[3]);
    const fin = lui.convention.au;
    contrats.horloge.regler('2020-02-10');
    const suite = await renouveler(lui.convention);
    await activer(suite);
    // The former is then ended one day before its term: the renewal no longer follows.
    await contrats.faire(resilierConvention, {
      convention: lui.convention.id,
      version: (await relire(lui.convention.id)).version,
      motif: 'Essai',
      le: decale(fin, -1),
    });
    expect(await jourDe(lui, decale(fin, -2))).toEqual(TOUT);
    const jourSans = await jourDe(lui, decale(fin, -1));
    expect([jourSans.roles, jourSans.fermes]).toEqual([
      TOUT.roles,
      ACTES_DU_PARTENAIRE.filter((acte) => acte !== 'consulter'),
    ]);
    expect(await jourDe(lui, fin)).toEqual({ roles: [], mandats: 0, fermes: [] });
  });
});
