import { sql } from 'kysely';
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/declaration/tables.ts';
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
  const { maintenant } = unite;
  const lignes = await lireLignes(
    unite.em,
    tables
      .with('saisie', (base) =>
        base
          .selectFrom('journal as j')
          .select(({ ref }) => [
            'j.acteur_id',
            'j.le',
            sql<string>`${ref('j.le')} - lag(${ref('j.le')}) over (partition by ${ref('j.acteur_id')} order by ${ref('j.le')})`.as(
              'pause',
            ),
          ])
          .where('j.entite', '=', 'Declaration')
          .where('j.entite_id', '=', declaration)
          .where('j.commande', '=', COMMANDES[volet])
          .where('j.acteur_id', '<>', compteDe(unite.acteur))
          .where('j.le', '>', sql<string>`${maintenant}::timestamptz - interval '12 hours'`),
      )
      .selectFrom('saisie as s')
      .innerJoin('utilisateur as u', 'u.compte_id', 's.acteur_id')
      .select(({ ref }) => [
        'u.nom',
        'u.prenom',
        sql<string>`max(${ref('s.le')}) filter (where ${ref('s.pause')} is null or ${ref('s.pause')} > interval '15 minutes')`.as(
          'depuis',
        ),
      ])
      .groupBy(['s.acteur_id', 'u.nom', 'u.prenom'])
      .having(({ fn }) => fn.max('s.le'), '>', sql<string>`${maintenant}::timestamptz - interval '2 minutes'`)
      .orderBy('u.nom')
      .orderBy('u.prenom'),
  );
  return lignes.map(({ nom, prenom, depuis }) => ({ nom, prenom, depuis: new Date(depuis) }));
}
