import { expect, it } from 'vitest';
import { IDS, charger } from '#test/rules/appui.ts';
import { eprouverLesEvaluateurs } from './differentiel.ts';

const CAS = 100_000;
const CAS_PAR_JEU_LIVRE = 400;

it(`json-rules-engine, the direct evaluator and a reference in fraction.js say the same of ${CAS} cases of generated and shipped files`, async () => {
  const livres = IDS.map(charger);
  const bilan = await eprouverLesEvaluateurs({
    graine: 20191231,
    casGeneres: CAS - CAS_PAR_JEU_LIVRE * livres.length,
    casParJeuLivre: CAS_PAR_JEU_LIVRE,
    livres,
    referenceSur: 20,
  });
  expect(bilan.cas).toBe(CAS);
  // The cases must say something: every state and every refusal is among them.
  for (const resultat of [
    'decide',
    'decision-humaine',
    'source-muette',
    'faits-manquants',
    'ContrainteRompue',
    'DefautDeRegle',
    'FaitInvalide',
    'FaitInconnu',
    'AucuneVersionApplicable',
  ]) {
    expect(bilan.parResultat[resultat] ?? 0, resultat).toBeGreaterThan(10);
  }
}, 300_000);
