import { afterAll, beforeAll, describe } from 'vitest';
import { decorDAttaque, type DecorDAttaque } from './decor.ts';
import { surface } from './surface.ts';
import { textes } from './textes.ts';

let attaque: DecorDAttaque;
beforeAll(async () => {
  attaque = await decorDAttaque();
});
afterAll(() => attaque.fermer());

describe('doors', () => surface(() => attaque));
describe('texts', () => textes(() => attaque));
