import type { Acknowledgements } from './acknowledgements.ts';
import type { Damage, ExplainedDamage, Defaut } from '#src/kernel/journal/damages.ts';

/** Places kept one by one; beyond, they are counted. */
export const GARDES = 200;

/** What a reading finds: counted, and the first ones kept. */
export class Damages {
  total = 0;
  totalExpliquees = 0;
  premiere: Damage | null = null;
  readonly anomalies: Damage[] = [];
  readonly expliquees: ExplainedDamage[] = [];

  constructor(
    private readonly explications: Acknowledgements,
    private readonly garder: (damage: Damage) => boolean = () => true,
  ) {}

  /** Counts a place, and keeps the first ones; one that is explained as it is found is no anomaly. */
  noter(damage: Damage): void {
    const explication = damage.sceau === null ? undefined : this.explications.de(damage.rang, damage.ligne);
    const garder = this.garder(damage);
    if (explication && explication.sceau === damage.sceau) {
      this.totalExpliquees += 1;
      if (garder && this.expliquees.length < GARDES) this.expliquees.push({ ...damage, explication });
      return;
    }
    this.total += 1;
    this.premiere ??= damage;
    if (garder && this.anomalies.length < GARDES) this.anomalies.push(damage);
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
