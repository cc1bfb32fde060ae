import { aChoisir, direFusion, direPresence, poserFusion } from './fusion.ts';
import type { ReponseDEnregistrement } from './protocole.ts';
import { effacerSignal, montrer, signaler } from './resultats.ts';
import { textesDe } from './textes.ts';

const ATTENTE = 2_000;
const NOUVEL_ESSAI = 15_000;

/**
 * Saves the draft while somebody types and says where it stands. What cannot be saved (expired session, lost connection)
 * is kept in the tab until it can be, and restored when the page is opened again after signing in.
 */
export class Enregistrement {
  private minuterie = 0;
  private modifications = 0;
  private enregistrees = 0;
  private enVol = false;
  private arrete = false;

  constructor(private readonly form: HTMLFormElement) {
    window.addEventListener('online', () => this.planifier(0));
    window.addEventListener('focus', () => { if (this.enAttente) this.planifier(0); });
    document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden' && this.enAttente) void this.enregistrer(true); });
    window.addEventListener('beforeunload', (evenement) => { if (this.enAttente || (!this.arrete && aChoisir(this.form))) evenement.preventDefault(); });
  }

  private get enAttente(): boolean {
    return !this.arrete && this.modifications > this.enregistrees;
  }
  private get cle(): string {
    return `declaration:${this.form.dataset['cle'] ?? ''}`;
  }

  /** Something was typed. */
  aFaire(): void {
    this.modifications += 1;
    this.garder();
    this.dire('Modifications non enregistrées');
    this.planifier(ATTENTE);
  }

  /** The person submits the form: the page goes, what was kept is no longer needed. */
  laisserPartir(): void {
    this.arrete = true;
    window.clearTimeout(this.minuterie);
    sessionStorage.removeItem(this.cle);
  }

  /** Saves what an earlier page of this tab could not, then shows it. */
  async reprendre(): Promise<void> {
    if (sessionStorage.getItem(`${this.cle}:restauree`) !== null) {
      sessionStorage.removeItem(`${this.cle}:restauree`);
      signaler(this.form, 'succes', 'Votre saisie a été restaurée et enregistrée.');
    }
    const gardee = sessionStorage.getItem(this.cle);
    if (gardee === null) return;
    const textes = new URLSearchParams(gardee);
    const { version } = this.form.elements as unknown as { version: HTMLInputElement };
    if (textes.get('version') !== version.value) {
      // Sent as it was typed, from the version it was typed on: the page that answers shows both and lets choose.
      const garder = bouton('Comparer et choisir', () => this.soumettre(textes));
      const oublier = bouton('L’abandonner', () => { sessionStorage.removeItem(this.cle); effacerSignal(this.form); });
      signaler(this.form, 'attention', 'Une saisie de cet onglet n’avait pas pu être enregistrée, et ces données ont changé depuis.', [garder, oublier]);
      return;
    }
    await this.restaurer(textes, version.value);
  }

  private async restaurer(textes: URLSearchParams, version: string): Promise<void> {
    textes.set('version', version);
    const reponse = await this.envoyer(textes, false);
    if (!reponse.ok) throw new Error('restore refused');
    const { fusion } = (await reponse.json()) as ReponseDEnregistrement;
    if (fusion && fusion.nombre > 0) return this.soumettre(textes);
    sessionStorage.removeItem(this.cle);
    sessionStorage.setItem(`${this.cle}:restauree`, 'oui');
    this.arrete = true;
    window.location.reload();
  }

  /** Leaves the page by sending it as a form without script does. */
  private soumettre(textes: URLSearchParams): void {
    const envoi = document.createElement('form');
    envoi.method = 'post';
    envoi.action = this.form.getAttribute('action') ?? '';
    for (const [nom, valeur] of textes) envoi.append(Object.assign(document.createElement('input'), { type: 'hidden', name: nom, value: valeur }));
    document.body.append(envoi);
    this.laisserPartir();
    envoi.submit();
  }

  private planifier(attente: number): void {
    window.clearTimeout(this.minuterie);
    this.minuterie = window.setTimeout(() => void this.enregistrer(false), attente);
  }

  private async enregistrer(enPartant: boolean): Promise<void> {
    if (this.arrete || !this.enAttente) return;
    if (this.enVol) return this.planifier(ATTENTE);
    this.enVol = true;
    const jusque = this.modifications;
    this.dire('Enregistrement…');
    try {
      const textes = textesDe(this.form);
      const reponse = await this.envoyer(textes, enPartant);
      if (reponse.type === 'opaqueredirect' || reponse.status === 401) this.sessionExpiree();
      else if (!reponse.ok) await this.refusee(reponse);
      else this.enregistre((await reponse.json()) as ReponseDEnregistrement, jusque, textes);
    } catch {
      this.dire('Connexion perdue : votre saisie est gardée sur cette page, nouvel essai dans un instant.');
      this.planifier(NOUVEL_ESSAI);
    } finally {
      this.enVol = false;
    }
  }

  private envoyer(textes: URLSearchParams, keepalive: boolean): Promise<Response> {
    // Not `form.action`: the buttons are named so, and hide it.
    return fetch(this.form.getAttribute('action') ?? '', { method: 'POST', body: textes, headers: { Accept: 'application/json' }, credentials: 'same-origin', redirect: 'manual', keepalive });
  }

  private enregistre(reponse: ReponseDEnregistrement, jusque: number, envoyes: URLSearchParams): void {
    this.enregistrees = jusque;
    const { version } = this.form.elements as unknown as { version: HTMLInputElement };
    version.value = String(reponse.version);
    effacerSignal(this.form);
    const { fusion } = reponse;
    if (fusion) poserFusion(this.form, envoyes, fusion);
    direPresence(this.form, reponse.presence);
    // What is still to be chosen is in the page only.
    if (this.enAttente || aChoisir(this.form)) this.garder();
    else sessionStorage.removeItem(this.cle);
    if (this.enAttente) return;
    montrer(this.form, reponse);
    this.dire(direFusion(`Brouillon enregistré à ${reponse.enregistreA}`, fusion));
  }

  private sessionExpiree(): void {
    this.garder();
    this.dire('Non enregistré : session expirée');
    const lien = document.createElement('a');
    lien.href = `/connexion?suite=${encodeURIComponent(window.location.pathname)}`;
    lien.textContent = 'Me reconnecter';
    signaler(this.form, 'attention', 'Votre session a expiré. Votre saisie est gardée : reconnectez-vous ici ou dans un autre onglet, elle sera enregistrée à votre retour.', [lien]);
  }

  private async refusee(reponse: Response): Promise<void> {
    const message = await reponse.json().then((corps: { erreur?: { message?: string } }) => corps.erreur?.message, () => undefined);
    this.dire('Non enregistré');
    this.arrete = reponse.status === 409;
    if (reponse.status >= 500) this.planifier(NOUVEL_ESSAI);
    signaler(this.form, 'erreur', message ?? 'L’enregistrement a échoué. Votre saisie est gardée sur cette page.', reponse.status === 409 ? [bouton('Comparer et choisir', () => this.soumettre(textesDe(this.form)))] : []);
  }

  private garder(): void {
    try {
      sessionStorage.setItem(this.cle, textesDe(this.form).toString());
    } catch {
      // Storage full or refused: the page itself still holds what was typed.
    }
  }

  private dire(texte: string): void {
    const etat = this.form.querySelector('[data-etat-saisie]');
    if (etat && etat.textContent !== texte) etat.textContent = texte;
  }
}

function bouton(texte: string, faire: () => void): HTMLButtonElement {
  const nouveau = document.createElement('button');
  nouveau.type = 'button';
  nouveau.className = 'bouton bouton--secondaire';
  nouveau.textContent = texte;
  nouveau.addEventListener('click', faire);
  return nouveau;
}
