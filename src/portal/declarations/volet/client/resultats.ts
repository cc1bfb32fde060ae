import type { ReponseDAnalyse } from './protocole.ts';

/**
 * Puts what the server says into the page, touching only what changed: no flicker, and the caret stays where
 * it is.
 */
export function montrer(form: HTMLFormElement, reponse: ReponseDAnalyse): void {
  for (const place of form.querySelectorAll<HTMLElement>('[data-retours]')) {
    if (!place.closest('template')) remplacer(place, reponse.retours[place.dataset['retours'] ?? ''] ?? '');
  }
  montrerExiges(form, reponse.exiges);
  const erreurs = new Set(reponse.erreurs);
  for (const controle of form.elements) {
    if (
      !(
        controle instanceof HTMLInputElement ||
        controle instanceof HTMLSelectElement ||
        controle instanceof HTMLTextAreaElement
      ) ||
      controle.type === 'radio'
    )
      continue;
    if (erreurs.has(controle.name)) controle.setAttribute('aria-invalid', 'true');
    else controle.removeAttribute('aria-invalid');
  }
  for (const total of form.querySelectorAll<HTMLOutputElement>('output[data-total]')) {
    const texte = reponse.totaux[total.dataset['total'] ?? ''] ?? '–';
    if (total.textContent !== texte) total.textContent = texte;
  }
  remplacer(document.querySelector('[data-estimation]'), reponse.estimation);
  const controles = document.querySelector<HTMLElement>('[data-controles]');
  const ouverts = [...(controles?.querySelectorAll('details') ?? [])].map((un) => un.open);
  if (remplacer(controles, reponse.controles))
    controles?.querySelectorAll('details').forEach((un, rang) => {
      un.open = ouverts[rang] ?? false;
    });
  const annonce = document.querySelector('[data-annonce]');
  if (annonce && annonce.textContent !== reponse.annonce) annonce.textContent = reponse.annonce;
}

/** Fields a finding asks for come with it; one that holds a text stays. */
function montrerExiges(form: HTMLFormElement, chemins: readonly string[]): void {
  for (const champ of form.querySelectorAll<HTMLElement>('[data-exige]'))
    champ.hidden = !chemins.includes(champ.dataset['exige'] ?? '');
  for (const section of document.querySelectorAll<HTMLElement>('[data-exigee]'))
    section.hidden = !chemins.some((chemin) => chemin.startsWith(`${section.dataset['exigee']}.`));
}

const montres = new WeakMap<Element, string>();

/** The HTML comes from our own server, rendered and escaped by the components of the page. */
function remplacer(place: Element | null, html: string): boolean {
  if (!place || (montres.get(place) ?? place.innerHTML) === html) return false;
  place.innerHTML = html;
  montres.set(place, html);
  return true;
}
