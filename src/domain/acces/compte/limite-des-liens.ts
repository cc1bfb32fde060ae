import { appeler } from '#src/kernel/sql.ts';
import { fonction } from '#src/domain/acces/tables.ts';
import { createHash } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { cafDe, compteDe } from '#src/kernel/acteur.ts';
import type { UniteDeTravail } from '#src/kernel/commande.ts';
import { FUSEAU_NATIONAL } from '#src/kernel/horloge.ts';
import { Refus } from '#src/kernel/refus.ts';
import { parametreSecuriteOu } from '#src/domain/acces/compte/parametres.ts';

/** Enough links were mailed for now, by this person or to this address. Nothing was sent. */
export class TropDeLiens extends Refus {
  override readonly statut = 429;
}

/** « 14 h 05 », in the actor's zone. */
function heure(instant: Date, fuseau: string): string {
  // Told to the minute: the place is free once that minute is over.
  const { hour, minute } = Temporal.Instant.fromEpochMilliseconds(
    instant.getTime() + 59_999,
  ).toZonedDateTimeISO(fuseau);
  return `${hour} h ${String(minute).padStart(2, '0')}`;
}

/**
 * Counts a link a person is about to have mailed. The application itself, which acts for whoever asks for a
 * forgotten password, is counted
 * by the sign-in pages.
 * @returns false when others have already sent that address its share: nothing more is mailed, nobody is told
 * @throws TropDeLiens
 */
export async function compterLeLien(unite: UniteDeTravail, courriel: string): Promise<boolean> {
  const { acteur, registre, aujourdhui, maintenant } = unite;
  if (compteDe(acteur) === null) return true;
  const lire = (nom: string, fallback: string) =>
    parametreSecuriteOu(registre, nom, fallback, aujourdhui.toString());
  const minutes = lire('liensFenetreMinutes', 'fenetreTentativesMinutes');
  const [parActeur, parCible] = [
    lire('liensParActeur', 'tentativesParAdresse'),
    lire('liensParDestinataire', 'tentativesParCompte'),
  ];
  const cible = createHash('sha256').update(courriel).digest('hex');
  const [atteinte] = await appeler(
    unite.em,
    fonction('lien_compter', cible, maintenant, minutes, parActeur, parCible),
  );
  if (!atteinte) return true;
  if (atteinte.limite === 'silence') return false;
  const quand = heure(new Date(atteinte.libre_le), cafDe(acteur)?.fuseauHoraire ?? FUSEAU_NATIONAL);
  throw new TropDeLiens(
    atteinte.limite === 'acteur'
      ? `Vous avez envoyé ${parActeur} liens en ${minutes} minutes, c’est le maximum. Rien n’a été envoyé : réessayez à partir de ${quand}.`
      : `Cette adresse a déjà reçu ${parCible} liens en ${minutes} minutes, c’est le maximum. Rien n’a été envoyé : demandez à la personne de regarder dans ses courriers indésirables, ou réessayez à partir de ${quand}.`,
  );
}
