import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { definirCommande, type UniteDeLecture } from '#src/kernel/commande.ts';
import { motif, texte } from '#src/kernel/saisie/saisie.ts';
import { DONNEES_PERSONNELLES, type Identite } from '#src/kernel/journal/donnees-personnelles.ts';
import { mentions, type Mention } from '#src/domain/suivi/personne/mentions.ts';
import { fonctionsEnCours } from '#src/domain/suivi/personne/fonctions.ts';
import {
  ADRESSE_EFFACEE,
  EncoreEnFonction,
  identites,
  liens,
  NOM_EFFACE,
  ou,
  trouverPersonne,
  type Personne,
} from '#src/domain/suivi/personne/personne.ts';

/** What an erasure did. */
export interface BilanDEffacement {
  readonly compteId: string;
  /** Nothing was left to erase. */
  readonly dejaFait: boolean;
  /** Rows changed or taken away, by table. */
  readonly tables: Readonly<Record<string, number>>;
  /** Values of the journal erased with their salt. */
  readonly valeursDuJournal: number;
  /** Where the person may still be named: kept as proof, or in texts to look at by hand. */
  readonly aRelire: readonly Mention[];
}

/** What stands for an erased value. The row's own id keeps apart what must be. */
const REMPLACEMENTS: Readonly<Record<Identite, (compteId: string) => string>> = {
  nom: () => "'effacée'",
  prenom: () => "'Personne'",
  'nom-complet': () => `'${NOM_EFFACE}'`,
  courriel: (compteId) => `'${compteId}${ADRESSE_EFFACEE}'`,
  telephone: () => 'null',
  identifiant: () => "'EFFACE-' || upper(left(id::text, 8))",
};

/** @throws EncoreEnFonction */
async function exigerSansFonction({ em, maintenant }: UniteDeLecture, personne: Personne): Promise<void> {
  const fonctions = await fonctionsEnCours(em, personne, maintenant);
  if (fonctions.length > 0) throw new EncoreEnFonction(fonctions);
}

/**
 * Erases what names a person, in every table and in the journal; what he did stays, under the bare number of
 * his account.
 * Asks for the owner's connection. Doing it again changes nothing.
 */
export const effacerPersonne = definirCommande({
  nom: 'personne.effacer',
  droit: ['Journal', 'effacerPersonne'],
  saisie: z.object({ compte: texte('Compte', 320), motif: motif() }),
  async charger({ em }, saisie) {
    const personne = await trouverPersonne(em, saisie.compte);
    await em.execute('select 1 from compte where id = ? for update', [personne.compteId]);
    return personne;
  },
  condition: exigerSansFonction,
  async executer(unite, saisie, personne): Promise<BilanDEffacement> {
    const { em } = unite;
    const effacement = randomUUID();
    // The journal first: it is found by what the tables still say.
    const valeursDuJournal = await effacerDuJournal(em, personne, effacement);
    const aRelire = await mentions(em, personne);
    const tables = await effacerDesTables(em, personne);
    const dejaFait = valeursDuJournal === 0 && Object.keys(tables).length === 0;
    if (!dejaFait)
      unite.journaliser({
        entite: 'Compte',
        entiteId: personne.compteId,
        motif: saisie.motif,
        details: { effacement, tables, valeursDuJournal },
      });
    return { compteId: personne.compteId, dejaFait, tables, valeursDuJournal, aRelire };
  },
});

/** Every value of the person's own records, and his values in the records that name him by his address. */
async function effacerDuJournal(em: EntityManager, personne: Personne, effacement: string): Promise<number> {
  const sien = await compter(
    em,
    `update journal_valeur v set valeur = null, sel = null, effacement = ? from journal j
    where j.id = v.journal_id and v.effacement is null and (
      (j.entite = 'Utilisateur' and j.entite_id in (select id::text from utilisateur where compte_id = ?))
      or (j.entite = 'AgentCaf' and j.entite_id in (select id::text from agent_caf where compte_id = ?))
      or (j.entite = 'Analyste' and j.entite_id in (select id::text from analyste where compte_id = ?)))`,
    [effacement, personne.compteId, personne.compteId, personne.compteId],
  );
  if (personne.courriels.length === 0) return sien;
  const ailleurs = await compter(
    em,
    `update journal_valeur v set valeur = null, sel = null, effacement = ? from journal j
    where j.id = v.journal_id and v.effacement is null and lower(v.valeur) in (?) and (j.entite, j.entite_id) in (
      select n.entite, n.entite_id from journal_valeur w join journal n on n.id = w.journal_id where lower(w.valeur) in (?))
    and j.entite not in ('Convention', 'ContratService', 'Transmission')`,
    [
      effacement,
      personne.valeurs.map((valeur) => JSON.stringify(valeur).toLowerCase()),
      personne.courriels.map((courriel) => JSON.stringify(courriel)),
    ],
  );
  return sien + ailleurs;
}

async function effacerDesTables(em: EntityManager, personne: Personne): Promise<Record<string, number>> {
  const tables: Record<string, number> = {};
  const noter = (table: string, lignes: number): void => {
    if (lignes > 0) tables[table] = (tables[table] ?? 0) + lignes;
  };
  noter(
    'sessions.session',
    await compter(em, "delete from sessions.session where sess ->> 'compteId' = ?", [personne.compteId]),
  );
  noter(
    'sessions.envoi',
    await compter(em, 'delete from sessions.envoi where compte_id = ?', [personne.compteId]),
  );
  noter(
    'sessions.tentative',
    await compter(em, "delete from sessions.tentative where key like '%:' || ?", [personne.compteId]),
  );
  for (const [table, { lignesEffacees }] of Object.entries(DONNEES_PERSONNELLES)) {
    const lies = liens(table, personne);
    if (lies.size === 0) continue;
    if (lignesEffacees) {
      const { sql, parametres } = ou(lies.values());
      noter(table, await compter(em, `delete from ${table} where ${sql}`, parametres));
      continue;
    }
    for (const [lien, { sql, parametres }] of lies) {
      const colonnes = identites(table, lien).map(
        ([colonne, est]) => [`"${colonne}"`, REMPLACEMENTS[est](personne.compteId)] as const,
      );
      if (colonnes.length === 0) continue;
      const [noms, valeurs] = [colonnes.map(([nom]) => nom), colonnes.map(([, valeur]) => valeur)];
      // Who acts for the Caf is told as « votre Caf »: that names nobody.
      const nomme =
        table === 'evenement_declaration'
          ? ` and acteur in (${personne.noms.length === 0 ? "''" : '?'})`
          : '';
      noter(
        table,
        await compter(
          em,
          `update ${table} set ${noms.map((nom, rang) => `${nom} = ${valeurs[rang] ?? ''}`).join(', ')}
        where (${sql}) and row(${noms.join(', ')}) is distinct from row(${valeurs.join(', ')})${nomme}`,
          [...parametres, ...(nomme.includes('?') ? [personne.noms] : [])],
        ),
      );
    }
  }
  noter(
    'compte',
    await compter(
      em,
      'update compte set empreinte_mot_de_passe = null, ferme = true, sessions_valides_depuis = now() where id = ? and not (ferme and empreinte_mot_de_passe is null)',
      [personne.compteId],
    ),
  );
  return tables;
}

/** A statement on a table of the list, known when it runs: only the number of rows is read. */
async function compter(em: EntityManager, sql: string, parametres: readonly unknown[]): Promise<number> {
  const { affectedRows } = await em
    .getConnection()
    .execute<{ affectedRows?: number }>(sql, [...parametres], 'run', em.getTransactionContext());
  return affectedRows ?? 0;
}
