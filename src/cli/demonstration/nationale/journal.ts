import type { Client } from 'pg';
import { COLONNES_LUES, empreinteDeLigne, ORIGINE, type LigneLue } from '#src/database/journal/empreinte.ts';
import { acteur } from './copie.ts';
import { campagneDe, quand, SOI } from './histoire.ts';

/**
 * Lines that say what became of a record and name nobody: no personal value hangs on them. The others, and those of
 * older campaigns, are left out.
 */
const COMMANDES = [
  'convention.activer',
  'convention.resilier',
  'conventionnement.valider',
  'habilitation.valider',
  'declaration.transmettre',
  'declaration.prendreEnTraitement',
  'declaration.traiter',
];
/** Campaigns that are closed, and near enough to be told. */
const CAMPAGNES = [1, 2];
const LOT = 5_000;

/** Who treated, and when it was transmitted, are said in the line as in the record. */
const dire = (soi: string, le: string): string => `pg_temp.copies(s.changements, ${soi})
    || case when s.changements ? 'traitePar' then jsonb_build_object('traitePar', jsonb_build_object('avant', null, 'apres', d.gestionnaire)) else '{}' end
    || case when s.changements ? 'transmiseLe' then jsonb_build_object('transmisePar', jsonb_build_object('avant', null, 'apres', ${acteur("(s.changements #>> '{transmisePar,apres}')::uuid")}),
      'transmiseLe', jsonb_build_object('avant', null, 'apres', to_char(${le} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) else '{}' end`;

const lignes = (depuis: string, soi: string, le: string): string => `
  select pg_temp.copie(s.id, ${soi}) as id, d.caf as chaine, pg_temp.copie(s.partenaire_id, d.debut) as partenaire_id, ${le} as le,
    ${acteur('s.acteur_id')} as acteur_id, s.acteur_role, s.commande, s.requete_id, s.entite, pg_temp.copie(s.entite_id::uuid, ${soi})::text as entite_id,
    s.genre, s.motif, ${dire(soi, le)} as changements
  from ${depuis}`;

/** The lines of every new record, in the order of their instants at the end of the chain of their Caf. */
const LIGNES = `
  create temp table n_source_journal on commit drop as
    select * from journal j where genre = 'modification' and commande = any ($1) and partenaire_id is not null
      and not exists (select 1 from journal_valeur v where v.journal_id = j.id)`;
const SUITE = `
  create temp table n_journal on commit drop as
    select l.*, coalesce(t.rang, 0) + row_number() over (partition by l.chaine order by l.le, l.id)::int as rang, ''::text as precedente, ''::text as empreinte
    from (
      ${[
        lignes(
          `n_dossier d join n_source_journal s on s.partenaire_id = d.source and s.entite = 'Convention'`,
          'd.debut',
          's.le',
        ),
        lignes(
          `n_equipement e join n_dossier d using (n) join s_conventionnement o on o.equipement_id = e.source join n_source_journal s on s.entite_id = o.id::text`,
          'e.debut',
          's.le',
        ),
        lignes(
          `n_equipement e join n_dossier d using (n) join s_habilitation o on o.equipement_id = e.source join n_source_journal s on s.entite_id = o.id::text`,
          'e.debut',
          's.le',
        ),
        ...CAMPAGNES.map((rang) =>
          lignes(
            `${campagneDe(rang)} join n_source_journal s on s.entite_id = t.declaration::text`,
            SOI,
            quand('s.le'),
          ),
        ),
      ].join(' union all ')}) l left join journal_tete t on t.chaine = l.chaine;
  create unique index on n_journal (chaine, rang);
  create temp table n_empreinte (chaine text, rang int, precedente text, empreinte text) on commit drop;
  analyze n_journal`;

/**
 * Writes the journal of what was made: every chain goes on from its head, hashed line after line as the product does.
 */
export async function ecrireJournal(client: Client): Promise<void> {
  await client.query(LIGNES, [COMMANDES]);
  await client.query(SUITE);
  await client.query(
    "select journal_mois.creer(m) from (select distinct date_trunc('month', le at time zone 'UTC')::date as m from n_journal order by 1) mois",
  );
  await client.query(
    `insert into journal_tete (chaine, rang, empreinte) select distinct chaine, 0, '${ORIGINE}' from n_journal on conflict do nothing`,
  );
  const { rows: tetes } = await client.query<{ chaine: string; empreinte: string }>(
    'select chaine, empreinte from journal_tete where chaine in (select chaine from n_journal) order by chaine',
  );
  for (const { chaine, empreinte } of tetes) await chainer(client, chaine, empreinte);
  await client.query(`
    insert into journal (id, chaine, partenaire_id, rang, le, acteur_id, acteur_role, commande, requete_id, entite, entite_id, genre, motif, changements, precedente, empreinte)
      select l.id, l.chaine, l.partenaire_id, l.rang, l.le, l.acteur_id, l.acteur_role, l.commande, l.requete_id, l.entite, l.entite_id, l.genre, l.motif, l.changements, h.precedente, h.empreinte
      from n_journal l join n_empreinte h using (chaine, rang) order by l.chaine, l.rang;
    update journal_tete t set rang = h.rang, empreinte = h.empreinte
      from (select distinct on (chaine) * from n_empreinte order by chaine, rang desc) h where h.chaine = t.chaine`);
}

/** Hashes of one chain, from what the base would give back of its lines. */
async function chainer(client: Client, chaine: string, tete: string): Promise<void> {
  let precedente = tete;
  for (let apres = 0; ; ) {
    const { rows } = await client.query<LigneLue>(
      `select ${COLONNES_LUES} from n_journal where chaine = $1 and rang > $2 order by rang limit ${LOT}`,
      [chaine, apres],
    );
    const derniere = rows.at(-1);
    if (!derniere) return;
    const rangs: number[] = [];
    const [precedentes, empreintes]: [string[], string[]] = [[], []];
    for (const { empreinte: _vide, ...ligne } of rows) {
      rangs.push(ligne.rang);
      precedentes.push(precedente);
      precedente = empreinteDeLigne({ ...ligne, precedente });
      empreintes.push(precedente);
    }
    await client.query(
      'insert into n_empreinte select $1, * from unnest($2::int[], $3::text[], $4::text[])',
      [chaine, rangs, precedentes, empreintes],
    );
    apres = derniere.rang;
  }
}
