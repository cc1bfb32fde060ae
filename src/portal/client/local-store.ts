import { META_ACCEPTEES, META_CLE } from '../saisies/protocole.ts';

/** An entry as it was typed. */
export interface Gardee {
  readonly textes: URLSearchParams;
  readonly le: Date;
  /** The person was told it was not saved, or sent it. */
  readonly annoncee: boolean;
}

interface Enveloppe {
  readonly le: number;
  /** Names this state of the entry: what was typed since is another. */
  readonly marque: string;
  readonly annoncee: boolean;
  readonly nonce: string;
  readonly corps: string;
}

const PREFIXE = 'mcp:saisie:';
/** Account of the tab's last signed-in page, and the account that is signing out. */
const COMPTE = 'mcp:compte';
const DEPART = 'mcp:depart';
const AGE_MAXIMAL = 7 * 24 * 3_600_000;
const LONGUEUR_MAXIMALE = 200_000;
const NOMBRE_MAXIMAL = 20;
const OCTETS_DU_NONCE = 12;

const enTexte = (octets: Uint8Array): string =>
  btoa(Array.from(octets, (octet) => String.fromCharCode(octet)).join(''));
const enOctets = (texte: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(texte.replaceAll('-', '+').replaceAll('_', '/')), (lettre) => lettre.charCodeAt(0));

/**
 * Entries not yet saved, kept in the browser past a closed tab or a crash. They are encrypted under a key
 * that only the pages
 * of the signed-in person carry: another account of the same browser sees nothing of them.
 */
export class LocalStore {
  /** Latest state of each entry, written or about to be. */
  private readonly marques = new Map<string, string>();

  private constructor(
    private readonly compte: string,
    private readonly cle: Promise<CryptoKey>,
  ) {}

  /**
   * The entries of whoever is signed in; undefined on other pages, and where the browser can neither encrypt
   * nor keep.
   */
  static ouvrir(page: Document): LocalStore | undefined {
    const meta = page.querySelector<HTMLMetaElement>(`meta[name="${META_CLE}"]`);
    // Absent over plain http to another machine.
    const { subtle } = crypto as { readonly subtle?: SubtleCrypto };
    if (!meta || !subtle || !stockageOuvert()) return undefined;
    const compte = meta.dataset['compte'] ?? '';
    sessionStorage.setItem(COMPTE, compte);
    return new LocalStore(
      compte,
      subtle.importKey('raw', enOctets(meta.content), 'AES-GCM', false, ['encrypt', 'decrypt']),
    );
  }

  /** Keeps what is typed now in place of what was kept. @returns false when it is too long to be kept */
  async garder(nom: string, textes: URLSearchParams, annoncee = false): Promise<boolean> {
    const clair = textes.toString();
    if (clair.length > LONGUEUR_MAXIMALE) return false;
    const marque = crypto.randomUUID();
    this.marques.set(nom, marque);
    try {
      const nonce = crypto.getRandomValues(new Uint8Array(OCTETS_DU_NONCE));
      const fermeture = { name: 'AES-GCM', iv: nonce, additionalData: this.liaison(nom) };
      const corps = await crypto.subtle.encrypt(fermeture, await this.cle, new TextEncoder().encode(clair));
      // Typed over, or saved, meanwhile.
      if (this.marques.get(nom) !== marque) return true;
      this.ecrire(nom, {
        le: Date.now(),
        marque,
        annoncee,
        nonce: enTexte(nonce),
        corps: enTexte(new Uint8Array(corps)),
      });
      return true;
    } catch {
      return false;
    }
  }

  /**
   * Notes that the person counts on the entry: he was told it was not saved, or sent it. @returns its token,
   * undefined when nothing is kept
   */
  annoncer(nom: string): string | undefined {
    const enveloppe = this.enveloppe(nom);
    if (!enveloppe) return undefined;
    if (!enveloppe.annoncee) this.ecrire(nom, { ...enveloppe, annoncee: true });
    // The last stroke may still be on its way to the store: it is what is sent.
    return `${this.marques.get(nom) ?? enveloppe.marque} ${nom}`;
  }

  async lire(nom: string): Promise<Gardee | undefined> {
    const enveloppe = this.enveloppe(nom);
    if (!enveloppe) return undefined;
    try {
      const ouverture = { name: 'AES-GCM', iv: enOctets(enveloppe.nonce), additionalData: this.liaison(nom) };
      const clair = await crypto.subtle.decrypt(ouverture, await this.cle, enOctets(enveloppe.corps));
      return {
        textes: new URLSearchParams(new TextDecoder().decode(clair)),
        le: new Date(enveloppe.le),
        annoncee: enveloppe.annoncee,
      };
    } catch {
      this.oublier(nom);
      return undefined;
    }
  }

  oublier(nom: string): void {
    this.marques.delete(nom);
    localStorage.removeItem(this.place(nom));
  }

  /**
   * Forgets the entries the page says were saved, unless something else was typed since, and those too old or
   * too many.
   */
  ranger(page: Document): void {
    const acceptees =
      page.querySelector<HTMLMetaElement>(`meta[name="${META_ACCEPTEES}"]`)?.content.split('\n') ?? [];
    for (const jeton of acceptees) {
      const [marque, nom = ''] = jeton.split(' ');
      if (this.enveloppe(nom)?.marque === marque) this.oublier(nom);
    }
    const miennes: { place: string; le: number }[] = [];
    for (const place of Object.keys(localStorage).filter((une) => une.startsWith(PREFIXE))) {
      const le = lireEnveloppe(place)?.le ?? 0;
      if (Date.now() - le > AGE_MAXIMAL) localStorage.removeItem(place);
      else if (place.startsWith(this.place(''))) miennes.push({ place, le });
    }
    for (const { place } of miennes.sort((a, b) => b.le - a.le).slice(NOMBRE_MAXIMAL))
      localStorage.removeItem(place);
  }

  private enveloppe(nom: string): Enveloppe | undefined {
    return lireEnveloppe(this.place(nom));
  }
  private ecrire(nom: string, enveloppe: Enveloppe): void {
    localStorage.setItem(this.place(nom), JSON.stringify(enveloppe));
  }
  private place(nom: string): string {
    return `${PREFIXE}${this.compte}:${nom}`;
  }
  private liaison(nom: string): Uint8Array<ArrayBuffer> {
    return new TextEncoder().encode(this.place(nom));
  }
}

function lireEnveloppe(place: string): Enveloppe | undefined {
  try {
    return (JSON.parse(localStorage.getItem(place) ?? 'null') as Enveloppe | null) ?? undefined;
  } catch {
    return undefined;
  }
}

function stockageOuvert(): boolean {
  try {
    return Object.keys(localStorage).length >= 0;
  } catch {
    return false;
  }
}

/** Whoever signs out leaves nothing behind: his entries go once a page says he is signed out. */
export function oublierAuDepart(page: Document): void {
  if (!stockageOuvert()) return;
  page.addEventListener('submit', ({ target }) => {
    if (!(target instanceof HTMLFormElement) || target.getAttribute('action') !== '/deconnexion') return;
    sessionStorage.setItem(DEPART, sessionStorage.getItem(COMPTE) ?? '');
  });
  const parti = sessionStorage.getItem(DEPART);
  if (parti === null) return;
  sessionStorage.removeItem(DEPART);
  if (parti === '' || new URLSearchParams(window.location.search).get('motif') !== 'deconnexion') return;
  for (const place of Object.keys(localStorage))
    if (place.startsWith(`${PREFIXE}${parti}:`)) localStorage.removeItem(place);
}
