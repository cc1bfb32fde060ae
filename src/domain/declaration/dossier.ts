import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { parUnite } from '#src/kernel/memo.ts';
import type { ChoixHumain } from '#src/domain/declaration/chaine/resultats.ts';
import { choixDe, decisionsHumaines } from '#src/domain/declaration/choix-humains.ts';
import { fondDuBrouillon } from '#src/domain/declaration/fond-du-brouillon.ts';
import type { Dossier } from '#src/domain/declaration/chaine/dossier.ts';
import { avecNoms, nomsDesAnimateurs } from '#src/domain/declaration/contexte/animateurs.ts';
import {
  Transmission,
  type Declaration,
  type DonneesDeFormulaire,
} from '#src/domain/declaration/declaration.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import type { ContexteJson } from '#src/domain/formulaire/options.ts';
import { FormulaireAbsent } from '#src/domain/declaration/refus.ts';
import { Decision } from '#src/kernel/decision/decision.ts';
import { donneesDeVolet, type DonneesDeVolet } from '#src/domain/formulaire/saisie/donnees.ts';

/**
 * The form definition a declaration was begun with, or one of its transmissions was made with, in force or
 * not today.
 * @throws FormulaireAbsent
 */
export function definitionDe(
  unite: UniteDeLecture,
  declaration: Declaration,
  { formulaireEmpreinte }: Pick<Transmission, 'formulaireEmpreinte'> = declaration,
): DefinitionDeFormulaire {
  const publie = unite.registre.formulaireParEmpreinte(formulaireEmpreinte);
  if (!publie) throw new FormulaireAbsent(declaration.equipement.type, declaration.exercice);
  return publie.definition as DefinitionDeFormulaire;
}

/** The draft, judged with the Caf's records of today. */
export async function dossierDuBrouillon(unite: UniteDeLecture, declaration: Declaration): Promise<Dossier> {
  const definition = definitionDe(unite, declaration);
  return {
    definition,
    perennite: declaration.perennite,
    activite: donneesDeVolet(declaration.donneesActivite),
    finances: donneesDeVolet(declaration.donneesFinances),
    ...(await fondDuBrouillon(unite, declaration, definition)),
  };
}

/** What was transmitted of a declaration, and all that was decided on it since. */
export interface Pieces {
  /** The last one; null before the first. */
  readonly transmission: Transmission | null;
  /** Recorded decisions, latest last. */
  readonly decisions: readonly Decision[];
  readonly choix: readonly ChoixHumain[];
  /** Names of its animateurs, by id. */
  readonly noms: ReadonlyMap<string, string>;
}

/** Transmissions of some declarations, the first of each first. */
export const transmissionsDe = parUnite(
  ({ em }, ids: readonly string[]) =>
    em.find(Transmission, { declaration: { $in: [...ids] } }, { orderBy: { numero: 'asc' } }),
  (ids) => ids.join(' '),
);

/** The pieces of several declarations, by id, in as many reads as for one. */
export async function piecesDe(
  unite: UniteDeLecture,
  ids: readonly string[],
): Promise<(id: string) => Pieces> {
  const transmissions = new Map(
    (await transmissionsDe(unite, ids)).map((transmission) => [transmission.declaration.id, transmission]),
  );
  const decisions = parDeclaration(
    await unite.em.find(
      Decision,
      { sujetType: 'Declaration', sujetId: { $in: [...ids] } },
      { orderBy: { priseLe: 'asc' } },
    ),
    ({ sujetId }) => sujetId,
  );
  const humaines = parDeclaration(await decisionsHumaines(unite, ids), ({ declaration }) => declaration.id);
  const noms = await nomsDesAnimateurs(unite, [...transmissions.values()].map(contexteTransmis));
  return (id) => ({
    transmission: transmissions.get(id) ?? null,
    decisions: decisions.get(id) ?? [],
    choix: choixDe(humaines.get(id) ?? []),
    noms,
  });
}

function parDeclaration<T>(
  fiches: readonly T[],
  cle: (fiche: T) => string,
): ReadonlyMap<string, readonly T[]> {
  const groupes = new Map<string, T[]>();
  for (const fiche of fiches) groupes.set(cle(fiche), [...(groupes.get(cle(fiche)) ?? []), fiche]);
  return groupes;
}

const contexteTransmis = ({ donnees }: Transmission): ContexteJson => donnees['contexte'] as ContexteJson;

/** One of the transmissions of a declaration, as {@link dossierDesPieces} gives the last. */
export async function dossierTransmis(
  unite: UniteDeLecture,
  declaration: Declaration,
  transmission: Transmission,
): Promise<Dossier> {
  const choix = choixDe(await decisionsHumaines(unite, [declaration.id]));
  return dossierDesPieces(unite, declaration, transmission, {
    choix,
    noms: await nomsDesAnimateurs(unite, [contexteTransmis(transmission)]),
  });
}

/** What was signed, judged with the records of that day: a later change of theirs does not rewrite it. */
export function dossierDesPieces(
  unite: UniteDeLecture,
  declaration: Declaration,
  transmission: Transmission,
  { choix, noms }: Pick<Pieces, 'choix' | 'noms'>,
): Dossier {
  const { activite, finances } = transmission.donnees as {
    activite: DonneesDeFormulaire;
    finances: DonneesDeFormulaire;
  };
  const volet = (valeurs: DonneesDeFormulaire): DonneesDeVolet => donneesDeVolet({ valeurs });
  return {
    definition: definitionDe(unite, declaration, transmission),
    perennite: declaration.perennite,
    activite: volet(activite),
    finances: volet(finances),
    contexte: avecNoms(contexteTransmis(transmission), noms),
    choix,
  };
}
