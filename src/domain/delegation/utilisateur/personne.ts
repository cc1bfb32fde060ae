import { sql, type Expression } from 'kysely';
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/delegation/tables.ts';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { compteDe } from '#src/kernel/acteur.ts';
import { definirCommande, type UniteDeLecture } from '#src/kernel/commande.ts';
import { ActionInterdite, ChampRefuse, EtatIncompatible, Introuvable } from '#src/kernel/refus.ts';
import { courriel, motif, reference } from '#src/kernel/saisie/saisie.ts';
import { Compte } from '#src/domain/acces/compte/compte.ts';
import { ComptesLies, comptesDeLaPersonne, memePersonne } from '#src/domain/acces/compte/comptes-lies.ts';
import type { Remedy } from '#src/kernel/droits/remedy.ts';
import { lUtilisateur } from '#src/domain/delegation/utilisateur/charger.ts';
import type { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';
import { cleDeNom } from '#src/engine/saisie/index.ts';

/** Two accounts of the Caf's reach become one person; whoever he is, he neither links nor unlinks himself. */
export class LienDeSoiMeme extends ActionInterdite {
  override readonly principe =
    'Quatre yeux : nul ne dit lui-même qu’il est, ou n’est pas, une autre personne.';
  override readonly remedy: Remedy;
  constructor(compteId: string | null) {
    super('L’un de ces comptes est le vôtre : un autre agent de la Caf doit le lier ou le délier.');
    this.remedy = { qui: { genre: 'droit', droit: ['ComptesLies', 'lier'], sauf: compteId } };
  }
}
class CompteHorsDeVue extends ChampRefuse {
  constructor() {
    super(
      'courriel',
      'Adresse mail de l’autre compte : aucun utilisateur ni agent de votre Caf n’a cette adresse. Vérifiez-la dans la liste des utilisateurs ou des agents.',
    );
  }
}
class DejaLaMemePersonne extends ChampRefuse {
  constructor() {
    super(
      'courriel',
      'Adresse mail de l’autre compte : ces deux comptes sont déjà enregistrés comme ceux d’une même personne.',
    );
  }
}
export class AucunCompteLie extends EtatIncompatible {
  override readonly remedy: Remedy = {
    comment: 'Aucun lien enregistré par votre Caf ne porte sur ce compte.',
    qui: { genre: 'personne' },
  };
  constructor() {
    super('Ce compte n’est lié à aucun autre par votre Caf.');
  }
}

/** @throws LienDeSoiMeme */
async function exigerAutrui(unite: UniteDeLecture, compte: string): Promise<void> {
  const acteur = compteDe(unite.acteur);
  if (await memePersonne(unite, acteur, compte)) throw new LienDeSoiMeme(acteur);
}

/** « Lier à un autre compte »: the agent records that this user and another account are one person. */
export const lierComptes = definirCommande({
  nom: 'comptes.lier',
  droit: ['ComptesLies', 'lier'],
  saisie: z.object({
    id: reference('Utilisateur'),
    courriel: courriel('Adresse mail de l’autre compte'),
    motif: motif('Ce qui l’établit'),
  }),
  charger: lUtilisateur,
  condition: (unite, { compte }) => exigerAutrui(unite, compte.id),
  async executer(unite, saisie, utilisateur) {
    const autre = await unite.em.findOne(Compte, { courriel: saisie.courriel });
    if (!autre) throw new CompteHorsDeVue();
    await exigerAutrui(unite, autre.id);
    if ((await comptesDeLaPersonne(unite, utilisateur.compte.id)).includes(autre.id))
      throw new DejaLaMemePersonne();
    const [compteA = '', compteB = ''] = [utilisateur.compte.id, autre.id].sort();
    unite.motiver(saisie.motif);
    const lien = unite.em.create(ComptesLies, {
      id: randomUUID(),
      caf: utilisateur.caf.id,
      compteA,
      compteB,
      motif: saisie.motif,
      liePar: compteDe(unite.acteur) ?? '',
      lieLe: unite.maintenant,
    });
    unite.em.persist(lien);
    return lien;
  },
});

/** Links in force on an account, as far as the reader's Caf recorded them. */
export function liensDuCompte(unite: UniteDeLecture, compteId: string): Promise<ComptesLies[]> {
  return unite.em.find(
    ComptesLies,
    { delieLe: null, $or: [{ compteA: compteId }, { compteB: compteId }] },
    { populate: ['compteA', 'compteB'], orderBy: { lieLe: 'asc', id: 'asc' } },
  );
}

/** « Délier »: the link was a mistake. It stays in the record, and counts no more. */
export const delierComptes = definirCommande({
  nom: 'comptes.delier',
  droit: ['ComptesLies', 'delier'],
  saisie: z.object({ id: reference('Utilisateur'), lien: reference('Autre compte'), motif: motif('Motif') }),
  async charger(unite, saisie) {
    const { compte } = await lUtilisateur(unite, saisie);
    const lien = (await liensDuCompte(unite, compte.id)).find(({ id }) => id === saisie.lien);
    if (!lien) throw new Introuvable('Compte lié');
    return { compte, lien };
  },
  async condition(unite, { compte }: Pick<Utilisateur, 'compte'>) {
    if ((await liensDuCompte(unite, compte.id)).length === 0) throw new AucunCompteLie();
    await exigerAutrui(unite, compte.id);
  },
  async executer(unite, saisie, { compte, lien }) {
    await exigerAutrui(unite, lien.compteA.id === compte.id ? lien.compteB.id : lien.compteA.id);
    unite.motiver(saisie.motif);
    Object.assign(lien, {
      delieLe: unite.maintenant,
      deliePar: compteDe(unite.acteur),
      motifFin: saisie.motif,
    });
    return lien;
  },
});

/** Another account that may be the same person's, and why it looks so. */
export interface Ressemblance {
  readonly qui: string;
  readonly courriel: string;
  readonly par: 'nom' | 'telephone';
}

/**
 * Users and agents of the reader's Caf who bear the same name, or give the same telephone, under another
 * account that is not linked.
 * A resemblance proves nothing: it is shown, nothing follows from it.
 */
export async function ressemblances(
  unite: UniteDeLecture,
  { nom, prenom, telephone, compte }: Pick<Utilisateur, 'nom' | 'prenom' | 'telephone' | 'compte'>,
): Promise<Ressemblance[]> {
  const siens = await comptesDeLaPersonne(unite, compte.id);
  // What people write differently in a name is left to the key; the database only takes off the rest.
  const lettres = (texte: Expression<string> | string) =>
    sql<string>`regexp_replace(sans_accents(${texte}), '[^a-z]', '', 'g')`;
  const memes = (colonnes: { readonly nom: Expression<string>; readonly prenom: Expression<string> }) =>
    sql<boolean>`${lettres(sql`${colonnes.nom} || ${colonnes.prenom}`)} in (${lettres(`${nom}${prenom}`)}, ${lettres(`${prenom}${nom}`)})`;
  const fiches = await lireLignes(
    unite.em,
    tables
      .selectFrom('utilisateur')
      .select(['compte_id as compte', 'nom', 'prenom', 'courriel', 'telephone'])
      .where(({ eb, or, ref }) =>
        or([eb('telephone', '=', telephone ?? ''), memes({ nom: ref('nom'), prenom: ref('prenom') })]),
      )
      .union(
        tables
          .selectFrom('agent_caf')
          .select([
            'compte_id as compte',
            'nom',
            'prenom',
            'courriel',
            sql<string | null>`null`.as('telephone'),
          ])
          .where(({ ref }) => memes({ nom: ref('nom'), prenom: ref('prenom') })),
      )
      .orderBy('courriel')
      .limit(50),
  );
  const cle = cleDeNom(nom, prenom);
  const autres = new Map(
    fiches.filter((fiche) => !siens.includes(fiche.compte)).map((fiche) => [fiche.compte, fiche]),
  );
  return [...autres.values()].map((fiche) => ({
    qui: `${fiche.prenom} ${fiche.nom}`,
    courriel: fiche.courriel,
    par: cleDeNom(fiche.nom, fiche.prenom) === cle ? 'nom' : 'telephone',
  }));
}
