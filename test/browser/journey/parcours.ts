import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach } from 'vitest';
import type { BrowserContextOptions } from 'playwright-core';
import type { Base } from '#test/support/postgres.ts';
import { copierProjet } from '#test/support/copie.ts';
import { visiter, type Visite } from '#test/support/navigateur.ts';
import { demarrerApplication, type Application } from '#test/support/serveur.ts';
import { bouton, saisir } from './gestes.ts';

/** Somebody at his browser. */
export type Personne = Visite & { readonly parcours: Parcours };

export const MOT_DE_PASSE = 'quatre chevaux blancs';
export const RAM = 'CBA-RAM Les Marins marrants';
/** The year declared: the last one that is over. */
export const EXERCICE = new Date().getFullYear() - 1;
export const AFAS = 'Aides financières d’action sociale (Afas)';

/**
 * The journey under way: one application, the people at their browsers, what a step leaves for the next ones.
 */
export class Parcours {
  /** The copy of the project that runs: a policy change is made in its `rules/`. */
  projet = '';
  private application: Application | undefined;
  private readonly personnes = new Map<string, Personne>();
  private readonly notes = new Map<string, string>();
  private sql: Client | undefined;
  private readonly fermetures: (() => Promise<unknown>)[] = [];
  private etapes = 0;
  private echec: string | undefined;

  get adresse(): string {
    return this.ouverte().url;
  }

  /**
   * Runs a command of the project (path of its program, then its parameters) and gives what it wrote. @throws
   * Error unless it succeeds
   */
  async commande(...parametres: string[]): Promise<string> {
    const { code, sortie } = await this.ouverte().executer(parametres);
    if (code !== 0) throw new Error(`${parametres.join(' ')} ended with ${code}:\n${sortie}`);
    return sortie;
  }

  /** Number of entries of the journal: every write adds one. */
  async ecritures(): Promise<number> {
    const reponse = await this.sql?.query<{ n: number }>('select count(*)::int as n from journal');
    return reponse?.rows[0]?.n ?? Number.NaN;
  }

  /** Ends the sessions of a person, as a long break does. */
  async expirerLaSession(courriel: string): Promise<void> {
    await this.sql?.query(
      "delete from sessions.session using compte where sess ->> 'compteId' = compte.id::text and compte.courriel = $1",
      [courriel],
    );
  }

  /** Makes the password of a person's last session old: a sensitive act asks for it again. */
  async vieillirLeMotDePasse(courriel: string): Promise<void> {
    await this.sql?.query(
      `update sessions.session set sess = (sess::jsonb - 'preuveLe')::json where sid = (select sid from sessions.session, compte
      where sess ->> 'compteId' = compte.id::text and compte.courriel = $1 order by (sess ->> 'ouverteLe')::float8 desc limit 1)`,
      [courriel],
    );
  }

  /** A browser of one's own, nobody signed in. */
  async inconnu(options?: BrowserContextOptions): Promise<Personne> {
    return { ...(await visiter(this.adresse, options)), parcours: this };
  }

  /**
   * Follows the last invitation mailed to an address, and chooses a password: the person is signed in from
   * here on.
   */
  async inviter(nom: string, courriel: string): Promise<Personne> {
    const personne = await this.inconnu();
    const { page } = personne;
    await this.suivreUnMail(personne, courriel, /\/invitation\?jeton=/);
    await saisir(page, { 'Mot de passe': MOT_DE_PASSE, 'Confirmer le mot de passe': MOT_DE_PASSE });
    await bouton(page, 'Valider').click();
    await page.waitForURL(/\/(gestion|partenaire)$/);
    this.personnes.set(nom, personne);
    return personne;
  }

  /** Signs in on the page common to all. */
  async connecter(nom: string, courriel: string, options?: BrowserContextOptions): Promise<Personne> {
    const personne = await this.inconnu(options);
    await personne.page.goto('/connexion');
    await saisir(personne.page, { 'Adresse mail': courriel, 'Mot de passe': MOT_DE_PASSE });
    await bouton(personne.page, 'Se connecter').click();
    await personne.page.waitForURL(/\/(gestion|partenaire)$/);
    this.personnes.set(nom, personne);
    return personne;
  }

  /** Opens the link of the last mail sent to an address. */
  async suivreUnMail({ page }: Personne, courriel: string, adresse: RegExp): Promise<void> {
    await page.goto('/courriels');
    await page
      .getByRole('article')
      .filter({ hasText: courriel })
      .getByRole('link', { name: adresse })
      .first()
      .click();
  }

  /** Somebody who has come in by an earlier step. */
  chez(nom: string): Personne {
    const personne = this.personnes.get(nom);
    if (!personne) throw new Error(`${nom} has not come in yet`);
    return personne;
  }

  noter(nom: string, valeur: string): void {
    this.notes.set(nom, valeur);
  }

  /** What an earlier step has noted. */
  note(nom: string): string {
    const valeur = this.notes.get(nom);
    if (valeur === undefined) throw new Error(`nothing noted under ${nom}`);
    return valeur;
  }

  /**
   * Starts the application from a copy of the project. @param base by default a new one, empty but for what
   * migrations write
   */
  async ouvrir(base?: Base): Promise<void> {
    const { dossier, supprimer } = await copierProjet();
    this.fermetures.push(supprimer);
    this.projet = dossier;
    this.application = await demarrerApplication({ dossier, base });
    this.fermetures.push(this.application.arreter);
    const sql = new Client({ connectionString: this.application.base.urlProprietaire });
    await sql.connect();
    this.sql = sql;
    this.fermetures.push(() => sql.end());
  }

  async fermer(): Promise<void> {
    for (const fermer of this.fermetures.splice(0).reverse()) await fermer();
  }

  /** Has the steps that follow one that failed fail at once. */
  enchainer(): void {
    beforeEach(() => {
      if (this.echec !== undefined) throw new Error(`the journey stopped at « ${this.echec} »`);
    });
    afterEach(async ({ task }) => {
      if (task.result?.state === 'fail') this.echec ??= task.name;
      await this.photographier(task.name);
    });
  }

  /** With CAPTURES=<folder>, a picture of every open page after each step. */
  private async photographier(etape: string): Promise<void> {
    const dossier = process.env['CAPTURES'];
    if (dossier === undefined) return;
    await mkdir(dossier, { recursive: true });
    const rang = String((this.etapes += 1)).padStart(2, '0');
    for (const [nom, { page }] of this.personnes)
      if (!page.isClosed())
        await page.screenshot({
          path: join(dossier, `${rang} ${etape.slice(0, 60)} – ${nom}.png`),
          fullPage: true,
        });
  }

  private ouverte(): Application {
    if (!this.application) throw new Error('the application has not been started');
    return this.application;
  }
}
