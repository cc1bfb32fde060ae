import { commencerChargement, type OutilDuChargement } from '#src/cli/demonstration/charger.ts';
import { COMPTES } from '#src/cli/demonstration/comptes.ts';
import { INACHEVEE, lireEtatDeLaDemonstration } from '#src/cli/demonstration/etat.ts';
import { MOT_DE_PASSE_DE_DEMONSTRATION } from '#src/cli/demonstration/scene.ts';
import type { Progression } from '#src/cli/progression.ts';
import { nombreFr } from '#src/kernel/francais.ts';
import type { ComptesDemonstration } from '#src/server/services.ts';

/** The demonstration of a server. */
export interface DemonstrationServie {
  /** What the sign-in page shows of it. */
  readonly pourLaConnexion: () => ComptesDemonstration;
  /**
   * Plays what remains of it behind the pages, told on the terminal; a failure is told, and harms nobody.
   * @returns what stops it, once what is under way is ended
   */
  charger(): () => Promise<void>;
}

/**
 * The demonstration this base holds, or begins to hold when it may: the Caf, their agents and the analysts
 * can then sign in; the years that follow are played by `charger`.
 * @returns undefined where there is none
 */
export async function servirDemonstration(
  outil: OutilDuChargement,
  progression: Progression,
  { aCharger }: { readonly aCharger: boolean },
): Promise<DemonstrationServie | undefined> {
  const etat = await lireEtatDeLaDemonstration(outil);
  if (etat === 'inachevee') progression.note(INACHEVEE);
  if (etat === 'absente' && !aCharger) return undefined;
  let reserve = etat === 'inachevee' ? INACHEVEE : undefined;
  const arret = new AbortController();
  const surTerminal = progression.part('Démonstration');
  const surAvancement = (part: number): void => {
    reserve = `Les données de la démonstration se chargent (${nombreFr(Math.floor(part * 100))} %) : les comptes des partenaires s’ouvrent à mesure.`;
    surTerminal(part);
  };
  const suite =
    etat === 'absente' ? await commencerChargement(outil, { surAvancement, arret: arret.signal }) : undefined;
  if (suite) {
    surAvancement(0);
    progression.etape('Démonstration commencée : trois Caf, leurs agents, les analystes');
  }
  return {
    pourLaConnexion: () => ({
      motDePasse: MOT_DE_PASSE_DE_DEMONSTRATION,
      comptes: COMPTES,
      ...(reserve === undefined ? {} : { reserve }),
    }),
    charger() {
      const travail = suite?.().then(
        () => {
          reserve = undefined;
          progression.note('Démonstration chargée : partenaires, équipements, trois années de déclarations.');
        },
        (erreur: unknown) => {
          reserve = INACHEVEE;
          progression.note(INACHEVEE);
          if (!arret.signal.aborted) console.error(erreur);
        },
      );
      return async () => {
        arret.abort();
        await travail;
      };
    },
  };
}
