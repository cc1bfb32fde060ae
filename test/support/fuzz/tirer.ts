import fc from 'fast-check';
import { Agent, request } from 'node:http';
import { ECRANS } from '#admin/ecrans/index.ts';
import { RESSOURCES } from '#admin/ressources/index.ts';
import type { RouteGestion } from '#test/support/routes.ts';
import type { Cible } from './cible.ts';
import { tirs, type Corps, type Role, type Tir, type Valeur } from './grammaire.ts';

/** What the requests gave. */
export interface Bilan {
  readonly requetes: number;
  readonly statuts: Readonly<Record<string, number>>;
  readonly plusLenteMs: number;
  readonly plusLente: string;
  /** One line per fault: what is wrong, the request to send again, the server's log. */
  readonly fautes: readonly string[];
  /** Distinct ones, by what is wrong and where: how many of each. */
  readonly genres: Readonly<Record<string, number>>;
}

interface Reponse {
  readonly statut: number;
  readonly entetes: Readonly<Record<string, string | string[] | undefined>>;
  readonly texte: string;
}
interface Envoi {
  readonly methode: string;
  readonly chemin: string;
  readonly entetes: Readonly<Record<string, string>>;
  readonly corps: string;
}

/** Whether an address of the back-office is that of a declared action, in the form that reaches it. */
export function existe(route: Partial<RouteGestion>): boolean {
  const { genre, ressource, action = '' } = route;
  const declaree = RESSOURCES.find(({ id }) => id === ressource);
  if (!declaree || genre === undefined) return true;
  if (genre === 'fiche')
    return action === 'show' || declaree.actionsDeFiche.some(({ nom }) => nom === action);
  if (genre === 'liste')
    return action === 'list' || declaree.actionsDeListe.some(({ nom }) => nom === action);
  return genre === 'recherche' && action === 'search';
}

/** Of each kind of fault, so many are kept with their request. */
const EXEMPLES = 3;

/** Where an error came from, in our code. */
function signature(journal: string): string {
  const { erreur } = JSON.parse(journal) as {
    erreur: { type: string; code?: string; message?: string; pile: string[]; cause?: { message?: string } };
  };
  return `${erreur.type} ${erreur.code ?? ''} ${(erreur.message ?? erreur.cause?.message ?? '').slice(0, 80)} ${erreur.pile.find((ligne) => !/node_modules|node:/.test(ligne)) ?? erreur.pile[0] ?? ''}`;
}

/** After which an answer will not come any more. */
const SANS_REPONSE_MS = 30_000;
/** Requests on the way at once, over connections kept open. */
const ENSEMBLE = 8;
/** A session of each role serves this many requests: one of them may well end it. */
const VIE_DES_SESSIONS = 40;
/** Of the insides of the program or of the database: none of it is in what is sent. */
const FUITE =
  /\bat (async )?[\w.<>[\] ]+ ?\(?(file:|\/|node:)[^)]*:\d+:\d+|node_modules|\.tsx?:\d+|syntax error at|relation "|column "|violates |invalid input syntax|SQLSTATE|DriverException|MikroORM|Unhandled|ECONNREFUSED|pg_catalog|sqlMessage/;
/** Answers of Node itself, before the application: none of our words. */
const DU_PROTOCOLE = new Set([417, 431]);
const NON_ECHAPPE = /<svg\/onload=fuzz|<script>fuzz/;

function faute(envoi: Envoi, { statut, entetes, texte }: Reponse, origine: string): string | null {
  if (statut === 0) return 'no answer';
  if (statut >= 500) return `status ${statut}`;
  if (FUITE.test(texte)) return `leak: ${FUITE.exec(texte)?.[0] ?? ''}`;
  if (entetes['x-injecte'] !== undefined) return 'header injected';
  const vers = entetes['location'];
  if (typeof vers === 'string' && !/^\/(?![/\\])/.test(vers) && !vers.startsWith(`${origine}/`))
    return `redirect to ${vers}`;
  const type = String(entetes['content-type'] ?? '');
  if (type.startsWith('text/html') && NON_ECHAPPE.test(texte)) return 'payload not escaped';
  if (type.startsWith('text/html') && entetes['content-security-policy'] === undefined)
    return 'page without a policy';
  if (statut >= 400 && envoi.methode !== 'HEAD' && texte === '' && !DU_PROTOCOLE.has(statut))
    return `status ${statut} without a word`;
  return null;
}

export async function tirer(
  cible: Cible,
  options: {
    readonly graine: number;
    readonly taille: number;
    readonly surProgres?: (faits: number, total: number) => void;
  },
): Promise<Bilan> {
  const agent = new Agent({ keepAlive: true, maxSockets: ENSEMBLE });
  const { port } = new URL(cible.url);
  const statuts: Record<string, number> = {};
  const fautes: string[] = [];
  const genres: Record<string, number> = {};
  const arbitraire = tirs(cible.routes, existe);
  let [requetes, plusLenteMs, plusLente] = [0, 0, ''];
  const cookies = new Map<string, { cookie: string | undefined; reste: number }>();

  const cookieDe = async (role: Role, preuveRecente: boolean): Promise<string | undefined> => {
    const cle = `${role}/${preuveRecente}`;
    const connu = cookies.get(cle);
    if (connu && connu.reste > 0) {
      connu.reste -= 1;
      return connu.cookie;
    }
    const cookie = role === 'personne' ? undefined : await cible.cookie(role, preuveRecente);
    cookies.set(cle, { cookie, reste: VIE_DES_SESSIONS });
    return cookie;
  };
  const envoyer = ({ methode, chemin, entetes, corps }: Envoi): Promise<Reponse> =>
    new Promise((resoudre) => {
      const requete = request(
        {
          port,
          host: '127.0.0.1',
          agent,
          method: methode,
          path: chemin,
          headers: { ...entetes, 'content-length': Buffer.byteLength(corps) },
          timeout: SANS_REPONSE_MS,
        },
        (reponse) => {
          const morceaux: Buffer[] = [];
          reponse
            .on('data', (morceau: Buffer) => morceaux.push(morceau))
            .on('close', () =>
              resoudre({
                statut: reponse.statusCode ?? 0,
                entetes: reponse.headers,
                texte: Buffer.concat(morceaux).toString('utf8'),
              }),
            );
        },
      );
      requete.on('timeout', () => requete.destroy());
      requete.on('error', () => resoudre({ statut: 0, entetes: {}, texte: '' }));
      requete.end(corps);
    });
  const mesurer = async (envoi: Envoi, graine: string): Promise<Reponse> => {
    const debut = performance.now();
    let reponse = await envoyer(envoi);
    // A connection kept open that the server had just closed (it does after a body it does not read): once
    // more, on a new one.
    if (reponse.statut === 0 && performance.now() - debut < SANS_REPONSE_MS)
      reponse = await envoyer({ ...envoi, entetes: { ...envoi.entetes, connection: 'close' } });
    const duree = performance.now() - debut;
    requetes += 1;
    statuts[String(reponse.statut)] = (statuts[String(reponse.statut)] ?? 0) + 1;
    if (duree > plusLenteMs)
      [plusLenteMs, plusLente] = [duree, `${envoi.methode} ${envoi.chemin.slice(0, 160)}`];
    const quoi = faute(envoi, reponse, cible.url);
    if (quoi !== null) {
      const { cookie: _cookie, ...entetes } = envoi.entetes;
      const journal = cible.journalDe(String(reponse.entetes['x-request-id'] ?? ''));
      const genre = `${quoi} ${journal === '' ? envoi.chemin.split('?', 1)[0]?.slice(0, 80) : signature(journal)}`;
      genres[genre] = (genres[genre] ?? 0) + 1;
      if (genres[genre] <= EXEMPLES)
        fautes.push(
          `${quoi} — ${graine} — ${JSON.stringify({ ...envoi, entetes, corps: envoi.corps.slice(0, 3000) })}\n    ${journal.slice(0, 2500)}`,
        );
    }
    return reponse;
  };

  const jouer = async (tir: Tir, graine: string): Promise<void> => {
    const cookie = await cookieDe(tir.role, tir.preuveRecente);
    const chemin = cheminDe(tir, cible);
    const communs: Record<string, string> = {
      ...(cookie ? { cookie } : {}),
      origin: cible.url,
      accept: tir.route.chemin.includes('/api/') ? 'application/json' : 'text/html',
    };
    const gabarit =
      tir.corps.genre === 'formulaire'
        ? await gabaritDe(tir, chemin, communs, (envoi) => mesurer(envoi, graine))
        : [];
    const { type, texte } = corpsDe(tir.corps, gabarit, cible);
    const entetes: Record<string, string> = { ...communs, ...(texte === '' ? {} : { 'content-type': type }) };
    for (const [nom, valeur] of tir.entetes) entetes[nom] = valeur;
    await mesurer({ methode: tir.methode, chemin, entetes, corps: texte }, graine);
  };

  const LOT = 500;
  for (let debut = 0; debut < options.taille; debut += LOT) {
    const graine = options.graine + debut / LOT;
    const lot = fc
      .sample(arbitraire, { seed: graine, numRuns: Math.min(LOT, options.taille - debut) })
      .map((tir, rang) => ({ tir, rang }));
    const file = lot.values();
    await Promise.all(
      Array.from({ length: ENSEMBLE }, async () => {
        for (const { tir, rang } of file) await jouer(tir, `graine ${graine}, tir ${rang}`);
      }),
    );
    options.surProgres?.(Math.min(debut + LOT, options.taille), options.taille);
  }
  agent.destroy();
  return { requetes, statuts, plusLenteMs: Math.round(plusLenteMs), plusLente, fautes, genres };
}

const dire = (valeur: Valeur, { identifiants }: Pick<Cible, 'identifiants'>): string =>
  'texte' in valeur ? valeur.texte : (identifiants[valeur.rang % identifiants.length] ?? '');

/** Without lone halves of a character, which no encoding carries. */
const bienForme = (texte: string): string => Buffer.from(texte).toString();

/** What HTTP itself forbids in an address is sent encoded. */
const encoder = (texte: string): string => encodeURIComponent(bienForme(texte));

function cheminDe(tir: Tir, cible: Cible): string {
  let rang = 0;
  const chemin = tir.route.chemin.replace(/[:*](\w+)/g, () => {
    const valeur = tir.parametres[rang++];
    // One time in four the identifier of something else.
    if (valeur && 'rang' in valeur && valeur.rang % 4 > 0)
      return dire(valeur, { identifiants: cible.identifiantsDe(tir.route) });
    // An empty part would be another address.
    return encoder(valeur ? dire(valeur, cible) : '') || '-';
  });
  const requete = tir.requete
    .map(([nom, valeur]) => `${encoder(nom)}=${encoder(dire(valeur, cible))}`)
    .join('&');
  return requete === '' ? chemin : `${chemin}?${requete}`;
}

type Champs = readonly (readonly [nom: string, valeur: string])[];

/** The fields of the form behind an address, with the values it is shown with. */
async function gabaritDe(
  tir: Tir,
  chemin: string,
  entetes: Record<string, string>,
  envoyer: (envoi: Envoi) => Promise<Reponse>,
): Promise<Champs> {
  const { genre, ressource, action } = tir.route as Partial<RouteGestion>;
  if (genre === 'page') {
    const commandes = Object.entries({ ...ECRANS.find(({ nom }) => nom === ressource)?.commandes });
    const [nom, commande] = commandes[tir.parametres.length % Math.max(1, commandes.length)] ??
      commandes[tir.requete.length % Math.max(1, commandes.length)] ?? ['', undefined];
    const forme = (commande?.saisie as { shape?: object } | undefined)?.shape ?? {};
    return [['action', nom], ...Object.keys(forme).map((champ) => [champ, ''] as const)];
  }
  if (genre !== undefined) {
    const { texte } = await envoyer({ methode: 'GET', chemin, entetes, corps: '' });
    const declaree = RESSOURCES.find(({ id }) => id === ressource);
    const valeurs = lireValeurs(texte);
    if (valeurs) return valeurs;
    const commande = [...(declaree?.actionsDeListe ?? []), ...(declaree?.actionsDeFiche ?? [])].find(
      ({ nom }) => nom === action,
    )?.commande;
    return Object.keys((commande?.saisie as { shape?: object } | undefined)?.shape ?? {}).map(
      (champ) => [champ, ''] as const,
    );
  }
  const { texte } = await envoyer({ methode: 'GET', chemin, entetes, corps: '' });
  return [...texte.matchAll(/<(?:input|select|textarea|button)\b[^>]*\bname="([^"]+)"[^>]*>/g)].map(
    ([balise, nom = '']) => [nom, /\bvalue="([^"]*)"/.exec(balise)?.[1] ?? ''] as const,
  );
}

function lireValeurs(texte: string): Champs | null {
  try {
    const { formulaire } = JSON.parse(texte) as {
      formulaire?: { valeurs?: Record<string, unknown>; champs?: { nom: string }[] };
    };
    if (!formulaire) return null;
    const noms = new Set([
      ...(formulaire.champs ?? []).map(({ nom }) => nom),
      ...Object.keys(formulaire.valeurs ?? {}),
    ]);
    return [...noms].map((nom) => [nom, String(formulaire.valeurs?.[nom] ?? '')] as const);
  } catch {
    return null;
  }
}

function corpsDe(
  corps: Corps,
  gabarit: Champs,
  cible: Cible,
): { readonly type: string; readonly texte: string } {
  if (corps.genre === 'aucun') return { type: '', texte: '' };
  if (corps.genre === 'brut') return { type: corps.type, texte: bienForme(corps.texte) };
  const champs: [string, string | string[]][] = gabarit.map(([nom, valeur]) => [nom, valeur]);
  for (const [lequel, par] of corps.remplace) {
    const valeur = Array.isArray(par)
      ? par.map((une: Valeur) => dire(une, cible))
      : dire(par as Valeur, cible);
    const vise = typeof lequel === 'number' ? champs[lequel % Math.max(1, champs.length)] : undefined;
    if (vise) vise[1] = valeur;
    else champs.push([String(lequel), valeur]);
  }
  const plats = champs.flatMap(([nom, valeur]) =>
    (Array.isArray(valeur) ? valeur : [valeur]).map((une) => [nom, bienForme(une)] as const),
  );
  switch (corps.encodage) {
    case 'urlencoded':
      return {
        type: 'application/x-www-form-urlencoded',
        texte: plats.map(([nom, valeur]) => `${encoder(nom)}=${encoder(valeur)}`).join('&'),
      };
    case 'json':
      return { type: 'application/json', texte: JSON.stringify(Object.fromEntries(champs)) };
    case 'texte':
      return { type: 'text/plain', texte: JSON.stringify(Object.fromEntries(champs)) };
    case 'multipart':
      return {
        type: 'multipart/form-data; boundary=limite',
        texte: `${plats.map(([nom, valeur]) => `--limite\r\nContent-Disposition: form-data; name="${nom}"\r\n\r\n${valeur}\r\n`).join('')}--limite--\r\n`,
      };
  }
}
