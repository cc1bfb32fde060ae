import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planterLeDecor, type Fixture } from '../habilitation/fixture.ts';
import { actes, Delegation } from './delegation.ts';

// `npm run eprouver -- delegation` draws more, elsewhere.
const ARBRES = Number(process.env['MCP_ARBRES'] ?? 30);
const GRAINE = Number(process.env['MCP_GRAINE'] ?? 2019);

let fixture: Fixture;
let delegation: Delegation;
beforeAll(async () => {
  fixture = await planterLeDecor();
  const personnes = [
    await fixture.personne('A'),
    await fixture.personne('B'),
    await fixture.personne('C'),
    await fixture.personne('D'),
  ];
  delegation = new Delegation(fixture, personnes, [
    (await fixture.equipement('Ram 1')).id,
    (await fixture.equipement('Ram 2')).id,
  ]);
});
afterAll(() => fixture.fermer());

describe('delegation, over random trees', () => {
  it('grants and entrusts neither more, nor wider, nor longer than was entrusted, and says beforehand what falls', async () => {
    await fc.assert(
      fc.asyncProperty(actes(14), (operations) => delegation.jouer(operations)),
      { numRuns: ARBRES, seed: GRAINE },
    );
    process.stdout.write(
      `délégation : ${delegation.faits} actes faits, ${delegation.refuses} refusés, ${delegation.bornees} habilitations bornées, ${delegation.tombes} mandats tombés\n`,
    );
    // With all acts refused, or none, the trees would prove little.
    expect(Math.min(delegation.faits, delegation.refuses)).toBeGreaterThan(ARBRES);
  }, 600_000);
});
