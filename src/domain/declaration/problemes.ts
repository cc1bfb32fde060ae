import { aExpliquer } from '#src/domain/declaration/chaine/justifications.ts';
import type { Jugement } from '#src/domain/declaration/jugement.ts';
import { champA } from '#src/domain/formulaire/champs.ts';
import type { Volet } from '#src/domain/formulaire/definition.ts';
import { dansLOrdreDeLaPage } from '#src/domain/formulaire/ordre.ts';
import { brutDe, lireVolet } from '#src/domain/formulaire/saisie/lire.ts';

/** Sentences by path of the field they are about. */
type Problemes = Readonly<Record<string, string>>;

/** What stops « terminer »: what the volet asks for, and the sentences its findings call for. */
export function problemesATerminer(jugement: Jugement, volet: Volet): Problemes {
  const attendues = aExpliquer(jugement.analyse).filter((une) => une.volet === volet);
  return {
    ...problemesDesVolets(jugement, [volet]),
    ...Object.fromEntries(attendues.map(({ champ, message }) => [champ, message])),
  };
}

/**
 * What volets still ask for, in the order of the page: fields left empty, by the form or by a rule file, and
 * texts that cannot be read.
 */
export function problemesDesVolets(
  { dossier, analyse: { manquants } }: Jugement,
  volets: readonly Volet[],
): Problemes {
  const { definition, perennite, contexte } = dossier;
  const erreurs = volets.flatMap(
    (volet) =>
      lireVolet(definition, volet, perennite, brutDe(definition, volet, perennite, dossier[volet]), contexte)
        .erreurs,
  );
  const vides = manquants.filter(({ champ }) => {
    const section = champ === null ? undefined : champA(definition, champ)?.section;
    return section !== undefined && volets.includes(section.volet);
  });
  const problemes = [...vides.map(({ champ, message }) => ({ champ: champ ?? '', message })), ...erreurs];
  return Object.fromEntries(
    dansLOrdreDeLaPage(definition, problemes, ({ champ }) => champ).map(({ champ, message }) => [
      champ,
      message,
    ]),
  );
}
