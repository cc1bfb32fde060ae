/**
 * Reads of the life of rule versions, one query each. Agents see what is published and in force; drafts,
 * submissions
 * and their reports, which name decisions of every Caf, are the analysts'.
 */
import { pendantUneCampagne } from '#src/domain/politique/sujets.ts';
import { sql } from 'kysely';
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { lireBrut, lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/politique/tables.ts';
import { Introuvable } from '#src/kernel/refus.ts';
import { exiger } from '#src/kernel/droits/droits.ts';
import { empreinteDuLot, type Rapports } from '#src/domain/politique/porte/rapports.ts';
import {
  activationsListees,
  brouillonsListes,
  effets,
  reactivationsListees,
  soumissionsListees,
  versionsListees,
} from '#src/domain/politique/consultation/sql.ts';
import { activationsConnues, contient, parNumero } from '#src/domain/politique/versions/sql.ts';
import { GENRES_DE_VERSION, type GenreDeVersion } from '#src/domain/politique/versions/genre.ts';
import {
  type BrouillonListe,
  type BrouillonOuvert,
  type Chronologie,
  type FichierListe,
  type ReactivationListe,
  type SoumissionListe,
  type SoumissionOuverte,
  type VersionOuverte,
} from '#src/domain/politique/consultation/vues.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The only row, or a refusal in words. */
function exister<T>(lignes: readonly T[], quoi: string): T {
  const [ligne] = lignes;
  if (ligne === undefined) throw new Introuvable(quoi);
  return ligne;
}

/** Every file that has a version, a draft or a submission, by kind and name. */
export async function fichiersDeRegles({ em, acteur, aujourdhui }: UniteDeLecture): Promise<FichierListe[]> {
  if (acteur.type !== 'systeme') exiger(acteur, 'VersionRegle', 'lire');
  const jour = aujourdhui.toString();
  // Seven lateral reads of JSON paths: longer and no safer in the builder.
  return lireBrut(
    em,
    sql<FichierListe>`
    with ouverte as (select a.genre, a.jeu, a.effective, a.du, a.au, v.empreinte, v.numero, v.canonique from activation a join version_regle v on v.empreinte = a.empreinte where a.connu_au is null)
    select f.genre, f.jeu, coalesce(c.contenu ->> 'titre', d.titre, f.jeu) as titre, c.resume as "enVigueur", p.resume as prochaine,
      (select count(*)::int from brouillon_regle b where b.genre = f.genre and b.jeu = f.jeu) as brouillons,
      (select count(*)::int from soumission_regle s where s.genre = f.genre and s.jeu = f.jeu and s.etat = 'soumis') as soumissions,
      (select count(*)::int from reactivation_regle r where r.genre = f.genre and r.jeu = f.jeu and r.etat = 'demandee') as reactivations,
      (select count(*)::int from jsonb_path_query(c.contenu, '$.questions.*') q where q ->> 'reponse' is null) as "questionsOuvertes",
      (select count(*)::int from jsonb_path_query(c.contenu, '$.parametres.*.valeurs[*].certitude') certitude where certitude #>> '{}' = 'fictif') as "valeursFictives",
      verification.derniere as "derniereVerification", verification.ancienne as "verificationLaPlusAncienne",
      coalesce((select jsonb_agg(jsonb_build_object('du', t.du::text, 'au', t.au::text)) from mcp_trous(f.genre, f.jeu) t), '[]') as trous
    from (select genre, jeu from version_regle union select genre, jeu from brouillon_regle union select genre, jeu from soumission_regle where etat = 'soumis') f
    left join lateral (
      select o.canonique::jsonb as contenu, jsonb_build_object('empreinte', o.empreinte, 'numero', o.numero, 'du', o.du::text, 'au', o.au::text) as resume
      from ouverte o where o.genre = f.genre and o.jeu = f.jeu and o.effective @> ${jour}::date) c on true
    left join lateral (
      select jsonb_build_object('empreinte', o.empreinte, 'numero', o.numero, 'du', o.du::text, 'au', o.au::text) as resume
      from ouverte o where o.genre = f.genre and o.jeu = f.jeu and o.du > ${jour}::date order by o.du limit 1) p on true
    left join lateral (select v.canonique::jsonb ->> 'titre' as titre from version_regle v where v.genre = f.genre and v.jeu = f.jeu order by v.publie_le desc limit 1) d on c.contenu is null
    left join lateral (
      select max(jour #>> '{}') as derniere, min(jour #>> '{}') as ancienne
      from (select jsonb_path_query(c.contenu, '$.sources[*].verifieLe') as jour union all select jsonb_path_query(c.contenu, '$.parametres.*.valeurs[*].derniereVerification')) jours) verification on true
    order by f.genre desc, f.jeu`,
  );
}

/** Everything that happened to one file. @throws Introuvable */
export async function chronologie(
  { em, acteur, aujourdhui }: UniteDeLecture,
  genre: GenreDeVersion,
  jeu: string,
): Promise<Chronologie> {
  exiger(acteur, 'VersionRegle', 'lire');
  const vue = exister(
    await lireLignes(
      em,
      tables.selectNoFrom([
        jsonArrayFrom(
          versionsListees(aujourdhui.toString())
            .where('v.genre', '=', genre)
            .where('v.jeu', '=', jeu)
            .orderBy(({ ref }) => parNumero(ref('v.numero')), 'desc'),
        ).as('versions'),
        jsonArrayFrom(
          brouillonsListes
            .where('b.genre', '=', genre)
            .where('b.jeu', '=', jeu)
            .orderBy('b.modifie_le', 'desc'),
        ).as('brouillons'),
        jsonArrayFrom(
          soumissionsListees
            .where('s.genre', '=', genre)
            .where('s.jeu', '=', jeu)
            .orderBy('s.soumis_le', 'desc'),
        ).as('soumissions'),
        jsonArrayFrom(
          reactivationsListees
            .where('r.genre', '=', genre)
            .where('r.jeu', '=', jeu)
            .orderBy('r.demande_le', 'desc'),
        ).as('reactivations'),
        jsonArrayFrom(activationsListees.where('a.genre', '=', genre).where('a.jeu', '=', jeu)).as(
          'activations',
        ),
      ]),
    ),
    'Fichier de règles',
  );
  return exister(
    vue.versions.length + vue.brouillons.length + vue.soumissions.length > 0 ? [{ genre, jeu, ...vue }] : [],
    'Fichier de règles',
  );
}

/** One published version, with its text and what it was approved on. @throws Introuvable */
export async function lireVersion(
  { em, acteur, aujourdhui }: UniteDeLecture,
  empreinte: string,
): Promise<VersionOuverte> {
  exiger(acteur, 'VersionRegle', 'lire');
  return exister(
    await lireLignes(
      em,
      versionsListees(aujourdhui.toString())
        .select(({ selectFrom }) => [
          'v.genre',
          'v.jeu',
          'v.texte',
          'v.canonique',
          jsonObjectFrom(
            selectFrom('soumission_regle as s')
              .select(({ ref }) => [
                's.id',
                sql<Rapports>`${ref('s.rapports')}::jsonb`.as('rapports'),
                's.empreinte_rapports as empreinteRapports',
                's.signature',
                's.motif',
              ])
              .whereRef('s.id', '=', 'v.soumission_id'),
          ).as('soumission'),
          jsonArrayFrom(activationsListees.where('a.empreinte', '=', empreinte)).as('activations'),
        ])
        .where('v.empreinte', '=', empreinte),
    ),
    'Version',
  );
}

/** One submission, with what its approver reads and signs. @throws Introuvable */
export async function lireSoumission(unite: UniteDeLecture, id: string): Promise<SoumissionOuverte> {
  const { em, acteur, aujourdhui } = unite;
  exiger(acteur, 'SoumissionRegle', 'lire');
  const jour = aujourdhui.toString();
  const ouverte = soumissionsListees
    .select(({ ref, fn }) => [
      's.texte',
      's.canonique',
      's.rapports',
      's.signature',
      jsonObjectFrom(
        activationsConnues
          .select(['v.empreinte', 'v.numero', 'a.du', 'a.au'])
          .where('a.genre', '=', ref('s.genre'))
          .where('a.jeu', '=', ref('s.jeu'))
          .where((a) => contient(a.ref('a.effective'), fn.coalesce(ref('s.du'), sql<string>`${jour}::date`))),
      ).as('remplace'),
      jsonArrayFrom(
        tables
          .selectFrom(pendantUneCampagne(effets(jour), jour).as('e'))
          .selectAll('e')
          .where('e.empreinte', '=', ref('s.empreinte'))
          .orderBy('e.ouvreLe')
          .orderBy('e.cafId'),
      ).as('campagnes'),
    ])
    .where('s.id', '=', id);
  const { rapports, ...reste } = exister(
    UUID.test(id) ? await lireLignes(em, ouverte) : [],
    'Version soumise',
  );
  const lot = await lireLot(unite, id);
  return { ...reste, rapports: JSON.parse(rapports) as Rapports, lot, empreinteLot: empreinteDuLot(lot) };
}

/** A submission and those answered with it, in the order they come into force. */
export async function lireLot({ em, acteur }: UniteDeLecture, id: string): Promise<SoumissionListe[]> {
  if (acteur.type !== 'systeme') exiger(acteur, 'SoumissionRegle', 'lire');
  return lireLignes(
    em,
    soumissionsListees
      .where(({ eb, or, selectFrom }) =>
        or([
          eb('s.id', '=', id),
          eb('s.lot', '=', selectFrom('soumission_regle as m').select('m.lot').where('m.id', '=', id)),
        ]),
      )
      .orderBy(
        ({ ref }) => sql`array_position(array[${sql.join(GENRES_DE_VERSION)}]::text[], ${ref('s.genre')})`,
      )
      .orderBy('s.jeu')
      .orderBy('s.numero'),
  );
}

/** Submissions that wait for approval, the oldest first. */
export async function soumissionsEnAttente({ em, acteur }: UniteDeLecture): Promise<SoumissionListe[]> {
  if (acteur.type !== 'systeme') exiger(acteur, 'SoumissionRegle', 'lire');
  return lireLignes(
    em,
    soumissionsListees.where('s.etat', '=', 'soumis').orderBy('s.soumis_le').orderBy('s.id'),
  );
}

/** Re-activations that wait for confirmation, the oldest first. */
export async function reactivationsEnAttente({ em, acteur }: UniteDeLecture): Promise<ReactivationListe[]> {
  if (acteur.type !== 'systeme') exiger(acteur, 'ReactivationRegle', 'lire');
  return lireLignes(
    em,
    reactivationsListees.where('r.etat', '=', 'demandee').orderBy('r.demande_le').orderBy('r.id'),
  );
}

/** Every draft, the latest change first. */
export async function brouillons({ em, acteur }: UniteDeLecture): Promise<BrouillonListe[]> {
  exiger(acteur, 'BrouillonRegle', 'lire');
  return lireLignes(em, brouillonsListes.orderBy('b.modifie_le', 'desc').orderBy('b.id'));
}

/** One draft with its text. @throws Introuvable */
export async function lireBrouillon({ em, acteur }: UniteDeLecture, id: string): Promise<BrouillonOuvert> {
  exiger(acteur, 'BrouillonRegle', 'lire');
  return exister(
    UUID.test(id)
      ? await lireLignes(em, brouillonsListes.select(['b.texte', 'b.depuis']).where('b.id', '=', id))
      : [],
    'Brouillon',
  );
}
