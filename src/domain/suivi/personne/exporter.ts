import { sql } from 'kysely';
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/suivi/tables.ts';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { definirCommande } from '#src/kernel/commande.ts';
import { texte } from '#src/kernel/saisie/saisie.ts';
import { DONNEES_PERSONNELLES } from '#src/kernel/journal/donnees-personnelles.ts';
import { mentions, type Mention } from '#src/domain/suivi/personne/mentions.ts';
import { liens, ou, trouverPersonne, type Personne } from '#src/domain/suivi/personne/personne.ts';

type Ligne = Readonly<Record<string, unknown>>;

/** All that the product holds about a person. */
export interface ExportDePersonne {
  readonly format: 'mcp.export-personne/1';
  readonly le: string;
  readonly compte: string;
  /** Rows that name him or that he wrote, by table. */
  readonly tables: Readonly<Record<string, readonly Ligne[]>>;
  /** What the journal says of him: lines about his own records, with the values it holds apart. */
  readonly journal: readonly Ligne[];
  readonly sessions: readonly Ligne[];
  /** Signatures and texts where his full name or address is written. */
  readonly mentions: readonly Mention[];
}

/**
 * Reads everything about a person, in every Caf. Asks for the owner's connection; the journal says that it
 * was done.
 */
export const exporterPersonne = definirCommande({
  nom: 'personne.exporter',
  droit: ['Journal', 'exporterPersonne'],
  saisie: z.object({ compte: texte('Compte', 320) }),
  charger: ({ em }, saisie) => trouverPersonne(em, saisie.compte),
  async executer(unite, _saisie, personne): Promise<ExportDePersonne> {
    const { em } = unite;
    const lignesPar: Record<string, Ligne[]> = {};
    for (const table of Object.keys(DONNEES_PERSONNELLES)) {
      const lignes = await lireTable(em, table, personne);
      if (lignes.length > 0) lignesPar[table] = lignes;
    }
    const bilan: ExportDePersonne = {
      format: 'mcp.export-personne/1',
      le: unite.maintenant.toISOString(),
      compte: personne.compteId,
      tables: lignesPar,
      journal: await lireJournal(em, personne),
      sessions: await lireLignes(
        em,
        tables
          .selectFrom('sessions.session')
          .select(['expire', sql<string | null>`sess ->> 'ouverteLe'`.as('ouverte_le')])
          .where(sql`sess ->> 'compteId'`, '=', personne.compteId),
      ),
      mentions: await mentions(em, personne),
    };
    unite.journaliser({
      entite: 'Compte',
      entiteId: personne.compteId,
      details: {
        tables: Object.fromEntries(
          Object.entries(lignesPar).map(([table, lignes]) => [table, lignes.length]),
        ),
      },
    });
    return bilan;
  },
});

/**
 * The rows of the person, without secrets, without what only concerns others, without the bulk of a decision.
 */
async function lireTable(em: EntityManager, table: string, personne: Personne): Promise<Ligne[]> {
  const lies = liens(table, personne);
  if (lies.size === 0) return [];
  const { sql: condition, parametres } = ou(lies.values());
  const classees = DONNEES_PERSONNELLES[table]?.colonnes ?? {};
  // The table is one of the list, known when it runs.
  const lignes = await em.execute<Record<string, unknown>[]>(`select * from ${table} where ${condition}`, [
    ...parametres,
  ]);
  return lignes.map((ligne) =>
    Object.fromEntries(
      Object.entries(ligne)
        .map(([colonne, valeur]) => [colonne, sansSecret(valeur)] as const)
        .filter(([colonne, valeur]) => {
          const classement = classees[colonne];
          if (classement === 'secret' || classement === 'autrui' || valeur === null) return false;
          // Columns that name somebody: only when it is him.
          if (typeof classement === 'object') return estLui(ligne, classement.de, personne);
          return classement !== undefined || typeof valeur !== 'object' || valeur instanceof Date;
        }),
    ),
  );
}

/** A link that was mailed still opens something: the export is not the place for it. */
const sansSecret = (valeur: unknown): unknown =>
  typeof valeur === 'string' ? valeur.replaceAll(/jeton=[\w-]+/g, 'jeton=(masqué)') : valeur;

function estLui(ligne: Ligne, lien: string, { compteId, utilisateurs, courriels }: Personne): boolean {
  const valeur = ligne[lien];
  return (
    typeof valeur === 'string' &&
    (valeur === compteId || utilisateurs.includes(valeur) || courriels.includes(valeur.toLowerCase()))
  );
}

/** Lines shown as they are: nothing here reads their columns. */
const lireJournal = (em: EntityManager, { compteId }: Personne): Promise<Ligne[]> =>
  em.execute<Ligne[]>(
    `
  select j.chaine, j.rang, j.le, j.commande, j.entite, j.genre, j.motif, (
    select jsonb_agg(jsonb_build_object('champ', v.champ, 'cote', v.cote, 'valeur', v.valeur::jsonb)) from journal_valeur v where v.journal_id = j.id and v.valeur is not null) as valeurs
  from journal j
  where (j.entite = 'Utilisateur' and j.entite_id in (select id::text from utilisateur where compte_id = ?))
    or (j.entite = 'AgentCaf' and j.entite_id in (select id::text from agent_caf where compte_id = ?))
    or (j.entite = 'Analyste' and j.entite_id in (select id::text from analyste where compte_id = ?))
    or (j.entite = 'Compte' and j.entite_id = ?)
    or (j.entite = 'Habilitation' and j.entite_id in (select h.id::text from habilitation h join utilisateur u on u.id = h.utilisateur_id where u.compte_id = ?))
    or (j.entite = 'Mandat' and j.entite_id in (select m.id::text from mandat m join utilisateur u on u.id = m.titulaire_id where u.compte_id = ?))
  order by j.le, j.chaine, j.rang`,
    [compteId, compteId, compteId, compteId, compteId, compteId],
  );
