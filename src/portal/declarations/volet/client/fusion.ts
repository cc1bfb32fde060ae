import { poserLignes } from './lignes.ts';
import { CHAMP_OUVERTES, PREFIXE_DU_CHOIX, type FusionServie } from './protocole.ts';

const estDonnee = (nom: string): boolean => nom.includes('.') && !nom.startsWith(PREFIXE_DU_CHOIX);
const sous = (nom: string, chemins: readonly string[]): boolean =>
  chemins.some((chemin) => nom === chemin || nom.startsWith(`${chemin}.`));

/** What the page has opened, as the server compares it with what is typed. */
const champOuvertes = (form: HTMLFormElement): HTMLInputElement | null =>
  form.querySelector(`input[name="${CHAMP_OUVERTES}"]`);

/**
 * Puts what others saved in the page, where the person has not typed since: those fields come back with the
 * next save otherwise.
 * What was sent is from now on what the page has opened, but for what is still to be chosen.
 * @param envoyes the texts that were sent
 */
export function poserFusion(form: HTMLFormElement, envoyes: URLSearchParams, fusion: FusionServie): void {
  const champ = champOuvertes(form);
  if (!champ) return;
  const avant = JSON.parse(champ.value) as Record<string, string>;
  const ouvertes: Record<string, string> = {};
  for (const [nom, texte] of envoyes)
    if (estDonnee(nom) && !sous(nom, fusion.enAttente)) ouvertes[nom] = texte;
  for (const [nom, texte] of Object.entries(avant)) if (sous(nom, fusion.enAttente)) ouvertes[nom] = texte;
  for (const [nom, texte] of Object.entries(fusion.repris))
    if (texteDe(form, nom) === (envoyes.get(nom) ?? '') && ecrire(form, nom, texte)) ouvertes[nom] = texte;
  for (const [chemin, lignes] of Object.entries(fusion.lignes)) {
    const groupe = form.querySelector<HTMLElement>(`[data-lignes="${CSS.escape(chemin)}"]`);
    // Rows were added or taken away since: the next save brings them again.
    if (
      !groupe ||
      groupe.querySelectorAll('[data-corps] > [data-ligne]').length !== nombreDeLignes(envoyes, chemin)
    )
      continue;
    for (const nom of Object.keys(ouvertes)) if (nom.startsWith(`${chemin}.`)) delete ouvertes[nom];
    poserLignes(groupe, lignes, (nom, texte, etait) => {
      if (etait === null || texteDe(form, nom) === (envoyes.get(etait) ?? '')) ecrire(form, nom, texte);
      ouvertes[nom] = texte;
    });
  }
  champ.value = JSON.stringify(ouvertes);
  montrerDisputes(form, fusion.disputes);
  form.dispatchEvent(new Event('lignes'));
}

/** Whether something is still to be chosen: it is in the page only. */
export const aChoisir = (form: HTMLFormElement): boolean => form.querySelector('[data-dispute]') !== null;

/** Where the draft stands, with what is to be chosen or was taken over from others. */
export function direFusion(enregistre: string, fusion: FusionServie | null): string {
  if (!fusion) return enregistre;
  if (fusion.nombre > 0)
    return `${enregistre}, sauf ${fusion.nombre === 1 ? 'une valeur' : `${fusion.nombre} valeurs`} à choisir.`;
  return fusion.phrase === '' ? enregistre : `${enregistre}.${fusion.phrase}`;
}

/** Who else is typing. */
export function direPresence(form: HTMLFormElement, texte: string): void {
  const place = form.querySelector('[data-presence]');
  if (place && place.textContent !== texte) place.textContent = texte;
}

const nombreDeLignes = (envoyes: URLSearchParams, chemin: string): number =>
  new Set(
    [...envoyes.keys()]
      .filter((nom) => nom.startsWith(`${chemin}.`))
      .map((nom) => nom.slice(chemin.length + 1).split('.')[0]),
  ).size;

const controleDe = (form: HTMLFormElement, nom: string) => form.elements.namedItem(nom);

function texteDe(form: HTMLFormElement, nom: string): string {
  const controle = controleDe(form, nom);
  return controle instanceof RadioNodeList ||
    controle instanceof HTMLInputElement ||
    controle instanceof HTMLSelectElement ||
    controle instanceof HTMLTextAreaElement
    ? controle instanceof HTMLInputElement && controle.type === 'radio' && !controle.checked
      ? ''
      : controle.value
    : '';
}

/** @returns false when the control cannot show that text, and is left as it was */
function ecrire(form: HTMLFormElement, nom: string, texte: string): boolean {
  const controle = controleDe(form, nom);
  if (controle instanceof RadioNodeList) {
    for (const un of controle) if (un instanceof HTMLInputElement) un.checked = un.value === texte;
    return controle.value === texte;
  }
  if (
    !(
      controle instanceof HTMLInputElement ||
      controle instanceof HTMLSelectElement ||
      controle instanceof HTMLTextAreaElement
    )
  )
    return false;
  const avant = controle.value;
  controle.value = texte;
  if (controle.value === texte) return true;
  controle.value = avant;
  return false;
}

let montrees = '';

/** The choices to make; whoever had just made one goes on at the next, or at the field itself. */
function montrerDisputes(form: HTMLFormElement, html: string): void {
  const place = form.querySelector<HTMLElement>('[data-disputes]');
  const lien = form.querySelector<HTMLElement>('[data-vers-disputes]');
  if (lien) lien.hidden = html === '';
  if (!place || html === montrees) return;
  const quittee = place.contains(document.activeElement)
    ? document.activeElement?.closest<HTMLElement>('[data-dispute]')?.dataset['dispute']
    : undefined;
  montrees = html;
  place.innerHTML = html;
  if (quittee !== undefined)
    (place.querySelector<HTMLElement>('input[type="radio"]') ?? document.getElementById(quittee))?.focus();
}
