import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Perennite } from '#src/domain/formulaire/perennite.ts';
import { analyser } from '#src/domain/declaration/chaine/analyser.ts';
import { sansTrace } from '#src/domain/declaration/chaine/decideurs.ts';
import { colonnesDe, estGroupe, estNombre, sectionsDe } from '#src/domain/formulaire/champs.ts';
import type { VOLETS } from '#src/domain/formulaire/definition.ts';
import { type ChampDeSaisie, type DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import { lireVolet, type Brut } from '#src/domain/formulaire/saisie/lire.ts';
import type { RegistreVivant } from '#src/domain/politique/registre/registre.ts';
import { retoursParChamp } from '#src/portal/declarations/volet/retours.tsx';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';
import { ANIMATEUR, ANIMATRICE, activite, contexte, finances } from './donnees.ts';

let registre: RegistreVivant;
let definition: DefinitionDeFormulaire;
beforeAll(async () => {
  registre = await registreDesFichiers();
  definition = registre.formulaire('RAM', '2019-12-31')?.definition as DefinitionDeFormulaire;
});

const sansAbsents = (brut: Brut): Brut =>
  Object.fromEntries(Object.entries(brut).filter(([, texte]) => texte !== undefined));

/** All that a fournisseur is told of what he typed. */
async function juger(saisi: { activite: Brut; finances: Brut }, perennite: Perennite = 'reelle') {
  const leContexte = contexte({
    perennite,
    animateurs: [
      { id: ANIMATRICE, nom: 'Mona Lenoir', etpContrat: '1', profilValide: true },
      { id: ANIMATEUR, nom: 'Paul Petit', etpContrat: '1', profilValide: true },
    ],
  });
  const lues = {
    activite: lireVolet(definition, 'activite', perennite, sansAbsents(saisi.activite), leContexte),
    finances: lireVolet(definition, 'finances', perennite, sansAbsents(saisi.finances), leContexte),
  };
  const analyse = await analyser(
    {
      definition,
      perennite,
      activite: lues.activite.donnees,
      finances: lues.finances.donnees,
      contexte: leContexte,
      choix: [],
    },
    'saisie',
    sansTrace(registre),
    () => [],
  );
  const erreurs = [...lues.activite.erreurs, ...lues.finances.erreurs];
  return { analyse, erreurs, retours: retoursParChamp(analyse.controles, { erreurs, compris: {} }) };
}
const jugerActivite = (changements: Brut) => juger({ activite: activite(changements), finances: finances() });
const chez = (juge: Awaited<ReturnType<typeof juger>>, champ: string): string[] => {
  const { erreurs = [], controles = [] } = juge.retours.get(champ) ?? {};
  return [...erreurs, ...controles].map(({ message }) => message);
};

describe('a fault is told once, in the words of the form', () => {
  it('dates in disorder: by the form alone, and no rule quotes a day nobody typed', async () => {
    const juge = await jugerActivite({ 'ouverture.debut': '2019-12-31', 'ouverture.fin': '2019-01-01' });
    expect(chez(juge, 'ouverture.fin')).toEqual([
      'Dernier jour d’ouverture : cette date doit suivre « Premier jour d’ouverture ».',
    ]);
    expect(juge.analyse.bloquants).toEqual([]);
    expect(juge.analyse.manquants.map(({ champ }) => champ)).not.toContain('ouverture.fin');
    expect(juge.analyse.estimation).toMatchObject({
      montant: null,
      incomplete: [{ champ: 'ouverture.fin', cause: expect.stringContaining('doit suivre') }],
    });
  });

  it('an absence the wrong way round never passes for a full presence without a word', async () => {
    const juge = await jugerActivite({
      'absences.liste.0.animateur': ANIMATRICE,
      'absences.liste.0.motif': 'maladie',
      'absences.liste.0.debut': '2019-05-20',
      'absences.liste.0.fin': '2019-03-10',
    });
    expect(chez(juge, 'absences.liste.0.fin')).toEqual([
      'Absence 1, Jour de reprise : cette date doit suivre « Premier jour d’absence ».',
    ]);
    expect(juge.analyse.estimation).toMatchObject({
      incomplete: [{ champ: 'absences.liste.0.fin', cause: expect.stringContaining('doit suivre') }],
    });
  });

  it.each(['0026-01-01', '0999-12-31'])(
    'a year nobody meant (%s) blocks once and says no internal name',
    async (debut) => {
      const juge = await jugerActivite({ 'ouverture.debut': debut });
      const dits = juge.analyse.controles
        .filter(({ champs }) => champs[0] === 'ouverture.debut')
        .map(({ message }) => message);
      expect(new Set([...dits, ...chez(juge, 'ouverture.debut')]).size).toBeLessThanOrEqual(2);
      for (const message of dits) expect(message).not.toMatch(/« debut »|\d{4}-\d\d-\d\d|AAAA/);
    },
  );

  it('an opening of two centuries is told by the rule that judges it, not by what it makes of the months', async () => {
    const juge = await jugerActivite({ 'ouverture.fin': '2206-11-30' });
    expect(juge.analyse.controles.map(({ message }) => message).join(' ')).not.toMatch(
      /moisOuverture|admise/,
    );
    expect(juge.analyse.estimation.incomplete.length).toBeGreaterThan(0);
  });

  it('names the row and the column', async () => {
    const ligne = await jugerActivite({
      'fermetures.liste.0.nature': 'exceptionnelle',
      'fermetures.liste.0.motif': 'travaux',
      'fermetures.liste.0.debut': '30/02/2019',
      'fermetures.liste.0.fin': '2019-05-01',
    });
    expect(chez(ligne, 'fermetures.liste.0.debut')[0]).toMatch(/^Fermeture 1, Premier jour de fermeture : /);
    const colonne = await juger(
      {
        activite: activite({
          'missions.actionsInformation': undefined,
          'missions.actionsInformation.reel': '1,5',
        }),
        finances: finances(),
      },
      'actualisee',
    );
    expect(chez(colonne, 'missions.actionsInformation.reel')[0]).toMatch(
      /^Nombre d’actions d’information – Réel, janvier à septembre : /,
    );
  });
});

const texte = fc.constantFrom(
  '',
  '0',
  '1',
  '0,8',
  '12',
  '-5',
  '1,5',
  'abc',
  '48.250,00',
  '99999999999999',
  '0,00001',
  '100001',
);
const date = fc.oneof(
  fc.constantFrom(
    '',
    '0026-01-01',
    '2206-12-31',
    '2999-12-31',
    '1900-01-01',
    '31/02/2019',
    '01/01/2019',
    '31/12/2019',
    '2018-12-31',
    '2020-01-01',
    'demain',
  ),
  fc
    .date({ min: new Date('2018-06-01'), max: new Date('2020-06-01'), noInvalidDate: true })
    .map((jour) => jour.toISOString().slice(0, 10)),
);
function valeur(champ: ChampDeSaisie): fc.Arbitrary<string> {
  if (estNombre(champ)) return texte;
  switch (champ.type) {
    case 'date':
      return date;
    case 'booleen':
      return fc.constantFrom('', 'oui', 'non', 'peut-être');
    case 'choix':
      return fc.constantFrom(
        '',
        ANIMATRICE,
        ANIMATEUR,
        ...(definition.listes[champ.liste ?? ''] ?? []).map((option) => option.valeur),
        'autrement',
      );
    case 'commune':
      return fc.constantFrom('', 'Briare (45053)', 'Atlantide');
    default:
      return fc.constantFrom('', 'x');
  }
}

/** A whole form of absurd answers: each field, each row, anything. */
function saisie(perennite: Perennite): fc.Arbitrary<{ activite: Brut; finances: Brut }> {
  const volet = (lequel: (typeof VOLETS)[number]): fc.Arbitrary<Brut> => {
    const champs = sectionsDe(definition, perennite, lequel).flatMap((section) =>
      section.champs.map((champ) => ({ chemin: `${section.id}.${champ.id}`, champ })),
    );
    const morceaux = champs.map(({ chemin, champ }): fc.Arbitrary<Brut> => {
      if (!estGroupe(champ))
        return fc.record(
          Object.fromEntries(
            (colonnesDe(definition, perennite, champ)?.map(({ id }) => `${chemin}.${id}`) ?? [chemin]).map(
              (cle) => [cle, valeur(champ)],
            ),
          ),
        );
      const ligne = fc.option(fc.record(Object.fromEntries(champ.champs.map((un) => [un.id, valeur(un)]))), {
        nil: Object.fromEntries(champ.champs.map(({ id }) => [id, ''])),
      });
      return fc
        .array(ligne, { maxLength: 3 })
        .map((lignes) =>
          Object.fromEntries(
            lignes.flatMap((une, rang) =>
              Object.entries(une).map(([id, saisi]) => [`${chemin}.${rang}.${id}`, saisi]),
            ),
          ),
        );
    });
    return fc.tuple(...morceaux).map((bouts) => Object.assign({}, ...bouts) as Brut);
  };
  return fc.record({ activite: volet('activite'), finances: volet('finances') });
}

const INTERDITS =
  /\b[a-z]+[A-Z]\w*|« debut »|« fin »|\b[Ll]es? faits?\b|\d{4}-\d{2}-\d{2}|AAAA-MM-JJ|\b(?:the|must|value|invalid|undefined|null|NaN|true|false)\b/;

describe('whatever is typed', () => {
  it.each<Perennite>(['reelle', 'actualisee'])(
    'no message shows the engine’s words, and no field tells a fault twice (%s)',
    async (perennite) => {
      await fc.assert(
        fc.asyncProperty(saisie(perennite), async (saisi) => {
          const { analyse, erreurs, retours } = await juger(saisi, perennite);
          const { controles, manquants, estimation, sousReserve } = analyse;
          const phrases = [...erreurs, ...controles, ...manquants]
            .map(({ message }) => message)
            .concat(
              controles.map(({ commentCorriger }) => commentCorriger),
              estimation.incomplete.map(({ cause }) => cause),
              sousReserve,
            );
          expect(phrases.filter((phrase) => INTERDITS.test(phrase))).toEqual([]);
          const fautifs = new Set(erreurs.map(({ champ }) => champ));
          for (const [champ, retour] of retours) {
            const messages = [...retour.erreurs, ...retour.controles].map(({ message }) => message);
            expect(messages).toEqual([...new Set(messages)]);
            expect(retour.controles.filter(({ regle }) => regle === null).length).toBeLessThanOrEqual(
              fautifs.has(champ) ? 0 : 1,
            );
            const issues = retour.controles
              .filter(({ gravite }) => gravite === 'bloquant')
              .map(({ issue }) => issue);
            expect(issues).toEqual([...new Set(issues)]);
          }
          const aRemplir = manquants.map(({ champ, message }) => champ ?? message);
          expect(aRemplir).toEqual([...new Set(aRemplir)]);
          expect(manquants.filter(({ champ }) => champ !== null && fautifs.has(champ))).toEqual([]);
          if (estimation.montant === null)
            expect(
              estimation.incomplete.length + controles.filter(({ etape }) => etape === 'estimation').length,
            ).toBeGreaterThan(0);
          const perdus = erreurs.filter(
            ({ champ }) =>
              /^(charges|ouverture\.(debut|fin))/.test(champ) &&
              !estimation.incomplete.some((cause) => cause.champ === champ),
          );
          expect(perdus).toEqual([]);
        }),
        { numRuns: 40 },
      );
    },
  );
});
