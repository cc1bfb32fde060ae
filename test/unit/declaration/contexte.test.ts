import { beforeAll, describe, expect, it } from 'vitest';
import { Perennites } from '#src/domain/formulaire/perennite.ts';
import { evaluer } from '#src/domain/formulaire/expressions.ts';
import { anterieures, type TransmissionDeLEquipement } from '#src/domain/declaration/contexte/anterieures.ts';
import type { SujetDeDeclaration } from '#src/domain/declaration/contexte/sujet.ts';
import type { DefinitionDeFormulaire, FaitDeContexte } from '#src/domain/formulaire/definition.ts';
import { verifierFormulaire } from '#src/domain/formulaire/verifier.ts';
import type { ContexteJson } from '#src/domain/formulaire/options.ts';
import { RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';

let ram: DefinitionDeFormulaire;
beforeAll(async () => {
  ram = (await registreDesFichiers()).formulaire('RAM', '2026-12-31')?.definition as DefinitionDeFormulaire;
});

const sansContexte = ({
  contexte: _contexte,
  ...definition
}: DefinitionDeFormulaire): DefinitionDeFormulaire => definition;
const fait = (changements: Partial<FaitDeContexte>): FaitDeContexte => ({
  nom: 'population',
  libelle: 'Population',
  type: 'entier',
  origine: 'annuaire',
  siAbsent: 'Rien.',
  ...changements,
});
const anomalies = (contexte: Partial<NonNullable<DefinitionDeFormulaire['contexte']>>): string =>
  verifierFormulaire({ ...ram, contexte: { ...ram.contexte, faits: ram.contexte?.faits ?? [], ...contexte } })
    .map(({ message }) => message)
    .join('\n');

describe('the catalogue of context facts of a form', () => {
  it('lets its expressions read what it declares, and nothing else', () => {
    expect(anomalies({})).toBe('');
    expect(
      anomalies({ faits: (ram.contexte?.faits ?? []).filter(({ nom }) => nom !== 'lieuUnique') }),
    ).toMatch(/contexte\.lieuUnique.*ne déclare pas/s);
  });

  it('keeps, for a form that has none, the list of the first forms', async () => {
    const dossier = new RuleFolder();
    const [premiere] = (await dossier.versions('formulaire', 'ram')).filter(({ nom }) =>
      nom.includes('1.0.0'),
    );
    const definition = premiere && ((await dossier.lire(premiere)).lu.valeur as DefinitionDeFormulaire);
    expect(definition && verifierFormulaire(definition)).toEqual([]);
    expect(
      verifierFormulaire(sansContexte(ram))
        .map(({ message }) => message)
        .join('\n'),
    ).toMatch(/contexte\.debutConventionne.*ne déclare pas/s);
    const lit = definition && {
      ...definition,
      estimation: { ...definition.estimation, montant: 'size(contexte.anterieures)' },
    };
    expect(
      lit &&
        verifierFormulaire(lit)
          .map(({ message }) => message)
          .join('\n'),
    ).toMatch(/contexte\.anterieures.*ne déclare pas/s);
  });

  it.each<[string, readonly FaitDeContexte[], RegExp]>([
    ['a fact the program does not provide', [fait({})], /ne fournit pas le fait « population »/],
    [
      'a provided fact under another type',
      [fait({ nom: 'communesDetail', type: 'texte' })],
      /« communesDetail » est de type « liste »/,
    ],
    [
      'a fact declared twice',
      [fait({ nom: 'exercice' })],
      /Deux faits du contexte portent le nom « exercice »/,
    ],
    [
      'a value that reads a fact declared below',
      [fait({ valeur: 'contexte.densite' }), fait({ nom: 'densite', valeur: '1' })],
      /contexte\.densite/,
    ],
    ['a value that reads the form', [fait({ valeur: 'donnees.ouverture.debut' })], /donnees/],
    ['a context read as a whole', [fait({ valeur: 'size(contexte)' })], /en bloc/],
  ])('refuses %s', (_quoi, ajoutes, message) => {
    expect(anomalies({ faits: [...(ram.contexte?.faits ?? []), ...ajoutes] })).toMatch(message);
  });

  it('accepts a fact computed from those above: a new one is data', () => {
    expect(
      anomalies({
        faits: [
          ...(ram.contexte?.faits ?? []),
          fait({ nom: 'communesDetail', type: 'liste' }),
          fait({ valeur: 'somme(contexte.communesDetail.map(c, c.population))' }),
        ],
      }),
    ).toBe('');
  });

  it('refuses earlier declarations of which it does not say what it retains, and what reads more than their data', () => {
    const { anterieures: _anterieures, ...sans } = ram.contexte ?? { faits: [] };
    expect(
      verifierFormulaire({ ...ram, contexte: sans })
        .map(({ message }) => message)
        .join('\n'),
    ).toMatch(/« anterieures », ce qui est retenu/);
    expect(
      anomalies({ anterieures: { exercices: 1, retient: { aujourdhui: 'contexte.aujourdhui' } } }),
    ).toMatch(/contexte/);
  });
});

const MIEN = 'c-mien';
const sujet = (perennite: SujetDeDeclaration['perennite']): SujetDeDeclaration => ({
  caf: { id: '451' },
  partenaire: { id: 'p' },
  equipement: { id: 'e', type: 'RAM', nom: 'Ram' },
  exercice: 2026,
  perennite,
  conventionnement: {
    id: MIEN,
    du: '2024-01-01',
    au: '2028-01-01',
    etpValide: '1',
    animateurs: [],
    numeroMaia: null,
  },
});
const transmission = (
  exercice: number,
  perennite: SujetDeDeclaration['perennite'],
  charges: string,
  conventionnement = MIEN,
): TransmissionDeLEquipement => ({
  id: `${exercice}-${perennite}-${conventionnement}`,
  conventionnement,
  exercice,
  perennite,
  etat: 'transmise',
  transmiseLe: `${exercice}-10-01T08:00:00Z`,
  estimation: '100.00',
  donnees: {
    activite: {
      ouverture: { debut: `${exercice}-01-01`, fin: `${exercice}-12-31` },
      animateurs: { liste: [{ etpDeclare: '0.8' }, { etpDeclare: '0.5' }] },
      fermetures: {
        liste: [
          {
            nature: 'exceptionnelle',
            motif: 'travaux',
            debut: `${exercice}-03-01`,
            fin: `${exercice}-04-01`,
            precisions: 'longues',
          },
        ],
      },
    },
    finances: { charges: { c60: charges } },
    totaux: { charges: { total: charges }, missions: {} },
  },
});

const CODES = ['previsionnelle', 'actualisee', 'reelle'];
const perennites = new Perennites(CODES.map((code) => ({ code, libelle: code, demandee: [{}] })));

describe('earlier declarations', () => {
  const toutes = [2024, 2025, 2026].flatMap((exercice) =>
    CODES.map((perennite) => transmission(exercice, perennite, `${exercice}`)),
  );
  const vues = (perennite: SujetDeDeclaration['perennite'], transmissions = toutes) =>
    anterieures(
      transmissions,
      sujet(perennite),
      ram.contexte?.anterieures ?? { exercices: 0, retient: {} },
      perennites,
    ) as unknown as readonly {
      exercice: number;
      perennite: string;
      memeConventionnement: boolean;
      faits: object;
    }[];
  const noms = (perennite: SujetDeDeclaration['perennite']) =>
    vues(perennite).map((une) => `${une.perennite} ${une.exercice}`);

  it('are those before it, the latest first: never itself, nor a pérennité that comes after', () => {
    expect(noms('previsionnelle')).toEqual([
      'reelle 2025',
      'actualisee 2025',
      'previsionnelle 2025',
      'reelle 2024',
      'actualisee 2024',
      'previsionnelle 2024',
    ]);
    expect(noms('actualisee').slice(0, 2)).toEqual(['previsionnelle 2026', 'reelle 2025']);
    expect(noms('reelle').slice(0, 2)).toEqual(['actualisee 2026', 'previsionnelle 2026']);
  });

  it('are known by what the form retains, and by nothing else', () => {
    expect(vues('reelle')[0]).toEqual({
      exercice: 2026,
      perennite: 'actualisee',
      conventionnement: MIEN,
      memeConventionnement: true,
      transmiseLe: '2026-10-01T08:00:00Z',
      estimation: '100.00',
      faits: {
        totalCharges: '2026',
        etpDeclare: '1.3',
        mois: 12,
        actionsInformation: null,
        actionsEchanges: null,
        fermetures: [{ nature: 'exceptionnelle', motif: 'travaux', debut: '2026-03-01', fin: '2026-04-01' }],
      },
    });
  });

  it('of a parallel conventionnement come after one’s own, its declaration of the same pérennité included', () => {
    const [premiere, seconde] = vues('reelle', [
      transmission(2026, 'reelle', '7', 'c-autre'),
      transmission(2026, 'actualisee', '5'),
      transmission(2026, 'actualisee', '6', 'c-autre'),
    ]);
    expect([premiere?.memeConventionnement, premiere?.perennite, seconde?.memeConventionnement]).toEqual([
      false,
      'reelle',
      true,
    ]);
  });
});

describe('the declaration one is compared with', () => {
  const reference = (
    perennite: SujetDeDeclaration['perennite'],
    transmissions: readonly TransmissionDeLEquipement[],
  ): string | null => {
    const contexte: ContexteJson = {
      exercice: 2026,
      perennite,
      anterieures: anterieures(
        transmissions,
        sujet(perennite),
        ram.contexte?.anterieures ?? { exercices: 0, retient: {} },
        perennites,
      ),
    };
    const lue = evaluer(ram.contexte?.faits.find(({ nom }) => nom === 'reference')?.valeur ?? '', {
      contexte,
    }) as { perennite: string; exercice: number; conventionnement: string } | null;
    return lue && `${lue.perennite} ${lue.exercice} ${lue.conventionnement}`;
  };
  const [previsionnelle, actualisee] = [
    transmission(2026, 'previsionnelle', '1'),
    transmission(2026, 'actualisee', '2'),
  ];

  it.each<[string, SujetDeDeclaration['perennite'], readonly TransmissionDeLEquipement[], string | null]>([
    [
      'a réelle: the actualisée of the year',
      'reelle',
      [previsionnelle, actualisee],
      `actualisee 2026 ${MIEN}`,
    ],
    [
      'a réelle without one: the prévisionnelle',
      'reelle',
      [previsionnelle, transmission(2025, 'reelle', '3')],
      `previsionnelle 2026 ${MIEN}`,
    ],
    [
      'an actualisée: the prévisionnelle of the year',
      'actualisee',
      [previsionnelle, transmission(2025, 'reelle', '3')],
      `previsionnelle 2026 ${MIEN}`,
    ],
    [
      'a prévisionnelle: the last réelle, two years old if need be',
      'previsionnelle',
      [transmission(2025, 'actualisee', '3'), transmission(2024, 'reelle', '4')],
      `reelle 2024 ${MIEN}`,
    ],
    [
      'a prévisionnelle under a new conventionnement: the one réelle of the equipment',
      'previsionnelle',
      [transmission(2025, 'reelle', '3', 'c-ancien')],
      'reelle 2025 c-ancien',
    ],
    [
      'not one of two parallel ones: which is not known',
      'previsionnelle',
      [transmission(2025, 'reelle', '3', 'c-a'), transmission(2025, 'reelle', '3', 'c-b')],
      null,
    ],
    [
      'not another conventionnement’s of the same year',
      'reelle',
      [transmission(2026, 'actualisee', '3', 'c-b')],
      null,
    ],
    ['nothing for the first one', 'previsionnelle', [], null],
  ])('is for %s', (_quoi, perennite, transmissions, attendue) => {
    expect(reference(perennite, transmissions)).toBe(attendue);
  });
});
