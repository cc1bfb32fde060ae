/**
 * Menus are native `<details>`: here, only one is open at a time, and Escape or a click elsewhere closes it.
 */
export function activerMenus(racine: Document): void {
  const ouverts = () => [...racine.querySelectorAll<HTMLDetailsElement>('details[data-menu][open]')];

  racine.addEventListener('click', (evenement) => {
    const cible = evenement.target;
    for (const menu of ouverts()) if (!(cible instanceof Node && menu.contains(cible))) menu.open = false;
  });
  racine.addEventListener('focusin', (evenement) => {
    const cible = evenement.target;
    for (const menu of ouverts()) if (!(cible instanceof Node && menu.contains(cible))) menu.open = false;
  });
  racine.addEventListener('keydown', (evenement) => {
    // One within another closes first.
    const menu = evenement.key === 'Escape' ? ouverts().at(-1) : undefined;
    if (!menu) return;
    menu.open = false;
    menu.querySelector('summary')?.focus();
  });
}
