import { escapeIdentifier } from 'pg';
import type { Cible } from './cible.ts';
import type { Role } from './grammaire.ts';

type Sql = Cible['sql'];

/** Records on which a wrong act would show. */
export interface Pieges {
  /** What to aim at, and by which addresses. */
  readonly fiches: readonly { readonly id: string; readonly pour: RegExp }[];
  /** Who is best placed to do harm, as `compte` and key of his profile. */
  readonly acteurs: Readonly<Partial<Record<Role, { readonly compte_id: string; readonly cle: string }>>>;
  /** Users whose account opens a space elsewhere. */
  readonly comptesPartages: ReadonlySet<string>;
}

/** A copy of a row with some columns changed, whatever columns the release has. */
async function copier(
  sql: Sql,
  table: string,
  id: string,
  changements: Readonly<Record<string, unknown>>,
): Promise<string> {
  const t = escapeIdentifier(table);
  const [ligne] = await sql<{ id: string }>(
    `insert into ${t} select (jsonb_populate_record(null::${t}, to_jsonb(l) || $2::jsonb || jsonb_build_object('id', gen_random_uuid()))).* from ${t} l where id = $1 returning id`,
    [id, JSON.stringify(changements)],
  );
  return ligne?.id ?? '';
}

/**
 * An agent who is also a user, with a role that waits for his Caf; an analyst and an agent of another Caf who
 * are users too;
 * a responsable habilitations beside a colleague who holds more than what he was entrusted with.
 */
export async function poserLesPieges(sql: Sql): Promise<Pieges> {
  const [admin] = await sql<{ id: string; caf_id: string; partenaire_id: string; compte_id: string }>(
    'select u.id, u.caf_id, u.partenaire_id, u.compte_id from utilisateur u where u.administrateur and u.clos_le is null order by u.id limit 1',
  );
  if (!admin) throw new Error('no administrateur in the base');
  const [agent] = await sql<{ id: string; compte_id: string; courriel: string }>(
    "select id, compte_id, courriel from agent_caf where caf_id = $1 and profil = 'gestionnaire' and clos_le is null order by id limit 1",
    [admin.caf_id],
  );
  const [analyste] = await sql<{ compte_id: string; courriel: string }>(
    'select compte_id, courriel from analyste order by id limit 1',
  );
  const [modele] = await sql<{ id: string; utilisateur_id: string }>(
    "select h.id, h.utilisateur_id from habilitation h where h.partenaire_id = $1 and h.role = 'APPROBATEUR' order by h.id limit 1",
    [admin.partenaire_id],
  );
  const attacher = (compte_id: string, courriel: string, rang: number) =>
    copier(sql, 'utilisateur', admin.id, {
      compte_id,
      courriel,
      administrateur: false,
      nom: 'Piège',
      prenom: `Numéro ${rang}`,
      identifiant: `PIEGE00${rang}`,
    });
  const [enAgent, enAnalyste] = [
    await attacher(agent?.compte_id ?? '', agent?.courriel ?? '', 1),
    await attacher(analyste?.compte_id ?? '', analyste?.courriel ?? '', 2),
  ];
  const enAttente = modele
    ? await copier(sql, 'habilitation', modele.id, {
        utilisateur_id: enAgent,
        etat: 'en-attente-caf',
        au: null,
        traite_par: null,
        traite_le: null,
        remplace_id: null,
        equipement_id: await unRamSansApprobateur(sql, admin.partenaire_id),
      })
    : '';
  return {
    fiches: [
      { id: enAgent, pour: /utilisateurs/ },
      { id: enAnalyste, pour: /utilisateurs/ },
      { id: enAttente, pour: /habilitations\/records/ },
      ...(modele ? [{ id: modele.utilisateur_id, pour: /utilisateurs/ }] : []),
    ],
    acteurs: {
      agent: { compte_id: agent?.compte_id ?? '', cle: `agent:${agent?.id ?? ''}` },
      administrateur: { compte_id: admin.compte_id, cle: `utilisateur:${admin.id}` },
      utilisateur: { compte_id: agent?.compte_id ?? '', cle: `utilisateur:${enAgent}` },
    },
    comptesPartages: new Set([enAnalyste]),
  };
}

async function unRamSansApprobateur(sql: Sql, partenaire: string): Promise<string> {
  const [un] = await sql<{ id: string }>(
    'select e.id from equipement e where e.partenaire_id = $1 order by (select count(*) from habilitation h where h.equipement_id = e.id), e.id limit 1',
    [partenaire],
  );
  if (!un) throw new Error('no equipment in the base');
  return copier(sql, 'equipement', un.id, { nom: 'Ram des pièges' });
}

/** The base before the shots. */
export interface Avant {
  /** Mail addresses of accounts that are somebody. */
  readonly adresses: readonly string[];
  /** Account behind each role held. */
  readonly titulaires: ReadonlyMap<string, string>;
  readonly comptes: ReadonlySet<string>;
  readonly datesHorsBornes: Readonly<Record<string, number>>;
  readonly motsDePasse: ReadonlySet<string>;
  readonly depuis: string;
}

const TITULAIRES =
  "select h.id, u.compte_id from habilitation h join utilisateur u on u.id = h.utilisateur_id where h.etat = 'accordee' and (h.au is null or h.au > current_date)";
/** Accounts whose spaces lie in more than one Caf, or are national, with a password. */
const MOTS_DE_PASSE = `select id from compte c where empreinte_mot_de_passe is not null and (select count(distinct t.ou) from (
  select compte_id, caf_id as ou from utilisateur union all select compte_id, caf_id from agent_caf union all select compte_id, 'national' from analyste) t where t.compte_id = c.id) > 1`;

export async function avantLeTir(sql: Sql): Promise<Avant> {
  const comptes = await sql<{ id: string; courriel: string }>('select id, courriel from compte order by id');
  const [{ depuis } = { depuis: '' }] = await sql<{ depuis: string }>('select now()::text as depuis');
  return {
    adresses: comptes
      .map(({ courriel }) => courriel)
      .filter((courriel) => /@(cnaf|caf)/.test(courriel) || courriel.length % 3 === 0),
    titulaires: new Map(
      (await sql<{ id: string; compte_id: string }>(TITULAIRES)).map(({ id, compte_id }) => [id, compte_id]),
    ),
    comptes: new Set(comptes.map(({ id }) => id)),
    datesHorsBornes: await datesHorsBornes(sql),
    motsDePasse: new Set((await sql<{ id: string }>(MOTS_DE_PASSE)).map(({ id }) => id)),
    depuis,
  };
}

/** Rows with a day that no calendar of ours admits, by column. */
async function datesHorsBornes(sql: Sql): Promise<Record<string, number>> {
  const colonnes = await sql<{ t: string; c: string }>(
    "select table_name as t, column_name as c from information_schema.columns join information_schema.tables using (table_schema, table_name) where table_schema = 'public' and table_type = 'BASE TABLE' and data_type = 'date' order by 1, 2",
  );
  const comptes: Record<string, number> = {};
  for (const { t, c } of colonnes) {
    const [{ n } = { n: 0 }] = await sql<{ n: number }>(
      `select count(*)::int as n from ${escapeIdentifier(t)} where ${escapeIdentifier(c)} not between '1900-01-01' and '2200-12-31'`,
    );
    if (n > 0) comptes[`${t}.${c}`] = n;
  }
  return comptes;
}

/** What the shots left in the base that nobody should be able to leave there. */
export async function apresLeTir(
  cible: Cible,
  avant: Avant,
): Promise<{ readonly genre: string; readonly exemple: string }[]> {
  const { sql } = cible;
  const fautes: { genre: string; exemple: string }[] = [];
  for (const faute of await cible.journalAbime())
    fautes.push({ genre: 'journal que son propre contrôle dit modifié', exemple: faute });
  for (const [colonne, nombre] of Object.entries(await datesHorsBornes(sql)))
    if (nombre > (avant.datesHorsBornes[colonne] ?? 0))
      fautes.push({ genre: 'date hors du calendrier enregistrée', exemple: `${colonne} : ${nombre}` });
  for (const { id, compte_id } of await sql<{ id: string; compte_id: string }>(TITULAIRES)) {
    const qui = avant.titulaires.get(id);
    if (qui !== undefined && qui !== compte_id)
      fautes.push({
        genre: 'rôle passé à une autre personne',
        exemple: `habilitation ${id} : ${qui} → ${compte_id}`,
      });
  }
  for (const { id, compte_id } of await sql<{ id: string; compte_id: string }>(
    'select u.id, u.compte_id from utilisateur u join compte c on c.id = u.compte_id where c.empreinte_mot_de_passe is not null and u.identifiant not like $1',
    ['PIEGE%'],
  )) {
    if (!avant.comptes.has(compte_id) || (await estAncien(sql, id, avant.depuis))) continue;
    const cookie = await cible.cookieDe({ compte_id, cle: `utilisateur:${id}` }, true);
    if ((await cible.statutDe('/partenaire', cookie)) === 200)
      fautes.push({ genre: 'compte rattaché sans l’accord de son titulaire', exemple: `utilisateur ${id}` });
  }
  for (const { id } of await sql<{ id: string }>(
    'select id from compte where empreinte_mot_de_passe is null',
  ))
    if (avant.motsDePasse.has(id))
      fautes.push({
        genre: 'mot de passe retiré à un compte qui ouvre d’autres espaces',
        exemple: `compte ${id}`,
      });
  const siennes = await sql<{ id: string }>(
    "select h.id from habilitation h join utilisateur u on u.id = h.utilisateur_id where h.traite_le >= $1::timestamptz and h.etat = 'accordee' and h.traite_par in (u.compte_id, h.demande_par)",
    [avant.depuis],
  );
  for (const { id } of siennes)
    fautes.push({ genre: 'rôle validé par qui le reçoit ou l’a demandé', exemple: `habilitation ${id}` });
  return fautes;
}

/** Whether a user was there before the shots: the journal says when he was created. */
async function estAncien(sql: Sql, id: string, depuis: string): Promise<boolean> {
  const creations = await sql(
    "select 1 from journal where entite = 'Utilisateur' and entite_id = $1 and genre = 'creation' and le >= $2::timestamptz",
    [id, depuis],
  );
  return creations.length === 0;
}
