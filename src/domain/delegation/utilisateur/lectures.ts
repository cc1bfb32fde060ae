import { sql } from 'kysely';
import { contient, sansAccents, totalDesLignes } from '#src/kernel/page.ts';
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/delegation/tables.ts';
import { charger } from '#src/kernel/chargement.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { lockedAccounts } from '#src/domain/acces/compte/lockout.ts';
import { ActionInterdite } from '#src/kernel/refus.ts';
import { champsPermis } from '#src/kernel/droits/droits.ts';
import { GroupeHabilitation, Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';

export interface CriteresUtilisateurs {
  readonly identifiant: string;
  readonly nom: string;
  readonly prenom: string;
  /** Code of a « groupe d'habilitation »; '' = all. */
  readonly groupe: string;
  /** Only those whose access is open today, or those whose access has ended. */
  readonly acces?: 'ouvert' | 'clos';
}

/** What the list may be sorted by, and how. */
/** A name in French alphabetical order. */
const enFrancais = (colonne: 'nom' | 'prenom') => sql`${sql.ref(colonne)} collate "fr-x-icu"`;
const TRIS = {
  identifiant: 'identifiant',
  nom: enFrancais('nom'),
  prenom: enFrancais('prenom'),
  ouverture: 'ouvert_le',
  cloture: 'clos_le',
} as const;
export type TriUtilisateurs = keyof typeof TRIS;
export const TRIS_UTILISATEURS = Object.keys(TRIS) as TriUtilisateurs[];

/** What is known of a user's account, beside his own record. */
export interface EtatDuCompte {
  /** Told of an accepted access whose account is wholly the reader's to manage, of no other. */
  readonly verrouille: boolean;
}

export interface PageDUtilisateurs {
  readonly utilisateurs: readonly (Utilisateur & { readonly etatDuCompte: EtatDuCompte })[];
  readonly total: number;
}

/**
 * Makes sure the actor may read users whole: a plain user of the partner only sees who his colleagues are.
 * @throws ActionInterdite
 */
export function exigerFichesEntieres({ acteur }: Pick<UniteDeLecture, 'acteur'>): void {
  if (champsPermis(acteur, 'Utilisateur', 'lire') !== 'tous') {
    throw new ActionInterdite(
      'Vos droits ne permettent pas cette action : elle est réservée à l’administrateur partenaire ou un responsable habilitations.',
    );
  }
}

/** One page of « Mes utilisateurs »; names are searched by any part, accents and case ignored. */
export async function listerUtilisateurs(
  unite: UniteDeLecture,
  criteres: CriteresUtilisateurs,
  tri: { readonly cle: TriUtilisateurs; readonly sens: 'asc' | 'desc' },
  page: { readonly numero: number; readonly taille: number },
): Promise<PageDUtilisateurs> {
  exigerFichesEntieres(unite);
  let choisis = tables.selectFrom('utilisateur').select(['id', totalDesLignes.as('total')]);
  for (const colonne of ['identifiant', 'nom', 'prenom'] as const) {
    const cherche = criteres[colonne];
    if (cherche !== '') choisis = choisis.where(({ ref }) => sansAccents(ref(colonne), contient(cherche)));
  }
  if (criteres.groupe !== '') {
    const groupes = JSON.stringify([criteres.groupe]);
    choisis = choisis.where(({ ref }) => sql<boolean>`${ref('groupes')} @> ${groupes}::jsonb`);
  }
  const jour = unite.aujourdhui.toString();
  if (criteres.acces === 'ouvert')
    choisis = choisis.where(({ eb, or }) => or([eb('clos_le', 'is', null), eb('clos_le', '>', jour)]));
  else if (criteres.acces) choisis = choisis.where('clos_le', '<=', jour);
  const lignes = await lireLignes(
    unite.em,
    choisis
      .orderBy(TRIS[tri.cle], (ordre) => (tri.sens === 'desc' ? ordre.desc() : ordre.asc()).nullsLast())
      .orderBy(enFrancais('nom'))
      .orderBy(enFrancais('prenom'))
      .orderBy('id')
      .limit(page.taille)
      .offset((page.numero - 1) * page.taille),
  );
  const ids = lignes.map((ligne) => ligne.id);
  const trouves = await unite.em.find(Utilisateur, { id: { $in: ids } });
  const etats = await etatsDesComptes(unite, trouves);
  const parId = new Map(
    trouves.map((utilisateur) => [
      utilisateur.id,
      Object.assign(utilisateur, { etatDuCompte: etats(utilisateur) }),
    ]),
  );
  return { utilisateurs: ids.flatMap((id) => parId.get(id) ?? []), total: Number(lignes[0]?.total ?? 0) };
}

/** One user, with what is known of his account. */
export async function lireUtilisateur(
  unite: UniteDeLecture,
  id: string,
): Promise<Utilisateur & { readonly etatDuCompte: EtatDuCompte }> {
  exigerFichesEntieres(unite);
  const utilisateur = await charger(unite, Utilisateur, id, 'Utilisateur');
  return Object.assign(utilisateur, {
    etatDuCompte: (await etatsDesComptes(unite, [utilisateur]))(utilisateur),
  });
}

/** The « groupes d'habilitation » of the creation form. */
export function listerGroupes(unite: UniteDeLecture): Promise<GroupeHabilitation[]> {
  return unite.em.find(GroupeHabilitation, {}, { orderBy: { ordre: 'asc' } });
}

/** Users open on a day, in the order of a list of persons. */
export function utilisateursOuverts(unite: UniteDeLecture, jour: string): Promise<Utilisateur[]> {
  return unite.em.find(
    Utilisateur,
    { $or: [{ closLe: null }, { closLe: { $gt: jour } }] },
    { orderBy: { nom: 'asc', prenom: 'asc' } },
  );
}

async function etatsDesComptes(
  unite: UniteDeLecture,
  utilisateurs: readonly Utilisateur[],
): Promise<(utilisateur: Utilisateur) => EtatDuCompte> {
  const verrouilles = await lockedAccounts(
    unite,
    utilisateurs.filter(({ rattachement }) => rattachement === 'accepte').map(({ compte }) => compte.id),
  );
  return ({ compte }) => ({ verrouille: verrouilles.has(compte.id) });
}
