import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  creerConvention,
  activerConvention,
  modifierConvention,
  renouvelerConvention,
  resilierConvention,
  rouvrirConvention,
  signerConvention,
} from '#src/domain/contractualisation/vie/commandes.ts';
import { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import { etatDeLaConvention } from '#src/domain/contractualisation/convention/etat.ts';
import { creerBulletin } from '#src/domain/contractualisation/bulletin/commandes.ts';
import { BulletinAdhesion } from '#src/domain/contractualisation/bulletin/bulletin-adhesion.ts';
import { ActionInterdite, type RefusParRegle } from '#src/kernel/refus.ts';
import { signerContrat } from '#src/domain/contractualisation/contrat/commandes.ts';
import { ContratService, Interlocuteur } from '#src/domain/contractualisation/contrat/contrat-service.ts';
import { Courriel } from '#src/kernel/courriel.ts';
import { Decision } from '#src/kernel/decision/decision.ts';
import {
  completerFormulaire,
  creerFormulaire,
  deciderEligibilite,
} from '#src/domain/contractualisation/eligibilite/commandes.ts';
import { FormulaireEligibilite } from '#src/domain/contractualisation/eligibilite/formulaire-eligibilite.ts';
import { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';
import { agent, partenaire as acteurPartenaire } from '#test/support/acteurs.ts';
import { compter, contratsDeTest, REPONSES, SIRENS, type Contrats } from '#test/support/contrats.ts';

let contrats: Contrats;
beforeAll(async () => {
  contrats = await contratsDeTest();
});
afterAll(() => contrats.fermer());
beforeEach(() => contrats.horloge.regler('2019-03-04'));

const lire = <T>(lecture: Parameters<Contrats['executeur']['lire']>[1]) =>
  contrats.executeur.lire(contrats.gestionnaire, lecture) as Promise<T>;

describe('a convention d’accès', () => {
  it('is not even drafted without an eligible form', async () => {
    const partenaire = await contrats.partenaire(SIRENS[1]);
    await contrats.faire(creerFormulaire, { partenaire: partenaire.id, ...REPONSES });
    const refus = await contrats.refus(creerConvention, { partenaire: partenaire.id, du: '2019-03-04' });
    expect(refus.name).toBe('EligibiliteRequise');
    expect(refus.message).toContain('formulaire d’éligibilité');
  });

  describe('from draft to its end', () => {
    let partenaireId: string;
    beforeAll(async () => {
      partenaireId = (await contrats.partenaire()).id;
    });

    it('takes its mission from the form, its term from the duration in force and a number of its Caf', async () => {
      await contrats.formulaireEligible(partenaireId);
      const convention = await contrats.faire(creerConvention, {
        partenaire: partenaireId,
        du: '04/03/2019',
      });
      expect(convention).toMatchObject({
        numero: '21745100001',
        du: '2019-03-04',
        au: '2020-03-04',
        etat: 'brouillon',
        missionGenerale: REPONSES.missionGenerale,
      });
    });

    it('is refused where another convention covers part of the period', async () => {
      const refus = await contrats.refus(creerConvention, { partenaire: partenaireId, du: '2019-06-01' });
      expect(refus.name).toBe('ConventionExistante');
      expect(refus.champs['du']).toContain('21745100001');
    });

    it('does not change once a side has signed, unless it is opened again with a reason', async () => {
      const [convention] = await lire<Convention[]>(({ em }) =>
        em.find(Convention, { partenaire: partenaireId }),
      );
      if (!convention) throw new Error('no convention');
      const future = await contrats.refus(signerConvention, {
        convention: convention.id,
        version: convention.version,
        cote: 'caf',
        par: 'La directrice',
        le: '2019-03-05',
      });
      expect(future.champs['le']).toContain('futur');
      const signee = await contrats.faire(signerConvention, {
        convention: convention.id,
        version: convention.version,
        cote: 'caf',
        par: 'La directrice',
        le: '2019-03-04',
      });
      expect(signee.etat).toBe('en-attente-de-signature');
      const modification = {
        convention: convention.id,
        version: signee.version,
        du: '2019-04-01',
        missionGenerale: 'Autre',
      };
      expect((await contrats.refus(modifierConvention, modification)).name).toBe('ConventionDejaSignee');
      expect(
        (
          await contrats.refus(signerConvention, {
            convention: convention.id,
            version: signee.version,
            cote: 'caf',
            par: 'X',
            le: '2019-03-04',
          })
        ).name,
      ).toBe('DejaSignee');
      expect(
        (
          await contrats.refus(rouvrirConvention, {
            convention: convention.id,
            version: signee.version,
            motif: '',
          })
        ).champs['motif'],
      ).toBeDefined();
      const rouverte = await contrats.faire(rouvrirConvention, {
        convention: convention.id,
        version: signee.version,
        motif: 'Erreur de date',
      });
      expect(rouverte).toMatchObject({ etat: 'brouillon', signeeCafLe: null });
      const modifiee = await contrats.faire(modifierConvention, {
        ...modification,
        version: rouverte.version,
      });
      expect(modifiee).toMatchObject({ du: '2019-04-01', au: '2020-04-01', missionGenerale: 'Autre' });
    });

    it('refuses a form filled from an older version and writes nothing', async () => {
      const [convention] = await lire<Convention[]>(({ em }) =>
        em.find(Convention, { partenaire: partenaireId }),
      );
      const refus = await contrats.refus(modifierConvention, {
        convention: convention?.id,
        version: 1,
        du: '2019-05-01',
        missionGenerale: 'Écrasée',
      });
      expect(refus.name).toBe('VersionPerimee');
      expect(await lire(({ em }) => em.count(Convention, { missionGenerale: 'Écrasée' }))).toBe(0);
    });
  });

  describe('activation', () => {
    let partenaireId: string;
    let convention: Convention;
    beforeAll(async () => {
      partenaireId = (await contrats.partenaire(SIRENS[2])).id;
      await contrats.formulaireEligible(partenaireId);
    });

    it('asks for a contrat de service', async () => {
      const autre = (await contrats.partenaire(SIRENS[3])).id;
      await contrats.formulaireEligible(autre);
      const brouillon = await contrats.faire(creerConvention, { partenaire: autre, du: '2019-03-04' });
      expect(
        (await contrats.refus(activerConvention, { convention: brouillon.id, version: brouillon.version }))
          .name,
      ).toBe('ContratRequis');
    });

    it('is refused while the rule file finds the documents incomplete, with every reason, and opens nothing', async () => {
      ({ convention } = await contrats.conventionSignee(partenaireId));
      convention = await contrats.faire(rouvrirConvention, {
        convention: convention.id,
        version: convention.version,
        motif: 'Essai',
      });
      const refus = await contrats.refus(activerConvention, {
        convention: convention.id,
        version: convention.version,
      });
      expect(refus.name).toBe('DocumentsIncomplets');
      const { constats } = refus as RefusParRegle;
      expect(constats.map(({ issue }) => issue)).toEqual(['SIGNATURE_MANQUANTE', 'SIGNATURE_MANQUANTE']);
      expect(constats.every(({ commentCorriger, source }) => commentCorriger !== '' && source !== '')).toBe(
        true,
      );
      expect(await lire(({ em }) => em.count(Utilisateur, { partenaire: partenaireId }))).toBe(0);
    });

    it('is refused when the form it cites is no longer eligible', async () => {
      for (const cote of ['caf', 'partenaire']) {
        convention = await contrats.faire(signerConvention, {
          convention: convention.id,
          version: convention.version,
          cote,
          par: 'Signataire',
          le: '2019-03-04',
        });
      }
      const formulaire = await lire<FormulaireEligibilite>(({ em }) =>
        em.findOneOrFail(FormulaireEligibilite, { partenaire: partenaireId }),
      );
      const repris = await contrats.faire(completerFormulaire, {
        formulaire: formulaire.id,
        version: formulaire.version,
        ...REPONSES,
        missionGenerale: '',
      });
      const refus = await contrats.refus(activerConvention, {
        convention: convention.id,
        version: convention.version,
      });
      expect(refus.name).toBe('EligibiliteRequise');
      const complete = await contrats.faire(completerFormulaire, {
        formulaire: formulaire.id,
        version: repris.version,
        ...REPONSES,
      });
      await contrats.faire(deciderEligibilite, { formulaire: formulaire.id, version: complete.version });
    });

    it('opens the administrateur partenaire and one invitation, once', async () => {
      const essais = await Promise.allSettled(
        [1, 2, 3].map(() =>
          contrats.faire(activerConvention, { convention: convention.id, version: convention.version }),
        ),
      );
      expect(essais.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const active = await lire<Convention>(({ em }) => em.findOneOrFail(Convention, { id: convention.id }));
      expect(active.etat).toBe('active');
      const utilisateurs = await lire<Utilisateur[]>(({ em }) =>
        em.find(Utilisateur, { partenaire: partenaireId }),
      );
      expect(utilisateurs).toHaveLength(1);
      expect(utilisateurs[0]).toMatchObject({
        nom: 'Baillet',
        courriel: 'chantal.baillet@exemple.fr',
        administrateur: true,
        ouvertLe: '2019-03-04',
      });
      expect(utilisateurs[0]?.identifiant).toMatch(/^COT451\d{4}001$/);
      const invitations = () =>
        lire<number>(({ em }) =>
          em.count(Courriel, {
            destinataire: 'chantal.baillet@exemple.fr',
            corps: { $like: '%/invitation?jeton=%' },
          }),
        );
      expect(await invitations()).toBe(1);
      expect(
        (await contrats.refus(activerConvention, { convention: active.id, version: active.version })).name,
      ).toBe('ConventionFigee');
      expect(await invitations()).toBe(1);
    });

    it('records the decision and makes the contract active with the convention', async () => {
      const contrat = await lire<ContratService>(({ em }) =>
        em.findOneOrFail(ContratService, { convention: convention.id }, { populate: ['decision'] }),
      );
      expect(contrat.etat).toBe('actif');
      expect(contrat.decision).toMatchObject({ jeu: 'contrat', issues: ['CONTRAT_COMPLET'], etat: 'decide' });
      expect(
        (
          await contrats.refus(signerContrat, {
            contrat: contrat.id,
            version: contrat.version,
            cote: 'caf',
            par: 'X',
            le: '2019-03-04',
          })
        ).name,
      ).toBe('ContratFige');
    });

    describe('then renewal', () => {
      const relire = () => lire<Convention>(({ em }) => em.findOneOrFail(Convention, { id: convention.id }));
      let suite: Convention;

      it('drafts a new period that begins where the former ends, and never edits the former', async () => {
        await contrats.faire(creerBulletin, {
          convention: convention.id,
          service: 'AFAS',
          portee: 'locale',
          roles: ['APPROBATEUR', 'FOURNISSEUR_ACTIVITE'],
        });
        const avant = await relire();
        contrats.horloge.regler('2020-02-10');
        suite = await contrats.faire(renouvelerConvention, {
          convention: convention.id,
          version: avant.version,
        });
        expect(suite).toMatchObject({
          du: avant.au,
          au: '2021-03-04',
          etat: 'brouillon',
          missionGenerale: avant.missionGenerale,
        });
        expect(suite.numero).not.toBe(avant.numero);
        expect(suite.renouvelle?.id).toBe(avant.id);
        expect(await relire()).toEqual(avant);
      });

      it('copies the contract and its contacts, to be signed again', async () => {
        const copie = await lire<ContratService>(({ em }) =>
          em.findOneOrFail(ContratService, { convention: suite.id }),
        );
        expect(copie).toMatchObject({
          etat: 'brouillon',
          horaires: 'De 9 h à 16 h 30.',
          signeCafLe: null,
          servicesAutorises: ['AFAS', 'CDAP'],
        });
        expect(await lire(({ em }) => em.count(Interlocuteur, { contrat: copie.id }))).toBe(7);
      });

      it('is done once', async () => {
        const refus = await contrats.refus(renouvelerConvention, {
          convention: convention.id,
          version: (await relire()).version,
        });
        expect(refus.name).toBe('DejaRenouvelee');
        expect(refus.message).toContain(suite.numero);
      });

      it('of a convention that was never active is refused', async () => {
        const refus = await contrats.refus(renouvelerConvention, {
          convention: suite.id,
          version: suite.version,
        });
        expect(refus.name).toBe('RenouvellementImpossible');
      });

      it('takes over the bulletins, neither invites nor opens the administrateur again, and tells him it is renewed', async () => {
        contrats.horloge.regler('2020-03-02');
        let contrat = await lire<ContratService>(({ em }) =>
          em.findOneOrFail(ContratService, { convention: suite.id }),
        );
        for (const cote of ['caf', 'partenaire']) {
          const signature = { cote, par: 'Signataire', le: '2020-03-01' };
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
        const courriels = () =>
          lire<Courriel[]>(({ em }) => em.find(Courriel, {}, { orderBy: { creeLe: 'asc' } }));
        const avant = (await courriels()).length;
        suite = await contrats.faire(activerConvention, { convention: suite.id, version: suite.version });
        const bulletins = await lire<BulletinAdhesion[]>(({ em }) =>
          em.find(BulletinAdhesion, { convention: suite.id }),
        );
        expect(bulletins).toHaveLength(1);
        expect(bulletins[0]).toMatchObject({
          portee: 'locale',
          roles: ['APPROBATEUR', 'FOURNISSEUR_ACTIVITE'],
          du: '2020-03-04',
          au: '2021-03-04',
        });
        const [annonce, ...autres] = (await courriels()).slice(avant);
        expect(autres).toEqual([]);
        expect(annonce?.destinataire).toBe('chantal.baillet@exemple.fr');
        expect(annonce?.corps).not.toContain('invitation');
        expect(annonce?.corps).toMatch(
          /renouvelée : la convention n° \S+ couvre la période du 04\/03\/2020 au 03\/03\/2021 inclus[\s\S]*se poursuivent/,
        );
        expect(await lire(({ em }) => em.count(Utilisateur, { partenaire: partenaireId }))).toBe(1);
      });

      it('leaves the former échue at its term, and the new one active', async () => {
        const ancienne = await relire();
        expect(ancienne.etat).toBe('active');
        expect([
          etatDeLaConvention(ancienne, '2020-03-03'),
          etatDeLaConvention(ancienne, '2020-03-04'),
          etatDeLaConvention(suite, '2020-03-04'),
        ]).toEqual(['active', 'echue', 'active']);
      });
    });

    describe('then résiliation', () => {
      it('asks for a reason and a day between today and the term', async () => {
        contrats.horloge.regler('2020-03-10');
        const suite = await lire<Convention>(({ em }) =>
          em.findOneOrFail(Convention, { renouvelle: convention.id }),
        );
        const saisie = { convention: suite.id, version: suite.version, motif: 'Fin du partenariat' };
        expect(
          (await contrats.refus(resilierConvention, { ...saisie, motif: ' ' })).champs['motif'],
        ).toBeDefined();
        expect((await contrats.refus(resilierConvention, { ...saisie, le: '2020-03-09' })).name).toBe(
          'ResiliationHorsPeriode',
        );
        expect((await contrats.refus(resilierConvention, { ...saisie, le: '2021-03-04' })).name).toBe(
          'ResiliationHorsPeriode',
        );
        const resiliee = await contrats.faire(resilierConvention, { ...saisie, le: '2020-04-01' });
        expect([
          etatDeLaConvention(resiliee, '2020-03-31'),
          etatDeLaConvention(resiliee, '2020-04-01'),
        ]).toEqual(['active', 'resiliee']);
        expect(
          (await contrats.refus(renouvelerConvention, { convention: suite.id, version: resiliee.version }))
            .name,
        ).toBe('RenouvellementImpossible');
      });
    });
  });
});

describe('rights and scope', () => {
  it('a partner cannot draft, sign or activate a convention', async () => {
    const [convention] = await lire<Convention[]>(({ em }) => em.find(Convention, {}, { limit: 1 }));
    const administrateur = acteurPartenaire(convention?.partenaire.id ?? '');
    for (const [commande, saisie] of [
      [creerConvention, { partenaire: convention?.partenaire.id, du: '2022-01-01' }],
      [activerConvention, { convention: convention?.id, version: 1 }],
    ] as const) {
      expect(await contrats.refus(commande, saisie, administrateur)).toBeInstanceOf(ActionInterdite);
    }
  });

  it('an agent of another Caf neither sees nor reaches it', async () => {
    const [convention] = await lire<Convention[]>(({ em }) => em.find(Convention, {}, { limit: 1 }));
    const voisin = agent('891', 2);
    expect(await compter(contrats, voisin, 'convention')).toBe(0);
    expect(await compter(contrats, voisin, 'decision')).toBe(0);
    const refus = await contrats.refus(
      resilierConvention,
      { convention: convention?.id, version: 1, motif: 'x' },
      voisin,
    );
    expect(refus.name).toBe('Introuvable');
  });

  it('a date without rules, a wrong date and a broken id are refused on their field', async () => {
    const [convention] = await lire<Convention[]>(({ em }) => em.find(Convention, {}, { limit: 1 }));
    const partenaire = convention?.partenaire.id;
    expect((await contrats.refus(creerConvention, { partenaire, du: '2004-08-01' })).champs['du']).toContain(
      'Aucune règle',
    );
    expect((await contrats.refus(creerConvention, { partenaire, du: '1914-08-01' })).champs['du']).toContain(
      'du 01/01/2000 au 31/12/2099',
    );
    expect((await contrats.refus(creerConvention, { partenaire, du: '30/02/2019' })).champs['du']).toContain(
      'n’existe pas',
    );
    expect(
      (await contrats.refus(creerConvention, { partenaire: 'x', du: '2019-01-01' })).champs['partenaire'],
    ).toBeDefined();
  });
});

it('every decision on a convention’s documents names its rule version and hash', async () => {
  const decisions = await lire<Decision[]>(({ em }) =>
    em.find(Decision, { jeu: { $in: ['contrat', 'eligibilite'] } }),
  );
  expect(decisions.length).toBeGreaterThan(2);
  for (const decision of decisions)
    expect(decision).toMatchObject({
      versionRegle: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
      empreinte: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
});
