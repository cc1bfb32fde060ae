/**
 * Adds and removes the rows of a group in the page; the server counts rows from 0, so they are numbered anew
 * after each removal.
 */
export function activerLignes(form: HTMLFormElement, change: () => void): void {
  form.addEventListener('click', (evenement) => {
    const bouton =
      evenement.target instanceof Element
        ? evenement.target.closest<HTMLButtonElement>('button[name="action"]')
        : null;
    const groupe = bouton?.closest<HTMLElement>('[data-lignes]');
    if (!bouton || !groupe) return;
    const [verbe] = bouton.value.split(':');
    if (verbe === 'ajouter') ajouter(groupe);
    else if (verbe === 'retirer') retirer(groupe, bouton.closest<HTMLElement>('[data-ligne]'));
    else return;
    evenement.preventDefault();
    form.dispatchEvent(new Event('lignes'));
    change();
  });
}

/** Makes each group hold the rows that texts name, so that they can be put back. */
export function ajusterLignes(form: HTMLFormElement, noms: readonly string[]): void {
  for (const groupe of form.querySelectorAll<HTMLElement>('[data-lignes]')) {
    const debut = `${groupe.dataset['lignes'] ?? ''}.`;
    const rangs = new Set(
      noms.filter((nom) => nom.startsWith(debut)).map((nom) => nom.slice(debut.length).split('.')[0]),
    );
    while (lignesDe(groupe).length > rangs.size) lignesDe(groupe).at(-1)?.remove();
    while (lignesDe(groupe).length < rangs.size && inserer(groupe));
    numeroter(groupe);
  }
  form.dispatchEvent(new Event('lignes'));
}

/** A row to show: its texts by column, and its rank among those of the page, if it is there. */
interface LigneAPoser {
  readonly ligne: Readonly<Record<string, string>>;
  readonly saisie: number | null;
}

/**
 * Shows the rows others made of a list: those of the page stay the elements they are, so that who types in
 * one goes on typing.
 * @param poser writes the text of a field; of a row that was there it is asked whether it may
 */
export function poserLignes(
  groupe: HTMLElement,
  lignes: readonly LigneAPoser[],
  poser: (nom: string, texte: string, avant: string | null) => void,
): void {
  const corps = groupe.querySelector('[data-corps]');
  const modele = groupe.querySelector<HTMLTemplateElement>('template[data-modele]');
  if (!corps || !modele) return;
  const actif = document.activeElement;
  const [debut, fin] =
    actif instanceof HTMLInputElement && actif.type === 'text'
      ? [actif.selectionStart, actif.selectionEnd]
      : [null, null];
  const avant = lignesDe(groupe);
  corps.replaceChildren(
    ...lignes.map(
      ({ saisie }) => (saisie === null ? undefined : avant[saisie]) ?? modele.content.cloneNode(true),
    ),
  );
  numeroter(groupe);
  const chemin = groupe.dataset['lignes'] ?? '';
  lignes.forEach(({ ligne, saisie }, rang) => {
    for (const [colonne, texte] of Object.entries(ligne))
      poser(`${chemin}.${rang}.${colonne}`, texte, saisie === null ? null : `${chemin}.${saisie}.${colonne}`);
  });
  if (!(actif instanceof HTMLElement) || document.activeElement === actif || !form(groupe)?.contains(actif))
    return;
  actif.focus({ preventScroll: true });
  if (debut !== null && actif instanceof HTMLInputElement) actif.setSelectionRange(debut, fin);
}

const form = (groupe: HTMLElement): HTMLFormElement | null => groupe.closest('form');
const lignesDe = (groupe: HTMLElement): HTMLElement[] => [
  ...groupe.querySelectorAll<HTMLElement>('[data-corps] > [data-ligne]'),
];

/** @returns false when there can be no more rows */
function inserer(groupe: HTMLElement): boolean {
  const modele = groupe.querySelector<HTMLTemplateElement>('template[data-modele]');
  const corps = groupe.querySelector('[data-corps]');
  if (!modele || !corps || lignesDe(groupe).length >= Number(groupe.dataset['maximum'])) return false;
  corps.append(modele.content.cloneNode(true));
  return true;
}

function ajouter(groupe: HTMLElement): void {
  if (!inserer(groupe)) return;
  numeroter(groupe);
  lignesDe(groupe).at(-1)?.querySelector<HTMLElement>('input, select, textarea')?.focus();
}

function retirer(groupe: HTMLElement, ligne: HTMLElement | null): void {
  ligne?.remove();
  numeroter(groupe);
  groupe.focus();
}

const ATTRIBUTS = [
  'name',
  'id',
  'for',
  'value',
  'aria-describedby',
  'aria-labelledby',
  'data-retours',
  'data-montrer-si',
  'list',
];

/** Gives each row its rank, in every attribute that carries it. */
function numeroter(groupe: HTMLElement): void {
  const chemin = groupe.dataset['lignes'] ?? '';
  const avecRang = new RegExp(`${chemin.replaceAll('.', '\\.')}\\.(?:\\d+|__rang__)(?=[.\\s-]|$)`, 'g');
  const lignes = lignesDe(groupe);
  lignes.forEach((ligne, rang) => {
    for (const element of ligne.querySelectorAll('*')) {
      for (const attribut of ATTRIBUTS) {
        // The value typed in a field is not ours to change; that of a button names its row.
        if (attribut === 'value' && element.localName !== 'button') continue;
        const valeur = element.getAttribute(attribut);
        if (valeur?.includes(chemin))
          element.setAttribute(attribut, valeur.replace(avecRang, `${chemin}.${rang}`));
      }
    }
    for (const noeud of [
      ligne.querySelector(':scope > legend'),
      ligne.querySelector('[data-retirer] .hors-ecran'),
    ]) {
      if (noeud) noeud.textContent = (noeud.textContent ?? '').replace(/(\d+|__numero__)$/, String(rang + 1));
    }
  });
  const vide = groupe.querySelector<HTMLElement>('[data-vide]');
  if (vide) vide.hidden = lignes.length > 0;
}
