import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ActeurInvite } from '#src/kernel/acteur.ts';
import { ActionInterdite } from '#src/kernel/refus.ts';
import { lireJeton } from '#src/domain/acces/compte/jeton.ts';
import { Courriel } from '#src/kernel/courriel.ts';
import { decisionsDe } from '#src/kernel/decision/lectures.ts';
import {
  completerFormulaire,
  creerFormulaire,
  deciderEligibilite,
  inviterAFormulaire,
  soumettreFormulaire,
} from '#src/domain/contractualisation/eligibilite/commandes.ts';
import { FormulaireEligibilite } from '#src/domain/contractualisation/eligibilite/formulaire-eligibilite.ts';
import { creerConvention } from '#src/domain/contractualisation/vie/commandes.ts';
import { agent, partenaire as acteurPartenaire } from '#test/support/acteurs.ts';
import { contratsDeTest, REPONSES, SIRENS, type Contrats } from '#test/support/contrats.ts';

let contrats: Contrats;
beforeAll(async () => {
  contrats = await contratsDeTest();
});
afterAll(() => contrats.fermer());

const relire = (id: string) =>
  contrats.executeur.lire(contrats.gestionnaire, ({ em }) =>
    em.findOneOrFail(FormulaireEligibilite, { id }, { populate: ['decision'] }),
  );

describe('a formulaire d’éligibilité', () => {
  let partenaireId: string;
  let id: string;
  beforeAll(async () => {
    partenaireId = (await contrats.partenaire()).id;
  });

  it('decided empty is non-eligible, with every reason, what to correct, the rule, its source and certainty', async () => {
    const formulaire = await contrats.faire(creerFormulaire, { partenaire: partenaireId });
    id = formulaire.id;
    const decide = await contrats.faire(deciderEligibilite, { formulaire: id, version: formulaire.version });
    expect(decide.etat).toBe('non-eligible');
    const { decision } = await relire(id);
    expect(decision).toMatchObject({
      jeu: 'eligibilite',
      versionRegle: '1.0.0',
      etat: 'decide',
      dateReference: '2019-03-04',
    });
    expect(decision?.issues).toEqual([
      'ADMINISTRATEUR_ABSENT',
      'GESTION_NON_DELEGUEE',
      'MISSION_ABSENTE',
      'REPRESENTANT_ABSENT',
      'SERVICE_ABSENT',
    ]);
    for (const constat of decision?.constats ?? []) {
      expect(constat).toMatchObject({ gravite: 'bloquant', certitude: 'interpretation' });
      expect(
        [constat.message, constat.commentCorriger, constat.regle, constat.source].every(
          (texte) => texte.length > 0,
        ),
      ).toBe(true);
    }
  });

  it('non-eligible, it allows no convention', async () => {
    expect((await contrats.refus(creerConvention, { partenaire: partenaireId, du: '2019-03-04' })).name).toBe(
      'EligibiliteRequise',
    );
  });

  it('corrected and decided again is eligible; the former decision stays in the log', async () => {
    const { version } = await relire(id);
    const complete = await contrats.faire(completerFormulaire, { formulaire: id, version, ...REPONSES });
    expect(complete.etat).toBe('brouillon');
    const decide = await contrats.faire(deciderEligibilite, { formulaire: id, version: complete.version });
    expect(decide.etat).toBe('eligible');
    const decisions = await contrats.executeur.lire(contrats.gestionnaire, (unite) =>
      decisionsDe(unite, 'FormulaireEligibilite', id),
    );
    expect(decisions.map(({ issues }) => issues.length)).toEqual(expect.arrayContaining([1, 5]) as number[]);
    expect(decisions).toHaveLength(2);
  });

  it('refuses wrong answers on their field and writes nothing', async () => {
    const { version } = await relire(id);
    const saisie = { formulaire: id, version, ...REPONSES };
    expect(
      (await contrats.refus(completerFormulaire, { ...saisie, administrateurCourriel: 'chantal@' })).champs[
        'administrateurCourriel'
      ],
    ).toContain('adresse incorrecte');
    expect(
      (await contrats.refus(completerFormulaire, { ...saisie, administrateurTelephone: '12' })).champs[
        'administrateurTelephone'
      ],
    ).toBeDefined();
    expect(
      (await contrats.refus(completerFormulaire, { ...saisie, servicesDemandes: ['AFAS', 'INCONNU'] }))
        .champs['servicesDemandes'],
    ).toBeDefined();
    expect(
      (await contrats.refus(completerFormulaire, { ...saisie, missionGenerale: 'x'.repeat(5001) })).champs[
        'missionGenerale'
      ],
    ).toContain('5000');
    expect((await relire(id)).etat).toBe('eligible');
  });

  it('has one draft at a time', async () => {
    const autre = (await contrats.partenaire(SIRENS[1])).id;
    const resultats = await Promise.allSettled(
      [1, 2, 3].map(() => contrats.faire(creerFormulaire, { partenaire: autre })),
    );
    expect(resultats.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await contrats.refus(creerFormulaire, { partenaire: autre })).name).toBe('FormulaireEnCours');
  });

  it('is not seen by another Caf, and not filled in by a partner’s user', async () => {
    const { version } = await relire(id);
    expect(
      (await contrats.refus(completerFormulaire, { formulaire: id, version, ...REPONSES }, agent('891', 2)))
        .name,
    ).toBe('Introuvable');
    expect(
      await contrats.refus(
        completerFormulaire,
        { formulaire: id, version, ...REPONSES },
        acteurPartenaire(partenaireId),
      ),
    ).toBeInstanceOf(ActionInterdite);
  });
});

describe('an invited partner', () => {
  let invite: ActeurInvite;
  let autreId: string;
  let jeton: string;
  beforeAll(async () => {
    const partenaire = await contrats.partenaire(SIRENS[2]);
    const formulaire = await contrats.faire(creerFormulaire, { partenaire: partenaire.id });
    autreId = (
      await contrats.faire(creerFormulaire, { partenaire: (await contrats.partenaire(SIRENS[3])).id })
    ).id;
    invite = {
      type: 'invite',
      formulaireId: formulaire.id,
      cafId: '451',
      fuseauHoraire: 'Europe/Paris',
      partenaireId: partenaire.id,
    };
    await contrats.faire(inviterAFormulaire, { formulaire: formulaire.id, courriel: 'mairie@exemple.fr' });
    const courriel = await contrats.executeur.lire(contrats.gestionnaire, ({ em }) =>
      em.findOneOrFail(Courriel, { destinataire: 'mairie@exemple.fr' }),
    );
    jeton = /eligibilite\?jeton=([\w-]+)/.exec(courriel.corps)?.[1] ?? '';
  });

  it('receives a link that names his form', async () => {
    const lu = await contrats.executeur.lire(contrats.gestionnaire, ({ em, maintenant }) =>
      lireJeton(em, 'eligibilite', jeton, maintenant),
    );
    expect(lu).toMatchObject({ sujetId: invite.formulaireId, etat: 'valide' });
  });

  it('records answers as a draft, then submits: what is missing comes back and the link goes on working', async () => {
    const { version } = await relire(invite.formulaireId);
    const brouillon = await contrats.faire(
      completerFormulaire,
      { formulaire: invite.formulaireId, version, missionGenerale: 'Accueil' },
      invite,
    );
    expect(brouillon).toMatchObject({ etat: 'brouillon', missionGenerale: 'Accueil' });
    const soumis = await contrats.faire(
      soumettreFormulaire,
      {
        formulaire: invite.formulaireId,
        version: brouillon.version,
        jeton,
        ...REPONSES,
        gestionDelegueeAcceptee: '',
      },
      invite,
    );
    expect(soumis.etat).toBe('non-eligible');
    expect((await relire(invite.formulaireId)).decision?.issues).toEqual(['GESTION_NON_DELEGUEE']);
  });

  it('cannot reach another form, nor decide for the Caf, nor draft a convention', async () => {
    expect(
      (await contrats.refus(completerFormulaire, { formulaire: autreId, version: 1, ...REPONSES }, invite))
        .name,
    ).toBe('FormulaireDUnAutre');
    expect(
      await contrats.refus(deciderEligibilite, { formulaire: invite.formulaireId, version: 1 }, invite),
    ).toBeInstanceOf(ActionInterdite);
    expect(
      await contrats.refus(creerConvention, { partenaire: invite.partenaireId, du: '2019-03-04' }, invite),
    ).toBeInstanceOf(ActionInterdite);
  });

  it('once eligible, the form leaves his hands: the link dies', async () => {
    let { version } = await relire(invite.formulaireId);
    const soumis = await contrats.faire(
      soumettreFormulaire,
      { formulaire: invite.formulaireId, version, jeton, ...REPONSES },
      invite,
    );
    expect(soumis.etat).toBe('eligible');
    ({ version } = await relire(invite.formulaireId));
    const refus = await contrats.refus(
      soumettreFormulaire,
      { formulaire: invite.formulaireId, version, jeton, ...REPONSES },
      invite,
    );
    expect(refus.name).toBe('DejaEligible');
    const lu = await contrats.executeur.lire(contrats.gestionnaire, ({ em, maintenant }) =>
      lireJeton(em, 'eligibilite', jeton, maintenant),
    );
    expect(lu?.etat).toBe('utilise');
  });
});
