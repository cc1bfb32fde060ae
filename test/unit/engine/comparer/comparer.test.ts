import { describe, expect, it } from 'vitest';
import type { ComparaisonDeJeux } from '#src/engine/comparer/index.ts';
import { comparer, niveauRespecte } from '#src/engine/comparer/index.ts';
import type { FichierDeRegles, Parametre } from '#src/engine/format.ts';
import { chargerAvec, charger } from '#test/rules/appui.ts';
import { derive, fichier, jeu, regle, scenario } from '../appui.ts';

const DATEE = { sources: ['SRC-1#a'], certitude: 'explicite', derniereVerification: '2019-01-01' } as const;
const seuil = (...valeurs: [string, string][]): { seuil: Parametre } => ({
  seuil: {
    libelle: 'Seuil',
    type: 'euro',
    valeurs: valeurs.map(([du, valeur]) => ({ du, valeur, ...DATEE })),
  },
});
const apres = (remplace: Partial<FichierDeRegles>, avant: Partial<FichierDeRegles> = {}): ComparaisonDeJeux =>
  comparer(jeu(avant), jeu({ version: '1.1.0', ...remplace }));

describe('comparison of two versions', () => {
  it('says from which date a parameter changes, and shows a case on each side', () => {
    const lu = apres({ parametres: seuil(['2019-01-01', '1000'], ['2021-01-01', '1200']) });
    expect(lu.parametres).toEqual([
      { nom: 'seuil', libelle: 'Seuil', de: '1000', vers: '1200', du: '2021-01-01', au: null },
    ]);
    expect(lu).toMatchObject({
      exacte: true,
      niveau: 'mineur',
      effets: [{ avant: 'DEPASSE', apres: 'CONFORME', causes: ['ESS-001'] }],
    });
    const { date, etantDonne, attendu } = lu.effets[0]!.temoin;
    expect(date >= '2021-01-01').toBe(true);
    expect(Number(etantDonne['montant'])).toBeGreaterThan(1000);
    expect(Number(etantDonne['montant'])).toBeLessThanOrEqual(1200);
    expect(attendu.issues).toEqual(['CONFORME']);
  });

  it('proves that a rewritten rule changes no case: patch', () => {
    const deux = [
      regle('ESS-002', 'DEPASSE', { all: [{ fact: 'montant', operator: 'greaterThan', value: '5000' }] }),
      regle('ESS-003', 'DEPASSE', {
        all: [
          { fact: 'gros', operator: 'equal', value: true },
          { not: { fact: 'montant', operator: 'greaterThan', value: '5000' } },
        ],
      }),
    ];
    const lu = apres({
      regles: deux,
      faitsDerives: { gros: derive('booleen', 'montant - seuil > euro(0)') },
    });
    expect(lu).toMatchObject({ effets: [], exacte: true, niveau: 'correctif' });
    expect(lu.methode).toContain('Il est démontré qu’aucun cas ne change');
    expect(lu.sections.regles).toEqual({
      ajoutes: ['ESS-002', 'ESS-003'],
      retires: ['ESS-001'],
      modifies: [],
    });
  });

  it('names what changed in texts, which is a patch', () => {
    const lu = apres({
      messages: { fr: { depasse: { quoi: 'Trop : {montant} pour {seuil}.', corriger: 'Baissez-le.' } } },
      titre: 'Autre',
    });
    expect(lu).toMatchObject({
      niveau: 'correctif',
      enveloppe: ['titre'],
      sections: { messages: { modifies: [{ id: 'depasse', quoi: ['ce qui ne va pas'] }] } },
    });
    expect(lu.methode).toContain('Le texte de certains messages change.');
  });

  it('shows a result that changes though no outcome does', () => {
    const lu = apres(
      { faitsDerives: { resultat: derive('euro', 'montant * 3') } },
      { faitsDerives: { resultat: derive('euro', 'montant * 2') } },
    );
    expect(lu.niveau).toBe('mineur');
    expect(lu.effets).toMatchObject([
      { causes: ['resultat'], avant: expect.stringMatching(/resultat = \d/) as string },
    ]);
    const memes = apres(
      { faitsDerives: { resultat: derive('euro', 'montant + montant') } },
      { faitsDerives: { resultat: derive('euro', 'montant * 2') } },
    );
    expect(memes).toMatchObject({ niveau: 'correctif', exacte: true });
  });

  it('takes what an outcome leads to for a part of it', () => {
    const { decision } = fichier();
    const lu = apres({
      decision: {
        ...decision,
        issues: { ...decision.issues, DEPASSE: { libelle: 'Dépassé', gravite: 'avertissement' } },
      },
    });
    expect(lu).toMatchObject({ niveau: 'mineur', effets: [{ avant: 'DEPASSE', apres: 'DEPASSE' }] });
  });

  it('calls a change of facts, domain or scope major', () => {
    expect(
      apres({ faits: { montant: { libelle: 'Montant', type: 'euro', min: '1', origine: 'Écran' } } }).niveau,
    ).toBe('majeur');
    expect(
      apres({ faits: { montant: { libelle: 'Somme', type: 'euro', min: '0', origine: 'Ailleurs' } } }).niveau,
    ).toBe('correctif');
    expect(
      apres({ applicable: { du: '2020-01-01', au: null, dateDeReference: 'jour' }, scenarios: [] }),
    ).toMatchObject({ niveau: 'majeur', enveloppe: ['applicable'] });
  });

  it('does not call a patch what it could not prove', () => {
    const faits = {
      debut: { libelle: 'x', type: 'date', origine: 'x' },
      fin: { libelle: 'x', type: 'date', origine: 'x' },
    } as const;
    const scenarios = [
      scenario(
        'S1',
        { debut: '2019-01-01', fin: '2019-05-01' },
        { issues: ['DEPASSE'], regles: ['ESS-001'] },
      ),
    ];
    const commun = {
      faits,
      scenarios,
      parametres: {},
      messages: { fr: { depasse: { quoi: 'x', corriger: 'x' } } },
      regles: [regle('ESS-001', 'DEPASSE', { all: [{ fact: 'long', operator: 'equal', value: true }] })],
    };
    const long = (formule: string): Partial<FichierDeRegles> => ({
      ...commun,
      faitsDerives: { long: derive('booleen', formule) },
    });
    const lu = apres(
      long('moisCivils_1(debut, fin) > 3 || moisCivilsEntiers_1(debut, fin) > 3'),
      long('moisCivils_1(debut, fin) > 3'),
    );
    expect(lu).toMatchObject({ exacte: false, effets: [], niveau: 'mineur' });
    expect(lu.methode).toContain('Sur échantillon seulement');
  });

  it('proves nothing of facts whose presence hangs on a parameter that changes, and still finds the cases', () => {
    const faits = {
      ...fichier().faits,
      motif: {
        libelle: 'Motif',
        type: 'texte',
        origine: 'x',
        requisSi: { all: [{ fact: 'montant', operator: 'greaterThan', value: { parametre: 'seuil' } }] },
      },
    } as const;
    const lu = apres(
      { faits, parametres: seuil(['2019-01-01', '900']) },
      { faits, scenarios: [scenario('S1', { montant: '950' }, { issues: ['CONFORME'], regles: [] })] },
    );
    expect(lu).toMatchObject({ exacte: false, niveau: 'mineur' });
    expect(lu.effets).toContainEqual(
      expect.objectContaining({ avant: 'CONFORME', apres: 'faits manquants (motif)' }),
    );
  });

  it('finds in a shipped file what the answer to an open question changes', () => {
    const lu = comparer(charger('fermeture'), chargerAvec('fermeture', { dureeEgaleAuSeuil: 'comme-moins' }));
    expect(lu.effets).toMatchObject([{ avant: 'NON_SPECIFIE', apres: 'PS_NON_VERSEE' }]);
    expect(comparer(charger('fermeture'), charger('fermeture'))).toMatchObject({
      effets: [],
      niveau: 'correctif',
      exacte: true,
    });
  });
});

describe('version numbers', () => {
  it.each([
    ['1.0.1', 'mineur', false, '1.1.0'],
    ['1.1.0', 'mineur', true, '1.1.0'],
    ['2.0.0', 'mineur', true, '1.1.0'],
    ['1.9.9', 'majeur', false, '2.0.0'],
    ['1.0.0', 'correctif', false, '1.0.1'],
  ] as const)('%s after 1.0.0 for a %s change: %s', (version, niveau, respecte, versionMinimale) => {
    const lu = { ...apres({}), apres: { version, empreinte: 'autre' }, niveau };
    expect(niveauRespecte(lu)).toMatchObject({ respecte, versionMinimale });
    expect(niveauRespecte(lu).message === null).toBe(respecte);
  });

  it('leaves a version compared with itself in peace', () => {
    expect(niveauRespecte(comparer(jeu(), jeu()))).toMatchObject({ respecte: true });
  });
});
