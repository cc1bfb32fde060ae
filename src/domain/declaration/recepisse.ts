import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { Decision } from '#src/kernel/decision/decision.ts';
import type { Declaration, Transmission } from '#src/domain/declaration/declaration.ts';
import { dossierTransmis, transmissionsDe } from '#src/domain/declaration/dossier.ts';
import { declarationLisible } from '#src/domain/declaration/lectures.ts';
import { lireSections, type SectionLue } from '#src/domain/formulaire/restitution.ts';
import { estIntacte } from '#src/domain/declaration/seal.ts';

/** A transmission, and whether its hash still is that of what it holds. */
export interface SealedTransmission {
  readonly transmission: Transmission;
  readonly intacte: boolean;
}

/** The receipt of one transmission: all of it comes from what was signed, nothing from the draft. */
export interface Recepisse extends SealedTransmission {
  readonly declaration: Declaration;
  readonly sections: readonly SectionLue[];
  /** Fictitious values its decisions used, named for a reader. */
  readonly fictives: readonly string[];
  readonly sousReserve: readonly string[];
  /** All those of the declaration, the first first. */
  readonly toutes: readonly SealedTransmission[];
}

/** The transmissions of a declaration, each checked against its hash, the first first; without one nothing is read. */
export async function sealedTransmissions(
  unite: UniteDeLecture,
  { id, transmiseLe }: Pick<Declaration, 'id' | 'transmiseLe'>,
): Promise<SealedTransmission[]> {
  if (!transmiseLe) return [];
  return (await transmissionsDe(unite, [id])).map((transmission) => ({
    transmission,
    intacte: estIntacte(transmission),
  }));
}

/**
 * The receipt of a transmission; without a number, of the last one.
 * @returns null when there is no such transmission
 * @throws Introuvable
 */
export async function recepisseDe(
  unite: UniteDeLecture,
  id: string,
  numero?: number,
): Promise<Recepisse | null> {
  const declaration = await declarationLisible(unite, id);
  const toutes = await sealedTransmissions(unite, declaration);
  const lue =
    numero === undefined ? toutes.at(-1) : toutes.find(({ transmission }) => transmission.numero === numero);
  if (!lue) return null;
  const { transmission } = lue;
  return {
    ...lue,
    declaration,
    toutes,
    sections: lireSections(await dossierTransmis(unite, declaration, transmission)),
    fictives: await fictivesUtilisees(unite, transmission),
    sousReserve: (transmission.donnees['sousReserve'] ?? []) as readonly string[],
  };
}

async function fictivesUtilisees(
  { em, registre }: UniteDeLecture,
  { decisions }: Transmission,
): Promise<string[]> {
  const prises = await em.find(
    Decision,
    { id: { $in: [...decisions] } },
    { fields: ['empreinte', 'dateReference'] },
  );
  return [
    ...new Set(
      prises.flatMap(({ empreinte, dateReference }) =>
        registre.valeursFictivesDe(empreinte, dateReference).map(({ libelle }) => libelle),
      ),
    ),
  ].sort((a, b) => a.localeCompare(b, 'fr'));
}
