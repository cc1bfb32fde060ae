import type { Perennite } from '#src/domain/formulaire/perennite.ts';
import { colonnesDe, estNombre, sectionsDe } from '#src/domain/formulaire/champs.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import { ecrireNombre } from '#src/domain/formulaire/restitution.ts';
import { estIncomplet, type Totaux } from '#src/domain/formulaire/saisie/donnees.ts';

/** Totals as texts, by path; one that leaves out a text it could not read says so. */
export function totauxAffiches(
  definition: DefinitionDeFormulaire,
  perennite: Perennite,
  totaux: Totaux,
  illisibles: Readonly<Record<string, string>>,
): Record<string, string> {
  const textes: Record<string, string> = {};
  for (const section of sectionsDe(definition, perennite)) {
    const nombres = section.champs
      .filter(estNombre)
      .filter(
        (champ) => section.presentation === 'tableau' || colonnesDe(definition, perennite, champ) !== null,
      );
    const types = new Map(nombres.map((champ) => [champ.id, champ.type]));
    for (const [cle, valeur] of Object.entries(totaux[section.id] ?? {})) {
      if (!types.has(cle) && section.presentation !== 'tableau') continue;
      const type = types.get(cle) ?? 'euro';
      const ecrit = valeur === null ? '–' : ecrireNombre(type, valeur);
      textes[`${section.id}.${cle}`] = estIncomplet(section.id, cle, illisibles)
        ? `${ecrit} (incomplet)`
        : ecrit;
    }
  }
  return textes;
}
