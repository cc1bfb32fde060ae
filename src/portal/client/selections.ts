/**
 * Lists of check boxes: « Sélectionner toutes les activités » and the count « N activités sélectionnées »
 * follow at once.
 */
export function activerSelections(racine: Document): void {
  for (const zone of racine.querySelectorAll<HTMLElement>('[data-selection]')) activer(zone);
}

function activer(zone: HTMLElement): void {
  const toutes = zone.querySelector<HTMLInputElement>('[data-toutes]');
  const compte = zone.querySelector<HTMLElement>('[data-compte]');
  const cases = [...zone.querySelectorAll<HTMLInputElement>('input[type=checkbox]')].filter(
    (une) => une !== toutes,
  );

  const mettreAJour = () => {
    const nombre = cases.filter((une) => une.checked).length;
    if (compte)
      compte.textContent = `${nombre} ${(nombre >= 2 ? compte.dataset['pluriel'] : compte.dataset['singulier']) ?? ''}`;
    if (toutes) {
      toutes.checked = nombre > 0 && nombre === cases.length;
      toutes.indeterminate = nombre > 0 && nombre < cases.length;
    }
  };
  toutes?.addEventListener('change', () => {
    for (const une of cases) if (!une.disabled) une.checked = toutes.checked;
    mettreAJour();
  });
  for (const une of cases) une.addEventListener('change', mettreAJour);
  mettreAJour();
}
