import { describe, expect, it } from 'vitest';
import { decider } from '#src/engine/decider.ts';
import {
  AucuneVersionApplicable,
  ContrainteRompue,
  DateInvalide,
  DefautDeRegle,
  FaitInvalide,
} from '#src/engine/erreurs.ts';
import type { FichierDeRegles, Issue } from '#src/engine/format.ts';
import { DATE, derive, jeu, regle } from './appui.ts';

const ISSUES: Record<string, Issue> = {
  CONFORME: { libelle: 'Conforme', gravite: 'information' },
  DECIDEE: { libelle: 'Décidée', gravite: 'bloquant', etat: 'decide' },
  HUMAINE: { libelle: 'Humaine', gravite: 'avertissement', etat: 'decision-humaine', decideur: 'ca' },
  MUETTE: { libelle: 'Muette', gravite: 'avertissement', etat: 'source-muette' },
};
const CUMUL: FichierDeRegles['decision'] = {
  strategie: 'cumul',
  siAucuneRegle: 'CONFORME',
  siFaitManquant: 'suspendre',
  issues: ISSUES,
};

describe('the four states', () => {
  const compile = jeu({
    decision: CUMUL,
    regles: [
      regle('ESS-001', 'DECIDEE', { all: [{ fact: 'montant', operator: 'greaterThan', value: '1' }] }),
      regle('ESS-002', 'HUMAINE', { all: [{ fact: 'montant', operator: 'greaterThan', value: '2' }] }),
      regle('ESS-003', 'MUETTE', { all: [{ fact: 'montant', operator: 'greaterThan', value: '3' }] }),
    ],
  });

  it.each([
    ['1', 'decide', ['CONFORME']],
    ['2', 'decide', ['DECIDEE']],
    ['3', 'decision-humaine', ['DECIDEE', 'HUMAINE']],
    ['4', 'source-muette', ['DECIDEE', 'HUMAINE', 'MUETTE']],
  ])('with %s: %s', async (montant, etat, issues) => {
    expect(await decider(compile, { date: DATE, faits: { montant } })).toMatchObject({ etat, issues });
  });

  it('missing facts come before everything: no outcome, no finding', async () => {
    expect(await decider(compile, { date: DATE, faits: {} })).toEqual({
      jeu: 'essai',
      version: '1.0.0',
      empreinte: compile.empreinte,
      date: DATE,
      etat: 'faits-manquants',
      issues: [],
      constats: [],
      calculs: {},
      manquants: ['montant'],
    });
  });
});

describe('a fact needed only if', () => {
  const compile = jeu({
    faits: {
      nature: { libelle: 'Nature', type: 'enum', valeurs: ['a', 'b'], origine: 'x' },
      montant: {
        libelle: 'Montant',
        type: 'euro',
        origine: 'x',
        requisSi: { all: [{ fact: 'nature', operator: 'equal', value: 'a' }] },
      },
      du: { libelle: 'Du', type: 'date', origine: 'x', requisAvec: ['au'] },
      au: { libelle: 'Au', type: 'date', origine: 'x', requisAvec: ['du'] },
      memo: { libelle: 'Mémo', type: 'texte', origine: 'x', informatif: true },
    },
    contraintes: [{ id: 'C1', formule: 'du < au', champ: 'au', message: 'La fin doit suivre le début.' }],
    faitsDerives: { duree: derive('mois', 'present(du) ? moisCivils_1(du, au) : mois(0)') },
    messages: { fr: { depasse: { quoi: 'Dépassé.', corriger: 'x' } } },
  });
  const manquants = async (faits: Record<string, unknown>): Promise<readonly string[]> =>
    (await decider(compile, { date: DATE, faits })).manquants;

  it('is asked for when the other has the value, not otherwise, and not while the other is unknown', async () => {
    expect(await manquants({ nature: 'a' })).toEqual(['montant']);
    expect(await manquants({ nature: 'b' })).toEqual([]);
    expect(await manquants({})).toEqual(['nature']);
  });

  it('is never asked for when it is optional: the rules that read it stay silent, and the others decide', async () => {
    const seuil = { all: [{ fact: 'montant', operator: 'greaterThan' as const, value: '1000' }] };
    const facultatif = jeu({
      faits: { montant: { libelle: 'Montant', type: 'euro', origine: 'x', facultatif: true } },
      parametres: {},
      regles: [regle('ESS-001', 'DEPASSE', seuil)],
      messages: { fr: { depasse: { quoi: 'Dépassé.', corriger: 'x' } } },
    });
    expect(await decider(facultatif, { date: DATE, faits: {} })).toMatchObject({
      etat: 'decide',
      issues: ['CONFORME'],
      manquants: [],
    });
    expect(await decider(facultatif, { date: DATE, faits: { montant: '1500' } })).toMatchObject({
      etat: 'decide',
      issues: ['DEPASSE'],
    });
  });

  it('comes with its pair or not at all', async () => {
    expect(await manquants({ nature: 'b', du: '2019-01-01' })).toEqual(['au']);
    expect(await manquants({ nature: 'b', du: '2019-01-01', au: '2019-02-01' })).toEqual([]);
  });

  it('computes what it can while facts are missing', async () => {
    const decision = await decider(compile, { date: DATE, faits: { du: '2019-01-01', au: '2019-03-02' } });
    expect(decision).toMatchObject({ etat: 'faits-manquants', calculs: { duree: '3' } });
  });

  it('a broken constraint is a wrong fact, even while others are missing', async () => {
    const demande = decider(compile, { date: DATE, faits: { du: '2019-02-01', au: '2019-02-01' } });
    await expect(demande).rejects.toThrow(ContrainteRompue);
    await expect(demande).rejects.toThrow(
      '« au » est incompatible avec les autres : La fin doit suivre le début.',
    );
  });

  it('never asks for an informative fact, but checks its type', async () => {
    expect(await manquants({ nature: 'b', memo: 'x' })).toEqual([]);
    await expect(manquants({ nature: 'b', memo: 3 })).rejects.toThrow(FaitInvalide);
  });
});

describe('derived facts', () => {
  it('print exactly: unrounded as they are, rounded with their decimals; only numbers are listed', async () => {
    const compile = jeu({
      faitsDerives: {
        moitie: derive('euro', 'montant / 2'),
        arrondie: derive('euro', 'arrondi_1(moitie, 4, "demi-superieur")'),
        grand: derive('booleen', 'montant > euro(10)'),
        absent: derive('euro', 'montant * 2', {
          siPossible: { all: [{ fact: 'grand', operator: 'equal', value: true }] },
        }),
        suite: derive('euro', 'absent + montant'),
      },
    });
    expect((await decider(compile, { date: DATE, faits: { montant: '1.00' } })).calculs).toEqual({
      moitie: '0.5',
      arrondie: '0.5000',
    });
    expect((await decider(compile, { date: DATE, faits: { montant: '20' } })).calculs).toEqual({
      moitie: '10',
      arrondie: '10.0000',
      absent: '40',
      suite: '60',
    });
  });

  it('a division by zero is a defect of the file, not a decision', async () => {
    const compile = jeu({ faitsDerives: { inverse: derive('taux', 'euro(1) / montant') } });
    await expect(decider(compile, { date: DATE, faits: { montant: '0' } })).rejects.toThrow(DefautDeRegle);
  });

  it('a whole-number type refuses a fraction', async () => {
    const compile = jeu({ faitsDerives: { part: derive('mois', 'mois(3) * (montant / euro(2))') } });
    await expect(decider(compile, { date: DATE, faits: { montant: '1' } })).rejects.toThrow(
      'doit être entier',
    );
  });
});

describe('strategy « unique »', () => {
  const unique = (regles: FichierDeRegles['regles']): ReturnType<typeof jeu> =>
    jeu({
      decision: { strategie: 'unique', siAucuneRegle: 'erreur', siFaitManquant: 'suspendre', issues: ISSUES },
      regles,
    });
  const bas = regle('ESS-001', 'DECIDEE', { all: [{ fact: 'montant', operator: 'lessThan', value: '10' }] });
  const haut = regle('ESS-002', 'HUMAINE', {
    all: [{ fact: 'montant', operator: 'greaterThan', value: '5' }],
  });

  it('gives the outcome of the one rule that holds', async () => {
    expect((await decider(unique([bas, haut]), { date: DATE, faits: { montant: '3' } })).issues).toEqual([
      'DECIDEE',
    ]);
  });
  it('refuses to choose between two rules, or to invent an outcome for none', async () => {
    await expect(decider(unique([bas, haut]), { date: DATE, faits: { montant: '7' } })).rejects.toThrow(
      'plusieurs règles s’appliquent à ce cas alors qu’une seule est attendue (ESS-001, ESS-002)',
    );
    await expect(decider(unique([bas]), { date: DATE, faits: { montant: '10' } })).rejects.toThrow(
      'aucune règle',
    );
  });
});

describe('dated parameters', () => {
  const ligne = { sources: ['SRC-1#a'], certitude: 'explicite', derniereVerification: '2019-01-01' } as const;
  const compile = jeu({
    parametres: {
      seuil: {
        libelle: 'Seuil',
        type: 'euro',
        valeurs: [
          { ...ligne, du: '2019-01-01', valeur: '100' },
          { ...ligne, du: '2020-01-01', valeur: '200' },
        ],
      },
    },
  });
  const issues = async (date: string): Promise<readonly string[]> =>
    (await decider(compile, { date, faits: { montant: '150' } })).issues;

  it('take the value in force at the date, from its first day on', async () => {
    expect(await issues('2019-12-31')).toEqual(['DEPASSE']);
    expect(await issues('2020-01-01')).toEqual(['CONFORME']);
    expect(await issues('2019-06-01')).toEqual(['DEPASSE']);
  });
  it('refuse a date before the first value, and a date that is not one', async () => {
    await expect(issues('2018-12-31')).rejects.toThrow(AucuneVersionApplicable);
    await expect(issues('2019-02-30')).rejects.toThrow(DateInvalide);
  });
});
