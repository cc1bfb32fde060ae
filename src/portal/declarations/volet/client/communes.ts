import { lireReponse } from '../../../client/forme.ts';
import { sontDesCommunes } from './protocole.ts';

const ATTENTE = 200;

/** Suggests real communes while a name or a postal code is typed; the server reads the text either way. */
export function activerCommunes(form: HTMLFormElement): void {
  const liste = document.createElement('datalist');
  liste.id = 'communes-suggerees';
  form.append(liste);
  let minuterie = 0;
  let derniere = '';
  let offertes: readonly string[] = [];

  form.addEventListener('input', (evenement) => {
    const champ = evenement.target;
    if (!(champ instanceof HTMLInputElement) || !champ.closest('[data-commune]')) return;
    champ.setAttribute('list', liste.id);
    const texte = champ.value.trim();
    if (texte.length < 2 || texte === derniere || offertes.includes(texte)) return;
    derniere = texte;
    window.clearTimeout(minuterie);
    minuterie = window.setTimeout(() => void chercher(texte), ATTENTE);
  });

  const chercher = async (texte: string): Promise<void> => {
    try {
      const reponse = await fetch(
        `${form.dataset['communes'] ?? ''}?${new URLSearchParams({ q: texte }).toString()}`,
        { headers: { Accept: 'application/json' }, credentials: 'same-origin', redirect: 'manual' },
      );
      if (!reponse.ok || texte !== derniere) return;
      const suggestions = await lireReponse(reponse, sontDesCommunes);
      offertes = suggestions.map(({ valeur }) => valeur);
      liste.replaceChildren(...suggestions.map(({ valeur, precision }) => new Option(precision, valeur)));
    } catch {
      // Suggestions are a comfort: typing goes on without them.
    }
  };
}
