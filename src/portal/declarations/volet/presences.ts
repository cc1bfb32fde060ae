import { heureFr } from '#src/kernel/francais.ts';
import type { Presence } from '#src/domain/declaration/presence.ts';

/** « Mona LENOIR saisit ce volet depuis 9 h 12. » */
export const direPresences = (presences: readonly Presence[], fuseau: string): string =>
  presences
    .map(
      ({ prenom, nom, depuis }) =>
        `${prenom} ${nom.toLocaleUpperCase('fr')} saisit ce volet depuis ${heureFr(depuis, fuseau)}.`,
    )
    .join(' ');
