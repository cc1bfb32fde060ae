import { sql, type Expression, type RawBuilder } from 'kysely';
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/delegation/tables.ts';
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

/** One of the ids a query gives: read first, so that an index finds the lines by them. */
const unDe = (ids: Expression<unknown>): RawBuilder<string> => sql`any(array(${ids}))`;

/** The history of a user of the reader's partner, latest first. */
export async function historiqueDe(
  unite: UniteDeLecture,
  utilisateurId: string,
): Promise<LigneDHistorique[]> {
  exigerFichesEntieres(unite);
  const lignes = await lireLignes(
    unite.em,
    tables
      .selectFrom('journal as j')
      .select(['j.le', 'j.commande', 'j.entite', 'j.genre', 'j.motif', 'j.changements'])
      .select(({ selectFrom }) =>
        selectFrom('utilisateur as u')
          .select(({ ref }) => sql<string>`${ref('u.prenom')} || ' ' || ${ref('u.nom')}`.as('nom'))
          .whereRef('u.compte_id', '=', 'j.acteur_id')
          .limit(1)
          .as('par'),
      )
      .where(({ and, eb, or, selectFrom }) =>
        or([
          and([eb('j.entite', '=', 'Utilisateur'), eb('j.entite_id', '=', utilisateurId)]),
          and([
            eb('j.entite', '=', 'Habilitation'),
            eb(
              'j.entite_id',
              '=',
              unDe(
                selectFrom('habilitation as h')
                  .select(({ cast }) => cast<string>('h.id', 'text').as('id'))
                  .where('h.utilisateur_id', '=', utilisateurId),
              ),
            ),
          ]),
          and([
            eb('j.entite', '=', 'Mandat'),
            eb(
              'j.entite_id',
              '=',
              unDe(
                selectFrom('mandat as m')
                  .select(({ cast }) => cast<string>('m.id', 'text').as('id'))
                  .where('m.titulaire_id', '=', utilisateurId),
              ),
            ),
          ]),
        ]),
      )
      .orderBy('j.le', 'desc')
      .orderBy('j.rang', 'desc')
      .limit(200),
  );
  return lignes.map((ligne) => ({
    ...ligne,
    le: new Date(ligne.le),
    champs: Object.keys(ligne.changements),
  }));
}
