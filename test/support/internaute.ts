/** An answer, read to its end. */
export type ReponseLue = {
  readonly statut: number;
  /** Where a redirect leads, '' otherwise. */
  readonly adresse: string;
  readonly entetes: Headers;
  readonly texte: string;
  readonly dureeMs: number;
};

const DELAI_MS = 30_000;

/**
 * A person at a browser, without the screen: keeps cookies, follows no redirect, says where his requests come
 * from. The product has
 * no token against forged requests: it checks that a write comes from one of its own pages (`Origin`,
 * `Sec-Fetch-Site`).
 */
export class Internaute {
  private readonly cookies: Map<string, string>;

  /** @param url server asked; may be changed for another one of the same database, the session goes on */
  constructor(
    public url: string,
    private readonly delaiMs = DELAI_MS,
    cookies: Readonly<Record<string, string>> = {},
  ) {
    this.cookies = new Map(Object.entries(cookies));
  }

  /** @throws TypeError when the connection fails, TimeoutError past the delay */
  async demander(
    chemin: string,
    options: {
      readonly methode?: 'GET' | 'POST';
      readonly corps?: URLSearchParams | string;
      readonly entetes?: Readonly<Record<string, string>>;
      readonly delaiMs?: number;
    } = {},
  ): Promise<ReponseLue> {
    const { methode = 'GET', corps, entetes, delaiMs = this.delaiMs } = options;
    const depart = performance.now();
    const reponse = await fetch(`${this.url}${chemin}`, {
      method: methode,
      redirect: 'manual',
      signal: AbortSignal.timeout(delaiMs),
      ...(corps === undefined ? {} : { body: corps }),
      headers: {
        accept: 'text/html',
        ...(this.cookies.size > 0
          ? { cookie: [...this.cookies].map(([nom, valeur]) => `${nom}=${valeur}`).join('; ') }
          : {}),
        ...(methode === 'POST' ? { origin: this.url, 'sec-fetch-site': 'same-origin' } : {}),
        ...entetes,
      },
    });
    for (const cookie of reponse.headers.getSetCookie()) {
      const [nom = '', valeur = ''] = (cookie.split(';', 1)[0] ?? '').split('=');
      this.cookies.set(nom, valeur);
    }
    const texte = await reponse.text();
    return {
      statut: reponse.status,
      adresse: reponse.headers.get('location') ?? '',
      entetes: reponse.headers,
      texte,
      dureeMs: performance.now() - depart,
    };
  }

  /** The value of a cookie, as it is presented. */
  cookie(nom: string): string | undefined {
    return this.cookies.get(nom);
  }

  lire(chemin: string): Promise<ReponseLue> {
    return this.demander(chemin);
  }

  /** Sends a form. */
  envoyer(chemin: string, champs: Readonly<Record<string, string>> = {}): Promise<ReponseLue> {
    return this.demander(chemin, { methode: 'POST', corps: new URLSearchParams(champs) });
  }

  /** Sends an object to the back-office, as its forms do. */
  envoyerJson(chemin: string, corps: Readonly<Record<string, unknown>>): Promise<ReponseLue> {
    return this.demander(chemin, {
      methode: 'POST',
      corps: JSON.stringify(corps),
      entetes: { 'content-type': 'application/json', accept: 'application/json' },
    });
  }

  /**
   * Signs in, in the portal or the back-office. @throws Error with what the page said, when it does not open
   */
  async seConnecter(courriel: string, motDePasse: string): Promise<this> {
    const reponse = await this.envoyer('/connexion', { courriel, motDePasse });
    if (reponse.statut !== 303 || reponse.adresse.startsWith('/connexion'))
      throw new Error(
        `${courriel} cannot sign in: ${reponse.statut} ${reponse.adresse} ${texteDePage(reponse.texte).slice(0, 400)}`,
      );
    return this;
  }
}

/** What a browser would send back of a page's fields left unchanged, hidden ones among them (`version`). */
export function champsDeFormulaire(html: string): Record<string, string> {
  const champs: Record<string, string> = {};
  for (const [, genre = '', attributs = '', suite = ''] of html
    .replace(/<template\b[\s\S]*?<\/template>/g, '')
    .matchAll(/<(input|select|textarea)\b([^>]*)>((?:(?!<\/?(?:select|textarea|input)\b)[\s\S])*)/g)) {
    const nom = attribut(attributs, 'name');
    const type = genre === 'input' ? (attribut(attributs, 'type') ?? 'text') : genre;
    if (
      nom === undefined ||
      ['submit', 'button', 'file'].includes(type) ||
      (['checkbox', 'radio'].includes(type) && !/\schecked/.test(attributs))
    )
      continue;
    champs[nom] =
      genre === 'textarea'
        ? enClair(suite)
        : genre === 'select'
          ? choixDe(suite)
          : enClair(attribut(attributs, 'value') ?? '');
  }
  return champs;
}

const attribut = (attributs: string, nom: string): string | undefined =>
  new RegExp(`\\s${nom}="([^"]*)"`).exec(attributs)?.[1];

/** The option a browser shows: the one selected, else the first. */
function choixDe(options: string): string {
  const toutes = [...options.matchAll(/<option\b([^>]*)>([^<]*)/g)];
  const montree = toutes.find(([, attributs = '']) => /\sselected/.test(attributs)) ?? toutes[0];
  return montree ? enClair(attribut(montree[1] ?? '', 'value') ?? montree[2] ?? '') : '';
}

/** What a page says, without its tags, spaces made plain. */
export const texteDePage = (html: string): string =>
  enClair(html.replace(/<(script|style)\b[\s\S]*?<\/\1>/g, ' ').replace(/<[^>]+>/g, ' '))
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .trim();

const ENTITES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x27;': "'",
  '&#39;': "'",
};
const enClair = (texte: string): string =>
  texte.replace(/&(?:amp|lt|gt|quot|#x27|#39);/g, (entite) => ENTITES[entite] ?? entite);
