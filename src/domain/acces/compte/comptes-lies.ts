import { appeler } from '#src/kernel/sql.ts';
import { fonction } from '#src/domain/acces/tables.ts';
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { compteDe } from '#src/kernel/acteur.ts';
import { appartientACaf } from '#src/domain/territoire/caf/appartenance.ts';
import { identifiant, instant, versionColumn } from '#src/kernel/colonnes.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { parUnite } from '#src/kernel/memo.ts';
import { Compte } from '#src/domain/acces/compte/compte.ts';

/**
 * Two accounts an agent of the Caf knows to be one person (a work address and another): `compteA` is the
 * lesser id.
 */
export const ComptesLies = defineEntity({
  name: 'ComptesLies',
  tableName: 'comptes_lies',
  properties: {
    id: identifiant(),
    caf: appartientACaf(),
    compteA: p.manyToOne(Compte),
    compteB: p.manyToOne(Compte).index(),
    motif: p.text(),
    liePar: p.uuid(),
    lieLe: instant(),
    deliePar: p.uuid().nullable(),
    delieLe: instant().nullable(),
    motifFin: p.text().nullable(),
    version: versionColumn(),
  },
});
export type ComptesLies = InferEntity<typeof ComptesLies>;

/**
 * The accounts of the person behind one, its own among them: what one does from any of them, the same person
 * does.
 */
export const comptesDeLaPersonne = parUnite(
  async ({ em }, compteId: string): Promise<readonly string[]> => {
    const lignes = await appeler(em, fonction('mcp_comptes_de_la_personne', compteId));
    return lignes.map(({ resultat }) => resultat);
  },
  (compteId) => compteId,
);

/**
 * Whether two accounts are of one person: the same, or recorded so by the Caf. An absent one (the system) is
 * nobody.
 */
export async function memePersonne(
  unite: UniteDeLecture,
  compteA: string | null,
  compteB: string | null,
): Promise<boolean> {
  if (compteA === null || compteB === null) return false;
  return compteA === compteB || (await comptesDeLaPersonne(unite, compteA)).includes(compteB);
}

/**
 * The first of some accounts that is the actor's, or another of the same person; null when he is none of
 * them.
 */
export async function sienParmi(
  unite: UniteDeLecture,
  comptes: readonly (string | null | undefined)[],
): Promise<string | null> {
  const acteur = compteDe(unite.acteur);
  const presents = comptes.filter((compte) => typeof compte === 'string');
  if (acteur === null || presents.length === 0) return null;
  if (presents.includes(acteur)) return acteur;
  const siens = await comptesDeLaPersonne(unite, acteur);
  return presents.find((compte) => siens.includes(compte)) ?? null;
}
