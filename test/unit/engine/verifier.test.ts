import { describe, expect, it } from 'vitest';
import { FichierInvalide } from '#src/engine/erreurs.ts';
import type { FichierDeRegles } from '#src/engine/format.ts';
import { verifierParametres, verifierRegles } from '#src/engine/verifier/index.ts';
import { clos, derive, fichier, regle, scenario } from './appui.ts';

async function anomalies(remplace: Partial<FichierDeRegles>): Promise<string[]> {
  const rapport = await verifierRegles(fichier(remplace), clos(remplace));
  return rapport.anomalies.map(
    ({ controle, regle: id, message }) => `${controle}${id === undefined ? '' : ` ${id}`} : ${message}`,
  );
}

const MESSAGE_NEUTRE = { fr: { depasse: { quoi: 'Dépassé.', corriger: 'x' } } };
const SEUIL = fichier().parametres;
const DATEE = {
  du: '2019-01-01',
  valeur: '1000',
  sources: ['SRC-1#a'],
  certitude: 'explicite',
  derniereVerification: '2019-01-01',
} as const;
const AU_DESSUS = {
  all: [{ fact: 'montant', operator: 'greaterThan', value: { parametre: 'seuil' } }],
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
      "« Valeur fictive » n'est plus juste pour la règle ESS-001",
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
      "« La source est muette » n'est plus juste pour la valeur du",
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
      "« oubli » n'est lu par aucune",
    ],
    [
      'a parameter nobody reads',
      { parametres: { ...SEUIL, oubli: SEUIL['seuil']! } },
      "« oubli » n'est employé nulle part",
    ],
    [
      'a derived fact nobody reads',
      { faitsDerives: { oubli: derive('booleen', 'montant > seuil') } },
      "« oubli » n'est employé nulle part",
    ],
    [
      'a message nobody uses',
      { messages: { fr: { ...fichier().messages.fr, oubli: { quoi: 'x', corriger: 'x' } } } },
      "« oubli » n'est employé par aucune",
    ],
    [
      'an outcome no rule gives',
      {
        decision: {
          ...fichier().decision,
          issues: { ...fichier().decision.issues, OUBLI: { libelle: 'x', gravite: 'information' } },
        },
      },
      "« OUBLI » n'est donnée par aucune",
    ],
    [
      'a source point never cited',
      { sources: [{ ...fichier().sources[0]!, points: { a: 'x', b: 'y' } }] },
      "« SRC-1#b » n'est cité nulle part",
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
      "dans l'ordre des dates",
    ],
    [
      'a parameter that starts too late',
      { applicable: { du: '2018-01-01', au: null, dateDeReference: 'x' } },
      "n'a pas de valeur entre",
    ],
    [
      'a validity that ends before it starts',
      { applicable: { du: '2019-01-01', au: '2019-01-01', dateDeReference: 'x' } },
      'la fin de validité',
    ],
  ])('references: finds %s', async (_cas, remplace, attendu) => {
    expect((await anomalies(remplace)).join('\n')).toContain(attendu);
  });

  it('references: finds an order operator on an enum, and a value outside its domain', async () => {
    const base = {
      faits: { nature: { libelle: 'x', type: 'enum', valeurs: ['a', 'b'], origine: 'x' } },
      parametres: {},
      messages: MESSAGE_NEUTRE,
    } as const;
    expect(
      (
        await anomalies({
          ...base,
          regles: [
            regle('ESS-001', 'DEPASSE', { all: [{ fact: 'nature', operator: 'greaterThan', value: 'a' }] }),
          ],
        })
      ).join(),
    ).toContain("n'a pas de sens");
    expect(
      (
        await anomalies({
          ...base,
          regles: [
            regle('ESS-001', 'DEPASSE', { any: [{ fact: 'nature', operator: 'in', value: ['a', 'c'] }] }),
          ],
        })
      ).join(),
    ).toContain("« c » n'est pas une valeur");
  });

  it('types: finds a comparison between two types, a formula of the wrong type, a message that shows nothing', async () => {
    expect(
      (await anomalies({ faits: { montant: { libelle: 'x', type: 'etp', min: '0', origine: 'x' } } })).join(),
    ).toContain('valeurs du même type');
    expect((await anomalies({ faitsDerives: { x: derive('mois', 'montant') } })).join()).toContain(
      'est de type Euro',
    );
    expect(
      (
        await anomalies({
          faitsDerives: { x: derive('enum', 'montant > seuil ? "a" : "c"', { valeurs: ['a', 'b'] }) },
        })
      ).join(),
    ).toContain('« c »');
    expect(
      (await anomalies({ messages: { fr: { depasse: { quoi: '{montan}', corriger: 'x' } } } })).join(),
    ).toContain('{montan}');
    expect(
      (
        await anomalies({ parametres: { seuil: { ...SEUIL['seuil']!, type: 'date' } as never } }).catch(
          (erreur: unknown) => [String(erreur)],
        )
      ).join(),
    ).toContain('date AAAA-MM-JJ');
  });

  it('scenarios: finds each difference, and a scenario outside the validity', async () => {
    const echecs = await anomalies({
      faitsDerives: { deuxFois: derive('euro', 'montant * 2') },
      scenarios: [
        ...fichier().scenarios,
        scenario('S3', { montant: '1' }, { issues: ['DEPASSE'], regles: ['ESS-001'] }),
        scenario(
          'S4',
          { montant: '1' },
          { issues: ['CONFORME'], regles: [], calculs: { deuxFois: '3' }, etat: 'source-muette' },
        ),
        scenario('S5', {}, { issues: [], regles: [] }),
        scenario('S6', { montant: 'x' }, { issues: [], regles: [] }),
        { ...scenario('S7', { montant: '1' }, { issues: ['CONFORME'], regles: [] }), date: '2018-12-31' },
      ],
    });
    expect(echecs.join('\n')).toMatch(/S3.*issues attendues : DEPASSE ; obtenues : CONFORME/);
    expect(echecs.join('\n')).toMatch(/S4.*état attendu : source-muette ; obtenu : decide/);
    expect(echecs.join('\n')).toMatch(/S4.*deuxFois attendu : 3 ; obtenu : 2/);
    expect(echecs.join('\n')).toMatch(/S5.*faits manquants : montant/);
    expect(echecs.join('\n')).toMatch(/S6.*« montant »/);
    expect(echecs.join('\n')).toMatch(/S7.*validité/);
  });

  it('coverage: finds a rule and an outcome that no passing scenario reaches', async () => {
    const echecs = await anomalies({ scenarios: [fichier().scenarios[0]!] });
    expect(echecs).toEqual([
      'couverture ESS-001 : aucun scénario réussi ne déclenche cette règle.',
      "couverture : aucun scénario réussi ne donne l'issue DEPASSE.",
    ]);
  });

  it('analysis: finds, with a witness, a case where a formula fails though every scenario passes', async () => {
    const echecs = await anomalies({ faitsDerives: { inverse: derive('taux', 'euro(1) / montant') } });
    expect(echecs.join('\n')).toMatch(/analyse : .*division par zéro.*Montant = 0,00\./);
  });

  it('partition: finds a gap and an overlap of a « unique » file at its thresholds', async () => {
    const unique: Partial<FichierDeRegles> = {
      decision: {
        strategie: 'unique',
        siAucuneRegle: 'erreur',
        siFaitManquant: 'suspendre',
        issues: fichier().decision.issues,
      },
      invariants: [{ id: 'I1', controle: 'partition' }],
      scenarios: [
        scenario('S1', { montant: '500' }, { issues: ['CONFORME'], regles: ['ESS-002'] }),
        fichier().scenarios[1]!,
      ],
    };
    const dessous = (operator: 'lessThan' | 'lessThanInclusive' | 'notEqual'): Partial<FichierDeRegles> => ({
      ...unique,
      regles: [
        regle('ESS-001', 'DEPASSE', AU_DESSUS),
        regle('ESS-002', 'CONFORME', { all: [{ fact: 'montant', operator, value: { parametre: 'seuil' } }] }),
      ],
    });
    expect(await anomalies(dessous('lessThanInclusive'))).toEqual([]);
    expect((await anomalies(dessous('lessThan'))).join()).toMatch(
      /analyse : Aucune règle ne décide.*Montant = 1000,00\./,
    );
    expect((await anomalies(dessous('notEqual'))).join()).toContain(
      "Les règles ESS-001 et ESS-002 s'appliquent ensemble",
    );
  });

  it('monotonicity: finds an outcome that goes back while a fact grows', async () => {
    const invariants = [
      { id: 'I1', controle: 'monotonie', fait: 'montant', ordre: ['CONFORME', 'DEPASSE'] },
    ] as const;
    expect(await anomalies({ invariants })).toEqual([]);
    const creux = [
      regle('ESS-001', 'DEPASSE', {
        any: [...AU_DESSUS.all, { fact: 'montant', operator: 'lessThan', value: '10' }],
      }),
    ];
    expect((await anomalies({ invariants, regles: creux })).join()).toMatch(
      /I1 \(monotonie\) est rompu : quand « montant » passe de/,
    );
  });

  it('names every anomaly of a file that does not compile, not only the first', async () => {
    const remplace = { faitsDerives: { x: derive('mois', 'montant'), y: derive('euro', 'inconnu') } };
    expect(await anomalies(remplace)).toHaveLength(2);
  });

  it('checks shared parameters: order of dates, citations, questions', () => {
    const valeur = {
      du: '2019-01-01',
      valeur: '1',
      sources: ['SRC-1#z'],
      certitude: 'fictif',
      question: 'Q1',
      derniereVerification: '2019-01-01',
    } as const;
    const trouvees = verifierParametres({
      format: 'mcp.parametres/1',
      id: 'communs',
      version: '1.0.0',
      titre: 'x',
      sources: fichier().sources,
      questions: {},
      parametres: { a: { libelle: 'A', type: 'euro', valeurs: [{ ...valeur, du: '2020-01-01' }, valeur] } },
    })
      .map(({ message }) => message)
      .join('\n');
    for (const attendu of ["l'ordre des dates", 'SRC-1#z', '« Q1 »', '« SRC-1#a »'])
      expect(trouvees).toContain(attendu);
  });

  it.each(['double', 'string', 'in', 'type'])(
    'refuses the name « %s », which CEL keeps for itself',
    async (nom) => {
      expect((await anomalies({ faitsDerives: { [nom]: derive('euro', 'montant') } })).join()).toContain(
        `le nom « ${nom} » est réservé`,
      );
    },
  );

  it('refuses a constraint that is not a boolean', async () => {
    expect(
      (
        await anomalies({ contraintes: [{ id: 'C1', formule: 'montant', champ: 'montant', message: 'x' }] })
      ).join(),
    ).toContain('doit être un booléen');
    expect(() =>
      clos({ contraintes: [{ id: 'C1', formule: 'montant +', champ: 'montant', message: 'x' }] }),
    ).toThrow(FichierInvalide);
  });
});
