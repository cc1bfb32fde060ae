import type { EspacePartenaire } from '#test/browser/portal/espace-partenaire.ts';

/** Asks for a page with a session. */
export const aller = (espace: EspacePartenaire, cookie: string, chemin: string) =>
  fetch(`${espace.url}${chemin}`, { redirect: 'manual', headers: { accept: 'text/html', cookie } });

/** Sends a form with a session. */
export const envoyer = (
  espace: EspacePartenaire,
  cookie: string,
  chemin: string,
  champs: Readonly<Record<string, string>> | URLSearchParams,
  entetes: Readonly<Record<string, string>> = {},
) =>
  fetch(`${espace.url}${chemin}`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(champs),
    headers: { accept: 'text/html', cookie, origin: espace.url, ...entetes },
  });

/** Cookies of an answer, as the next request sends them. */
export const cookieDeSession = (reponse: Response) =>
  reponse.headers
    .getSetCookie()
    .find((un) => un.startsWith('mcp='))
    ?.split(';', 1)[0] ?? '';

/** Text of a page, with plain spaces and apostrophes. */
export const texte = async (reponse: Response) =>
  (await reponse.text()).replace(/[\u00a0\u202f]/g, ' ').replace(/&#x27;/g, "'");
