import type { UniteDeLecture } from '#src/domain/commun/commande.ts';
import { NumeroTropBas } from '#src/domain/regle/refus.ts';
import type { GenreDeVersion } from '#src/domain/regle/version-regle.ts';
import { comparer, niveauRespecte, type Comparaison } from '#src/engine/comparer/index.ts';
import { comparerVersions, compiler, type FichierClos } from '#src/engine/index.ts';
import type { Jours } from '#src/registry/activations.ts';

/** The version a new one is compared with. */
export interface VersionPrecedente {
  readonly empreinte: string;
  readonly numero: string;
  readonly canonique: string;
}

/** The highest version in force on one of these days, as known now; failing that the highest approved one. One query. */
export async function versionPrecedente({ em }: UniteDeLecture, genre: GenreDeVersion, jeu: string, { du, au }: Jours): Promise<VersionPrecedente | null> {
  const [precedente] = await em.execute<VersionPrecedente[]>(`
    select v.empreinte, v.numero, v.canonique from version_regle v
    where v.genre = ? and v.jeu = ?
    order by exists (select 1 from activation a where a.empreinte = v.empreinte and a.connu_au is null and a.effective && daterange(?::date, ?::date)) desc,
      string_to_array(v.numero, '.')::int[] desc limit 1`, [genre, jeu, du, au]);
  return precedente ?? null;
}

/**
 * Compares a version with the one it replaces, by meaning, and holds its number to the level that follows.
 * A parameter file or a form is not compared: its number only has to rise.
 * @returns null when there is nothing to compare
 * @throws NumeroTropBas
 */
export function comparerALaPrecedente({ jeu, numero, clos }: { readonly jeu: string; readonly numero: string; readonly clos: FichierClos | null }, precedente: VersionPrecedente | null): Comparaison | null {
  if (!precedente) return null;
  if (comparerVersions(numero, precedente.numero) <= 0) throw new NumeroTropBas(`Le numéro ${numero} doit suivre celui de la version ${precedente.numero} de « ${jeu} », que la vôtre remplace.`);
  if (!clos) return null;
  // Stored once it had passed the gate: it has this shape.
  const comparaison = comparer(compiler(JSON.parse(precedente.canonique) as FichierClos), compiler(clos));
  const { message } = niveauRespecte(comparaison);
  if (message !== null) throw new NumeroTropBas(`${message} (${comparaison.raisons.join(' ; ')}.)`);
  return comparaison;
}
