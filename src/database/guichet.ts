import { AsyncLocalStorage } from 'node:async_hooks';
import { ServiceSature } from '#src/kernel/pannes.ts';

/** What is being done, as far as fairness goes: an address of the application, its identifiers left out. */
const acteEnCours = new AsyncLocalStorage<string>();

/** Names what `travail` does: the units of work it opens count together. */
export const nommerActe = <T>(acte: string, travail: () => T): T => acteEnCours.run(acte, travail);

export type Genre = 'lecture' | 'ecriture';

export interface Bornes {
  /**
   * Units of work under way at once, all acts together. Fewer than the connections: identification and health
   * must find one.
   */
  readonly places: number;
  /** Of which the same act may hold, however many people ask for it. */
  readonly parActe: number;
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
    parActe: Math.ceil(places / 2),
    parGenre: places - Math.max(1, Math.floor(places / 4)),
    attenteMs: connexionMs,
  };
}

interface Attente {
  readonly acte: string;
  readonly genre: Genre;
  entrer(): void;
}

/**
 * Shares the connections between acts: one that has become slow holds some of them, never all, and those who
 * ask for
 * something else are still served. First come, first served among those whose act has a place left.
 */
export class Guichet {
  private readonly encours = new Map<string, number>();
  private readonly parGenre: Record<Genre, number> = { lecture: 0, ecriture: 0 };
  private file: Attente[] = [];

  constructor(private readonly bornes: Bornes) {}

  /**
   * @param defaut name of the act where none is given by `nommerActe`; @throws ServiceSature when no place
   * was free in time
   */
  async passer<T>(defaut: string, genre: Genre, travail: () => Promise<T>): Promise<T> {
    const acte = acteEnCours.getStore() ?? defaut;
    if (this.libre(acte, genre)) this.prendre(acte, genre);
    else await this.attendre(acte, genre);
    try {
      return await travail();
    } finally {
      this.rendre(acte, genre);
    }
  }

  private libre(acte: string, genre: Genre): boolean {
    const { places, parActe, parGenre } = this.bornes;
    return (
      this.parGenre.lecture + this.parGenre.ecriture < places &&
      this.parGenre[genre] < parGenre &&
      (this.encours.get(acte) ?? 0) < parActe
    );
  }

  private prendre(acte: string, genre: Genre): void {
    this.parGenre[genre] += 1;
    this.encours.set(acte, (this.encours.get(acte) ?? 0) + 1);
  }

  private attendre(acte: string, genre: Genre): Promise<void> {
    return new Promise((entrer, refuser) => {
      const minuterie = setTimeout(() => {
        this.file = this.file.filter((autre) => autre !== attente);
        refuser(new ServiceSature());
      }, this.bornes.attenteMs);
      const attente: Attente = {
        acte,
        genre,
        entrer() {
          clearTimeout(minuterie);
          entrer();
        },
      };
      this.file.push(attente);
    });
  }

  private rendre(acte: string, genre: Genre): void {
    this.parGenre[genre] -= 1;
    const reste = (this.encours.get(acte) ?? 1) - 1;
    if (reste > 0) this.encours.set(acte, reste);
    else this.encours.delete(acte);
    const suivant = this.file.find((attente) => this.libre(attente.acte, attente.genre));
    if (!suivant) return;
    this.file = this.file.filter((autre) => autre !== suivant);
    this.prendre(suivant.acte, suivant.genre);
    suivant.entrer();
  }
}
