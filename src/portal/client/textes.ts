import { CHAMP_JETON } from '../saisies/protocole.ts';

type Controle = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Never kept: secrets and files. */
const estSecret = (champ: Controle): boolean =>
  ['password', 'file'].includes(champ.type) ||
  champ.closest('[data-mot-de-passe]') !== null ||
  /password|one-time-code/.test(champ.autocomplete);
const estSaisie = (champ: Element): champ is Controle =>
  champ instanceof HTMLInputElement ||
  champ instanceof HTMLSelectElement ||
  champ instanceof HTMLTextAreaElement;

const controlesDe = (form: HTMLFormElement): Controle[] =>
  [...form.elements].filter(estSaisie).filter((champ) => champ.name !== '' && champ.name !== CHAMP_JETON);
const secretsDe = (form: HTMLFormElement): Set<string> =>
  new Set(
    controlesDe(form)
      .filter(estSecret)
      .map(({ name }) => name),
  );

/** Fields a person types in or ticks; what a page carries hidden is not. */
const visiblesDe = (form: HTMLFormElement): Controle[] =>
  controlesDe(form).filter((champ) => champ.type !== 'hidden' && !estSecret(champ));

/** Whether a form has anything to type. */
export const seSaisit = (form: HTMLFormElement): boolean => visiblesDe(form).length > 0;

/** The texts of the form, as its submission would send them; secrets and files left out. */
export function textesDe(form: HTMLFormElement): URLSearchParams {
  const textes = new URLSearchParams();
  const secrets = secretsDe(form);
  for (const [nom, valeur] of new FormData(form)) {
    if (typeof valeur === 'string' && nom !== CHAMP_JETON && !secrets.has(nom)) textes.append(nom, valeur);
  }
  return textes;
}

/** Whether two states of a form hold the same, as far as a person typed it. */
export function memesTextes(form: HTMLFormElement, uns: URLSearchParams, autres: URLSearchParams): boolean {
  const caches = new Set(
    controlesDe(form)
      .filter(({ type }) => type === 'hidden')
      .map(({ name }) => name),
  );
  const lignes = (textes: URLSearchParams): string =>
    [...textes]
      .filter(([nom]) => !caches.has(nom))
      .map((paire) => JSON.stringify(paire))
      .sort()
      .join();
  return lignes(uns) === lignes(autres);
}

/**
 * Puts texts back in a form, what it carries hidden among them: a version that has become stale is seen by
 * the server.
 */
export function remettre(form: HTMLFormElement, textes: URLSearchParams): void {
  const rangs = new Map<string, number>();
  for (const champ of controlesDe(form)) {
    if (estSecret(champ)) continue;
    const valeurs = textes.getAll(champ.name);
    if (champ instanceof HTMLInputElement && ['checkbox', 'radio'].includes(champ.type))
      champ.checked = valeurs.includes(champ.value);
    else {
      const rang = rangs.get(champ.name) ?? 0;
      rangs.set(champ.name, rang + 1);
      const valeur = valeurs[rang];
      if (valeur !== undefined) champ.value = valeur;
    }
    champ.dispatchEvent(new Event('change', { bubbles: true }));
  }
}

/** Whether some of the texts have no field in the page as it stands. */
export function aDesChampsAbsents(form: HTMLFormElement, textes: URLSearchParams): boolean {
  const noms = new Set(controlesDe(form).map(({ name }) => name));
  return [...textes.keys()].some((nom) => !noms.has(nom));
}
