import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { profilsDuJour } from '#src/domain/acces/compte/profils.ts';
import { servicesLivres } from '#test/support/roles.ts';

type Lus = Parameters<typeof profilsDuJour>[0];
type Utilisateur = Lus['utilisateurs'][number];

const COMPTE = {
  id: 'c',
  courriel: 'camille@commune.fr',
  ferme: false,
  sessionsValidesDepuis: '2026-01-01T00:00:00.000000Z',
};
const PARIS = { id: '451', nom: 'Caf du Loiret', fuseauHoraire: 'Europe/Paris' };
const REUNION = { id: '974', nom: 'Caf de La Réunion', fuseauHoraire: 'Indian/Reunion' };

const utilisateur = (changements: Partial<Utilisateur> = {}): Utilisateur => ({
  id: 'u',
  identifiant: 'COT1',
  nom: 'Petit',
  prenom: 'Camille',
  ouvertLe: '2026-01-01',
  closLe: null,
  administrateur: false,
  groupes: [],
  caf: PARIS,
  partenaire: { id: 'p', nom: 'Commune' },
  conventions: [],
  mandats: [],
  habilitations: [],
  ...changements,
});
const le = (instant: string, utilisateurs: readonly Utilisateur[], compte: Lus['compte'] = COMPTE) =>
  profilsDuJour(
    { compte, analyste: null, agents: [], utilisateurs, rattachements: {} },
    {
      horloge: { maintenant: () => Temporal.Instant.from(instant) },
      registre: { referentiel: servicesLivres },
    },
  );
const MIDI = '2026-03-02T12:00:00Z';
const habilitation = (du: string, au: string | null) => ({
  id: 'h',
  role: 'APPROBATEUR' as const,
  equipement: 'e',
  lieu: null,
  du,
  au,
});
const mandat = (du: string, au: string | null) => ({
  id: 'm',
  roles: [],
  equipements: [],
  peutCreerUtilisateurs: true,
  peutDeleguer: false,
  du,
  au,
});

describe('what an account opens today', () => {
  test.each([
    ['2026-03-02', null, 1],
    ['2026-03-03', null, 0],
    ['2026-01-01', '2026-03-02', 0],
    ['2026-01-01', '2026-03-03', 1],
  ])(
    'an access open on %s and closed on %s gives %i profile on 2 March: the first day counts, the closing day does not',
    (ouvertLe, closLe, attendus) => {
      expect(le(MIDI, [utilisateur({ ouvertLe, closLe })])?.profils).toHaveLength(attendus);
    },
  );

  test('an access ends at midnight at its Caf, not at the server’s', () => {
    const clos = { closLe: '2026-03-03' };
    expect(le('2026-03-02T22:59:00Z', [utilisateur(clos)])?.profils).toHaveLength(1);
    expect(le('2026-03-02T23:00:00Z', [utilisateur(clos)])?.profils).toHaveLength(0);
    expect(le('2026-03-02T20:00:00Z', [utilisateur({ ...clos, caf: REUNION })])?.profils).toHaveLength(0);
  });

  test('a closed account opens nothing, an account that does not exist is none', () => {
    expect(le(MIDI, [utilisateur()], { ...COMPTE, ferme: true })?.profils).toEqual([]);
    expect(le(MIDI, [utilisateur()], null)).toBeNull();
  });

  test('the days on which accesses will open are told, the nearest first', () => {
    expect(
      le(MIDI, [utilisateur({ ouvertLe: '2026-05-01' }), utilisateur({ ouvertLe: '2026-04-01' })])
        ?.ouvertures,
    ).toEqual(['2026-04-01', '2026-05-01']);
  });

  test('roles and mandates count from their first day until the day before their end', () => {
    const [profil] =
      le(MIDI, [
        utilisateur({
          habilitations: [
            habilitation('2026-03-02', null),
            habilitation('2026-03-03', null),
            habilitation('2026-01-01', '2026-03-02'),
            habilitation('2026-01-01', '2026-03-03'),
          ],
          mandats: [mandat('2026-01-01', '2026-03-02'), mandat('2026-03-02', null)],
        }),
      ])?.profils ?? [];
    expect(profil?.acteur).toMatchObject({
      type: 'partenaire',
      habilitations: [{ role: 'APPROBATEUR', equipementId: 'e' }, {}],
      mandats: [{ peutCreerUtilisateurs: true }],
    });
  });

  const convention = (numero: string, du: string, au: string, resilieeLe: string | null = null) => ({
    id: numero,
    numero,
    du,
    au,
    etat: 'active',
    resilieeLe,
  });
  test.each([
    [
      'the one in force, though a later one exists',
      [convention('B', '2026-06-01', '2027-06-01'), convention('A', '2025-06-01', '2026-06-01')],
      'A',
      'active',
    ],
    [
      'the latest when none is in force: signing in asks for none',
      [convention('A', '2025-01-01', '2026-01-01')],
      'A',
      'echue',
    ],
    ['one that has not begun', [convention('A', '2026-06-01', '2027-06-01')], 'A', 'a-venir'],
    ['one ended early', [convention('A', '2026-01-01', '2027-01-01', '2026-03-02')], 'A', 'resiliee'],
    [
      'one that is to end early, later',
      [convention('A', '2026-01-01', '2027-01-01', '2026-03-03')],
      'A',
      'active',
    ],
  ])('the convention shown is %s', (_cas, conventions, numero, etat) => {
    expect(le(MIDI, [utilisateur({ conventions })])?.profils[0]?.convention).toMatchObject({ numero, etat });
  });

  test('without a convention one signs in all the same', () => {
    expect(le(MIDI, [utilisateur()])?.profils[0]?.convention).toBeNull();
  });
});
