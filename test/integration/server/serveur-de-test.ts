import { randomUUID } from 'node:crypto';
import { Router, type RequestHandler } from 'express';
import { Client, Pool } from 'pg';
import { pino } from 'pino';
import { z } from 'zod';
import { get } from '#src/http/route.ts';
import { definirCommande, type UniteDeTravail } from '#src/kernel/commande.ts';
import type { DecisionTracee, Registre } from '#src/kernel/registre.ts';
import { Caf } from '#src/domain/territoire/caf/caf.ts';
import { AgentCaf, Analyste } from '#src/domain/acces/compte/compte.ts';
import { inviter } from '#src/domain/acces/compte/inviter.ts';
import { HACHEUR_ARGON2, definirMotDePasse, hacher } from '#src/domain/acces/compte/mot-de-passe.ts';
import { exigerPreuve } from '#src/kernel/preuve.ts';
import { Organisme } from '#src/domain/contractualisation/organisme/organisme.ts';
import { Partenaire } from '#src/domain/contractualisation/organisme/partenaire.ts';
import { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';
import { construireApplication, type Application, type Dependances } from '#src/server/application.ts';
import { demarrerServeur } from '#src/server/serveur.ts';
import { systeme } from '#test/support/acteurs.ts';
import { applicationDeTest, type ApplicationDeTest } from '#test/support/application.ts';
import { servicesLivres } from '#test/support/roles.ts';

/** Security parameters of the tests: small, so that limits are reached quickly. */
export const PARAMETRES: Record<string, number> = {
  tentativesParCompte: 3,
  tentativesParAdresse: 8,
  fenetreTentativesMinutes: 15,
  blocageMinutes: 15,
  invitationHeures: 48,
  reinitialisationMinutes: 60,
  motDePasseLongueurMinimale: 12,
  motDePasseLongueurMaximale: 64,
  sessionInactiviteMinutes: 30,
  sessionAbsolueMinutes: 600,
  preuveMinutes: 15,
  attenteDuCodeMinutes: 10,
  liensFenetreMinutes: 60,
  liensParActeur: 6,
  liensParDestinataire: 3,
  appareilConnuMinutes: 43_200,
};

const inutile = (): never => {
  throw new Error('not used by the server');
};
/** `echeance` forbids nothing. */
const permis = (date: string): DecisionTracee => ({
  decision: {
    jeu: 'echeance',
    version: '1.0.0',
    empreinte: '',
    date,
    etat: 'decide',
    issues: [],
    constats: [],
    calculs: {},
    manquants: [],
  },
  faits: {},
  referentiels: null,
  trace: null,
  libraries: {},
});
/** A registry that knows the security parameters only, and closes the portal to nobody. */
export const registre: Registre = {
  fige: () => registre,
  parametre: (_fichier, nom) => PARAMETRES[nom] ?? inutile(),
  decider: (jeu, date) => (jeu === 'echeance' ? Promise.resolve(permis(date)) : inutile()),
  prevoir: (jeu, date) => (jeu === 'echeance' ? permis(date) : inutile()),
  estEnVigueur: () => false,
  deciderConnuAu: inutile,
  redecider: inutile,
  admet: inutile,
  referentiel: servicesLivres,
  formulaire: () => null,
  formulaireParEmpreinte: () => null,
  reglesParEmpreinte: () => null,
  avecReferentiels: (fichier) => fichier,
  questionsOuvertes: () => [],
  deciderSelon: inutile,
  activationConnue: () => null,
  valeursFictives: () => [],
  valeursFictivesDe: () => [],
};

export const MOT_DE_PASSE = 'le renard dort au soleil';
const EMPREINTE = hacher(MOT_DE_PASSE);

export interface ServeurDeTest extends ApplicationDeTest {
  readonly url: string;
  /** Every address of the application, with the route it was declared by. */
  readonly routes: Application['routes'];
  /** Number of passwords checked so far. */
  verifications(): number;
  /** Says what happens while `POST /gestion/longue` is under way. */
  pendantUnActe(travail: () => Promise<unknown>): void;
  /** Lines logged so far. */
  journaux(): readonly string[];
  /** Runs statements as the owner of the tables, above row-level security. */
  sql<Ligne extends object>(requete: string, parametres?: readonly unknown[]): Promise<Ligne[]>;
  /** Runs a piece of unit of work as the system. */
  unite<Resultat>(travail: (unite: UniteDeTravail) => Promise<Resultat>): Promise<Resultat>;
  /** Waits for what goes on behind the answers. */
  arreterServeur(): Promise<void>;
}

/** Says who asks. */
function quiDemande(espace: string): RequestHandler {
  return (req, res) => {
    res.json({
      espace,
      acteur: req.acteur,
      convention: req.identite?.convention ?? null,
      nonce: String(res.locals['nonce']),
      messages: req.messagesALire(),
    });
  };
}

/** Routers of the tests: each says who asks. */
function quiEstLa(nom: string, pendant: () => Promise<unknown> = () => Promise.resolve()): Router {
  const routes = Router();
  routes.get('/', quiDemande(nom));
  routes.post('/', (req, res) => {
    res.json({ recu: req.body as unknown, requeteId: req.requeteId });
  });
  // A form of the tests, whose act is sensitive, and a file.
  routes.post('/sensible', (req, res) => {
    if (req.acteur) exigerPreuve(req.acteur);
    res.json({ fait: req.body as unknown });
  });
  // An act that takes its time: something happens meanwhile.
  routes.post('/longue', async (req, res) => {
    await pendant();
    req.annoncer({ ton: 'succes', texte: 'Fait.' });
    res.redirect(303, `/${nom}`);
  });
  routes.get('/fichier', (req, res) => {
    if (req.acteur) exigerPreuve(req.acteur, 'fichier');
    res.attachment('fichier.csv').send('a;b');
  });
  routes.get('/panne', () => {
    throw new Error('secret detail');
  });
  return routes;
}

/** The HTTP application on a fresh database, listening on a free port. */
export async function serveurDeTest(changements: Partial<Dependances> = {}): Promise<ServeurDeTest> {
  const base = await applicationDeTest(registre);
  const poolSessions = new Pool({ connectionString: base.urlApplication, max: 4 });
  const proprietaire = new Client({ connectionString: base.urlProprietaire });
  await proprietaire.connect();
  let verifications = 0;
  const lignes: string[] = [];
  const crochet: { pendant: () => Promise<unknown> } = { pendant: () => Promise.resolve() };
  const gestion = quiEstLa('gestion', () => crochet.pendant());
  const application = construireApplication({
    ...base,
    registre,
    poolSessions,
    secretSession: 'secret-des-essais',
    log: pino({ level: 'debug' }, { write: (ligne: string) => lignes.push(ligne) }),
    configuration: {
      production: false,
      http: { urlPublique: undefined, trustProxy: false },
      courrier: { mode: 'boite-visible' },
    },
    ressources: { css: '/ressources/a.css', js: '/ressources/a.js', icone: '/ressources/a.svg' },
    routeurRessources: Router(),
    gestion,
    portail: quiEstLa('partenaire'),
    api: quiEstLa('api'),
    eligibilite: [get('/eligibilite', 'invite', quiDemande('eligibilite'))],
    hacheur: {
      hacher,
      verifier(empreinte, motDePasse) {
        verifications += 1;
        return HACHEUR_ARGON2.verifier(empreinte, motDePasse);
      },
    },
    ...changements,
  });
  const serveur = await demarrerServeur({ application, host: '127.0.0.1', port: 0 });
  const arreterServeur = () => serveur.arreter();
  return {
    ...base,
    url: serveur.url,
    routes: application.routes,
    verifications: () => verifications,
    pendantUnActe(travail) {
      crochet.pendant = travail;
    },
    journaux: () => lignes,
    async sql<Ligne extends object>(requete: string, parametres: readonly unknown[] = []) {
      return (await proprietaire.query<Ligne>(requete, [...parametres])).rows;
    },
    unite: (travail) =>
      base.executeur.executer(
        systeme,
        definirCommande({
          nom: 'essai',
          droit: ['Referentiel', 'charger'],
          saisie: z.object({}),
          executer: travail,
        }),
        {},
      ),
    arreterServeur,
    async fermer() {
      await arreterServeur();
      await poolSessions.end();
      await proprietaire.end();
      await base.fermer();
    },
  };
}

/** A browser: keeps its cookies, follows nothing, says where its requests come from. */
export class Navigateur {
  private readonly cookies = new Map<string, string>();
  constructor(private readonly url: string) {}

  get session(): string | undefined {
    return this.cookies.get('mcp');
  }
  set session(valeur: string | undefined) {
    if (valeur === undefined) this.cookies.delete('mcp');
    else this.cookies.set('mcp', valeur);
  }

  async aller(chemin: string, options: RequestInit = {}): Promise<Response> {
    const entetes = new Headers({ accept: 'text/html', ...Object.fromEntries(new Headers(options.headers)) });
    if (this.cookies.size > 0)
      entetes.set('cookie', [...this.cookies].map(([nom, valeur]) => `${nom}=${valeur}`).join('; '));
    const reponse = await fetch(`${this.url}${chemin}`, { redirect: 'manual', ...options, headers: entetes });
    for (const cookie of reponse.headers.getSetCookie()) {
      const [nom = '', valeur = ''] = (cookie.split(';', 1)[0] ?? '').split('=');
      this.cookies.set(nom, valeur);
    }
    // The head comes before the end: what the server writes last, the session among it, is only sure once the
    // body has been read.
    await reponse.clone().arrayBuffer();
    return reponse;
  }

  envoyer(
    chemin: string,
    champs: Readonly<Record<string, string>>,
    entetes: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    return this.aller(chemin, {
      method: 'POST',
      body: new URLSearchParams(champs),
      headers: { origin: this.url, ...entetes },
    });
  }

  connecter(
    courriel: string,
    motDePasse = MOT_DE_PASSE,
    champs: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    return this.envoyer('/connexion', { courriel, motDePasse, ...champs });
  }

  async json<T>(chemin: string): Promise<T> {
    return (await this.aller(chemin)).json() as Promise<T>;
  }
}

/** Text of a page with plain spaces. */
export const texteDe = async (reponse: Response): Promise<string> =>
  (await reponse.text()).replace(/[\u00a0\u202f]/g, ' ').replace(/&#x27;/g, '’');

export const ouvrir = (serveur: ServeurDeTest): Navigateur => new Navigateur(serveur.url);

async function compte(unite: UniteDeTravail, courriel: string): Promise<string> {
  const { compteId } = await inviter(unite, {
    courriel,
    prenom: 'Camille',
    cafId: null,
    organisme: 'essai',
    sansCourriel: true,
  });
  await definirMotDePasse(unite, compteId, await EMPREINTE);
  return compteId;
}

const PERSONNE = { nom: 'Petit', prenom: 'Camille' };
interface Duree {
  readonly ouvertLe?: string;
  readonly closLe?: string | null;
}

/** Reference of the request, as its answer gives it. */
export const idDe = (reponse: Response): string => reponse.headers.get('x-request-id') ?? '';

/** People and organisations of the tests. */
export const fabrique = {
  async caf(unite: UniteDeTravail, id = '451', fuseauHoraire = 'Europe/Paris'): Promise<string> {
    if (!(await unite.em.findOne(Caf, { id }))) {
      unite.em.persist(unite.em.create(Caf, { id, nom: `Caf ${id}`, fuseauHoraire }));
      await unite.em.flush();
    }
    return id;
  },
  async agent(
    unite: UniteDeTravail,
    courriel: string,
    { ouvertLe = '2020-01-01', closLe = null }: Duree = {},
    caf = '451',
  ): Promise<{ compteId: string; id: string }> {
    await fabrique.caf(unite, caf);
    const compteId = await compte(unite, courriel);
    const id = randomUUID();
    unite.em.persist(
      unite.em.create(AgentCaf, {
        id,
        caf,
        compte: compteId,
        ...PERSONNE,
        courriel,
        profil: 'gestionnaire',
        ouvertLe,
        closLe,
      }),
    );
    return { compteId, id };
  },
  async analyste(unite: UniteDeTravail, courriel: string): Promise<{ compteId: string }> {
    const compteId = await compte(unite, courriel);
    unite.em.persist(
      unite.em.create(Analyste, { compte: compteId, ...PERSONNE, courriel, ouvertLe: '2020-01-01' }),
    );
    return { compteId };
  },
  async partenaire(unite: UniteDeTravail, nom: string, caf = '451'): Promise<string> {
    await fabrique.caf(unite, caf);
    const id = randomUUID();
    const organisme = randomUUID();
    const siren = String(Math.trunc(Number(`0x${id.slice(0, 7)}`) % 900_000_000) + 100_000_000);
    unite.em.persist(
      unite.em.create(Organisme, { id: organisme, siren, raisonSociale: nom, forme: 'commune' }),
    );
    unite.em.persist(unite.em.create(Partenaire, { id, caf, organisme, nom, prefixe: 'COT' }));
    await unite.em.flush();
    return id;
  },
  async utilisateur(
    unite: UniteDeTravail,
    courriel: string,
    partenaire: string,
    { ouvertLe = '2020-01-01', closLe = null }: Duree = {},
    caf = '451',
  ): Promise<{ compteId: string; id: string }> {
    const compteId = await compte(unite, courriel);
    const id = randomUUID();
    unite.em.persist(
      unite.em.create(Utilisateur, {
        id,
        caf,
        partenaire,
        compte: compteId,
        identifiant: `COT${id.slice(0, 6)}`,
        ...PERSONNE,
        courriel,
        ouvertLe,
        closLe,
        groupes: [],
        administrateur: true,
      }),
    );
    return { compteId, id };
  },
};

/** The latest mail to somebody, and the path of its link. */
export async function dernierCourriel(
  serveur: ServeurDeTest,
  destinataire: string,
): Promise<{ objet: string; corps: string; lien: string } | undefined> {
  const [ligne] = await serveur.sql<{ objet: string; corps: string }>(
    'select objet, corps from courriel where destinataire = $1 order by ctid desc limit 1',
    [destinataire],
  );
  if (!ligne) return undefined;
  const adresse = /https?:\/\/\S+/.exec(ligne.corps)?.[0] ?? '';
  return { ...ligne, lien: adresse === '' ? '' : new URL(adresse).pathname + new URL(adresse).search };
}

/** The secret an authenticator application is given to type, spaces left out. */
export function depuisBase32(texte: string): Buffer {
  const bits = [...texte.replace(/\s/g, '')]
    .map((lettre) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(lettre).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((octet) => Number.parseInt(octet, 2)));
}
