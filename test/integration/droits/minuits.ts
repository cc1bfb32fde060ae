import type { DeclarationFixture } from '../declaration/fixture.ts';

/** Last minute of 2 March 2026 and first instant of the 3rd, at each Caf; the process runs in UTC. */
export const MINUITS = [
  ['Europe/Paris', '2026-03-02T22:59:59Z', '2026-03-02T23:00:00Z'],
  ['Indian/Reunion', '2026-03-02T19:59:59Z', '2026-03-02T20:00:00Z'],
] as const;

/** Puts the Caf in a time zone. */
export const aLaCaf = (fixture: DeclarationFixture, fuseau: string) =>
  fixture.sql("update caf set fuseau_horaire = $1 where id = '451'", [fuseau]);
