import { Internaute, champsDeFormulaire, type ReponseLue } from '#test/support/internaute.ts';

/** Far above what a queue of some hundred takes: an answer that never comes is a fault. */
const DELAI_MS = 120_000;

/** How often a page that keeps changing is read again. */
const RELECTURES = 6;

/** Somebody at his browser, whom a load balancer sends now to one server, now to another. */
export class Visiteur extends Internaute {
  private prouveLe = 0;
  constructor(
    url: string,
    readonly courriel: string,
    private readonly motDePasse: string,
  ) {
    super(url, DELAI_MS);
  }

  async entrer(): Promise<this> {
    await this.seConnecter(this.courriel, this.motDePasse);
    this.prouveLe = performance.now();
    return this;
  }

  /** The server his next request goes to. */
  chez(url: string): this {
    this.url = url;
    return this;
  }

  /** Gives the password again before sensitive acts ask for it, as one does on the page that asks. */
  async confirmer(apresMs: number): Promise<void> {
    if (performance.now() - this.prouveLe < apresMs) return;
    const { statut } = await this.envoyer('/confirmation', { 'preuve-mot-de-passe': this.motDePasse });
    if (statut >= 400) throw new Error(`${this.courriel} cannot confirm: ${statut}`);
    this.prouveLe = performance.now();
  }

  /** Opens a page with a form, then sends it as it was shown, with what is typed; both to one server. */
  async remplir(chemin: string, champs: Readonly<Record<string, string>>): Promise<ReponseLue> {
    const { url } = this;
    const visiteur = this.chez(url);
    let page = await this.lire(chemin);
    for (let lectures = 1; ; lectures += 1) {
      const reponse = await visiteur.envoyer(chemin, { ...champsDeFormulaire(page.texte), ...champs });
      // Others acted since the page was read: it shows what the act does now, and is confirmed again.
      if (
        reponse.statut !== 409 ||
        lectures === RELECTURES ||
        !reponse.texte.includes('ne sont plus celles que vous avez lues')
      )
        return reponse;
      page = reponse;
    }
  }
}
