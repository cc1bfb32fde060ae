import { estGroupe } from '#src/domain/formulaire/champs.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import type { Signaler } from '#src/domain/formulaire/verification/signaler.ts';

interface Sourcee {
  readonly sources?: readonly string[];
  readonly question?: string;
}

/** Every source and question cited is declared, and every one declared is cited. */
export function verifierCitations(definition: DefinitionDeFormulaire, signaler: Signaler): void {
  const points = new Set(
    definition.sources.flatMap((source) =>
      Object.keys(source.points).map((point) => `${source.id}#${point}`),
    ),
  );
  const cites = new Set<string>();
  const questions = new Set<string>();
  const visiter = (quoi: Sourcee, chemin: string): void => {
    for (const source of quoi.sources ?? []) {
      if (!points.has(source)) signaler(`${chemin}/sources`, `La source « ${source} » n’est pas déclarée.`);
      cites.add(source);
    }
    if (quoi.question === undefined) return;
    if (!Object.hasOwn(definition.questions, quoi.question))
      signaler(`${chemin}/question`, `La question « ${quoi.question} » n’est pas déclarée.`);
    questions.add(quoi.question);
  };
  definition.sections.forEach((section, rang) => {
    visiter(section, `/sections/${rang}`);
    section.champs.forEach((champ, rangDuChamp) => {
      const ici = `/sections/${rang}/champs/${rangDuChamp}`;
      visiter(champ, ici);
      if (estGroupe(champ))
        champ.champs.forEach((sousChamp, sousRang) => visiter(sousChamp, `${ici}/champs/${sousRang}`));
    });
  });
  for (const [perennite, { reprend }] of Object.entries(definition.perennites))
    if (reprend) visiter(reprend, `/perennites/${perennite}/reprend`);
  (definition.preparation ?? []).forEach((preparation, rang) => visiter(preparation, `/preparation/${rang}`));
  definition.enchainement.forEach((etape, rang) => visiter(etape, `/enchainement/${rang}`));
  for (const point of points)
    if (!cites.has(point))
      signaler('/sources', `Le point « ${point} » n’est cité par aucun champ ni aucune étape.`);
  for (const question of Object.keys(definition.questions))
    if (!questions.has(question))
      signaler('/questions', `La question « ${question} » n’est citée nulle part.`);
}
