/**
 * Progress of a long verb, on standard error, once it has lasted more than a second: a bar on a terminal, a
 * line now and then elsewhere.
 */
const DELAI = 1000;
const INTERVALLE_TERMINAL = 200;
const INTERVALLE_JOURNAL = 10_000;
const LARGEUR_DE_LA_BARRE = 24;

/** `━━━━━╌╌╌╌╌  50 %`. */
export function barre(fait: number, total: number): string {
  const part = total > 0 ? Math.min(fait / total, 1) : 0;
  const plein = Math.round(part * LARGEUR_DE_LA_BARRE);
  return `${'━'.repeat(plein)}${'╌'.repeat(LARGEUR_DE_LA_BARRE - plein)} ${String(Math.floor(part * 100)).padStart(3)} %`;
}

export class Avancement {
  readonly #debut = performance.now();
  #dernier = 0;
  #ecrit = false;
  readonly #terminal = process.stderr.isTTY;

  /** Says how far the work is: `[12/15] rules/etp/1.0.0.json`. */
  dire(fait: number, total: number, quoi: string): void {
    const maintenant = performance.now() - this.#debut;
    if (
      maintenant < DELAI ||
      maintenant - this.#dernier < (this.#terminal ? INTERVALLE_TERMINAL : INTERVALLE_JOURNAL)
    )
      return;
    this.#dernier = maintenant;
    this.#ecrit = true;
    const reste =
      fait > 0 ? `, encore ${Math.ceil(((maintenant / fait) * (total - fait)) / 1000)} s environ` : '';
    const texte = `[${fait}/${total}] ${quoi}${reste}`;
    process.stderr.write(this.#terminal ? `\r\u001B[K${barre(fait, total)} ${texte}` : `${texte}\n`);
  }

  /** Leaves a clean line. */
  finir(): void {
    if (this.#ecrit && this.#terminal) process.stderr.write('\r\u001B[K');
  }
}
