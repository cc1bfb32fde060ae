/**
 * Progressive enhancement of every page. Nothing here is needed to use the portal: without JavaScript menus
 * open natively,
 * messages close by a link, selections are counted on submit.
 */
import { LocalStore, oublierAuDepart } from './local-store.ts';
import { activerMenus } from './menus.ts';
import { activerSaisies } from './saisies.ts';
import { activerSelections } from './selections.ts';
import { activerMotsDePasse } from './mots-de-passe.ts';

activerMenus(document);
activerSelections(document);
activerMotsDePasse(document);
oublierAuDepart(document);
const store = LocalStore.ouvrir(document);
store?.ranger(document);
activerSaisies(document, store);
fermerMessages(document);
montrerErreurs(document);
eviterDoubleEnvoi(document);

function fermerMessages(racine: Document): void {
  racine.addEventListener('click', (evenement) => {
    const lien = evenement.target instanceof Element ? evenement.target.closest('[data-fermer]') : null;
    if (!lien) return;
    evenement.preventDefault();
    lien.closest('[data-alerte]')?.remove();
    racine.querySelector<HTMLElement>('main')?.focus();
  });
}

function montrerErreurs(racine: Document): void {
  racine.querySelector<HTMLElement>('[data-recap-erreurs]')?.focus();
}

/** A second click on the button of a form already on its way does nothing. */
function eviterDoubleEnvoi(racine: Document): void {
  racine.addEventListener('submit', (evenement) => {
    const formulaire = evenement.target;
    if (
      !(formulaire instanceof HTMLFormElement) ||
      formulaire.method !== 'post' ||
      evenement.defaultPrevented
    )
      return;
    if (formulaire.dataset['envoye'] === 'oui') return evenement.preventDefault();
    formulaire.dataset['envoye'] = 'oui';
    evenement.submitter?.setAttribute('aria-disabled', 'true');
    evenement.submitter?.setAttribute('data-parti', '');
  });
  // The page may come back from the browser's cache: it can be sent again.
  window.addEventListener('pageshow', () => {
    for (const formulaire of racine.forms) delete formulaire.dataset['envoye'];
    for (const bouton of racine.querySelectorAll('button[data-parti]'))
      bouton.removeAttribute('aria-disabled');
  });
}
