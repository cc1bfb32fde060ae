import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { etatAffiche } from '#src/domain/delegation/habilitation/etats.ts';
import {
  couvreJour,
  maximumSimultane,
  seChevauchent,
  type Titulaire,
} from '#src/domain/delegation/mandat/periodes.ts';

const JOURS = Array.from({ length: 28 }, (_, rang) => `2026-02-${String(rang + 1).padStart(2, '0')}`);
const jour = fc.constantFrom(...JOURS);
const periode = fc.record({ du: jour, au: fc.option(jour) });
const titulaire: fc.Arbitrary<Titulaire> = fc.record({
  personne: fc.constantFrom('A', 'B', 'C', 'D'),
  du: jour,
  au: fc.option(jour),
});

describe('the greatest number of holders at one moment', () => {
  it('equals a count made day by day', () => {
    fc.assert(
      fc.property(fc.array(titulaire, { maxLength: 12 }), periode, (titulaires, fenetre) => {
        const jourParJour = JOURS.filter((un) => couvreJour(fenetre, un)).map(
          (un) =>
            new Set(titulaires.filter((qui) => couvreJour(qui, un)).map(({ personne }) => personne)).size,
        );
        expect(maximumSimultane(titulaires, fenetre)).toBe(Math.max(0, ...jourParJour));
      }),
      { numRuns: 500 },
    );
  });

  it('counts one person once, however many lieux he holds the role on', () => {
    expect(
      maximumSimultane(
        [
          { personne: 'A', du: '2026-01-01', au: null },
          { personne: 'A', du: '2026-01-01', au: null },
        ],
        { du: '2026-02-01', au: null },
      ),
    ).toBe(1);
  });

  it('does not add two people who follow each other', () => {
    const titulaires = [
      { personne: 'A', du: '2026-01-01', au: '2026-02-10' },
      { personne: 'B', du: '2026-02-10', au: null },
    ];
    expect(maximumSimultane(titulaires, { du: '2026-02-01', au: null })).toBe(1);
  });
});

describe('two periods', () => {
  it('overlap if and only if they share a day, whatever their order', () => {
    fc.assert(
      fc.property(periode, periode, (une, autre) => {
        const commune = JOURS.some((un) => couvreJour(une, un) && couvreJour(autre, un));
        expect(seChevauchent(une, autre)).toBe(commune);
        expect(seChevauchent(autre, une)).toBe(commune);
      }),
    );
  });
});

describe('the state shown', () => {
  const le = (changements: Partial<Parameters<typeof etatAffiche>[0]>) =>
    etatAffiche({ etat: 'accordee', du: '2026-01-01', au: null, ...changements }, '2026-03-02');
  it.each([
    ['in force', {}, 'actif'],
    ['its last day was yesterday', { au: '2026-03-02' }, 'historique'],
    ['it ends tomorrow', { au: '2026-03-03' }, 'actif'],
    ['it begins tomorrow', { du: '2026-03-03' }, 'inactif'],
    ['it waits for the Caf', { etat: 'en-attente-caf' }, 'inactif'],
    ['the Caf suspended it', { etat: 'suspendue' }, 'inactif'],
    ['the Caf refused it', { etat: 'refusee' }, 'historique'],
    ['the request was withdrawn', { etat: 'retiree' }, 'historique'],
  ] as const)('%s', (_cas, changements, attendu) => {
    expect(le(changements)).toBe(attendu);
  });
});
