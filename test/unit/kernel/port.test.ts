import { expect, it } from 'vitest';
import '#src/cli/composition.ts';
import { definirPort, exigerPortsRemplis } from '#src/kernel/port.ts';

it('a port that nothing fills is named before anything is served, and answers nothing until it is filled', () => {
  expect(exigerPortsRemplis).not.toThrow();
  const saluer = definirPort<[nom: string], string>('essai.saluer');
  expect(exigerPortsRemplis).toThrow(/essai\.saluer/);
  expect(() => saluer('Mona')).toThrow(/essai\.saluer/);
  saluer.remplir((nom) => `Bonjour ${nom}`);
  expect(saluer('Mona')).toBe('Bonjour Mona');
  expect(exigerPortsRemplis).not.toThrow();
});
