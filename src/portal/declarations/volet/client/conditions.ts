/** Fields that depend on another appear and disappear with its value. */
export function activerConditions(form: HTMLFormElement): void {
  const appliquer = (): void => {
    for (const champ of form.querySelectorAll<HTMLElement>('[data-montrer-si]'))
      champ.hidden = !(champ.dataset['parmi'] ?? '')
        .split('|')
        .includes(valeurDe(form, champ.dataset['montrerSi'] ?? ''));
  };
  form.addEventListener('change', appliquer);
  form.addEventListener('lignes', appliquer);
  appliquer();
}

function valeurDe(form: HTMLFormElement, nom: string): string {
  const trouve = form.elements.namedItem(nom);
  return trouve instanceof RadioNodeList ||
    trouve instanceof HTMLInputElement ||
    trouve instanceof HTMLSelectElement
    ? trouve.value
    : '';
}
