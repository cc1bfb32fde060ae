interface Suggestion {
  readonly valeur: string;
  readonly codesPostaux: readonly string[];
}

const ATTENTE = 200;

/** Suggests real communes while a name or a postal code is typed; the server reads the text either way. */
export function activerCommunes(form: HTMLFormElement): void {
  const liste = document.createElement('datalist');
  liste.id = 'communes-suggerees';
  form.append(liste);
  let minuterie = 0;
  let derniere = '';

  form.addEventListener('input', (evenement) => {
    const champ = evenement.target;
    if (!(champ instanceof HTMLInputElement) || !champ.closest('[data-commune]')) return;
    champ.setAttribute('list', liste.id);
    const texte = champ.value.trim();
    if (texte.length < 2 || texte === derniere || /\(\w{5}\)$/.test(texte)) return;
    derniere = texte;
    window.clearTimeout(minuterie);
    minuterie = window.setTimeout(() => void chercher(texte), ATTENTE);
  });

  const chercher = async (texte: string): Promise<void> => {
    try {
      const reponse = await fetch(`${form.dataset['communes'] ?? ''}?${new URLSearchParams({ q: texte }).toString()}`, { headers: { Accept: 'application/json' }, credentials: 'same-origin', redirect: 'manual' });
      if (!reponse.ok || texte !== derniere) return;
      const suggestions = (await reponse.json()) as readonly Suggestion[];
      liste.replaceChildren(...suggestions.map(({ valeur, codesPostaux }) => new Option(codesPostaux.join(', '), valeur)));
    } catch {
      // Suggestions are a comfort: typing goes on without them.
    }
  };
}
