import type { UniteDeLecture } from '#src/kernel/commande.ts';
import type { Changement, Journal } from '#src/kernel/journal/journal.ts';
import { exigerFichesEntieres } from '#src/domain/delegation/utilisateur/lectures.ts';

/**
 * What the journal says of a user, his habilitations and his mandates. Personal values stay in the journal.
 */
export interface LigneDHistorique {
  readonly le: Date;
  readonly commande: string;
  readonly entite: string;
  readonly genre: Journal['genre'];
  readonly motif: string | null;
  readonly champs: readonly string[];
  /** Who did it, by the name of his own record when the reader may see it. */
  readonly par: string | null;
  readonly changements: Readonly<Record<string, Changement>>;
}

/** The history of a user of the reader's partner, latest first. */
export async function historiqueDe(
  unite: UniteDeLecture,
  utilisateurId: string,
): Promise<LigneDHistorique[]> {
  exigerFichesEntieres(unite);
  const lignes = await unite.em.execute<
    {
      le: string | Date;
      commande: string;
      entite: string;
      genre: Journal['genre'];
      motif: string | null;
      changements: Record<string, Changement>;
      par: string | null;
    }[]
  >(
    `
    select j.le, j.commande, j.entite, j.genre, j.motif, j.changements, (select u.prenom || ' ' || u.nom from utilisateur u where u.compte_id = j.acteur_id limit 1) as par
    from journal j
    where (j.entite = 'Utilisateur' and j.entite_id = ?)
      or (j.entite = 'Habilitation' and j.entite_id in (select h.id::text from habilitation h where h.utilisateur_id = ?))
      or (j.entite = 'Mandat' and j.entite_id in (select m.id::text from mandat m where m.titulaire_id = ?))
    order by j.le desc, j.rang desc limit 200`,
    [utilisateurId, utilisateurId, utilisateurId],
  );
  return lignes.map((ligne) => ({
    ...ligne,
    le: new Date(ligne.le),
    champs: Object.keys(ligne.changements),
  }));
}
