import express, { type NextFunction, type Request, type Response } from 'express';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Client } from 'pg';
import { construireGestion, type DependancesGestion } from '#admin/index.ts';
import type { Enregistrement } from '#admin/definition/types/fiche.ts';
import type { ReponseAction } from '#admin/definition/types/formulaire.ts';
import type { ReponseDeFiche } from '#admin/definition/fiche/fiche.ts';
import type { ReponseListe } from '#admin/definition/liste.ts';
import type { Acteur } from '#src/kernel/acteur.ts';
import { Refus } from '#src/kernel/refus.ts';
import { contratsDeTest, type Contrats } from '#test/support/contrats.ts';

/** As strict as the server's. */
const POLITIQUE = [
  "default-src 'none'",
  "script-src 'self' 'nonce-nonce-du-test'",
  "style-src 'self' 'nonce-nonce-du-test'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

type Corps = Partial<ReponseListe & ReponseDeFiche & ReponseAction> & {
  readonly records?: readonly Enregistrement[];
  readonly erreur?: { readonly message: string; readonly champs: Readonly<Record<string, string>> };
};

export interface Reponse {
  readonly statut: number;
  readonly texte: string;
  readonly corps: Corps;
}

/** A server of the back-office, with an actor the test chooses. */
export interface Serveur {
  /** Address of the server, without the path. */
  readonly base: string;
  acteur: Acteur | null;
  get(chemin: string): Promise<Reponse>;
  post(chemin: string, corps: unknown, entetes?: Record<string, string>): Promise<Reponse>;
  fermer(): void;
}

/** Mounts the back-office over HTTP as the server does. */
export async function servirGestion(
  outils: Pick<DependancesGestion, 'executeur' | 'orm' | 'registre' | 'horloge'>,
  acteur: Acteur,
  options: Partial<DependancesGestion> = {},
): Promise<Serveur> {
  const etat: { acteur: Acteur | null } = { acteur };
  const application = express();
  application.use((requete, reponse, next) => {
    requete.requeteId = 'demande-1';
    if (etat.acteur) requete.acteur = etat.acteur;
    reponse.locals['nonce'] = 'nonce-du-test';
    reponse.set('Content-Security-Policy', POLITIQUE);
    next();
  });
  application.use(
    '/gestion',
    await construireGestion({
      executeur: outils.executeur,
      orm: outils.orm,
      registre: outils.registre,
      horloge: outils.horloge,
      ...options,
    }),
  );
  application.use((erreur: unknown, _requete: Request, reponse: Response, _next: NextFunction) => {
    const statut = erreur instanceof Refus ? erreur.statut : 500;
    reponse.status(statut).json({
      erreur: {
        code: erreur instanceof Error ? erreur.name : '',
        message: erreur instanceof Error ? erreur.message : '',
        champs: erreur instanceof Refus ? erreur.champs : {},
      },
    });
  });
  const serveur = application.listen(0, '127.0.0.1');
  await once(serveur, 'listening');
  const origine = `http://127.0.0.1:${(serveur.address() as AddressInfo).port}`;
  const base = `${origine}/gestion`;

  const lire = async (reponse: globalThis.Response): Promise<Reponse> => {
    const texte = await reponse.text();
    const json = reponse.headers.get('content-type')?.includes('json');
    return { statut: reponse.status, texte, corps: json ? (JSON.parse(texte) as Corps) : {} };
  };
  return {
    base: origine,
    get acteur() {
      return etat.acteur;
    },
    set acteur(choisi) {
      etat.acteur = choisi;
    },
    get: async (chemin) => lire(await fetch(base + chemin, { redirect: 'manual' })),
    post: async (chemin, corps, entetes = { 'content-type': 'application/json' }) =>
      lire(
        await fetch(base + chemin, {
          method: 'POST',
          headers: entetes,
          body: typeof corps === 'string' ? corps : JSON.stringify(corps),
          redirect: 'manual',
        }),
      ),
    fermer() {
      serveur.close();
      serveur.closeAllConnections();
    },
  };
}

/** The back-office over the contract documents. */
export interface Gestion extends Contrats, Omit<Serveur, 'fermer'> {
  /** Rows of a table as its owner sees them, policies aside. */
  lignes<T extends object>(sql: string, ...valeurs: unknown[]): Promise<T[]>;
}

export async function gestionDeTest(options: Partial<DependancesGestion> = {}): Promise<Gestion> {
  const contrats = await contratsDeTest('2019-03-04');
  const serveur = await servirGestion(contrats, contrats.gestionnaire, options);
  const proprietaire = new Client(contrats.urlProprietaire);
  await proprietaire.connect();
  return {
    ...contrats,
    base: serveur.base,
    get acteur() {
      return serveur.acteur;
    },
    set acteur(acteur) {
      serveur.acteur = acteur;
    },
    get: (chemin) => serveur.get(chemin),
    post: (...args) => serveur.post(...args),
    async lignes<T extends object>(sql: string, ...valeurs: unknown[]) {
      return (await proprietaire.query<T>(sql, valeurs)).rows;
    },
    async fermer() {
      serveur.fermer();
      await proprietaire.end();
      await contrats.fermer();
    },
  };
}

/** Address of an action in the API. */
export const action = (ressource: string, nom: string): string =>
  `/api/resources/${ressource}/actions/${nom}`;
export const fiche = (ressource: string, id: string, nom = 'show'): string =>
  `/api/resources/${ressource}/records/${id}/${nom}`;
