import { sql } from 'kysely';
import { lireBrut, lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/territoire/tables.ts';
import { estFuseau } from '#src/kernel/horloge.ts';
import { nombreFr } from '#src/kernel/francais.ts';
import type { EntityManager } from '@mikro-orm/postgresql';
import { lireRoleConnecte, refusRole } from '#src/cli/controles-production.ts';
import { attention, bon, echec, reunir, type Check } from '#src/cli/doctor/check.ts';
import { ABSENCE_S, ageDeLEntretien } from '#src/database/jobs/presence.ts';
import { chaines } from '#src/database/journal/lectures.ts';
import { verifierChaine } from '#src/database/journal/verification.ts';
import { verifierMigrations } from '#src/database/migrer.ts';
import { ecrireJour } from '#src/engine/saisie/index.ts';
import { direJob } from '#src/domain/suivi/jobs/decrire.ts';
import { JobEnEchec } from '#src/domain/suivi/jobs/job-en-echec.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';

const VERSION_MINIMALE = 15;
/** Tables that hold nothing of anybody. */
const SANS_POLITIQUE = ['migration'];
const AJOUT_SEUL = [
  'decision',
  'journal',
  'transmission',
  'version_regle',
  'evenement_declaration',
  'decision_humaine',
  'journal_valeur',
];
const DERNIERES = 1_000;
/** Dead letters named one by one. */
const TRAVAUX_DITS = 10;

export async function controlerVersion(em: EntityManager): Promise<Check> {
  const [lu] = await lireLignes(
    em,
    tables.selectNoFrom([
      sql<string>`current_setting('server_version')`.as('version'),
      sql<number>`current_setting('server_version_num')::int / 10000`.as('numero'),
    ]),
  );
  if ((lu?.numero ?? 0) < VERSION_MINIMALE)
    return echec(
      `PostgreSQL ${lu?.version ?? '?'} est trop ancien.`,
      `Passez à PostgreSQL ${VERSION_MINIMALE} ou plus récent.`,
    );
  return bon(`PostgreSQL ${lu?.version ?? ''} répond.`);
}

export async function controlerRole(em: EntityManager): Promise<Check> {
  const role = await lireRoleConnecte((sql) => em.execute(sql));
  const [defaut] = refusRole(role);
  return defaut === undefined
    ? bon(`Le rôle « ${role.nom} » ne possède rien et reste soumis au cloisonnement.`)
    : echec(`Le rôle « ${role.nom} » en peut trop.`, defaut);
}

/** A table found in the catalogue of PostgreSQL, of which no type is generated. */
interface Nomme {
  readonly nom: string;
}

/** The second wall: policies on every table, append-only tables without a way around. */
export async function controlerPolitiques(em: EntityManager): Promise<Check> {
  const checks: Check[] = [];
  const ouvertes = await lireBrut(
    em,
    sql<Nomme>`select c.relname as nom from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
    and not c.relrowsecurity and c.relname not in (${sql.join(SANS_POLITIQUE)}) order by 1`,
  );
  if (ouvertes.length > 0)
    checks.push(
      echec(
        `Tables sans cloisonnement : ${ouvertes.map(({ nom }) => nom).join(', ')}.`,
        'Activez-le (alter table … enable row level security), et cherchez qui l’a retiré.',
      ),
    );
  const modifiables = await lireBrut(
    em,
    sql<Nomme>`select t.nom from unnest(array[${sql.join(AJOUT_SEUL)}]) as t(nom)
    where has_table_privilege(current_user, t.nom, 'UPDATE') or has_table_privilege(current_user, t.nom, 'DELETE') or has_table_privilege(current_user, t.nom, 'TRUNCATE')`,
  );
  if (modifiables.length > 0)
    checks.push(
      echec(
        `Le rôle de l’application peut changer : ${modifiables.map(({ nom }) => nom).join(', ')}.`,
        'Relancez l’application avec DATABASE_URL_PROPRIETAIRE : elle remet les droits.',
      ),
    );
  const desactives = await lireBrut(
    em,
    sql<Nomme>`select distinct t.tgrelid::regclass::text as nom from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where not t.tgisinternal and t.tgenabled = 'D' and c.relnamespace in ('public'::regnamespace, (select oid from pg_namespace where nspname = 'journal_mois')) order by 1`,
  );
  if (desactives.length > 0)
    checks.push(
      echec(
        `Protections désactivées sur : ${desactives.map(({ nom }) => nom).join(', ')}.`,
        'Réactivez-les (alter table … enable trigger all), puis relisez tout le journal.',
      ),
    );
  return reunir(checks, 'Chaque table est cloisonnée ; les journaux ne se modifient pas.');
}

export async function controlerMigrations(url: string): Promise<Check> {
  const manquantes = await verifierMigrations(url);
  return manquantes.length === 0
    ? bon('Le schéma de la base est à jour.')
    : echec(
        `Il manque à la base : ${manquantes.join(', ')}.`,
        'Relancez l’application avec DATABASE_URL_PROPRIETAIRE : elle les applique.',
      );
}

/** @param tout reads every line; otherwise the last ones of each chain */
export async function controlerJournal(em: EntityManager, maintenant: Date, tout: boolean): Promise<Check> {
  const checks: Check[] = [];
  let [lignes, expliquees] = [0, 0];
  for (const chaine of await chaines(em)) {
    const {
      anomalie,
      total,
      totalExpliquees,
      lignes: lues,
    } = await verifierChaine(em, chaine, tout ? {} : { dernieres: DERNIERES });
    lignes += lues;
    expliquees += totalExpliquees;
    if (anomalie === null) continue;
    const suite = total > 1 ? ` Et ${total - 1} autre(s) anomalie(s) dans cette chaîne.` : '';
    checks.push(
      echec(
        `${anomalie}${suite}`,
        'Gardez la base en l’état, comparez avec une sauvegarde et la dernière empreinte (journal verifier --depuis).',
      ),
    );
  }
  // The function gives a list of days, which no type of ours describes.
  const [parties] = await lireBrut(
    em,
    sql<{
      readonly prochain: boolean;
    }>`select date_trunc('month', ${maintenant}::timestamptz at time zone 'UTC' + interval '1 month')::date = any(mois) as prochain from journal_parties()`,
  );
  if (!parties?.prochain)
    checks.push(
      attention(
        'Le mois prochain n’est pas préparé dans le journal.',
        'Relancez l’application : elle prépare trois mois d’avance. D’ici là rien ne se perd.',
      ),
    );
  return reunir(
    checks,
    `Journal intact sur ${lignes} ligne(s)${expliquees > 0 ? `, hors ${expliquees} anomalie(s) expliquée(s)` : ''}${tout ? '' : ' (les dernières de chaque chaîne ; --complet pour toutes)'}.`,
  );
}

/** @param maintenant clock of this machine */
export async function controlerHorloge(em: EntityManager, maintenant: () => number): Promise<Check> {
  const avant = maintenant();
  const [lu] = await lireLignes(
    em,
    tables
      .selectFrom('caf')
      .select(({ ref }) => [
        sql<string>`extract(epoch from clock_timestamp()) * 1000`.as('epoque'),
        sql<string[]>`coalesce(array_agg(distinct ${ref('fuseau_horaire')}), array[]::text[])`.as('fuseaux'),
      ]),
  );
  const ecart = Math.round(Number(lu?.epoque) - (avant + maintenant()) / 2) / 1000;
  const checks: Check[] = [];
  const remede =
    'Réglez l’heure des deux machines (NTP) : les échéances et les campagnes suivent l’horloge de l’application.';
  const dit = `L’horloge de la base et celle d’ici diffèrent de ${nombreFr(Math.abs(ecart))} s.`;
  if (Math.abs(ecart) >= 60) checks.push(echec(dit, remede));
  else if (Math.abs(ecart) >= 2) checks.push(attention(dit, remede));
  const inconnus = (lu?.fuseaux ?? []).filter((fuseau) => !estFuseau(fuseau));
  if (inconnus.length > 0)
    checks.push(
      echec(
        `Fuseaux horaires inconnus d’ici : ${inconnus.join(', ')}.`,
        'Corrigez la fiche de la Caf, ou installez Node avec toutes ses données internationales.',
      ),
    );
  return reunir(checks, 'Les horloges concordent, les fuseaux des Caf sont connus.');
}

/** Whether somebody does the background work. */
export async function controlerTravailleurs(em: EntityManager): Promise<Check> {
  const age = await ageDeLEntretien(em);
  if (age !== undefined && age < ABSENCE_S) return bon('Les travaux en arrière-plan sont pris en charge.');
  return attention(
    age === undefined
      ? 'Personne n’a encore pris en charge les travaux en arrière-plan.'
      : `Personne ne prend en charge les travaux en arrière-plan depuis ${nombreFr(Math.round(age / 60), 0)} min : courriels, études et reprises attendent.`,
    'Démarrez « npm run travailleur », ou un serveur sans TRAVAUX=non.',
  );
}

/** What the program gave up doing in the background. */
export async function controlerTravaux(unite: UniteDeLecture): Promise<Check> {
  const echecs = await unite.em.find(
    JobEnEchec,
    {},
    { orderBy: { abandonneLe: 'desc' }, limit: TRAVAUX_DITS },
  );
  if (echecs.length === 0) return bon('Aucun travail en arrière-plan n’est en échec.');
  const dits: string[] = [];
  for (const echec of echecs)
    dits.push(
      `${await direJob(unite, echec)}, abandonné le ${ecrireJour(echec.abandonneLe.toISOString().slice(0, 10))} après ${echec.tentatives} tentative(s) : ${echec.cause ?? 'cause inconnue'}`,
    );
  return attention(
    `${echecs.length === TRAVAUX_DITS ? 'Travaux' : `${echecs.length} travail(aux)`} en échec : ${dits.join(' ; ')}`,
    'Corrigez la cause, puis « Réessayer » dans « Travaux en échec » de l’espace de gestion.',
  );
}
