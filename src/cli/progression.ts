import { nombreFr } from '#src/kernel/francais.ts';
/** Progress of a start, one line a step with the time it took, for the person who waits. */
export class Progression {
  private readonly debut = performance.now();
  private depuis = this.debut;

  constructor(
    private readonly ecrire: (texte: string) => void = (texte) => void process.stdout.write(texte),
  ) {}

  /** A step that is done. */
  etape = (texte: string): void => {
    const maintenant = performance.now();
    this.ecrire(`  ✓ ${texte} (${secondes(maintenant - this.depuis)})\n`);
    this.depuis = maintenant;
  };

  /** Something to know, without duration. */
  note = (texte: string): void => {
    this.ecrire(`    ${texte}\n`);
  };

  /** Follows a work told in parts, from 0 to 1: one line each tenth. */
  part(quoi: string): (part: number) => void {
    let dixieme = 0;
    return (part) => {
      const atteint = Math.floor(part * 10);
      if (atteint > dixieme && atteint < 10) this.note(`${quoi} : ${atteint * 10} %`);
      dixieme = Math.max(dixieme, atteint);
    };
  }

  /** Time since the beginning. */
  total(): string {
    return secondes(performance.now() - this.debut);
  }
}

const secondes = (millisecondes: number): string => `${nombreFr(millisecondes / 1000, 1)} s`;
