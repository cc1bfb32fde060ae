import { afterAll, beforeAll, describe } from 'vitest';
import { attackFixture, type AttackFixture } from './fixture.ts';
import { surface } from './surface.ts';
import { textes } from './textes.ts';

let attaque: AttackFixture;
beforeAll(async () => {
  attaque = await attackFixture();
});
afterAll(() => attaque.fermer());

describe('doors', () => surface(() => attaque));
describe('texts', () => textes(() => attaque));
