import type { FichierDeRegles } from '#src/engine/format.ts';
import { estGroupe } from '#src/domain/formulaire/champs.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import type { Signaler } from './signaler.ts';

/**
 * Checks the fields a finding asks for: a text outside any row, of the volet of a step that may find it,
 * required by nothing else.
 */
export function verifierExigences(
  definition: DefinitionDeFormulaire,
  jeux: ReadonlyMap<string, FichierDeRegles> | undefined,
  signaler: Signaler,
): void {
  definition.sections.forEach((section, rangDeSection) =>
    section.champs.forEach((champ, rang) => {
      const chemin = `/sections/${rangDeSection}/champs/${rang}`;
      if (estGroupe(champ)) {
        champ.champs.forEach((sousChamp, sousRang) => {
          if ('exigePar' in sousChamp)
            signaler(
              `${chemin}/champs/${sousRang}/exigePar`,
              'Un champ demandé par un constat ne se trouve pas dans une ligne.',
            );
        });
        return;
      }
      if (!('exigePar' in champ) || champ.exigePar === undefined) return;
      const { etape: id, issue } = champ.exigePar;
      const ici = `${chemin}/exigePar`;
      if (champ.type !== 'texte-long') signaler(ici, 'Un champ demandé par un constat est un texte long.');
      if (champ.requis)
        signaler(ici, 'Un champ demandé par un constat n’est pas « requis » : le constat le demande.');
      const etape = definition.enchainement.find((une) => une.id === id);
      if (!etape) return signaler(ici, `L’enchaînement n’a pas d’étape « ${id} ».`);
      if (etape.volet !== section.volet)
        signaler(
          ici,
          `L’étape « ${id} » ne parle pas du volet « ${section.volet} » : un autre fournisseur ne verrait pas ce champ.`,
        );
      const jeu = jeux?.get(etape.jeu);
      if (jeu && !Object.hasOwn(jeu.decision.issues, issue))
        signaler(ici, `Le jeu « ${jeu.id} » n’a pas d’issue « ${issue} ».`);
    }),
  );
}
