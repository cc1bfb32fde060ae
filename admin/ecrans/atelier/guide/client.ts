import type { ecranGuide } from '#admin/ecrans/atelier/guide/serveur.ts';
import { clientDe } from '#admin/ui/ecran.tsx';

/** The guide, as its page asks for it. */
export const ecran = clientDe<typeof ecranGuide>('guide');
