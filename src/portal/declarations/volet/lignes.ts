import { champA, estGroupe } from '#src/domain/formulaire/champs.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import type { Brut } from '#src/domain/formulaire/saisie/lire.ts';
import { rangsDe } from '#src/portal/declarations/volet/sections.tsx';

/**
 * Adds or removes a row of the group a button names; nothing for another action.
 * @returns what the form says then, and the part of the page to go back to
 */
export function ajouterOuRetirerUneLigne(
  definition: DefinitionDeFormulaire,
  action: string,
  donnees: Brut,
): { donnees: Brut; ancre: string } {
  const [verbe, chemin = ''] = action.split(':');
  if (verbe === 'ajouter') {
    const champ = champA(definition, chemin)?.champ;
    if (champ === undefined || !estGroupe(champ)) return { donnees, ancre: '' };
    const rang = (rangsDe(donnees, chemin).at(-1) ?? -1) + 1;
    const vides = Object.fromEntries(champ.champs.map(({ id }) => [`${chemin}.${rang}.${id}`, '']));
    return { donnees: { ...donnees, ...vides }, ancre: `#${chemin}` };
  }
  if (verbe === 'retirer' && /^[\w]+\.[\w]+\.\d+$/.test(chemin)) {
    return {
      donnees: Object.fromEntries(Object.entries(donnees).filter(([cle]) => !cle.startsWith(`${chemin}.`))),
      ancre: `#${chemin.slice(0, chemin.lastIndexOf('.'))}`,
    };
  }
  return { donnees, ancre: '' };
}
