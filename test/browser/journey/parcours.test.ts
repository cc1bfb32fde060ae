import { describe } from 'vitest';
import { eligibilite } from './01-eligibilite.ts';
import { contrats } from './02-contrats.ts';
import { Parcours } from './parcours.ts';

// From contract to treated declaration, walked by the people concerned. Nothing is prepared behind the screens but the Caf and its
// first agent; each step starts from what the one before has left, and its name is the rule it holds.
describe('the journey', () => {
  const parcours = new Parcours();
  parcours.installer();
  describe('1. eligibility', () => eligibilite(parcours));
  describe('2. contract documents', () => contrats(parcours));
});
