import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { compteDe } from '#src/kernel/acteur.ts';
import type { Volet } from '#src/domain/formulaire/definition.ts';

/** Somebody else who is typing. */
export interface Presence {
  readonly nom: string;
  readonly prenom: string;
  /** First save without a long pause since. */
  readonly depuis: Date;
}

const COMMANDES = {
  activite: 'declaration.enregistrerActivite',
  finances: 'declaration.enregistrerFinances',
} as const satisfies Readonly<Record<Volet, string>>;

/**
 * Who else is typing in a volet now. The draft is saved every few seconds while somebody types, and each save
 * leaves its line in the journal:
 * nothing more is kept, a presence ends by itself two minutes after the last save, and only one's own
 * organisme's lines are visible.
 */
export async function quiSaisit(
  unite: UniteDeLecture,
  declaration: string,
  volet: Volet,
): Promise<Presence[]> {
  const lignes = await unite.em.execute<{ nom: string; prenom: string; depuis: string | Date }[]>(
    `
    with saisie as (
      select j.acteur_id, j.le, j.le - lag(j.le) over (partition by j.acteur_id order by j.le) as pause
      from journal j where j.entite = 'Declaration' and j.entite_id = ? and j.commande = ? and j.acteur_id <> ? and j.le > ?::timestamptz - interval '12 hours')
    select u.nom, u.prenom, max(s.le) filter (where s.pause is null or s.pause > interval '15 minutes') as depuis
    from saisie s join utilisateur u on u.compte_id = s.acteur_id
    group by s.acteur_id, u.nom, u.prenom having max(s.le) > ?::timestamptz - interval '2 minutes' order by u.nom, u.prenom`,
    [declaration, COMMANDES[volet], compteDe(unite.acteur), unite.maintenant, unite.maintenant],
  );
  return lignes.map(({ nom, prenom, depuis }) => ({ nom, prenom, depuis: new Date(depuis) }));
}
