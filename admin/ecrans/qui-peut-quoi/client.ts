import type { ecranQuiPeutQuoi } from '#admin/ecrans/qui-peut-quoi/serveur.ts';
import { clientDe } from '#admin/ui/ecran.tsx';

/** The screen, as its page speaks to it. */
export const ecran = clientDe<ReturnType<typeof ecranQuiPeutQuoi>>('qui-peut-quoi');
