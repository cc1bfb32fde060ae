/** Adds « Afficher » beside each password: seeing what one types helps more than it harms. */
export function activerMotsDePasse(racine: Document): void {
  for (const zone of racine.querySelectorAll<HTMLElement>('[data-mot-de-passe]')) {
    const saisie = zone.querySelector('input');
    if (!saisie) continue;
    const bouton = racine.createElement('button');
    bouton.type = 'button';
    bouton.className = 'bouton bouton--secondaire';
    bouton.setAttribute('aria-controls', saisie.id);
    const montrer = (visible: boolean) => {
      saisie.type = visible ? 'text' : 'password';
      bouton.textContent = visible ? 'Masquer' : 'Afficher';
      bouton.setAttribute('aria-label', visible ? 'Masquer le mot de passe' : 'Afficher le mot de passe');
    };
    bouton.addEventListener('click', () => montrer(saisie.type === 'password'));
    saisie.form?.addEventListener('submit', () => montrer(false));
    montrer(false);
    zone.append(bouton);
  }
}
