import { inject } from 'vitest';
import { baseALEchelle } from './echelle.ts';
import type { Base } from './postgres.ts';

/**
 * A quarter of the country: 5,000 partners, 500,000 declarations. Made once on the test server, and taken up by the
 * next runs as long as what makes it has not changed: to be read, never written to. A hook that asks for it needs
 * {@link DELAI_QUART_MS}.
 */
export const baseQuart = (): Promise<Base> => baseALEchelle(inject('essais'), 'quart');
export const DELAI_QUART_MS = 600_000;
