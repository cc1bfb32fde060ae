import { expect, test } from 'vitest';
import { barre } from '#src/cli/regles/avancement.ts';

test.each<[number, number, string]>([
  [0, 10, `${'╌'.repeat(24)}   0 %`],
  [5, 10, `${'━'.repeat(12)}${'╌'.repeat(12)}  50 %`],
  [10, 10, `${'━'.repeat(24)} 100 %`],
  [12, 10, `${'━'.repeat(24)} 100 %`],
  [0, 0, `${'╌'.repeat(24)}   0 %`],
])('%i of %i done is drawn as %s', (fait, total, dessin) => {
  expect(barre(fait, total)).toBe(dessin);
});
