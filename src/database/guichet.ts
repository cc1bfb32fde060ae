import { AsyncLocalStorage } from 'node:async_hooks';
import { ServiceSature } from '#src/domain/commun/pannes.ts';

/** What is being done, as far as fairness goes: an address of the application, its identifiers left out. */
const acteEnCours = new AsyncLocalStorage<string>();

/** Names what `travail` does: the units of work it opens count together. */
export const nommerActe = <T>(acte: string, travail: () => T): T => acteEnCours.run(acte, travail);

export interface Bornes {
  /** Units of work under way at once, all acts together. Fewer than the connections: identification and health must find one. */
  readonly places: number;
  /** Of which the same act may hold, however many people ask for it. */
  readonly parActe: number;
  /** What one waits for a place. */
  readonly attenteMs: number;
}

/** Connections kept for what opens no unit of work: who is asking, health, what is published. */
const CONNEXIONS_RESERVEES = 2;

/** Half of the places for one act. */
export function bornesPour({ connexions, connexionMs }: { readonly connexions: number; readonly connexionMs: number }): Bornes {
  const places = Math.max(2, connexions - CONNEXIONS_RESERVEES);
  return { places, parActe: Math.ceil(places / 2), attenteMs: connexionMs };
}

interface Attente {
  readonly acte: string;
  entrer(): void;
}

/**
 * Shares the connections between acts: one that has become slow holds some of them, never all, and those who ask for
 * something else are still served. First come, first served among those whose act has a place left.
 */
export class Guichet {
  private readonly encours = new Map<string, number>();
  private total = 0;
  private file: Attente[] = [];

  constructor(private readonly bornes: Bornes) {}

  /** @param defaut name of the act where none is given by `nommerActe`; @throws ServiceSature when no place was free in time */
  async passer<T>(defaut: string, travail: () => Promise<T>): Promise<T> {
    const acte = acteEnCours.getStore() ?? defaut;
    if (this.libre(acte)) this.prendre(acte);
    else await this.attendre(acte);
    try {
      return await travail();
    } finally {
      this.rendre(acte);
    }
  }

  private libre(acte: string): boolean {
    return this.total < this.bornes.places && (this.encours.get(acte) ?? 0) < this.bornes.parActe;
  }

  private prendre(acte: string): void {
    this.total += 1;
    this.encours.set(acte, (this.encours.get(acte) ?? 0) + 1);
  }

  private attendre(acte: string): Promise<void> {
    return new Promise((entrer, refuser) => {
      const minuterie = setTimeout(() => {
        this.file = this.file.filter((autre) => autre !== attente);
        refuser(new ServiceSature());
      }, this.bornes.attenteMs);
      const attente: Attente = {
        acte,
        entrer() {
          clearTimeout(minuterie);
          entrer();
        },
      };
      this.file.push(attente);
    });
  }

  private rendre(acte: string): void {
    this.total -= 1;
    const reste = (this.encours.get(acte) ?? 1) - 1;
    if (reste > 0) this.encours.set(acte, reste);
    else this.encours.delete(acte);
    const suivant = this.file.find((attente) => this.libre(attente.acte));
    if (!suivant) return;
    this.file = this.file.filter((autre) => autre !== suivant);
    this.prendre(suivant.acte);
    suivant.entrer();
  }
}
