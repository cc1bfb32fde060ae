import { describe, expect, it } from 'vitest';
import { resteAVerifier } from '#src/domain/formulaire/prefill.ts';

describe('a value taken over from another declaration', () => {
  const avec = (ligne: Record<string, string>) => ({
    valeurs: { itinerance: { actions: [ligne] } },
    illisibles: {},
    aVerifier: ['itinerance.actions'],
  });

  it('stays to be checked as long as nobody changed it, in whatever order the base gives the fields of a row', () => {
    const reprise = avec({ lieu: 'Salle des fêtes', nature: 'animation' });
    expect(resteAVerifier(reprise, avec({ nature: 'animation', lieu: 'Salle des fêtes' }))).toEqual([
      'itinerance.actions',
    ]);
    expect(resteAVerifier(reprise, avec({ nature: 'animation', lieu: 'École' }))).toEqual([]);
  });
});
