import { FAITS, type Fixture } from './fixture.ts';

// Each test has a copy of the quotas file of its own.

/** Names of the copies of the quotas file: each test has one of its own. */
export const COPIES = Array.from({ length: 14 }, (_, rang) => `quotas-${rang}`);

/** Hash of the delivered version of a file. */
export const livree = (fixture: Fixture, jeu: string): string =>
  fixture.livrees.find((version) => version.jeu === jeu)?.empreinte ?? '';

/** Version that rules a day, as known now. */
export const version = async (fixture: Fixture, jeu: string, date: string): Promise<string> =>
  (await fixture.registre.decider(jeu, date, FAITS)).decision.version;

/** Version that was known to rule a day. */
export const versionConnue = async (
  fixture: Fixture,
  jeu: string,
  date: string,
  connuLe: string,
): Promise<string> =>
  (await fixture.registre.deciderConnuAu(jeu, date, new Date(connuLe), FAITS)).decision.version;
