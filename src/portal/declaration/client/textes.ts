/** The texts of the form, as its submission would send them. */
export function textesDe(form: HTMLFormElement): URLSearchParams {
  const textes = new URLSearchParams();
  for (const [nom, valeur] of new FormData(form)) if (typeof valeur === 'string') textes.append(nom, valeur);
  return textes;
}
