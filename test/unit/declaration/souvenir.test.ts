import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyser } from '#src/domain/declaration/chaine/analyser.ts';
import { fictivesDe, parLesDeux } from '#src/domain/declaration/chaine/decideurs.ts';
import type { Dossier } from '#src/domain/declaration/chaine/dossier.ts';
import type { ContexteJson } from '#src/domain/formulaire/options.ts';
import { ANIMATEUR, ANIMATRICE } from './donnees.ts';
import { dossierDe, juger, registre } from './estimation.ts';

/** Judged from nothing: no part of this form was ever read before, and both evaluators decide each case anew. */
const depuisRien = (dossier: Dossier) =>
  analyser(
    { ...dossier, definition: structuredClone(dossier.definition) },
    'saisie',
    parLesDeux(registre),
    fictivesDe(registre),
  );
const jours = fc.constantFrom(
  '',
  '2019-01-01',
  '2019-03-10',
  '2019-05-20',
  '2019-07-01',
  '2019-12-31',
  '2020-01-01',
);
const etp = fc.constantFrom('', '0,5', '0,80', '1', '2', 'un');
const montant = fc.constantFrom('', '0', '12', '1 000', '42 000', '-3', '1e5');
const personne = fc.constantFrom('', ANIMATRICE, ANIMATEUR);
const activite: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'ouverture.debut': jours,
  'ouverture.fin': jours,
  'animateurs.liste.0.etpDeclare': etp,
  'animateurs.liste.0.arrivee': jours,
  'animateurs.liste.0.depart': jours,
  'animateurs.liste.1.animateur': personne,
  'animateurs.liste.1.etpContrat': etp,
  'animateurs.liste.1.etpDeclare': etp,
  'absences.liste.0.animateur': personne,
  'absences.liste.0.motif': fc.constantFrom('', 'maladie'),
  'absences.liste.0.debut': jours,
  'absences.liste.0.fin': jours,
  'fermetures.liste.0.nature': fc.constantFrom('exceptionnelle', 'traditionnelle'),
  'fermetures.liste.0.debut': jours,
  'fermetures.liste.0.fin': jours,
  'fermetures.liste.3.debut': jours,
  'fermetures.liste.3.fin': jours,
  'fermetures.liste.3.nature': fc.constantFrom('', 'exceptionnelle'),
  'missions.missionInformation': fc.constantFrom('', 'oui', 'non'),
  'missions.actionsEchanges': montant,
  'itinerance.itinerant': fc.constantFrom('', 'oui', 'non'),
};
const finances: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'charges.c60': montant,
  'charges.c64': montant,
  'produits.c74': montant,
  'contributions.c86': montant,
};
const contexte: Readonly<Record<string, fc.Arbitrary<ContexteJson[string]>>> = {
  aujourdhui: jours.filter((jour) => jour !== ''),
  conventionnement: fc.record({ etpValide: fc.constantFrom('1', '0.5', null), du: jours, au: jours }),
  animateurs: fc.array(
    fc.record({
      id: personne,
      nom: fc.constantFrom('Mona', 'Paul'),
      etpContrat: fc.constantFrom('1', '0.5'),
      profilValide: fc.boolean(),
    }),
    { maxLength: 2 },
  ),
  lieuUnique: fc.constantFrom(true, false, null),
  fermeturesAnterieures: fc.array(
    fc.record({
      nature: fc.constant('exceptionnelle'),
      debut: fc.constant('2018-11-01'),
      fin: fc.constantFrom('2019-02-01', '2019-03-01'),
    }),
    { maxLength: 1 },
  ),
  convention: fc.record({
    etat: fc.constantFrom('active', 'echue'),
    fin: jours,
    bulletinActif: fc.boolean(),
  }),
};

type Frappe = readonly [ou: 'activite' | 'finances' | 'contexte', quoi: string, valeur: ContexteJson[string]];
const frappes = (ou: Frappe[0], champs: Readonly<Record<string, fc.Arbitrary<ContexteJson[string]>>>) =>
  fc
    .constantFrom(...Object.keys(champs))
    .chain((quoi) => (champs[quoi] ?? fc.constant(null)).map((valeur): Frappe => [ou, quoi, valeur]));
const frappe = fc.oneof(
  { weight: 4, arbitrary: frappes('activite', activite) },
  { weight: 2, arbitrary: frappes('finances', finances) },
  { weight: 1, arbitrary: frappes('contexte', contexte) },
);

describe('a draft judged with what former keystrokes left', () => {
  it('is judged as from nothing, after any sequence of edits of the form or of the records behind it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(frappe, { minLength: 8, maxLength: 12 }), async (suite) => {
        const tapes: Record<Frappe[0], Record<string, ContexteJson[string]>> = {
          activite: {},
          finances: {},
          contexte: {},
        };
        for (const [ou, quoi, valeur] of suite) {
          tapes[ou] = { ...tapes[ou], [quoi]: valeur };
          const { contexte: change, ...saisies } = tapes;
          const tape = dossierDe(saisies as Parameters<typeof dossierDe>[0]);
          const dossier = { ...tape, contexte: { ...tape.contexte, ...change } };
          expect(JSON.stringify(await juger(dossier))).toBe(JSON.stringify(await depuisRien(dossier)));
        }
      }),
      { numRuns: 4, seed: 13 },
    );
  }, 60_000);

  it('points at the row where it now stands, when an empty one comes before it', async () => {
    const periode = (rang: number) => ({
      [`fermetures.liste.${rang}.nature`]: 'exceptionnelle',
      [`fermetures.liste.${rang}.debut`]: '2019-01-10',
      [`fermetures.liste.${rang}.fin`]: '2019-06-20',
    });
    await juger(dossierDe({ activite: periode(0) }));
    const apres = dossierDe({ activite: { 'fermetures.liste.0.nature': '', ...periode(1) } });
    expect(JSON.stringify(await juger(apres))).toBe(JSON.stringify(await depuisRien(apres)));
  });
});
