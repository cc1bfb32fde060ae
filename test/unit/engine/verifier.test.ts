import { describe, expect, it } from 'vitest';
import type { FichierDeRegles } from '#src/engine/format.ts';
import { verifierRegles } from '#src/engine/verifier/index.ts';
import { clos, derive, fichier, regle } from './appui.ts';
import { anomalies, AU_DESSUS, SEUIL } from './anomalies.ts';

const DATEE = {
  du: '2019-01-01',
  valeur: '1000',
  sources: ['SRC-1#a'],
  certitude: 'explicite',
  derniereVerification: '2019-01-01',
} as const;

describe('verifier', () => {
  it('passes the minimal file and counts what it visited', async () => {
    const rapport = await verifierRegles(fichier(), clos());
    expect(rapport).toMatchObject({
      id: 'essai',
      version: '1.0.0',
      anomalies: [],
      comptes: { regles: 1, reglesVisitees: 1, scenarios: 2, scenariosReussis: 2, points: 1, pointsCites: 1 },
    });
    expect(rapport.empreinte).toMatch(/^[0-9a-f]{64}$/);
    expect(rapport.analyse).toMatchObject({ exacte: true, constats: [], dates: ['2019-06-01'] });
    expect(rapport.comptes.casExplores).toBeGreaterThan(5);
  });

  it.each<[string, Partial<FichierDeRegles>, string]>([
    [
      'an unknown fact',
      { regles: [regle('ESS-001', 'DEPASSE', { all: [{ fact: 'montnt', operator: 'equal', value: '1' }] })] },
      '« montnt »',
    ],
    [
      'an unknown parameter',
      {
        regles: [
          regle('ESS-001', 'DEPASSE', {
            all: [{ fact: 'montant', operator: 'greaterThan', value: { parametre: 'plafond' } }],
          }),
        ],
      },
      '« plafond »',
    ],
    [
      'an unknown message',
      { regles: [{ ...regle('ESS-001', 'DEPASSE', AU_DESSUS), message: 'depase' }] },
      'Vouliez-vous dire « depasse »',
    ],
    [
      'an unknown source point',
      { regles: [{ ...regle('ESS-001', 'DEPASSE', AU_DESSUS), sources: ['SRC-1#a', 'SRC-1#z'] }] },
      '« SRC-1#z »',
    ],
    [
      'an unknown question',
      {
        regles: [
          { ...regle('ESS-001', 'DEPASSE', AU_DESSUS), certitude: 'silence-de-la-source', question: 'Q9' },
        ],
      },
      '« Q9 »',
    ],
    [
      'a silence whose question is answered',
      {
        questions: { Q1: { texte: 'x', a: null, reponse: 'oui' } },
        regles: [{ ...regle('ESS-001', 'DEPASSE', AU_DESSUS), certitude: 'fictif', question: 'Q1' }],
      },
      '« Valeur fictive » n’est plus juste pour la règle ESS-001',
    ],
    [
      'a value of a parameter whose question is answered',
      {
        questions: { Q1: { texte: 'x', a: null, reponse: 'oui' } },
        parametres: {
          seuil: {
            libelle: 'Seuil',
            type: 'euro',
            valeurs: [{ ...DATEE, certitude: 'silence-de-la-source', question: 'Q1' }],
          },
        },
      },
      '« La source est muette » n’est plus juste pour la valeur du',
    ],
    ['an unknown outcome', { regles: [regle('ESS-001', 'DEPASE', AU_DESSUS)] }, '« DEPASE »'],
    [
      'an unknown field',
      { regles: [regle('ESS-001', 'DEPASSE', AU_DESSUS, ['seuil'])] },
      'le champ « seuil »',
    ],
    [
      'a rule id used twice',
      { regles: [regle('ESS-001', 'DEPASSE', AU_DESSUS), regle('ESS-001', 'DEPASSE', AU_DESSUS)] },
      'ESS-001 sert deux fois',
    ],
    ['a name used twice', { faitsDerives: { montant: derive('euro', 'seuil') } }, '« montant »'],
    [
      'a fact nobody reads',
      { faits: { ...fichier().faits, oubli: { libelle: 'x', type: 'booleen', origine: 'x' } } },
      '« oubli » n’est lu par aucune',
    ],
    [
      'a parameter nobody reads',
      { parametres: { ...SEUIL, oubli: SEUIL['seuil']! } },
      '« oubli » n’est employé nulle part',
    ],
    [
      'a derived fact nobody reads',
      { faitsDerives: { oubli: derive('booleen', 'montant > seuil') } },
      '« oubli » n’est employé nulle part',
    ],
    [
      'a message nobody uses',
      { messages: { fr: { ...fichier().messages.fr, oubli: { quoi: 'x', corriger: 'x' } } } },
      '« oubli » n’est employé par aucune',
    ],
    [
      'an outcome no rule gives',
      {
        decision: {
          ...fichier().decision,
          issues: { ...fichier().decision.issues, OUBLI: { libelle: 'x', gravite: 'information' } },
        },
      },
      '« OUBLI » n’est donnée par aucune',
    ],
    [
      'a source point never cited',
      { sources: [{ ...fichier().sources[0]!, points: { a: 'x', b: 'y' } }] },
      '« SRC-1#b » n’est cité nulle part',
    ],
    [
      'a question never asked',
      { questions: { Q1: { texte: 'x', a: null, reponse: null } } },
      'la question Q1',
    ],
    [
      'a human decision without decider',
      {
        decision: {
          ...fichier().decision,
          issues: {
            CONFORME: { libelle: 'x', gravite: 'information' },
            DEPASSE: { libelle: 'x', gravite: 'bloquant', etat: 'decision-humaine' },
          },
        },
      },
      '« decideur »',
    ],
    [
      'a constant outside the domain',
      {
        regles: [
          regle('ESS-001', 'DEPASSE', { all: [{ fact: 'montant', operator: 'lessThan', value: '-1' }] }),
        ],
      },
      'sort du domaine',
    ],
    [
      'a timeline out of order',
      {
        parametres: {
          seuil: { libelle: 'Seuil', type: 'euro', valeurs: [DATEE, { ...DATEE, valeur: '2' }] },
        },
      },
      'dans l’ordre des dates',
    ],
    [
      'a parameter that starts too late',
      { applicable: { du: '2018-01-01', au: null, dateDeReference: 'x' } },
      'n’a pas de valeur entre',
    ],
    [
      'a validity that ends before it starts',
      { applicable: { du: '2019-01-01', au: '2019-01-01', dateDeReference: 'x' } },
      'la fin de validité',
    ],
  ])('references: finds %s', async (_cas, remplace, attendu) => {
    expect((await anomalies(remplace)).join('\n')).toContain(attendu);
  });

  it('names every anomaly of a file that does not compile, not only the first', async () => {
    const remplace = { faitsDerives: { x: derive('mois', 'montant'), y: derive('euro', 'inconnu') } };
    expect(await anomalies(remplace)).toHaveLength(2);
  });
});
