import { Agent, request } from 'node:http';
import { Pool } from 'pg';
import { pino } from 'pino';
import { assembler } from '#src/cli/assemblage.ts';
import { ouvrirOrm } from '#src/cli/composition.ts';
import { creerExecuteur } from '#src/database/executeur.ts';
import { Metriques } from '#src/server/supervision/metriques.ts';
import { routesDe } from '#src/server/routes.ts';
import { demarrerServeur } from '#src/server/serveur.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';
import { planterLesDroits, type BaseDesDroits } from './fixture.ts';
import { marquesVues } from './marques.ts';
import { confronterAuxRoutes, toutesLesDemandes, type Demande } from './demandes.ts';
import { estOuverte, litLeChamp, type Person } from './oracle.ts';
import { peopleOf } from './people.ts';

interface Reponse {
  readonly statut: number;
  readonly lieu: string;
  readonly texte: string;
}

export interface Parcours {
  readonly base: BaseDesDroits;
  readonly routes: ReturnType<typeof confronterAuxRoutes>;
  readonly people: readonly Person[];
  readonly demandes: readonly Demande[];
  /** Asks one thing as one person. */
  demander(person: Person, demande: Pick<Demande, 'methode' | 'chemin' | 'corps'>): Promise<Reponse>;
  fermer(): Promise<void>;
}

/**
 * Passwords of the tests are kept as they are: the walk signs in by the product's own page, without its cost.
 */
const EN_CLAIR = {
  hacher: (motDePasse: string) => Promise.resolve(motDePasse),
  verifier: (empreinte: string | null, motDePasse: string) => Promise.resolve(empreinte === motDePasse),
};

/**
 * The application as it is assembled for production, on the base of the rights, and everybody signed in.
 * @param passerPar gives the address by which the application reaches its base
 */
export async function preparerLeParcours(
  passerPar: (urlApplication: string) => Promise<string> = (url) => Promise.resolve(url),
): Promise<Parcours> {
  const base = await planterLesDroits();
  const urlApplication = await passerPar(base.urlApplication);
  const poolSessions = new Pool({ connectionString: urlApplication, max: 4 });
  const registre = await registreDesFichiers();
  const orm = await ouvrirOrm(urlApplication);
  const { horloge } = base;
  const application = await assembler({
    orm,
    executeur: creerExecuteur({ orm, registre, horloge, urlPublique: 'http://127.0.0.1:3000' }),
    horloge,
    registre,
    poolSessions,
    secretSession: 'secret-des-essais',
    log: pino({ level: 'silent' }),
    hacheur: EN_CLAIR,
    metriques: { metriques: new Metriques(), jeton: 'jeton-des-mesures-de-trente-deux-signes' },
    configuration: {
      production: false,
      http: { urlPublique: undefined, trustProxy: false },
      courrier: { mode: 'boite-visible' },
    },
  });
  const serveur = await demarrerServeur({ application, host: '127.0.0.1', port: 0 });
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const cookies = new Map<string, string>();
  const { hostname, port, origin } = new URL(serveur.url);

  const envoyer = (
    nom: string,
    { methode, chemin, corps }: Pick<Demande, 'methode' | 'chemin' | 'corps'>,
  ): Promise<Reponse> =>
    new Promise((resolve) => {
      // A connection cut is an answer as bad as a 500.
      const rompre = (erreur: Error): void => resolve({ statut: 599, lieu: '', texte: erreur.message });
      const json = chemin.startsWith('/gestion/api');
      const paires = Object.entries(corps ?? {}).flatMap(([nomDuChamp, valeur]) =>
        [valeur].flat().map((une) => [nomDuChamp, une] as [string, string]),
      );
      const texte =
        corps === undefined ? '' : json ? JSON.stringify(corps) : new URLSearchParams(paires).toString();
      const cookie = cookies.get(nom);
      const demande = request(
        {
          agent,
          hostname,
          port,
          path: chemin,
          method: methode,
          headers: {
            accept: json ? 'application/json' : 'text/html',
            origin,
            'content-length': Buffer.byteLength(texte),
            ...(corps === undefined
              ? {}
              : { 'content-type': json ? 'application/json' : 'application/x-www-form-urlencoded' }),
            ...(cookie === undefined ? {} : { cookie }),
          },
        },
        (reponse) => {
          const morceaux: Buffer[] = [];
          reponse
            .on('data', (morceau: Buffer) => morceaux.push(morceau))
            .on('error', rompre)
            .on('end', () => {
              const pose = reponse.headers['set-cookie']
                ?.find((un) => un.startsWith('mcp='))
                ?.split(';', 1)[0];
              if (pose && chemin === '/connexion') cookies.set(nom, pose);
              resolve({
                statut: reponse.statusCode ?? 0,
                lieu: reponse.headers.location ?? '',
                texte: Buffer.concat(morceaux).toString('utf8'),
              });
            });
        },
      );
      demande.on('error', rompre).end(texte);
    });

  const people = await peopleOf(base);
  for (const { nom, courriel } of people) {
    if (courriel === null) continue;
    const { statut, texte } = await envoyer(nom, {
      methode: 'POST',
      chemin: '/connexion',
      corps: { courriel, motDePasse: 'clair' },
    });
    if (statut !== 303) throw new Error(`${nom} cannot sign in: ${statut} ${texte.slice(0, 2_000)}`);
  }
  await base.superviseur(
    "update utilisateur u set clos_le = '2026-03-02' from compte c where c.id = u.compte_id and c.courriel like 'clos.%'",
  );
  return {
    base,
    people,
    routes: confronterAuxRoutes(routesDe(application.express)),
    demandes: await toutesLesDemandes(base),
    demander: ({ nom }, demande) => envoyer(nom, demande),
    async fermer() {
      agent.destroy();
      await serveur.arreter();
      await poolSessions.end();
      await orm.close(true);
      await base.fermer();
    },
  };
}

/** Whether an answer lets through; a failure when the server broke. */
function issueDe({ statut, lieu }: Reponse, refus = 404): 'ouverte' | 'refusee' | 'panne' {
  if (statut >= 500) return 'panne';
  if ([401, 403, 404, refus].includes(statut)) return 'refusee';
  return statut === 303 && /^\/(connexion|profils)/.test(lieu) ? 'refusee' : 'ouverte';
}

interface Bilan {
  /** Of processor, application and test together. */
  readonly secondes: number;
  readonly combinaisons: number;
  readonly champs: number;
  readonly ecarts: readonly string[];
}

/**
 * What an answer prints that its reader may not read. The outbox page of a demonstration shows everybody's
 * mails, on purpose.
 */
function champsDeTrop(
  { marques }: BaseDesDroits,
  person: Person,
  { chemin, corps }: Pick<Demande, 'chemin' | 'corps'>,
  { texte }: Reponse,
): string[] {
  if (chemin === '/courriels' || /\.(js|css|svg)$/.test(chemin)) return [];
  // What was asked for comes back in links and forms: it tells nothing.
  const demande = `${decodeURIComponent(chemin)} ${Object.values(corps ?? {})
    .flat()
    .join(' ')}`;
  return marquesVues(marques, texte).flatMap(([vue, marque]) =>
    litLeChamp(person, marque) || demande.includes(vue)
      ? []
      : [
          `${marque.ressource}.${marque.champ} (Caf ${marque.caf ?? 'nationale'}, ${marque.partenaire === person.partenaire ? 'le sien' : (marque.partenaire ?? 'sans partenaire')})`,
        ],
  );
}

/**
 * What the number of rows found tells of records that are not for this reader; and a search that finds
 * nothing where it should.
 */
function compteDeTrop(person: Person, { temoin }: Demande, { statut, texte }: Reponse): string[] {
  if (!temoin || statut !== 200) return [];
  const { meta, records } = JSON.parse(texte) as {
    readonly meta?: { readonly total: number };
    readonly records: readonly unknown[];
  };
  const total = meta?.total ?? records.length;
  const lit = litLeChamp(person, temoin.marque);
  if (!lit && total > 0) return [`compte ${total} fiche(s) d’autrui`];
  return lit && temoin.trouve && total === 0 ? ['ne trouve pas ce qui est à lui'] : [];
}

/** Said behind the door, to who holds the right: what the record itself forbids him, beyond the table. */
const PRINCIPES = /clore votre propre accès|n’est pas partenaire de votre Caf : son identité/;

/** Asks everything of a list to everybody in it, several at a time. */
export async function parcourir(
  parcours: Parcours,
  couples: readonly (readonly [Person, Demande])[],
): Promise<Bilan> {
  const ecarts: string[] = [];
  let combinaisons = 0;
  const debut = process.cpuUsage();
  const suite = couples[Symbol.iterator]();
  const marcher = async (): Promise<void> => {
    for (const [person, demande] of { [Symbol.iterator]: () => suite }) {
      const reponse = await parcours.demander(person, demande);
      const dite = issueDe(reponse, demande.refus);
      const attendue =
        demande.exigence.pour === 'tous'
          ? dite
          : estOuverte(person, demande.exigence, demande.objet)
            ? 'ouverte'
            : 'refusee';
      const parUnPrincipe = reponse.statut === 403 && PRINCIPES.test(reponse.texte);
      const obtenue =
        attendue === 'ouverte' && (parUnPrincipe || (demande.peutManquer === true && reponse.statut === 404))
          ? 'ouverte'
          : dite;
      combinaisons += 1;
      if (obtenue === 'panne' || obtenue !== attendue)
        ecarts.push(
          `${person.nom} : ${demande.porte} → ${reponse.statut} au lieu de « ${attendue} » (${demande.chemin})`,
        );
      for (const constat of compteDeTrop(person, demande, reponse))
        ecarts.push(`${person.nom} : ${demande.porte} ${constat} (${demande.chemin})`);
      for (const champ of champsDeTrop(parcours.base, person, demande, reponse))
        ecarts.push(`${person.nom} : ${demande.porte} montre ${champ} (${demande.chemin})`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, marcher));
  const { user, system } = process.cpuUsage(debut);
  return {
    secondes: Math.round((user + system) / 1e6),
    combinaisons,
    champs: combinaisons * parcours.base.marques.size,
    ecarts,
  };
}

/** Fingerprint of every table but those of sessions, as its owner sees it. */
export async function empreinteDeLaBase({ superviseur }: BaseDesDroits): Promise<Record<string, string>> {
  const tables = await superviseur(
    "select c.oid::regclass::text as nom from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and n.nspname = 'public' order by 1",
  );
  const empreintes: Record<string, string> = {};
  for (const { nom } of tables) {
    const [ligne] = await superviseur(
      `select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as e from ${String(nom)} t`,
    );
    empreintes[String(nom)] = String(ligne?.['e']);
  }
  return empreintes;
}
