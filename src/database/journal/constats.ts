import type { Explications } from './explications.ts';
import type { Constat, ConstatExplique, Defaut } from '#src/kernel/journal/constats.ts';

/** Places kept one by one; beyond, they are counted. */
export const GARDES = 200;

/** What a reading finds: counted, and the first ones kept. */
export class Constats {
  total = 0;
  totalExpliquees = 0;
  premiere: Constat | null = null;
  readonly anomalies: Constat[] = [];
  readonly expliquees: ConstatExplique[] = [];

  constructor(
    private readonly explications: Explications,
    private readonly garder: (constat: Constat) => boolean = () => true,
  ) {}

  /** Counts a place, and keeps the first ones; one that is explained as it is found is no anomaly. */
  noter(constat: Constat): void {
    const explication =
      constat.sceau === null ? undefined : this.explications.de(constat.rang, constat.ligne);
    const garder = this.garder(constat);
    if (explication && explication.sceau === constat.sceau) {
      this.totalExpliquees += 1;
      if (garder && this.expliquees.length < GARDES) this.expliquees.push({ ...constat, explication });
      return;
    }
    this.total += 1;
    this.premiere ??= constat;
    if (garder && this.anomalies.length < GARDES) this.anomalies.push(constat);
  }

  /** What no line can answer for. */
  signaler(
    nature: Defaut['nature'],
    rang: number,
    phrase: string,
    trouvee: string | null = null,
    attendue: string | null = null,
  ): void {
    this.noter({ rang, ligne: null, defauts: [{ nature, phrase, trouvee, attendue }], sceau: null });
  }
}
