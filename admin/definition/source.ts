import type { Source } from '#admin/definition/definition.ts';
import type { Demande } from '#admin/definition/demande.ts';
import { Introuvable } from '#src/kernel/refus.ts';

/** Values of a source that a text designates, as the propositions of a resource are answered. */
export function proposerDeLaSource(source: Source, { methode, requete: { texte } }: Demande) {
  if (methode !== 'get') throw new Introuvable('Action');
  const propositions = source.proposer(typeof texte === 'string' ? texte.slice(0, 100) : '');
  return { records: propositions.map(({ id, libelle, comprise }) => ({ id, title: libelle, comprise })) };
}
