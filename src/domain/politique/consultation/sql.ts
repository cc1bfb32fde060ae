/** The queries of the views: each gives the rows of one of them, in plain JSON. */
import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Retroactivite } from '#src/domain/politique/porte/rapports.ts';
import { tables } from '#src/domain/politique/tables.ts';
import { activationsConnues, contient, instant, personne } from '#src/domain/politique/versions/sql.ts';

/** Rows of `BrouillonListe`; `b` is the draft. */
export const brouillonsListes = tables
  .selectFrom('brouillon_regle as b')
  .select(({ ref }) => [
    'b.id',
    'b.genre',
    'b.jeu',
    'b.numero',
    personne(ref('b.auteur')).as('auteur'),
    instant(ref('b.modifie_le')).as('modifieLe'),
    'b.version',
  ]);

/** Rows of `SoumissionListe`; `s` is the submission. */
export const soumissionsListees = tables
  .selectFrom('soumission_regle as s')
  .select(({ ref }) => [
    's.id',
    's.genre',
    's.jeu',
    's.numero',
    's.empreinte',
    's.empreinte_rapports as empreinteRapports',
    's.etat',
    's.niveau',
    's.du',
    's.au',
    personne(ref('s.auteur')).as('auteur'),
    instant(ref('s.soumis_le')).as('soumisLe'),
    personne(ref('s.traite_par')).as('traitePar'),
    instant(ref('s.traite_le')).as('traiteLe'),
    's.motif',
    sql<boolean>`case when ${ref('s.genre')} = 'regles' and ${ref('s.etat')} = 'soumis' then ${ref('s.rapports')}::jsonb -> 'impact' is null else false end`.as(
      'sansImpact',
    ),
    's.version',
  ]);

/** Rows of `ReactivationListe`; `r` is the re-activation, `v` its version. */
export const reactivationsListees = tables
  .selectFrom('reactivation_regle as r')
  .innerJoin('version_regle as v', 'v.empreinte', 'r.empreinte')
  .select(({ ref, selectFrom }) => {
    const etude = sql<string | null>`${ref('r.rapports')}::jsonb ->> 'etude'`;
    return [
      'r.id',
      'r.nature',
      'r.genre',
      'r.jeu',
      'v.numero',
      'r.empreinte',
      'r.du',
      'r.au',
      'r.etat',
      'r.motif',
      personne(ref('r.demande_par')).as('demandePar'),
      instant(ref('r.demande_le')).as('demandeLe'),
      personne(ref('r.traite_par')).as('traitePar'),
      instant(ref('r.traite_le')).as('traiteLe'),
      'r.motif_traitement as motifTraitement',
      selectFrom('etude_impact as e')
        .select(sql<Retroactivite | null>`${sql.ref('e.rapport')}::jsonb -> 'passe'`.as('passe'))
        .where('e.id', '=', sql<string>`(${etude})::uuid`)
        .as('retroactivite'),
      etude.as('etude'),
      'r.version',
    ];
  });

/** Rows of `ActivationListe`; `a` is the activation, `v` its version. */
export const activationsListees = tables
  .selectFrom('activation as a')
  .innerJoin('version_regle as v', 'v.empreinte', 'a.empreinte')
  .select(({ ref }) => [
    'a.id',
    'a.empreinte',
    'v.numero',
    'a.du',
    'a.au',
    instant(ref('a.connu_du')).as('connuDu'),
    instant(ref('a.connu_au')).as('connuAu'),
    'a.origine',
    'a.motif',
    personne(ref('a.demande_par')).as('demandePar'),
    personne(ref('a.confirme_par')).as('confirmePar'),
    'a.acte',
    'a.suite_de as suiteDe',
  ])
  .orderBy('a.connu_du', 'desc')
  .orderBy('a.du', (ordre) => ordre.desc().nullsLast());

/** Rows of `VersionListe` on a day; `v` is the version. */
export const versionsListees = (jour: string) =>
  tables.selectFrom('version_regle as v').select(({ ref, fn, selectFrom }) => {
    const connues = selectFrom('activation as a')
      .whereRef('a.empreinte', '=', 'v.empreinte')
      .where('a.connu_au', 'is', null);
    const enVigueur = connues.select(({ ref }) =>
      sql<
        'en-vigueur' | 'programmee' | null
      >`case when bool_or(${contient(ref('a.effective'), jour)}) then 'en-vigueur' when bool_or(${ref('a.du')} > ${jour}::date) then 'programmee' end`.as(
        'etat',
      ),
    );
    const annulee = selectFrom('activation as a')
      .innerJoin('activation as n', (jointure) =>
        jointure
          .onRef('n.genre', '=', 'a.genre')
          .onRef('n.jeu', '=', 'a.jeu')
          .on('n.origine', '=', 'annulation')
          .onRef('n.connu_du', '=', 'a.connu_au')
          .on(({ ref }) => sql<boolean>`${ref('n.effective')} && ${ref('a.effective')}`),
      )
      .whereRef('a.empreinte', '=', 'v.empreinte')
      .select(sql<'annulee'>`'annulee'`.as('etat'))
      .limit(1);
    return [
      'v.empreinte',
      'v.numero',
      'v.origine',
      instant(ref('v.publie_le')).as('publieLe'),
      personne(ref('v.auteur')).as('auteur'),
      personne(ref('v.approbateur')).as('approbateur'),
      fn.coalesce(enVigueur, annulee, sql<'remplacee'>`'remplacee'`).as('etat'),
      jsonArrayFrom(connues.select(['a.du', 'a.au']).orderBy('a.du')).as('intervalles'),
    ];
  });

/** Versions that take effect, on their first day or when they became known if that is later. */
export const effets = (jour: string) =>
  tables
    .selectFrom('soumission_regle as s')
    .select(({ ref }) => [
      's.genre',
      's.jeu',
      's.numero',
      's.empreinte',
      sql<string>`greatest(${ref('s.du')}, ${jour}::date)`.as('effet_le'),
      sql<boolean>`false`.as('approuvee'),
    ])
    .where('s.etat', '=', 'soumis')
    .unionAll(
      activationsConnues
        .select(({ ref }) => [
          'a.genre',
          'a.jeu',
          'v.numero',
          'a.empreinte',
          sql<string>`greatest(${ref('a.du')}, (${ref('a.connu_du')} at time zone 'Europe/Paris')::date)`.as(
            'effet_le',
          ),
          sql<boolean>`true`.as('approuvee'),
        ])
        .where('a.suite_de', 'is', null)
        .where('a.origine', '<>', 'initialisation'),
    );
