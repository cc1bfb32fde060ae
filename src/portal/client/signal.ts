const TITRES = {
  attention: 'Attention : ',
  erreur: 'Erreur : ',
  succes: 'Succès : ',
  information: 'Information : ',
} as const;

/**
 * A message about a form, in place of the former one. It is announced, takes no focus, and stays in sight
 * wherever in the
 * form one types.
 */
export function signaler(
  form: HTMLFormElement,
  ton: keyof typeof TITRES,
  texte: string,
  actions: readonly (HTMLAnchorElement | HTMLButtonElement)[] = [],
): void {
  let place = placeDe(form);
  if (!place) {
    place = document.createElement('div');
    place.dataset['signal'] = '';
    place.setAttribute('role', 'alert');
    form.before(place);
  }
  const corps = document.createElement('div');
  corps.className = 'alerte__texte';
  const nom = document.createElement('span');
  nom.className = 'hors-ecran';
  nom.textContent = TITRES[ton];
  const phrase = document.createElement('p');
  phrase.textContent = texte;
  const boutons = document.createElement('p');
  boutons.className = 'signal__actions';
  boutons.append(...actions);
  corps.append(nom, phrase, ...(actions.length > 0 ? [boutons] : []));
  place.className = `alerte alerte--${ton} signal`;
  place.replaceChildren(corps);
}

export function effacerSignal(form: HTMLFormElement): void {
  placeDe(form)?.remove();
}

function placeDe({ previousElementSibling: place }: HTMLFormElement): HTMLElement | null {
  return place instanceof HTMLElement && place.dataset['signal'] !== undefined ? place : null;
}

/** A button of a message. */
export function bouton(texte: string, faire: () => void): HTMLButtonElement {
  const nouveau = document.createElement('button');
  nouveau.type = 'button';
  nouveau.className = 'bouton bouton--secondaire';
  nouveau.textContent = texte;
  nouveau.addEventListener('click', faire);
  return nouveau;
}

/** A link of a message. */
export function lien(texte: string, adresse: string): HTMLAnchorElement {
  const nouveau = document.createElement('a');
  nouveau.href = adresse;
  nouveau.textContent = texte;
  return nouveau;
}
