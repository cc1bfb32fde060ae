import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ActionInterdite, type RefusParRegle } from '#src/kernel/refus.ts';
import { decisionsDe } from '#src/kernel/decision/lectures.ts';
import {
  ajouterAnimateur,
  ajouterLieu,
  creerConventionnement,
  creerEquipement,
  modifierAnimateur,
  modifierConventionnement,
  modifierEquipement,
  modifierLieu,
  retirerLieu,
  rouvrirConventionnement,
  validerConventionnement,
  validerProfil,
} from '#src/domain/equipement/commandes.ts';
import { LieuImplantation, type Animateur, type Equipement } from '#src/domain/equipement/equipement.ts';
import { Journal } from '#src/kernel/journal/journal.ts';
import { dossierEquipement } from '#src/domain/equipement/lectures.ts';
import { contratsAuDelaDuPlafond } from '#src/domain/equipement/plafond.ts';
import { agent, partenaire as acteurPartenaire } from '#test/support/acteurs.ts';
import { compter, contratsDeTest, SIRENS, type Contrats } from '#test/support/contrats.ts';

let contrats: Contrats;
let partenaireId: string;
beforeAll(async () => {
  contrats = await contratsDeTest('2019-06-03');
  partenaireId = (await contrats.partenaire()).id;
});
afterAll(() => contrats.fermer());

const RAM = {
  type: 'RAM',
  nature: '',
  nom: 'CBA-RAM Les Marins marrants',
  bureauAnimateur: 'on',
  salleAttente: 'on',
  salleAnimation: 'on',
  projetFonctionnement: 'on',
  ouvertLe: '2010-09-01',
  lieuNature: 'unique',
  lieuNom: 'Maison de l’enfance',
  lieuAdresse: '2 quai',
  lieuCommuneCode: '45053',
};
const creer = (changements: object = {}) =>
  contrats.faire(creerEquipement, { partenaire: partenaireId, ...RAM, ...changements });
const lieux = (equipementId: string) =>
  contrats.executeur.lire(contrats.gestionnaire, ({ em }) =>
    em.find(LieuImplantation, { equipement: equipementId }, { orderBy: { nom: 'asc' } }),
  );
const dossier = (id: string) =>
  contrats.executeur.lire(contrats.gestionnaire, (unite) => dossierEquipement(unite, id));

describe('an equipment', () => {
  it('is recorded with its place, in a real commune', async () => {
    const equipement = await creer();
    expect(await lieux(equipement.id)).toMatchObject([
      { nature: 'unique', commune: 'Briare', codePostal: '45250' },
    ]);
  });
  it.each([
    [{ type: 'XYZ' }, 'type'],
    [{ lieuCommuneCode: '45999' }, 'lieuCommuneCode'],
    [{ lieuCommuneCode: 'Saint-Denis' }, 'lieuCommuneCode'],
    [{ lieuCommuneCode: '(45250)' }, 'lieuCommuneCode'],
    [{ lieuCodePostal: '75001' }, 'lieuCodePostal'],
    [{ lieuNature: 'activite' }, 'lieuNature'],
    [{ ouvertLe: '2019-02-30' }, 'ouvertLe'],
    [{ nom: '' }, 'nom'],
    [{ nom: RAM.nom }, 'nom'],
  ])('is refused with %j, on the field %s, and no place is left behind', async (changement, champ) => {
    const refus = await contrats.refus(creerEquipement, {
      partenaire: partenaireId,
      ...RAM,
      ...(champ === 'nom' ? {} : { nom: 'Autre' }),
      ...changement,
    });
    expect(Object.keys(refus.champs)).toEqual([champ]);
    expect(await compter(contrats, contrats.gestionnaire, 'lieu_implantation')).toBe(1);
  });
  it('closes after it opened', async () => {
    const equipement = await creer({ nom: 'Ram fermé' });
    const {
      type: _type,
      lieuNature: _nature,
      lieuNom: _nom,
      lieuAdresse: _adresse,
      lieuCommuneCode: _commune,
      ...fiche
    } = RAM;
    const saisie = { equipement: equipement.id, version: equipement.version, ...fiche, nom: 'Ram fermé' };
    expect(
      (await contrats.refus(modifierEquipement, { ...saisie, fermeLe: '2010-09-01' })).champs['fermeLe'],
    ).toBeDefined();
    expect(
      await contrats.faire(modifierEquipement, { ...saisie, salleAttente: '', fermeLe: '2018-01-01' }),
    ).toMatchObject({ salleAttente: false, fermeLe: '2018-01-01' });
  });
  it('is not recorded by a partner, and not seen by another Caf', async () => {
    expect(
      await contrats.refus(
        creerEquipement,
        { partenaire: partenaireId, ...RAM },
        acteurPartenaire(partenaireId),
      ),
    ).toBeInstanceOf(ActionInterdite);
    expect(await compter(contrats, agent('891', 2), 'equipement')).toBe(0);
    expect(
      (await contrats.refus(creerEquipement, { partenaire: partenaireId, ...RAM, nom: 'X' }, agent('891', 2)))
        .name,
    ).toBe('Introuvable');
  });
});

describe('its places: « un lieu unique, ou un lieu principal et X lieux d’activité »', () => {
  let equipement: Equipement;
  const LIEU = { nature: 'activite', nom: 'Salle des fêtes', communeCode: '45053' };
  beforeAll(async () => {
    equipement = await creer({ nom: 'Ram itinérant' });
  });

  it('a lieu unique excludes any other', async () => {
    expect((await contrats.refus(ajouterLieu, { equipement: equipement.id, ...LIEU })).name).toBe(
      'LieuUniqueExclusif',
    );
  });
  it('made principal, it takes lieux d’activité, and only one is principal', async () => {
    const [unique] = await lieux(equipement.id);
    await contrats.faire(modifierLieu, {
      lieu: unique?.id,
      version: unique?.version,
      nature: 'principal',
      nom: 'Maison',
      communeCode: '45053',
    });
    await contrats.faire(ajouterLieu, { equipement: equipement.id, ...LIEU });
    expect(
      (
        await contrats.refus(ajouterLieu, {
          equipement: equipement.id,
          ...LIEU,
          nom: 'Autre',
          nature: 'principal',
        })
      ).name,
    ).toBe('LieuPrincipalExistant');
    expect(
      (
        await contrats.refus(ajouterLieu, {
          equipement: equipement.id,
          ...LIEU,
          nom: 'Autre',
          nature: 'unique',
        })
      ).name,
    ).toBe('LieuUniqueExclusif');
    expect(
      (await contrats.refus(ajouterLieu, { equipement: equipement.id, ...LIEU })).champs['nom'],
    ).toContain('déjà un lieu');
  });
  it('the principal place cannot become unique, be given up or be removed while there are others', async () => {
    const principal = (await lieux(equipement.id)).find(({ nature }) => nature === 'principal');
    const saisie = { lieu: principal?.id, version: principal?.version, nom: 'Maison', communeCode: '45053' };
    expect((await contrats.refus(modifierLieu, { ...saisie, nature: 'unique' })).name).toBe(
      'LieuUniqueExclusif',
    );
    expect((await contrats.refus(modifierLieu, { ...saisie, nature: 'activite' })).name).toBe(
      'LieuPrincipalRequis',
    );
    expect(
      (await contrats.refus(retirerLieu, { lieu: principal?.id, version: principal?.version })).name,
    ).toBe('LieuPrincipalRequis');
  });
  it('another named principal takes its place', async () => {
    const activite = (await lieux(equipement.id)).find(({ nature }) => nature === 'activite');
    await contrats.faire(modifierLieu, {
      lieu: activite?.id,
      version: activite?.version,
      ...LIEU,
      nature: 'principal',
    });
    expect((await lieux(equipement.id)).map(({ nom, nature }) => [nom, nature])).toEqual([
      ['Maison', 'activite'],
      ['Salle des fêtes', 'principal'],
    ]);
  });
  it('two changes made at the same time from the same page do not overwrite each other', async () => {
    const principal = (await lieux(equipement.id)).find(({ nature }) => nature === 'principal');
    const saisie = {
      lieu: principal?.id,
      version: principal?.version,
      nature: 'principal',
      communeCode: '45053',
    };
    const resultats = await Promise.allSettled(
      ['A', 'B', 'C'].map((suite) =>
        contrats.faire(modifierLieu, { ...saisie, nom: `Salle des fêtes ${suite}` }),
      ),
    );
    expect(resultats.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const resultat of resultats)
      if (resultat.status === 'rejected') expect(resultat.reason).toMatchObject({ name: 'VersionPerimee' });
  });
  it('a lieu d’activité can be removed', async () => {
    const activite = (await lieux(equipement.id)).find(({ nature }) => nature === 'activite');
    await contrats.faire(retirerLieu, { lieu: activite?.id, version: activite?.version });
    expect(await lieux(equipement.id)).toHaveLength(1);
  });
});

describe('its animateurs and conventionnement', () => {
  let ram: Equipement;
  let animateurs: Animateur[];
  const PERIODE = { du: '2019-01-01', au: '2023-01-01' };
  const valider = (conventionnement: { id: string; version: number }, changements: object = {}) => ({
    conventionnement: conventionnement.id,
    version: conventionnement.version,
    instance: 'conseil-administration',
    valideLe: '2019-05-20',
    etpValide: '1',
    ...changements,
  });
  beforeAll(async () => {
    ram = await creer({ nom: 'Grand Ram' });
  });

  it('without an animateur the validation is refused', async () => {
    const vide = await contrats.faire(creerConventionnement, { equipement: ram.id, ...PERIODE });
    const refus = await contrats.refus(validerConventionnement, valider(vide, { etpValide: '0' }));
    expect((refus as RefusParRegle).constats.map(({ issue }) => issue)).toEqual(['ANIMATEUR_ABSENT']);
    await contrats.faire(modifierConventionnement, {
      conventionnement: vide.id,
      version: vide.version,
      du: '2018-01-01',
      au: '2019-01-01',
    });
  });

  it('an animateur has the exact ETP of the contract, and a profile validated or not', async () => {
    const deEva = { nom: 'Roux', prenom: 'Eva', etpContrat: '0,80', du: '2015-01-01' };
    const saisie = { equipement: ram.id, ...deEva };
    expect(
      (await contrats.refus(ajouterAnimateur, { ...saisie, etpContrat: '123456' })).champs['etpContrat'],
    ).toContain('trop grand');
    expect(
      (await contrats.refus(ajouterAnimateur, { ...saisie, etpContrat: '0.80001' })).champs['etpContrat'],
    ).toBeDefined();
    expect(
      (await contrats.refus(ajouterAnimateur, { ...saisie, au: '2015-01-01' })).champs['au'],
    ).toBeDefined();
    const eva = await contrats.faire(ajouterAnimateur, saisie);
    expect(eva.profilValide).toBe(false);
    const valide = await contrats.faire(validerProfil, {
      animateur: eva.id,
      version: eva.version,
      valide: 'on',
      le: '2015-02-01',
    });
    expect(valide).toMatchObject({ profilValide: true, profilValideLe: '2015-02-01' });
    const pleinTemps = await contrats.faire(modifierAnimateur, {
      animateur: eva.id,
      version: valide.version,
      ...deEva,
      etpContrat: '1',
    });
    animateurs = [pleinTemps];
    for (let rang = 2; rang <= 8; rang += 1)
      animateurs.push(
        await contrats.faire(ajouterAnimateur, { ...saisie, nom: `Roux ${rang}`, etpContrat: '1' }),
      );
  });

  it('a period is ordered, within the longest duration in force, and its animateurs are the equipment’s', async () => {
    expect(
      (
        await contrats.refus(creerConventionnement, {
          equipement: ram.id,
          du: '2019-01-01',
          au: '2019-01-01',
        })
      ).champs['au'],
    ).toBeDefined();
    expect(
      (
        await contrats.refus(creerConventionnement, {
          equipement: ram.id,
          du: '2019-01-01',
          au: '2024-01-02',
        })
      ).name,
    ).toBe('DureeExcessive');
    const ailleurs = await creer({ nom: 'Petit Ram' });
    const etranger = await contrats.faire(ajouterAnimateur, {
      equipement: ailleurs.id,
      nom: 'X',
      prenom: 'Y',
      etpContrat: '1',
      du: '2015-01-01',
    });
    expect(
      (
        await contrats.refus(creerConventionnement, {
          equipement: ram.id,
          ...PERIODE,
          animateurs: [etranger.id],
        })
      ).name,
    ).toBe('AnimateurInconnu');
  });

  it('the Caf cannot validate more than the contracts, nor above the cap: the refusal offers a second conventionnement', async () => {
    const tous = await contrats.faire(creerConventionnement, {
      equipement: ram.id,
      ...PERIODE,
      numeroMaia: 'M-1',
    });
    expect(tous.animateurs).toHaveLength(8);
    const trop = await contrats.refus(validerConventionnement, valider(tous, { etpValide: '8.5' }));
    expect((trop as RefusParRegle).constats.map(({ issue }) => issue)).toEqual([
      'ETP_VALIDE_SUPERIEUR_CONTRAT',
      'ETP_PLAFOND_DEPASSE',
    ]);
    const plafond = await contrats.refus(validerConventionnement, valider(tous, { etpValide: '6.0001' }));
    expect(plafond.name).toBe('ConventionnementRefuse');
    expect(
      (plafond as RefusParRegle).constats.map(({ issue, commentCorriger }) => [
        issue,
        /second conventionnement/.test(commentCorriger),
      ]),
    ).toEqual([['ETP_PLAFOND_DEPASSE', true]]);
    expect(plafond.champs['etpValide']).toBeDefined();
    expect(
      (await dossier(ram.id)).conventionnements.find(
        ({ conventionnement }) => conventionnement.id === tous.id,
      ),
    ).toMatchObject({ conventionnement: { etat: 'brouillon' }, decisions: [] });
    await contrats.faire(modifierConventionnement, {
      conventionnement: tous.id,
      version: tous.version,
      ...PERIODE,
      numeroMaia: 'M-1',
      animateurs: animateurs.slice(0, 6).map(({ id }) => id),
    });
  });

  it('before the Ca is asked, the page says that the contracts call for a second conventionnement; not once there are two', async () => {
    const alerte = async (conventionnements: number, presents = 8) =>
      contrats.executeur.lire(contrats.gestionnaire, async (unite) => {
        const { equipement, animateurs: tous } = await dossierEquipement(unite, ram.id);
        return contratsAuDelaDuPlafond(
          unite,
          equipement,
          tous.slice(0, presents),
          Array.from({ length: conventionnements }, () => ({ au: '2023-01-01' })),
        );
      });
    expect(await alerte(1)).toMatchObject({
      etpContrats: '8',
      constats: [
        {
          issue: 'ETP_PLAFOND_DEPASSE',
          commentCorriger: expect.stringContaining('second conventionnement') as unknown,
        },
      ],
    });
    expect([(await alerte(0)) === null, await alerte(2), await alerte(1, 6)]).toEqual([false, null, null]);
  });

  it('a work contract is counted once: the second conventionnement takes the others', async () => {
    expect(
      (
        await contrats.refus(creerConventionnement, {
          equipement: ram.id,
          ...PERIODE,
          animateurs: [animateurs[0]?.id],
        })
      ).name,
    ).toBe('AnimateurDejaCompte');
    const second = await contrats.faire(creerConventionnement, {
      equipement: ram.id,
      ...PERIODE,
      numeroMaia: 'M-2',
    });
    expect(second.animateurs).toEqual(
      expect.arrayContaining(animateurs.slice(6).map(({ id }) => id)) as string[],
    );
    expect(second.animateurs).toHaveLength(2);
    expect(
      (
        await contrats.refus(creerConventionnement, {
          equipement: ram.id,
          du: '2023-01-01',
          au: '2024-01-01',
          numeroMaia: 'M-2',
        })
      ).champs['numeroMaia'],
    ).toContain('Maia');
    for (const { conventionnement } of (await dossier(ram.id)).conventionnements.filter(
      ({ conventionnement: { du } }) => du === PERIODE.du,
    )) {
      const valide = await contrats.faire(
        validerConventionnement,
        valider(conventionnement, {
          etpValide: String(conventionnement.animateurs.length),
          instance: 'commission-delegataire',
          profils: conventionnement.animateurs,
        }),
      );
      expect(valide).toMatchObject({
        etat: 'valide',
        valideLe: '2019-05-20',
        instance: 'commission-delegataire',
      });
      const decisions = await contrats.executeur.lire(contrats.gestionnaire, (unite) =>
        decisionsDe(unite, 'Conventionnement', conventionnement.id),
      );
      expect(decisions.map(({ jeu, issues }) => [jeu, issues]).sort()).toEqual([
        ['conventionnement', ['CONVENTIONNABLE']],
        ['etp-equipement', ['ETP_CONFORME']],
      ]);
    }
  });

  it('validated, it changes no more; opened again with a reason while nothing depends on it', async () => {
    const [premier] = (await dossier(ram.id)).conventionnements;
    const { id, version } = premier?.conventionnement ?? { id: '', version: 0 };
    expect(
      (await contrats.refus(modifierConventionnement, { conventionnement: id, version, ...PERIODE })).name,
    ).toBe('ConventionnementValide');
    expect(
      (await contrats.refus(rouvrirConventionnement, { conventionnement: id, version, motif: '' })).champs[
        'motif'
      ],
    ).toBeDefined();
    const rouvert = await contrats.faire(rouvrirConventionnement, {
      conventionnement: id,
      version,
      motif: 'Erreur d’Etp',
    });
    expect(rouvert).toMatchObject({ etat: 'brouillon', etpValide: null, decision: null });
    expect(
      (await contrats.refus(validerConventionnement, valider(rouvert, { valideLe: '2019-06-04' }))).champs[
        'valideLe'
      ],
    ).toContain('futur');
  });

  it('a missing room is a finding each', async () => {
    const incomplet = await creer({
      nom: 'Ram sans salles',
      salleAttente: '',
      salleAnimation: '',
      projetFonctionnement: '',
    });
    await contrats.faire(ajouterAnimateur, {
      equipement: incomplet.id,
      nom: 'A',
      prenom: 'B',
      etpContrat: '1',
      du: '2015-01-01',
    });
    const conventionnement = await contrats.faire(creerConventionnement, {
      equipement: incomplet.id,
      ...PERIODE,
    });
    const refus = await contrats.refus(
      validerConventionnement,
      valider(conventionnement, { profils: conventionnement.animateurs }),
    );
    expect((refus as RefusParRegle).constats.map(({ issue }) => issue)).toEqual([
      'LOCAL_INCOMPLET',
      'LOCAL_INCOMPLET',
      'PROJET_ABSENT',
    ]);
    expect((await dossier(incomplet.id)).constats.map(({ issue }) => issue)).toContain('LOCAL_INCOMPLET');
  });

  describe('the profiles of its animateurs are validated in the same sitting', () => {
    let relais: Equipement;
    const mesAnimateurs = async () => (await dossier(relais.id)).animateurs;
    const ajouter = (nom: string) =>
      contrats.faire(ajouterAnimateur, {
        equipement: relais.id,
        nom,
        prenom: 'Lou',
        etpContrat: '1',
        du: '2015-01-01',
      });
    const leSien = async () =>
      (await dossier(relais.id)).conventionnements
        .map(({ conventionnement }) => conventionnement)
        .find(({ du }) => du === PERIODE.du) ?? { id: '', version: 0 };
    const preparer = () => contrats.faire(creerConventionnement, { equipement: relais.id, ...PERIODE });
    beforeAll(async () => {
      relais = await creer({ nom: 'Ram aux profils' });
      await ajouter('Premier');
      await ajouter('Second');
    });

    it('none validated, the validation is refused on the field of the profiles; nothing is kept', async () => {
      const refus = await contrats.refus(validerConventionnement, valider(await preparer()));
      expect((refus as RefusParRegle).constats.map(({ issue }) => issue)).toEqual(['PROFIL_NON_VALIDE']);
      expect(refus.champs['profils']).toContain(
        'valide ensemble le projet, le profil de l’animateur et son temps de travail',
      );
      expect((await mesAnimateurs()).map(({ profilValide }) => profilValide)).toEqual([false, false]);
    });

    it('only animateurs the conventionnement counts can be ticked', async () => {
      const conventionnement = await leSien();
      expect(
        (
          await contrats.refus(
            validerConventionnement,
            valider(conventionnement, { profils: [animateurs[0]?.id] }),
          )
        ).name,
      ).toBe('ProfilHorsConventionnement');
    });

    it('some only, it is validated with a warning, and those ticked have the date of the sitting, with the journal', async () => {
      const conventionnement = await leSien();
      const [premier] = await mesAnimateurs();
      const valide = await contrats.faire(
        validerConventionnement,
        valider(conventionnement, { profils: [premier?.id] }),
      );
      expect(valide.decision).toMatchObject({
        issues: ['PROFILS_EN_PARTIE_VALIDES'],
        faits: { nombreAnimateurs: 2, nombreProfilsValides: 1 },
      });
      expect(
        (await mesAnimateurs()).map(({ profilValide, profilValideLe }) => [
          profilValide,
          profilValideLe ?? null,
        ]),
      ).toEqual([
        [true, '2019-05-20'],
        [false, null],
      ]);
      const lignes = await contrats.executeur.lire(contrats.gestionnaire, ({ em }) =>
        em.find(Journal, { entite: 'Animateur', entiteId: premier?.id ?? '' }),
      );
      expect(lignes.map(({ commande }) => commande)).toContain('conventionnement.valider');
    });

    it('a profile already validated keeps its date', async () => {
      const conventionnement = await leSien();
      const rouvert = await contrats.faire(rouvrirConventionnement, {
        conventionnement: conventionnement.id,
        version: conventionnement.version,
        motif: 'Second profil',
      });
      const valide = await contrats.faire(
        validerConventionnement,
        valider(rouvert, { valideLe: '2019-05-27', profils: rouvert.animateurs }),
      );
      expect(valide.decision).toMatchObject({ issues: ['CONVENTIONNABLE'] });
      expect((await mesAnimateurs()).map(({ profilValideLe }) => profilValideLe)).toEqual([
        '2019-05-20',
        '2019-05-27',
      ]);
    });
  });

  it('for a type the source does not settle a person answers, with a reason, and the decision says the source is silent', async () => {
    const creche = await creer({ nom: 'Crèche', type: 'EAJE' });
    const conventionnement = await contrats.faire(creerConventionnement, {
      equipement: creche.id,
      ...PERIODE,
    });
    expect((await contrats.refus(validerConventionnement, valider(conventionnement))).name).toBe(
      'MotifRequis',
    );
    const valide = await contrats.faire(
      validerConventionnement,
      valider(conventionnement, { motif: 'Avis favorable de la commission' }),
    );
    expect(valide.etat).toBe('valide');
    const decisions = await contrats.executeur.lire(contrats.gestionnaire, (unite) =>
      decisionsDe(unite, 'Conventionnement', conventionnement.id),
    );
    expect(decisions.map(({ etat, issues }) => [etat, issues])).toEqual([
      ['source-muette', ['NON_SPECIFIE']],
    ]);
  });

  it('a partner’s user reads his own and nobody else’s', async () => {
    const autre = (await contrats.partenaire(SIRENS[1])).id;
    await expect(
      contrats.executeur.lire(acteurPartenaire(autre), (unite) => dossierEquipement(unite, ram.id)),
    ).rejects.toMatchObject({ name: 'Introuvable' });
  });
});
