import { LocalStore } from '../../../client/local-store.ts';
import { lireReponse } from '../../../client/forme.ts';
import { joindreLeJeton } from '../../../client/saisies.ts';
import { bouton, effacerSignal, lien, signaler } from '../../../client/signal.ts';
import { memesTextes, remettre, textesDe } from '../../../client/textes.ts';
import { aChoisir, direFusion, direPresence, poserFusion } from './fusion.ts';
import { ajusterLignes } from './lignes.ts';
import { estReponseDEnregistrement, estUnRefus, type ReponseDEnregistrement } from './protocole.ts';
import { montrer } from './resultats.ts';

const ATTENTE = 2_000;
const NOUVEL_ESSAI = 15_000;

/**
 * Saves the draft while somebody types and says where it stands. What is typed is kept in the browser until
 * the server has
 * said that it holds it, and put back when the page is opened again, after an ended session or a crash.
 */
export class Enregistrement {
  private minuterie = 0;
  private modifications = 0;
  private enregistrees = 0;
  private enVol = false;
  private arrete = false;
  private horsLigne = false;
  /** Whether what is typed is kept in the browser. */
  private gardee = false;
  /** What to say once what was put back is saved. */
  private aDire = '';
  private readonly nom: string;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly store = LocalStore.ouvrir(document),
  ) {
    this.nom = form.dataset['saisie'] ?? '';
    window.addEventListener('online', () => this.planifier(0));
    window.addEventListener('focus', () => {
      if (this.enAttente) this.planifier(0);
    });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden' && this.enAttente) void this.enregistrer(true);
    });
    window.addEventListener('beforeunload', (evenement) => {
      if (this.enAttente || (!this.arrete && aChoisir(this.form))) evenement.preventDefault();
    });
  }

  private get enAttente(): boolean {
    return !this.arrete && this.modifications > this.enregistrees;
  }
  private get version(): HTMLInputElement {
    return (this.form.elements as unknown as { version: HTMLInputElement }).version;
  }

  /** Something was typed. */
  aFaire(): void {
    this.modifications += 1;
    this.garder();
    this.dire('Modifications non enregistrées');
    this.planifier(ATTENTE);
  }

  /** The person submits the form: what is kept stays until the page that answers says it was saved. */
  laisserPartir(): void {
    this.arrete = true;
    window.clearTimeout(this.minuterie);
    joindreLeJeton(this.form, this.jeton());
  }

  /** Puts back what an earlier page could not save. Nothing is said when the server has it already. */
  async reprendre(): Promise<void> {
    const gardee = await this.store?.lire(this.nom);
    if (!gardee || this.form.dataset['saisieEtat'] !== undefined || this.modifications > 0) return;
    if (memesTextes(this.form, gardee.textes, textesDe(this.form))) return this.store?.oublier(this.nom);
    ajusterLignes(this.form, [...gardee.textes.keys()]);
    // With what that page had opened: it is compared with it, whatever the record has become since.
    remettre(this.form, gardee.textes);
    const [{ type } = { type: '' }] = performance.getEntriesByType(
      'navigation',
    ) as PerformanceNavigationTiming[];
    if (gardee.annoncee || type !== 'reload') this.aDire = 'Votre saisie a été restaurée et enregistrée.';
    this.gardee = true;
    this.modifications += 1;
    await this.enregistrer(false);
  }

  /** Leaves the page by sending it as a form without script does. */
  private soumettre(textes: URLSearchParams): void {
    const envoi = document.createElement('form');
    envoi.method = 'post';
    envoi.action = this.form.getAttribute('action') ?? '';
    for (const [nom, valeur] of textes)
      envoi.append(
        Object.assign(document.createElement('input'), { type: 'hidden', name: nom, value: valeur }),
      );
    joindreLeJeton(envoi, this.jeton());
    document.body.append(envoi);
    this.laisserPartir();
    envoi.submit();
  }

  /** Names what the browser keeps; when all is saved, says that nothing is left to be kept. */
  private jeton(): string | undefined {
    return (
      this.store &&
      (this.store.annoncer(this.nom) ??
        (this.modifications > this.enregistrees ? undefined : `- ${this.nom}`))
    );
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
      else this.enregistre(await lireReponse(reponse, estReponseDEnregistrement), jusque, textes);
    } catch {
      // A page that goes ends its own requests, and runs no timer: nothing was lost then.
      window.setTimeout(() => this.connexionPerdue(), 0);
      this.planifier(NOUVEL_ESSAI);
    } finally {
      this.enVol = false;
    }
  }

  private envoyer(textes: URLSearchParams, keepalive: boolean): Promise<Response> {
    // Not `form.action`: the buttons are named so, and hide it.
    return fetch(this.form.getAttribute('action') ?? '', {
      method: 'POST',
      body: textes,
      headers: { Accept: 'application/json' },
      credentials: 'same-origin',
      redirect: 'manual',
      keepalive,
    });
  }

  private enregistre(reponse: ReponseDEnregistrement, jusque: number, envoyes: URLSearchParams): void {
    this.enregistrees = jusque;
    this.horsLigne = false;
    this.version.value = String(reponse.version);
    effacerSignal(this.form);
    if (this.aDire !== '') signaler(this.form, 'succes', this.aDire);
    this.aDire = '';
    const { fusion } = reponse;
    if (fusion) poserFusion(this.form, envoyes, fusion);
    direPresence(this.form, reponse.presence);
    // What is still to be chosen is in the page only.
    if (this.enAttente || aChoisir(this.form)) this.garder();
    else this.store?.oublier(this.nom);
    if (this.enAttente) return;
    montrer(this.form, reponse);
    this.dire(direFusion(`Brouillon enregistré à ${reponse.enregistreA}`, fusion));
  }

  private connexionPerdue(): void {
    this.store?.annoncer(this.nom);
    this.dire('Non enregistré : connexion perdue, nouvel essai dans un instant.');
    if (!this.horsLigne)
      signaler(
        this.form,
        'attention',
        `Connexion perdue. ${this.ouEstLaSaisie()} Elle sera enregistrée dès que la connexion reviendra.`,
      );
    this.horsLigne = true;
  }

  private sessionExpiree(): void {
    this.store?.annoncer(this.nom);
    this.dire('Non enregistré : session expirée');
    const connexion = lien(
      'Me reconnecter',
      `/connexion?suite=${encodeURIComponent(window.location.pathname)}`,
    );
    if (!this.gardee) connexion.target = '_blank';
    const suite = 'Reconnectez-vous ici ou dans un autre onglet : elle sera enregistrée à votre retour.';
    signaler(this.form, 'attention', `Votre session a expiré. ${this.ouEstLaSaisie()} ${suite}`, [connexion]);
  }

  private ouEstLaSaisie(): string {
    return this.gardee
      ? 'Votre saisie est gardée dans ce navigateur, même si vous fermez cette page.'
      : 'Votre saisie n’est que sur cette page : ne la fermez pas.';
  }

  private async refusee(reponse: Response): Promise<void> {
    const message = await lireReponse(reponse, estUnRefus).then(
      ({ erreur }) => erreur.message,
      () => undefined,
    );
    this.dire('Non enregistré');
    this.arrete = reponse.status === 409;
    if (reponse.status >= 500) this.planifier(NOUVEL_ESSAI);
    const choix =
      reponse.status === 409
        ? [bouton('Comparer et choisir', () => this.soumettre(textesDe(this.form)))]
        : [];
    signaler(this.form, 'erreur', message ?? `L’enregistrement a échoué. ${this.ouEstLaSaisie()}`, choix);
  }

  private garder(): void {
    void this.store?.garder(this.nom, textesDe(this.form)).then((gardee) => {
      this.gardee = gardee;
    });
  }

  private dire(texte: string): void {
    const etat = this.form.querySelector('[data-etat-saisie]');
    if (etat && etat.textContent !== texte) etat.textContent = texte;
  }
}
