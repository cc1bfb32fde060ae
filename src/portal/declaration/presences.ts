import type { Presence } from '#src/domain/declaration/presence.ts';

/** « Mona LENOIR saisit ce volet depuis 9 h 12. » */
export const direPresences = (presences: readonly Presence[], fuseau: string): string =>
  presences
    .map(
      ({ prenom, nom, depuis }) =>
        `${prenom} ${nom.toLocaleUpperCase('fr')} saisit ce volet depuis ${heure(depuis, fuseau)}.`,
    )
    .join(' ');

/** « 9 h 12 », in the reader’s time zone. */
export const heure = (instant: Date, fuseau: string): string =>
  new Intl.DateTimeFormat('fr-FR', { timeZone: fuseau, hour: 'numeric', minute: '2-digit' })
    .format(instant)
    .replace(':', ' h ');
