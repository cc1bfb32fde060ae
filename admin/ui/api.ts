import type { Avis } from '#admin/definition/types/page.ts';
import { VERSION_DE_LA_PAGE } from '#admin/definition/types/page.ts';
import { racine, version } from '#admin/ui/etat.ts';

export interface Reponse<T> {
  /** HTTP status; 0 when the server could not be reached. */
  readonly statut: number;
  readonly corps: Partial<T> & { readonly notice?: Avis };
}

export const SESSION_EXPIREE = 'gestion:session-expiree';
/** Another version was put in service since the page was opened. */
export const PAGE_PERIMEE = 'gestion:page-perimee';

/**
 * Asks the person for his password, and says whether the server took it. Set by the dialog that the frame
 * holds.
 */
let demanderPreuve: () => Promise<boolean> = () => Promise.resolve(false);
export const confierLaPreuve = (demander: () => Promise<boolean>): void => {
  demanderPreuve = demander;
};
/** Requests refused at once wait for one and the same answer. */
let preuveEnCours: Promise<boolean> | undefined;
const prouver = (): Promise<boolean> =>
  (preuveEnCours ??= demanderPreuve().finally(() => (preuveEnCours = undefined)));

const RENONCE =
  'Vous n’avez pas confirmé votre mot de passe : rien n’a été enregistré. Votre saisie est toujours à l’écran.';
const INJOIGNABLE =
  'Le serveur ne répond pas : rien n’a été enregistré. Vérifiez votre connexion, puis réessayez.';
const INATTENDU = 'Une erreur inattendue est survenue : rien n’a été enregistré. Réessayez dans un instant.';

interface Options {
  readonly corps?: Readonly<Record<string, unknown>>;
  readonly signal?: AbortSignal;
}
type Refuse = { readonly erreur?: { readonly code?: string; readonly message?: string } };

const envoyer = (chemin: string, { corps, signal }: Options): Promise<Response> =>
  fetch(`${racine}/api/${chemin}`, {
    method: corps === undefined ? 'GET' : 'POST',
    headers: {
      Accept: 'application/json',
      [VERSION_DE_LA_PAGE]: version,
      ...(corps === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    body: corps && JSON.stringify(corps),
    credentials: 'same-origin',
    redirect: 'manual',
    signal,
  });

/** An answer that did nothing, and says why. */
const refuse = <T>(statut: number, message: string): Reponse<T> => ({
  statut,
  corps: { notice: { type: 'error', message } } as Reponse<T>['corps'],
});

/**
 * Calls the API of the back-office. Never throws: a refusal comes with its French notice, an expired session
 * raises the `SESSION_EXPIREE` event, and an answer to scripts of another build `PAGE_PERIMEE`. A sensitive act
 * first asks for the password in a dialog, then goes on with the same input.
 */
export async function appeler<T>(chemin: string, options: Options = {}): Promise<Reponse<T>> {
  try {
    const reponse = await envoyer(chemin, options);
    if (reponse.status === 401 || reponse.type === 'opaqueredirect') {
      window.dispatchEvent(new CustomEvent(SESSION_EXPIREE));
      return { statut: 401, corps: {} };
    }
    const corps = (await reponse.json().catch(() => ({}))) as Reponse<T>['corps'] & Refuse;
    if (reponse.ok || corps.notice) return { statut: reponse.status, corps };
    const { code, message = INATTENDU } = corps.erreur ?? {};
    if (code === 'PreuveDemandee') return (await prouver()) ? appeler(chemin, options) : refuse(403, RENONCE);
    if (code === 'PagePerimee') {
      window.dispatchEvent(new CustomEvent(PAGE_PERIMEE));
      return refuse(0, message);
    }
    return { statut: reponse.status, corps: { ...corps, notice: { type: 'error', message } } };
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') return { statut: 0, corps: {} };
    return refuse(0, INJOIGNABLE);
  }
}

/** Path of an action in the API. */
export function cheminAction(ressource: string, action: string, recordId?: string): string {
  const cible = recordId === undefined ? 'actions' : `records/${encodeURIComponent(recordId)}`;
  return `resources/${ressource}/${cible}/${action}`;
}
