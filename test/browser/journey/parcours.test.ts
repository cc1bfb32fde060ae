import { afterAll, beforeAll, describe } from 'vitest';
import { eligibilite } from './01-eligibilite.ts';
import { contrats } from './02-contrats.ts';
import { equipements } from './03-equipements.ts';
import { utilisateurs } from './04-utilisateurs.ts';
import { habilitations } from './05-habilitations.ts';
import { declaration } from './06-declaration.ts';
import { approbation } from './07-approbation.ts';
import { traitement } from './08-traitement.ts';
import { annee } from './09-annee.ts';
import { politique } from './10-politique.ts';
import { liens } from './11-liens.ts';
import { Parcours } from './parcours.ts';

// From contract to treated declaration, walked by the people concerned. Nothing is prepared behind the
// screens but the Caf and its
// first agent; each step starts from what the one before has left, and its name is the rule it holds.
describe('the journey', () => {
  const parcours = new Parcours();
  beforeAll(() => parcours.ouvrir());
  afterAll(() => parcours.fermer());
  parcours.enchainer();
  describe('1. eligibility', () => eligibilite(parcours));
  describe('2. contract documents', () => contrats(parcours));
  describe('3. equipment', () => equipements(parcours));
  describe('4. users', () => utilisateurs(parcours));
  describe('5. habilitations', () => habilitations(parcours));
  describe('6. declaration', () => declaration(parcours));
  describe('7. approval and transmission', () => approbation(parcours));
  describe('8. treatment', () => traitement(parcours));
  describe('9. a year in two conventionnements, declared twice', () => annee(parcours));
  describe('10. a policy change without code', () => politique(parcours));
  describe('11. links of the other systems', () => liens(parcours));
});
