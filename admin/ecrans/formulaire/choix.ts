import type { ReponseRecherche } from '#admin/definition/liste.ts';
import type { Enregistrement } from '#admin/definition/types/fiche.ts';
import { appeler, cheminAction } from '#admin/ui/api.ts';

/** A value a reference field may take, or a text typed that stands for one. */
export interface Choix {
  readonly id: string;
  readonly libelle: string;
  /** Typed, not chosen: whether it designates one value is still to be asked. */
  readonly saisi?: true;
}

/** A proposition; `comprise` when what was typed designates it and no other. */
export interface Proposition extends Choix {
  readonly comprise?: boolean;
}

const SOURCE = 'source:';

/** Over a source, a text left in the field is sent as it is. */
export const estLibre = (ressource: string): boolean => ressource.startsWith(SOURCE);

/**
 * A text typed, as the command reads it. Digits alone would be taken for the code of a value chosen in the
 * list: in parentheses they are a text to read.
 */
export const lireTexte = (saisie: string): Choix => ({
  id: /^\s*\w{5}\s*$/.test(saisie) ? `(${saisie.trim()})` : saisie,
  libelle: saisie,
  saisi: true,
});

/** Values that answer to what is typed. */
export async function proposerPour(
  ressource: string,
  saisie: string,
  signal: AbortSignal,
): Promise<readonly Proposition[]> {
  const mots = encodeURIComponent(saisie.trim());
  const chemin = estLibre(ressource)
    ? `pages/${ressource.slice(SOURCE.length)}?texte=${mots}`
    : cheminAction(ressource, 'search') + (mots ? `/${mots}` : '');
  const { corps } = await appeler<{
    records: readonly (ReponseRecherche['records'][number] & Pick<Proposition, 'comprise'>)[];
  }>(chemin, { signal });
  return (corps.records ?? []).map(({ id, title: libelle, comprise }) => ({ id, libelle, comprise }));
}

/** The label of a value known by its identifier alone. */
export async function nommer(ressource: string, id: string, signal: AbortSignal): Promise<string | null> {
  const { corps } = await appeler<{ record: Enregistrement }>(cheminAction(ressource, 'show', id), {
    signal,
  });
  return corps.record?.title ?? null;
}
