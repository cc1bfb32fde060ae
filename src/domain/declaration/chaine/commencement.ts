import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';

const reduites = new WeakMap<DefinitionDeFormulaire, DefinitionDeFormulaire>();

/**
 * A form as its beginning is judged: the steps of that moment, with the preparations and the facts of the
 * context they read. Nothing else of an equipment has to be read to tell whether it may begin.
 */
export function auCommencement(definition: DefinitionDeFormulaire): DefinitionDeFormulaire {
  const connue = reduites.get(definition) ?? reduire(definition);
  reduites.set(definition, connue);
  return connue;
}

function reduire(definition: DefinitionDeFormulaire): DefinitionDeFormulaire {
  const enchainement = definition.enchainement.filter(({ moments }) => moments.includes('commencement'));
  const ids = new Set(enchainement.map(({ id }) => id));
  let lu = JSON.stringify([enchainement, definition.estimation]);
  const ajouter = <T>(possibles: readonly T[], estLu: (un: T) => boolean): T[] => {
    const retenus = new Set<T>();
    for (let avant = -1; avant < retenus.size; ) {
      avant = retenus.size;
      for (const un of possibles.filter((autre) => !retenus.has(autre) && estLu(autre))) {
        retenus.add(un);
        lu += JSON.stringify(un);
      }
    }
    return possibles.filter((un) => retenus.has(un));
  };
  const preparation = ajouter(
    definition.preparation ?? [],
    (une) => new RegExp(`\\bprepares\\.${une.id}\\b`).test(lu) || ('avant' in une && ids.has(une.avant)),
  );
  const { contexte } = definition;
  if (!contexte) return { ...definition, enchainement, preparation };
  const faits = ajouter(contexte.faits, ({ nom }) => new RegExp(`\\bcontexte\\.${nom}\\b`).test(lu));
  // Read otherwise than by names that can be told: everything is given.
  const nommes = !/\bcontexte\b(?!\.\w)/.test(lu);
  return { ...definition, enchainement, preparation, contexte: nommes ? { ...contexte, faits } : contexte };
}
