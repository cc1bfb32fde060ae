import type { UniteDeTravail } from '#src/kernel/commande.ts';
import { ActivationRegle, type OrigineDActivation } from '#src/domain/politique/versions/activation-regle.ts';
import { TrouDansLaValidite } from '#src/domain/politique/versions/refus.ts';
import type { GenreDeVersion } from '#src/domain/politique/versions/genre.ts';
import { suivreReferentiel } from '#src/domain/politique/activation/ports.ts';
import { VersionRegle } from '#src/domain/politique/versions/version-regle.ts';
import type { FichierDeReferentiel } from '#src/engine/format.ts';
import {
  comprend,
  soustraire,
  seRecouvrent,
  trousEntre,
  type Jours,
} from '#src/domain/politique/versions/activations.ts';

/** An act that puts an approved version in force. */
export interface Activation extends Jours {
  readonly genre: GenreDeVersion;
  readonly jeu: string;
  readonly empreinte: string;
  readonly origine: OrigineDActivation;
  readonly motif: string;
  readonly demandePar: string | null;
  readonly confirmePar: string | null;
  readonly id: string;
}

/** The days of a record. */
export const joursDe = ({ du, au }: { readonly du?: string | null; readonly au?: string | null }): Jours => ({
  du: du ?? null,
  au: au ?? null,
});

/** Two acts on one file: the second waits, then sees what the first did. */
export async function attendreSonTour(
  { em }: UniteDeTravail,
  { genre, jeu }: Pick<Activation, 'genre' | 'jeu'>,
): Promise<void> {
  await em.execute("select pg_advisory_xact_lock(hashtext('regle.activer'), hashtext(?))", [
    `${genre}/${jeu}`,
  ]);
}

/**
 * Puts a version in force on days `[du, au)`: from now on it is known to rule them; what ruled them keeps its
 * other days.
 * What was known before stays written, closed at this instant.
 * @param accepterTrous whether days without any version may remain between two that have one
 * @returns days without a version, from the first day there is one
 * @throws TrouDansLaValidite
 */
export async function activer(
  unite: UniteDeTravail,
  acte: Activation,
  accepterTrous: boolean,
): Promise<Jours[]> {
  const { em } = unite;
  await attendreSonTour(unite, acte);
  const ouvertes = await em.find(ActivationRegle, { genre: acte.genre, jeu: acte.jeu, connuAu: null });
  const trous = trousEntre([...ouvertes.map(joursDe), acte]);
  const entreDeux = trous.filter(({ au }) => au !== null);
  if (entreDeux.length > 0 && !accepterTrous) throw new TrouDansLaValidite(acte.jeu, entreDeux);

  const touchees = ouvertes.filter((ouverte) => seRecouvrent(joursDe(ouverte), acte));
  // Later than all it replaces, whatever this server's clock says.
  const connuDu = new Date(
    Math.max(unite.maintenant.getTime(), ...touchees.map((touchee) => touchee.connuDu.getTime() + 1)),
  );
  for (const touchee of touchees) touchee.connuAu = connuDu;
  await em.flush();
  const { genre, jeu, origine, motif, demandePar, confirmePar, id } = acte;
  const ecrire = (empreinte: string, { du, au }: Jours, suiteDe: string | null): void => {
    em.persist(
      em.create(ActivationRegle, {
        genre,
        jeu,
        empreinte,
        du,
        au,
        connuDu,
        connuAu: null,
        origine,
        motif,
        demandePar,
        confirmePar,
        acte: id,
        suiteDe,
      }),
    );
  };
  for (const touchee of touchees)
    for (const reste of soustraire(joursDe(touchee), acte)) ecrire(touchee.empreinte, reste, touchee.id);
  ecrire(acte.empreinte, acte, null);
  await em.flush();
  if (genre === 'referentiel' && comprend(acte, unite.aujourdhui.toString())) {
    const { canonique } = await em.findOneOrFail(
      VersionRegle,
      { empreinte: acte.empreinte },
      { populate: ['canonique'] },
    );
    // Approved: it has passed the gate.
    const { entrees } = JSON.parse(canonique.get()) as FichierDeReferentiel;
    await suivreReferentiel(unite, { id: jeu, empreinte: acte.empreinte, entrees });
  }
  return trous;
}
