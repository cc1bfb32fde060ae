/** What a reader sees of a draft saved meanwhile: lines out, lines in. */
import { describe, expect, it } from 'vitest';
import { lignesDifferentes } from '#admin/ecrans/atelier/brouillon/page/lignes.ts';

describe('the lines that differ between two texts', () => {
  it('are those of one only, as often as they stand there', () => {
    expect(lignesDifferentes('a\nb\nb\nc', 'a\nb\nd\nc')).toEqual({ retirees: ['b'], ajoutees: ['d'] });
  });

  it('show a moved line where it left and where it came', () => {
    expect(lignesDifferentes('plafond\nseuil\ntaux', 'seuil\ntaux\nplafond')).toEqual({
      retirees: ['plafond'],
      ajoutees: ['plafond'],
    });
  });

  it('are none between two equal texts', () => {
    expect(lignesDifferentes('a\nb\n', 'a\nb\n')).toEqual({ retirees: [], ajoutees: [] });
  });
});
