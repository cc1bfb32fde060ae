/** What a version would replace, and whether its author knew of it. */
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/politique/tables.ts';
import { activationsConnues, recouvre } from '#src/domain/politique/versions/sql.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import type { VersionRemplacee } from '#src/domain/politique/porte/rapports.ts';
import { BaseChangee, BaseDepassee } from '#src/domain/politique/versions/refus.ts';
import type { GenreDeVersion } from '#src/domain/politique/versions/genre.ts';
import { comparerVersions } from '#src/engine/index.ts';
import type { Jours } from '#src/domain/politique/versions/activations.ts';

/** The versions that rule some of these days, as known now: in force, programmed, or of past days. */
export function remplaceesSur(
  { em }: Pick<UniteDeLecture, 'em'>,
  genre: GenreDeVersion,
  jeu: string,
  jours: Jours,
): Promise<VersionRemplacee[]> {
  return lireLignes(
    em,
    activationsConnues
      .select(['v.numero', 'v.empreinte', 'a.du', 'a.au'])
      .where('a.genre', '=', genre)
      .where('a.jeu', '=', jeu)
      .where(({ ref }) => recouvre(ref('a.effective'), jours))
      .orderBy('a.du', (ordre) => ordre.asc().nullsFirst()),
  );
}

/**
 * Who writes from a version knows those before it; what came after would be erased unseen. @param base null:
 * not known @throws BaseDepassee
 */
export function exigerBaseDerniere(
  jeu: string,
  base: string | null,
  remplacees: readonly VersionRemplacee[],
): void {
  const effacees = remplacees.filter(({ numero }) => base === null || comparerVersions(numero, base) > 0);
  if (effacees.length > 0) throw new BaseDepassee(jeu, base, effacees);
}

/**
 * Nothing came on its days since its reports were sealed. @param connues absent from submissions of an
 * earlier release @throws BaseChangee
 */
export function exigerBaseInchangee(
  jeu: string,
  connues: readonly VersionRemplacee[] | undefined,
  remplacees: readonly VersionRemplacee[],
): void {
  const nouvelles =
    connues === undefined
      ? []
      : remplacees.filter(({ empreinte }) => !connues.some((connue) => connue.empreinte === empreinte));
  if (nouvelles.length > 0) throw new BaseChangee(jeu, nouvelles);
}

/**
 * Number of the highest approved version below one: what a file of that number is written from when nothing
 * says otherwise.
 */
export async function baseParDefaut(
  { em }: Pick<UniteDeLecture, 'em'>,
  genre: GenreDeVersion,
  jeu: string,
  numero: string,
): Promise<string | null> {
  const connues = await lireLignes(
    em,
    tables.selectFrom('version_regle').select('numero').where('genre', '=', genre).where('jeu', '=', jeu),
  );
  return (
    connues
      .map((connue) => connue.numero)
      .filter((connu) => comparerVersions(connu, numero) < 0)
      .sort(comparerVersions)
      .at(-1) ?? null
  );
}
