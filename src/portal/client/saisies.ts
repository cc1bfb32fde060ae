import { CHAMP_JETON, META_CLE } from '../saisies/protocole.ts';
import type { LocalStore } from './local-store.ts';
import { type Gardee } from './local-store.ts';
import { bouton, effacerSignal, signaler } from './signal.ts';
import { aDesChampsAbsents, memesTextes, remettre, seSaisit, textesDe } from './textes.ts';

/** A page asked for so that an entry can be put back in it. */
const A_REPRENDRE = 'mcp:reprendre';

/**
 * Short forms: what is typed is kept in the browser until a page says it was saved, and offered again when
 * the form is
 * opened. The form of a declaration, which saves by itself, looks after its own.
 */
export function activerSaisies(racine: Document, store: LocalStore | undefined): void {
  // Only where somebody is signed in: on other pages one identifies oneself, nothing there is an entry.
  if (!racine.querySelector(`meta[name="${META_CLE}"]`)) return;
  for (const form of racine.querySelectorAll<HTMLFormElement>('form[data-saisie]:not([data-declaration])')) {
    if (seSaisit(form) || form.dataset['saisieEtat'] === 'choix') activer(form, store);
  }
}

function activer(form: HTMLFormElement, store: LocalStore | undefined): void {
  const nom = form.dataset['saisie'] ?? '';
  const etat = form.dataset['saisieEtat'];
  const ouverte = textesDe(form);
  let partie = false;
  const enAttente = (): boolean =>
    !partie && (etat !== undefined || !memesTextes(form, textesDe(form), ouverte));

  form.addEventListener('input', () => {
    if (etat === 'choix') return;
    if (enAttente()) void store?.garder(nom, textesDe(form));
    else store?.oublier(nom);
  });
  form.addEventListener('submit', ({ submitter }) => {
    partie = true;
    if (submitter?.getAttribute('formmethod') !== 'get') joindreLeJeton(form, store?.annoncer(nom));
  });
  // « Abandonner ma saisie », where one chooses between two values, leads back to the form as recorded.
  if (etat === 'choix')
    form.querySelector(`a[href="${nom}"]`)?.addEventListener('click', () => {
      partie = true;
      store?.oublier(nom);
    });
  window.addEventListener('beforeunload', (evenement) => {
    if (enAttente()) evenement.preventDefault();
  });
  // The page may come back from the browser's cache.
  window.addEventListener('pageshow', () => {
    partie = false;
  });
  if (store && etat === undefined) void proposer(form, store, nom);
}

/** Tells the server which entry the browser keeps of what it is sent. */
export function joindreLeJeton(form: HTMLFormElement, jeton: string | undefined): void {
  form.querySelector(`input[name="${CHAMP_JETON}"]`)?.remove();
  if (jeton !== undefined)
    form.append(
      Object.assign(document.createElement('input'), { type: 'hidden', name: CHAMP_JETON, value: jeton }),
    );
}

async function proposer(form: HTMLFormElement, store: LocalStore, nom: string): Promise<void> {
  const gardee = await store.lire(nom);
  if (!gardee) return;
  if (sessionStorage.getItem(A_REPRENDRE) === nom) return reprendre(form, nom, gardee);
  if (memesTextes(form, gardee.textes, textesDe(form))) return;
  signaler(
    form,
    'information',
    `Saisie retrouvée du ${instant(gardee.le)}, qui n’avait pas été enregistrée.`,
    [
      bouton('Reprendre', () => reprendre(form, nom, gardee)),
      bouton('Abandonner', () => {
        store.oublier(nom);
        effacerSignal(form);
      }),
    ],
  );
}

function reprendre(form: HTMLFormElement, nom: string, { textes }: Gardee): void {
  const demandee = sessionStorage.getItem(A_REPRENDRE) === nom;
  sessionStorage.removeItem(A_REPRENDRE);
  remettre(form, textes);
  // A list shown on demand: the page is asked for with it, once.
  const afficher = form.querySelector<HTMLButtonElement>('button[formmethod="get"]');
  if (afficher && !demandee && aDesChampsAbsents(form, textes)) {
    sessionStorage.setItem(A_REPRENDRE, nom);
    return form.requestSubmit(afficher);
  }
  signaler(form, 'information', 'Votre saisie est reprise. Elle n’est pas encore enregistrée.');
}

/** « 30/11/2026 à 14 h 05 » */
export function instant(le: Date): string {
  return `${le.toLocaleDateString('fr-FR')} à ${le.toLocaleTimeString('fr-FR', { hour: '2-digit', minute: '2-digit' }).replace(':', ' h ')}`;
}
