import type { Request } from 'express';
import { FUSEAU_NATIONAL, jourA } from '#src/kernel/horloge.ts';
import { champ, type Services } from '#src/server/services.ts';

/** The rules of passwords, today. */
export const reglagesDe = ({ registre, horloge }: Services) => ({
  registre,
  aujourdhui: jourA(horloge, FUSEAU_NATIONAL),
});

/** The password chosen in a form, typed twice. */
export const nouveauDe = (req: Request) => ({
  motDePasse: champ(req, 'motDePasse'),
  confirmation: champ(req, 'confirmation'),
});
