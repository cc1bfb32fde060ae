import { describe, expect, it } from 'vitest';
import { FichierInvalide } from '#src/engine/erreurs.ts';
import type { FichierDeRegles } from '#src/engine/format.ts';
import { verifierParametres } from '#src/engine/verifier/index.ts';
import { clos, derive, fichier, regle, scenario } from './appui.ts';
import { anomalies, AU_DESSUS, SEUIL } from './anomalies.ts';

const MESSAGE_NEUTRE = { fr: { depasse: { quoi: 'Dépassé.', corriger: 'x' } } };

describe('verifier', () => {
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
    ).toContain('n’a pas de sens');
    expect(
      (
        await anomalies({
          ...base,
          regles: [
            regle('ESS-001', 'DEPASSE', { any: [{ fact: 'nature', operator: 'in', value: ['a', 'c'] }] }),
          ],
        })
      ).join(),
    ).toContain('« c » n’est pas une valeur');
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
      'couverture : aucun scénario réussi ne donne l’issue DEPASSE.',
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
      'Les règles ESS-001 et ESS-002 s’appliquent ensemble',
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
    for (const attendu of ['l’ordre des dates', 'SRC-1#z', '« Q1 »', '« SRC-1#a »'])
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
