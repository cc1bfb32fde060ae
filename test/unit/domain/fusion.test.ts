import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fusionner, fusionnerLignes, type Ligne } from '#src/kernel/fusion.ts';

const texte = fc.constantFrom('', 'a', 'b', 'c');
const champs = ['un', 'deux', 'trois', 'quatre'];
const formulaire = fc.record(Object.fromEntries(champs.map((champ) => [champ, texte])));
const ligne: fc.Arbitrary<Ligne> = fc.record({
  qui: fc.constantFrom('Mona', 'Lou', ''),
  du: texte,
  au: texte,
});
const lignes = fc.array(ligne, { maxLength: 5 });
const enTexte = (une: Ligne): string => JSON.stringify([une['qui'], une['du'], une['au']]);
const trie = (liste: readonly Ligne[]): string[] => liste.map(enTexte).sort();

describe('the fields of a form that two people changed', () => {
  it('are each in one case: equal, taken over, kept, or to choose', () => {
    fc.assert(
      fc.property(formulaire, formulaire, formulaire, (ouvertes, saisies, actuelles) => {
        const { repris, gardes, disputes } = fusionner(champs, { ouvertes, saisies, actuelles });
        for (const champ of champs) {
          const [ouverte, saisie, actuelle] = [ouvertes[champ], saisies[champ], actuelles[champ]];
          expect([repris, gardes, disputes].filter((noms) => noms.includes(champ))).toHaveLength(
            saisie === actuelle ? 0 : 1,
          );
          // Nobody's value goes without a word: one gives way only where it is what was there before.
          if (repris.includes(champ)) expect(saisie).toBe(ouverte);
          if (gardes.includes(champ)) expect(actuelle).toBe(ouverte);
        }
      }),
    );
  });

  it('are judged alike from both sides', () => {
    fc.assert(
      fc.property(formulaire, formulaire, formulaire, (ouvertes, saisies, actuelles) => {
        const une = fusionner(champs, { ouvertes, saisies, actuelles });
        const autre = fusionner(champs, { ouvertes, saisies: actuelles, actuelles: saisies });
        expect([autre.gardes, autre.repris, autre.disputes]).toEqual([une.repris, une.gardes, une.disputes]);
      }),
    );
  });

  it('are the same whatever the order of a list of choices and the spaces around a text', () => {
    expect(
      fusionner(['g', 't'], {
        ouvertes: {},
        saisies: { g: ['x', 'y'], t: ' a ' },
        actuelles: { g: ['y', 'x'], t: 'a' },
      }),
    ).toEqual({ repris: [], gardes: [], disputes: [] });
  });
});

describe('the rows of a list that two people changed', () => {
  it('follow the only one who changed the list', () => {
    fc.assert(
      fc.property(lignes, lignes, (avant, apres) => {
        expect(fusionnerLignes({ ouvertes: avant, saisies: apres, actuelles: avant })).toEqual({
          lignes: apres.map((une, saisie) => ({ ligne: une, saisie })),
          disputes: [],
        });
        expect(
          fusionnerLignes({ ouvertes: avant, saisies: avant, actuelles: apres }).lignes.map(
            (une) => une.ligne,
          ),
        ).toEqual(apres);
      }),
    );
  });

  it('are never lost: a row typed by anyone is in the result, in a dispute, or was typed over or removed by the other who saw it', () => {
    fc.assert(
      fc.property(lignes, lignes, lignes, (ouvertes, saisies, actuelles) => {
        const { lignes: fusionnees, disputes } = fusionnerLignes({ ouvertes, saisies, actuelles });
        const presentes = new Set([
          ...fusionnees.map((une) => enTexte(une.ligne)),
          ...disputes
            .flatMap(({ saisie, actuelle }) => [saisie, actuelle])
            .filter((une) => une !== null)
            .map(enTexte),
          ...ouvertes.map(enTexte),
        ]);
        for (const une of [...saisies, ...actuelles]) expect(presentes).toContain(enTexte(une));
        // Nothing is made up: each row is somebody's.
        for (const { ligne: une } of fusionnees)
          expect([...saisies, ...actuelles].map(enTexte)).toContain(enTexte(une));
      }),
    );
  });

  it('give the same list from both sides where nothing is disputed', () => {
    fc.assert(
      fc.property(lignes, lignes, lignes, (ouvertes, saisies, actuelles) => {
        const une = fusionnerLignes({ ouvertes, saisies, actuelles });
        const autre = fusionnerLignes({ ouvertes, saisies: actuelles, actuelles: saisies });
        expect(autre.disputes.length).toBe(une.disputes.length);
        if (une.disputes.length === 0)
          expect(trie(autre.lignes.map((l) => l.ligne))).toEqual(trie(une.lignes.map((l) => l.ligne)));
      }),
    );
  });

  it('tell each typed row where it went, once', () => {
    fc.assert(
      fc.property(lignes, lignes, lignes, (ouvertes, saisies, actuelles) => {
        const rangs = fusionnerLignes({ ouvertes, saisies, actuelles }).lignes.flatMap(
          ({ saisie }) => saisie ?? [],
        );
        expect(new Set(rangs).size).toBe(rangs.length);
        for (const rang of rangs) expect(rang).toBeLessThan(saisies.length);
      }),
    );
  });

  const fermeture = (qui: string, du: string, au = ''): Ligne => ({ qui, du, au });
  const [une, deux, trois] = [
    fermeture('travaux', '01/03'),
    fermeture('congés', '01/08'),
    fermeture('sinistre', '05/10'),
  ];

  it('keep the row each of the two added, the recorded one first', () => {
    expect(fusionnerLignes({ ouvertes: [une], saisies: [une, deux], actuelles: [une, trois] })).toEqual({
      lignes: [
        { ligne: une, saisie: 0 },
        { ligne: trois, saisie: null },
        { ligne: deux, saisie: 1 },
      ],
      disputes: [],
    });
  });

  it('keep once the same row that both added, and twice an empty one, where each goes on typing', () => {
    expect(fusionnerLignes({ ouvertes: [], saisies: [deux], actuelles: [deux] }).lignes).toEqual([
      { ligne: deux, saisie: 0 },
    ]);
    const vide = fermeture('', '');
    expect(fusionnerLignes({ ouvertes: [], saisies: [vide], actuelles: [vide] }).lignes).toEqual([
      { ligne: vide, saisie: null },
      { ligne: vide, saisie: 0 },
    ]);
  });

  it('take two changes of two rows, and a removal beside a change', () => {
    const [uneChangee, deuxChangee] = [fermeture('travaux', '02/03'), fermeture('congés', '02/08')];
    expect(
      fusionnerLignes({ ouvertes: [une, deux], saisies: [uneChangee, deux], actuelles: [une, deuxChangee] }),
    ).toMatchObject({ lignes: [{ ligne: uneChangee }, { ligne: deuxChangee }], disputes: [] });
    expect(
      fusionnerLignes({ ouvertes: [une, deux], saisies: [deux], actuelles: [une, deuxChangee] }),
    ).toMatchObject({ lignes: [{ ligne: deuxChangee, saisie: 0 }], disputes: [] });
  });

  it('are in dispute where both changed one row, or one changed the row the other removed; the recorded one stands until it is chosen', () => {
    const [mienne, leur] = [fermeture('travaux', '02/03'), fermeture('travaux', '01/03', '01/04')];
    const trois = { ouvertes: [une, deux], saisies: [mienne, deux], actuelles: [leur, deux] };
    expect(fusionnerLignes(trois)).toEqual({
      lignes: [
        { ligne: leur, saisie: 0 },
        { ligne: deux, saisie: 1 },
      ],
      disputes: [{ ouverte: 0, saisie: mienne, actuelle: leur, rang: 0 }],
    });
    expect(fusionnerLignes(trois, () => 'mienne').lignes[0]?.ligne).toEqual(mienne);
    expect(fusionnerLignes(trois, () => 'leur').lignes[0]?.ligne).toEqual(leur);
    const retiree = { ouvertes: [une, deux], saisies: [deux], actuelles: [leur, deux] };
    expect(fusionnerLignes(retiree).disputes).toEqual([
      { ouverte: 0, saisie: null, actuelle: leur, rang: 0 },
    ]);
    expect(fusionnerLignes(retiree, () => 'mienne').lignes.map((l) => l.ligne)).toEqual([deux]);
    expect(fusionnerLignes(retiree, () => 'leur').lignes.map((l) => l.ligne)).toEqual([leur, deux]);
  });
});
