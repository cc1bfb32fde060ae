import { AsyncLocalStorage } from 'node:async_hooks';
import { ServiceSature } from '#src/kernel/pannes.ts';

/** What is being done, as far as fairness goes: an address of the application, its identifiers left out. */
const currentRouteKey = new AsyncLocalStorage<string>();

/** Names what `travail` does: the units of work it opens count together. */
export const withRouteKey = <T>(routeKey: string, travail: () => T): T =>
  currentRouteKey.run(routeKey, travail);

export type Genre = 'lecture' | 'ecriture';

export interface Bornes {
  /**
   * Units of work under way at once, all acts together. Fewer than the connections: identification and health
   * must find one.
   */
  readonly places: number;
  /** Of which the same act may hold, however many people ask for it. */
  readonly parRoute: number;
  /**
   * Of which all readings together, or all writes, may hold: several acts slow at once leave the others their
   * part.
   */
  readonly parGenre: number;
  /** What one waits for a place. */
  readonly attenteMs: number;
}

/** Connections kept for what opens no unit of work: who is asking, health, what is published. */
const CONNEXIONS_RESERVEES = 2;

/** Half of the places for one act, three quarters for all writes, or all readings. */
export function bornesPour({
  connexions,
  connexionMs,
}: {
  readonly connexions: number;
  readonly connexionMs: number;
}): Bornes {
  const places = Math.max(2, connexions - CONNEXIONS_RESERVEES);
  return {
    places,
    parRoute: Math.ceil(places / 2),
    parGenre: places - Math.max(1, Math.floor(places / 4)),
    attenteMs: connexionMs,
  };
}

interface Attente {
  readonly routeKey: string;
  readonly genre: Genre;
  entrer(): void;
}

/**
 * Shares the connections between acts: one that has become slow holds some of them, never all, and those who
 * ask for
 * something else are still served. First come, first served among those whose act has a place left.
 */
export class ConnectionLimiter {
  private readonly encours = new Map<string, number>();
  private readonly parGenre: Record<Genre, number> = { lecture: 0, ecriture: 0 };
  private file: Attente[] = [];

  constructor(private readonly bornes: Bornes) {}

  /**
   * @param defaut name of the act where none is given by `withRouteKey`; @throws ServiceSature when no place
   * was free in time
   */
  async passer<T>(defaut: string, genre: Genre, travail: () => Promise<T>): Promise<T> {
    const routeKey = currentRouteKey.getStore() ?? defaut;
    if (this.libre(routeKey, genre)) this.prendre(routeKey, genre);
    else await this.attendre(routeKey, genre);
    try {
      return await travail();
    } finally {
      this.rendre(routeKey, genre);
    }
  }

  private libre(routeKey: string, genre: Genre): boolean {
    const { places, parRoute, parGenre } = this.bornes;
    return (
      this.parGenre.lecture + this.parGenre.ecriture < places &&
      this.parGenre[genre] < parGenre &&
      (this.encours.get(routeKey) ?? 0) < parRoute
    );
  }

  private prendre(routeKey: string, genre: Genre): void {
    this.parGenre[genre] += 1;
    this.encours.set(routeKey, (this.encours.get(routeKey) ?? 0) + 1);
  }

  private attendre(routeKey: string, genre: Genre): Promise<void> {
    return new Promise((entrer, refuser) => {
      const minuterie = setTimeout(() => {
        this.file = this.file.filter((autre) => autre !== attente);
        refuser(new ServiceSature());
      }, this.bornes.attenteMs);
      const attente: Attente = {
        routeKey,
        genre,
        entrer() {
          clearTimeout(minuterie);
          entrer();
        },
      };
      this.file.push(attente);
    });
  }

  private rendre(routeKey: string, genre: Genre): void {
    this.parGenre[genre] -= 1;
    const reste = (this.encours.get(routeKey) ?? 1) - 1;
    if (reste > 0) this.encours.set(routeKey, reste);
    else this.encours.delete(routeKey);
    const suivant = this.file.find((attente) => this.libre(attente.routeKey, attente.genre));
    if (!suivant) return;
    this.file = this.file.filter((autre) => autre !== suivant);
    this.prendre(suivant.routeKey, suivant.genre);
    suivant.entrer();
  }
}
