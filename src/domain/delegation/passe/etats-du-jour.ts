/** Records as they stood during a past day. */
import { heureFr } from '#src/kernel/francais.ts';
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/delegation/tables.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { type JourPasse } from '#src/domain/delegation/passe/jour.ts';
import { etatsPasses, type LigneDePasse, type EtatPasse } from '#src/domain/delegation/passe/etats-passes.ts';

/** Lines of the journal since the day began, by record, latest first. */
export async function journalDepuis(
  { em }: UniteDeLecture,
  { debut }: JourPasse,
  entites: readonly string[],
  partenaire: string | null,
): Promise<ReadonlyMap<string, LigneDePasse[]>> {
  const depuis = tables
    .selectFrom('journal')
    .select(['entite_id as entiteId', 'le', 'genre', 'changements'])
    .where('le', '>=', debut.toISOString())
    .where('entite', 'in', entites)
    .where('genre', 'in', ['creation', 'modification'])
    .orderBy('le', 'desc')
    .orderBy('rang', 'desc');
  const lues = await lireLignes(
    em,
    partenaire === null ? depuis : depuis.where('partenaire_id', '=', partenaire),
  );
  const lignes = new Map<string, LigneDePasse[]>();
  for (const { entiteId, le, genre, changements } of lues)
    lignes.set(entiteId, [...(lignes.get(entiteId) ?? []), { le: new Date(le), genre, changements }]);
  return lignes;
}

/**
 * A record on the day: how it stood when it last gave its right, and when that began or ended within the day.
 */
export interface EtatDuJour<T> {
  readonly valeur: T;
  readonly depuis: Date | null;
  /** It gave its right no more from here on. */
  readonly jusqua: Date | null;
}

/** Null when the record gave nothing at any moment of the day. */
export function etatsDuJour<T extends object>(
  actuelle: T,
  creeLe: Date | null,
  lignes: readonly LigneDePasse[] | undefined,
  { debut, fin }: JourPasse,
  ouvre: (version: T) => boolean,
): EtatDuJour<T> | null {
  const versions = etatsPasses(actuelle, creeLe, lignes ?? [], debut, fin);
  const rang = versions.findIndex(({ valeur }) => ouvre(valeur));
  const version = versions[rang];
  if (!version) return null;
  const premiere: EtatPasse<T> = versions.slice(rang).findLast(({ valeur }) => ouvre(valeur)) ?? version;
  return { valeur: version.valeur, depuis: premiere.depuis, jusqua: versions[rang - 1]?.depuis ?? null };
}

/** Whether a right could be used all day, as its record and the access of its holder stood. */
export function effetDe(
  etats: EtatDuJour<object>,
  acces: EtatDuJour<object>,
  { fuseau }: JourPasse,
): { readonly effet: 'oui' | 'partie'; readonly precision: string } {
  const depuis = [etats.depuis, acces.depuis].reduce((a, b) => (a && b ? (a > b ? a : b) : (a ?? b)));
  const jusqua = [etats.jusqua, acces.jusqua].reduce((a, b) => (a && b ? (a < b ? a : b) : (a ?? b)));
  if (!depuis && !jusqua) return { effet: 'oui', precision: '' };
  return {
    effet: 'partie',
    precision: `Ce jour-là ${[depuis && `à partir de ${heureFr(depuis, fuseau)}`, jusqua && `jusqu’à ${heureFr(jusqua, fuseau)}`].filter(Boolean).join(', ')}.`,
  };
}
