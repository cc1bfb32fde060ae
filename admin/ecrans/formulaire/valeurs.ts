import type { ChampFormulaire, ValeurSaisie } from '#admin/definition/types/formulaire.ts';

/** Values of a form, by field. */
export type Valeurs = Readonly<Record<string, ValeurSaisie>>;

/** Whether two entries say the same, their version aside. */
export function memesValeurs(unes: Valeurs, autres: Valeurs): boolean {
  return [...new Set([...Object.keys(unes), ...Object.keys(autres)])].every(
    (nom) => nom === 'version' || JSON.stringify(unes[nom] ?? '') === JSON.stringify(autres[nom] ?? ''),
  );
}

function remplie(si: ChampFormulaire['si'], valeurs: Valeurs): boolean {
  if (!si) return true;
  const valeur = valeurs[si.champ];
  return Array.isArray(valeur)
    ? si.vaut.some((attendu) => valeur.includes(attendu))
    : si.vaut.includes(String(valeur));
}

/** Fields and options that the values typed so far call for. */
export function champsMontres(champs: readonly ChampFormulaire[], valeurs: Valeurs): ChampFormulaire[] {
  return champs
    .filter(({ si }) => remplie(si, valeurs))
    .map((champ) =>
      champ.options ? { ...champ, options: champ.options.filter(({ si }) => remplie(si, valeurs)) } : champ,
    );
}

/** Fields by the heading they stand under. */
export function sections(champs: readonly ChampFormulaire[]): { titre: string; champs: ChampFormulaire[] }[] {
  const resultat: { titre: string; champs: ChampFormulaire[] }[] = [];
  for (const champ of champs) {
    const titre = champ.section ?? '';
    const derniere = resultat.at(-1);
    if (derniere?.titre === titre) derniere.champs.push(champ);
    else resultat.push({ titre, champs: [champ] });
  }
  return resultat;
}

/** What heads the faults of the fields: never the sentence that the only one of them already says. */
export function enTete(
  fautes: readonly (string | undefined)[],
  message: string | undefined,
): string | undefined {
  if (fautes.length > 1) return `${fautes.length} points à corriger`;
  return fautes[0] === message ? 'Un point à corriger' : message;
}

/** The message without the name of the field it begins with, where the link already says it. */
export function sansLibelle(libelle: string, message: string): string {
  return message.startsWith(`${libelle} : `) ? message.slice(libelle.length + 3) : message;
}
