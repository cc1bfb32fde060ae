import type { Avis } from '#admin/definition/types/page.ts';
import { racine } from '#admin/ui/etat.ts';

export interface Reponse<T> {
  /** HTTP status; 0 when the server could not be reached. */
  readonly statut: number;
  readonly corps: Partial<T> & { readonly notice?: Avis };
}

export const SESSION_EXPIREE = 'gestion:session-expiree';

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

/**
 * Calls the API of the back-office. Never throws: a refusal comes with its French notice,
 * an expired session raises the `SESSION_EXPIREE` event. A sensitive act first asks for the password in a
 * dialog, then goes on
 * with the same input.
 */
export async function appeler<T>(
  chemin: string,
  options: { corps?: Readonly<Record<string, unknown>>; signal?: AbortSignal } = {},
): Promise<Reponse<T>> {
  const ecriture = options.corps !== undefined;
  try {
    const reponse = await fetch(`${racine}/api/${chemin}`, {
      method: ecriture ? 'POST' : 'GET',
      headers: { Accept: 'application/json', ...(ecriture ? { 'Content-Type': 'application/json' } : {}) },
      body: ecriture ? JSON.stringify(options.corps) : undefined,
      credentials: 'same-origin',
      redirect: 'manual',
      signal: options.signal,
    });
    if (reponse.status === 401 || reponse.type === 'opaqueredirect') {
      window.dispatchEvent(new CustomEvent(SESSION_EXPIREE));
      return { statut: 401, corps: {} };
    }
    const corps = (await reponse.json().catch(() => ({}))) as Reponse<T>['corps'] & {
      erreur?: { code?: string; message?: string };
    };
    if (reponse.status === 403 && corps.erreur?.code === 'PreuveDemandee') {
      if (await prouver()) return appeler(chemin, options);
      return { statut: 403, corps: { notice: { type: 'error', message: RENONCE } } as Reponse<T>['corps'] };
    }
    if (!reponse.ok && !corps.notice) {
      return {
        statut: reponse.status,
        corps: { ...corps, notice: { type: 'error', message: corps.erreur?.message ?? INATTENDU } },
      };
    }
    return { statut: reponse.status, corps };
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') return { statut: 0, corps: {} };
    return { statut: 0, corps: { notice: { type: 'error', message: INJOIGNABLE } } as Reponse<T>['corps'] };
  }
}

/** Path of an action in the API. */
export function cheminAction(ressource: string, action: string, recordId?: string): string {
  const cible = recordId === undefined ? 'actions' : `records/${encodeURIComponent(recordId)}`;
  return `resources/${ressource}/${cible}/${action}`;
}
