import { Temporal } from 'temporal-polyfill';

/** The only source of « now »; injected, so that tests and the demonstration choose their day. */
export interface Horloge {
  maintenant(): Temporal.Instant;
}

export const HORLOGE_SYSTEME: Horloge = { maintenant: () => Temporal.Now.instant() };

/** The civil date at a Caf: a right ends at midnight there, whatever the server's zone. */
export function jourA(horloge: Horloge, fuseauHoraire: string): Temporal.PlainDate {
  return horloge.maintenant().toZonedDateTimeISO(fuseauHoraire).toPlainDate();
}

/** Zone of what belongs to no Caf. */
export const FUSEAU_NATIONAL = 'Europe/Paris';

/** « Now » as the database and JavaScript libraries take it. */
export const dateDe = (horloge: Horloge): Date => new Date(horloge.maintenant().epochMilliseconds);

/** Whether a time zone has this name here. */
export function estFuseau(nom: string): boolean {
  try {
    return new Intl.DateTimeFormat('fr', { timeZone: nom }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
