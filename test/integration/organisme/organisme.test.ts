import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { creerAgent, cloturerAgent, creerAnalyste } from '#src/domain/acces/agent/commandes.ts';
import { creerCaf } from '#src/domain/territoire/caf/creer-caf.ts';
import { ActionInterdite } from '#src/kernel/refus.ts';
import {
  creerOrganismePartenaire,
  modifierOrganisme,
} from '#src/domain/contractualisation/organisme/commandes.ts';
import { Organisme } from '#src/domain/contractualisation/organisme/organisme.ts';
import { Partenaire } from '#src/domain/contractualisation/organisme/partenaire.ts';
import { chargerReferentiel } from '#src/domain/suivi/referentiels/charger.ts';
import { Service } from '#src/domain/contractualisation/service/service.ts';
import { agent, partenaire as acteurPartenaire, systeme } from '#test/support/acteurs.ts';
import { compter, contratsDeTest, SIRENS, type Contrats } from '#test/support/contrats.ts';

let contrats: Contrats;
beforeAll(async () => {
  contrats = await contratsDeTest();
});
afterAll(() => contrats.fermer());

const SAISIE = {
  siren: SIRENS[0],
  raisonSociale: 'COMMUNE DE BRIARE',
  forme: 'commune',
  adresse: '1 place',
  communeCode: '45053',
};

describe('an organisation recorded by a Caf', () => {
  it('becomes its partner, with its commune’s name and a prefix of its own for its users', async () => {
    const partenaire = await contrats.faire(creerOrganismePartenaire, { ...SAISIE, siren: '732 829 320' });
    expect(partenaire).toMatchObject({ nom: 'COMMUNE DE BRIARE', prefixe: 'COT4510001' });
    const autre = await contrats.faire(creerOrganismePartenaire, {
      ...SAISIE,
      siren: SIRENS[1],
      raisonSociale: 'ASSOCIATION',
      forme: 'association',
    });
    expect(autre.prefixe).toBe('COT4510002');
    expect(
      await contrats.executeur.lire(contrats.gestionnaire, ({ em }) =>
        em.findOneOrFail(Organisme, { siren: SIRENS[0] }),
      ),
    ).toMatchObject({ commune: 'Briare', codePostal: '45250' });
  });

  it.each([
    [{ siren: '732829321' }, 'siren'],
    [{ siren: '12' }, 'siren'],
    [{ siren: '' }, 'siren'],
    [{ raisonSociale: ' ' }, 'raisonSociale'],
    [{ forme: 'club' }, 'forme'],
    [{ communeCode: '45999' }, 'communeCode'],
    [{ codePostal: '75001' }, 'codePostal'],
  ])('is refused with %j, on the field %s, and nothing is written', async (changement, champ) => {
    const avant = await compter(contrats, contrats.gestionnaire, 'organisme');
    const refus = await contrats.refus(creerOrganismePartenaire, {
      ...SAISIE,
      siren: SIRENS[3],
      ...changement,
    });
    expect(refus.statut).toBe(422);
    expect(Object.keys(refus.champs)).toEqual([champ]);
    expect(await compter(contrats, contrats.gestionnaire, 'organisme')).toBe(avant);
  });

  it('is refused a second time by the same Caf, naming the partner', async () => {
    const refus = await contrats.refus(creerOrganismePartenaire, SAISIE);
    expect(refus).toMatchObject({ name: 'DejaPartenaire', statut: 409 });
    expect(refus.champs['siren']).toContain('COMMUNE DE BRIARE');
  });

  it('is known once nationally: another Caf’s partner shares its identity, and each sees its own partner only', async () => {
    const voisine = agent('891', 2);
    const partenaire = await contrats.faire(
      creerOrganismePartenaire,
      { ...SAISIE, raisonSociale: 'Autre nom' },
      voisine,
    );
    expect(partenaire).toMatchObject({ nom: 'COMMUNE DE BRIARE', prefixe: 'COT8910001' });
    expect(await compter(contrats, voisine, 'partenaire')).toBe(1);
    expect(await compter(contrats, contrats.gestionnaire, 'partenaire')).toBe(2);
  });

  it('refuses a script in its name and keeps « & » and quotes as text', async () => {
    const nom = 'Dupont & fils, dits « Les "Petits" »';
    const refus = await contrats.refus(creerOrganismePartenaire, {
      ...SAISIE,
      siren: SIRENS[2],
      raisonSociale: '<script>alert("x")</script>',
    });
    expect(refus?.champs).toHaveProperty('raisonSociale');
    const partenaire = await contrats.faire(creerOrganismePartenaire, {
      ...SAISIE,
      siren: SIRENS[2],
      raisonSociale: nom,
    });
    expect(
      await contrats.executeur.lire(contrats.gestionnaire, ({ em }) =>
        em.findOneOrFail(Partenaire, { id: partenaire.id }),
      ),
    ).toMatchObject({ nom });
  });

  it('is not created by a partner nor by a person who is of no Caf', async () => {
    expect(
      await contrats.refus(
        creerOrganismePartenaire,
        SAISIE,
        acteurPartenaire('00000000-0000-4000-8000-000000000000'),
      ),
    ).toBeInstanceOf(ActionInterdite);
    expect(await contrats.refus(creerOrganismePartenaire, SAISIE, systeme)).toBeInstanceOf(ActionInterdite);
  });

  it('is renamed with its partner, by a Caf it works with only', async () => {
    const organisme = await contrats.executeur.lire(contrats.gestionnaire, ({ em }) =>
      em.findOneOrFail(Organisme, { siren: SIRENS[1] }),
    );
    const saisie = {
      organisme: organisme.id,
      version: organisme.version,
      raisonSociale: 'ASSOCIATION DES RELAIS',
      forme: 'association',
    };
    expect((await contrats.refus(modifierOrganisme, saisie, agent('891', 2))).name).toBe(
      'OrganismeDUneAutreCaf',
    );
    await contrats.faire(modifierOrganisme, saisie);
    expect(
      await contrats.executeur.lire(contrats.gestionnaire, ({ em }) =>
        em.count(Partenaire, { nom: 'ASSOCIATION DES RELAIS' }),
      ),
    ).toBe(1);
    expect((await contrats.refus(modifierOrganisme, saisie)).name).toBe('VersionPerimee');
  });

  it('two recorded at the same time get two prefixes', async () => {
    const sirens = ['552081317', '542051180', '780129987', '383474814'];
    const crees = await Promise.all(
      sirens.map((siren, rang) =>
        contrats.faire(creerOrganismePartenaire, { ...SAISIE, siren, raisonSociale: `Organisme ${rang}` }),
      ),
    );
    expect(new Set(crees.map(({ prefixe }) => prefixe)).size).toBe(sirens.length);
  });
});

describe('reference data', () => {
  it('is loaded once, and loading again changes nothing', async () => {
    const lire = () =>
      contrats.executeur.lire(contrats.gestionnaire, ({ em }) =>
        em.find(Service, {}, { orderBy: { ordre: 'asc' }, disableIdentityMap: true }),
      );
    const avant = await lire();
    await contrats.faire(chargerReferentiel, {}, systeme);
    expect(await lire()).toEqual(avant);
    const services = await contrats.executeur.lire(contrats.gestionnaire, ({ em }) =>
      em.find(Service, {}, { orderBy: { ordre: 'asc' } }),
    );
    expect(services.map(({ id }) => id)).toEqual(['AFAS', 'CDAP']);
    expect(services[0]?.roles.map(({ code }) => code)).toEqual([
      'APPROBATEUR',
      'FOURNISSEUR_ACTIVITE',
      'FOURNISSEUR_FINANCIER',
      'CONSULTANT',
    ]);
  });
  it('is loaded by the application alone', async () => {
    expect(await contrats.refus(chargerReferentiel, {})).toBeInstanceOf(ActionInterdite);
  });
  it('a Caf needs a code of three characters and a real time zone', async () => {
    expect((await contrats.refus(creerCaf, { id: '4511', nom: 'X' }, systeme)).champs['id']).toBeDefined();
    expect(
      (await contrats.refus(creerCaf, { id: '452', nom: 'X', fuseauHoraire: 'Europe/Briare' }, systeme))
        .champs['fuseauHoraire'],
    ).toBeDefined();
    expect((await contrats.refus(creerCaf, { id: '451', nom: 'X' }, systeme)).name).toBe('CafExistante');
  });
});

describe('agents', () => {
  const personne = {
    nom: 'Garnier',
    prenom: 'Inès',
    courriel: 'ines.garnier@caf.exemple.fr',
    profil: 'gestionnaire',
  };

  it('are created in his own Caf by a responsable, and not by a gestionnaire', async () => {
    const responsable = agent('451', 3, 'responsable');
    expect(await contrats.refus(creerAgent, personne)).toBeInstanceOf(ActionInterdite);
    expect((await contrats.refus(creerAgent, { ...personne, caf: '891' }, responsable)).name).toBe(
      'AutreCaf',
    );
    const cree = await contrats.faire(creerAgent, personne, responsable);
    expect(cree).toMatchObject({ profil: 'gestionnaire', ouvertLe: '2019-03-04' });
    expect((await contrats.refus(creerAgent, personne, responsable)).name).toBe('AgentExistant');
    const cloture = { agent: cree.id, version: cree.version, closLe: '2019-04-01' };
    const soiMeme = { ...responsable, agentId: cree.id };
    expect((await contrats.refus(cloturerAgent, cloture, soiMeme)).name).toBe('ClotureDeSoiMeme');
    const ferme = await contrats.faire(cloturerAgent, cloture, responsable);
    expect(ferme.closLe).toBe('2019-04-01');
  });
  it('once closed are not closed again', async () => {
    const responsable = agent('451', 3, 'responsable');
    const cree = await contrats.faire(
      creerAgent,
      { ...personne, courriel: 'ines.parti@caf.exemple.fr' },
      responsable,
    );
    const aujourdhui = { agent: cree.id, closLe: '2019-03-04' };
    const { version } = await contrats.faire(
      cloturerAgent,
      { ...aujourdhui, version: cree.version },
      responsable,
    );
    expect((await contrats.refus(cloturerAgent, { ...aujourdhui, version }, responsable)).name).toBe(
      'AgentDejaClos',
    );
  });
  it('are created by the application in the Caf it names, one person for several Caf if need be', async () => {
    expect((await contrats.refus(creerAgent, { ...personne, caf: '000' }, systeme)).name).toBe('CafInconnue');
    const cree = await contrats.faire(creerAgent, { ...personne, caf: '891' }, systeme);
    expect(cree.caf.id).toBe('891');
  });
  it('an analyst is created by the application alone, once', async () => {
    const analyste = { nom: 'Robert', prenom: 'Noé', courriel: 'noe.robert@exemple.fr' };
    expect(await contrats.refus(creerAnalyste, analyste)).toBeInstanceOf(ActionInterdite);
    await contrats.faire(creerAnalyste, analyste, systeme);
    expect((await contrats.refus(creerAnalyste, analyste, systeme)).name).toBe('AnalysteExistant');
  });
});
