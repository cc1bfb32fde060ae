import type { MikroORM } from '@mikro-orm/postgresql';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ouvrirOrm } from '#src/database/orm.ts';
import { creerExecuteur } from '#src/database/executeur.ts';
import { definirCommande, type Executeur } from '#src/domain/commun/commande.ts';
import { Decision } from '#src/domain/decision/decision.ts';
import { empreinte, FichierInvalide, texteCanonique, type FichierClos } from '#src/engine/index.ts';
import { chargerRegistre, recharger, suivrePublications } from '#src/registry/base.ts';
import { DossierDeRegles } from '#src/registry/fichiers.ts';
import { comparerLivraison, FichierPublieModifie, preparerLivraison } from '#src/registry/livraison.ts';
import { initialiserRegistre, publierVersion, QuatreYeux, VersionDejaPubliee, type VersionAPublier } from '#src/registry/publication.ts';
import type { RegistreVivant } from '#src/registry/registre.ts';
import { rejouer, rejouerTout } from '#src/registry/rejeu.ts';
import { agent, systeme } from '#test/support/acteurs.ts';
import { horlogeDeTest } from '#test/support/application.ts';
import { baseDeTest } from '#test/support/base.ts';
import { z } from 'zod';

const AUTEUR = '00000000-0000-4000-8000-000000000061';
const APPROBATEUR = '00000000-0000-4000-8000-000000000062';
const silence = { warn: () => undefined, info: () => undefined };

/** Whether a second approbateur may be granted; one is in place. */
const FAITS = { typeEquipement: 'RAM', role: 'APPROBATEUR', portee: 'activite', titulairesActifs: 1, titulairesEnAttente: 0 } as const;

const deciderQuota = definirCommande({
  nom: 'essai.deciderQuota',
  droit: ['Habilitation', 'valider'],
  saisie: z.object({ date: z.string() }),
  executer: (unite, { date }) => unite.decider({ jeu: 'quotas', date, faits: FAITS, sujet: { type: 'Essai', id: AUTEUR }, cafId: '451', partenaireId: null }),
});

let orm: MikroORM;
let registre: RegistreVivant;
let executeur: Executeur;
let livrees: VersionAPublier[];
let urlApplication: string;
let proprietaire: Client;

/** The quotas file with the approbateur's maximum raised to 2 from a day on. */
async function deuxApprobateurs(numero: string, du: string): Promise<VersionAPublier> {
  const dossier = new DossierDeRegles();
  const [reference] = await dossier.versions('regles', 'quotas');
  if (!reference) throw new Error('rules/quotas is delivered');
  const { clos } = await dossier.fermer(await dossier.lire(reference));
  const parametres = Object.fromEntries(Object.entries(clos.parametres).map(([nom, parametre]) => {
    const derniere = parametre.valeurs.at(-1);
    return [nom, nom === NOM_DU_MAXIMUM && derniere ? { ...parametre, valeurs: [...parametre.valeurs, { ...derniere, du, valeur: 2 }] } : parametre];
  }));
  const nouveau: FichierClos = { ...clos, version: numero, parametres };
  return { empreinte: empreinte(nouveau), genre: 'regles', jeu: 'quotas', numero, canonique: texteCanonique(nouveau), texte: JSON.stringify(nouveau) };
}
let NOM_DU_MAXIMUM = '';

async function tous<T>(source: AsyncIterable<T>): Promise<T[]> {
  const lus: T[] = [];
  for await (const element of source) lus.push(element);
  return lus;
}

beforeAll(async () => {
  const base = await baseDeTest();
  urlApplication = base.urlApplication;
  proprietaire = new Client({ connectionString: base.urlProprietaire });
  await proprietaire.connect();
  await proprietaire.query("insert into caf (id, nom, fuseau_horaire) values ('451', 'Caf A', 'Europe/Paris')");
  orm = await ouvrirOrm(urlApplication);
  registre = await chargerRegistre(orm);
  executeur = creerExecuteur({ orm, registre, horloge: horlogeDeTest('2026-03-02'), urlPublique: 'http://127.0.0.1' });
  livrees = await preparerLivraison(new DossierDeRegles());
  await executeur.executer(systeme, initialiserRegistre, { versions: livrees });
  await recharger(registre, orm);
  const quotas = registre.versions.find(({ jeu }) => jeu === 'quotas');
  if (quotas?.genre !== 'regles') throw new Error('quotas is published');
  NOM_DU_MAXIMUM = Object.keys(quotas.contenu.parametres).find((nom) => /approbateur/i.test(nom)) ?? '';
});
afterAll(async () => {
  await proprietaire.end();
  await orm.close(true);
});

describe('the registry', () => {
  it('publishes every delivered file into an empty base, once', async () => {
    expect(registre.versions.map(({ empreinte: sha }) => sha).sort()).toEqual(livrees.map(({ empreinte: sha }) => sha).sort());
    await expect(executeur.executer(systeme, initialiserRegistre, { versions: livrees })).rejects.toThrow('contient déjà');
  });

  it('tells a published file that was changed on disk, and lists drafts', async () => {
    const [premiere, ...autres] = livrees;
    if (!premiere) throw new Error('rules are delivered');
    expect(() => comparerLivraison([{ ...premiere, empreinte: 'autre' }, ...autres], registre.versions)).toThrow(FichierPublieModifie);
    expect(comparerLivraison([...livrees, { ...premiere, numero: '9.9.9' }], registre.versions).map(({ numero }) => numero)).toEqual(['9.9.9']);
  });

  it('is not stopped by a draft under way, and tells a published file made unreadable', () => {
    const illisible = (id: string, version: string) => ({
      reference: { genre: 'regles' as const, id, version, chemin: '', nom: `rules/${id}/${version}.json` }, erreur: new FichierInvalide('x', [{ controle: 'schema', message: 'incomplet' }]),
    });
    expect(comparerLivraison(livrees, registre.versions, [illisible('quotas', '9.9.9')])).toEqual([]);
    expect(() => comparerLivraison(livrees, registre.versions, [illisible('quotas', '1.0.0')])).toThrow(FichierPublieModifie);
  });

  it('refuses a version approved by its author, in the command and in the database', async () => {
    const version = await deuxApprobateurs('7.0.0', '2026-06-01');
    await expect(executeur.executer(systeme, publierVersion, { ...version, auteur: AUTEUR, approbateur: AUTEUR })).rejects.toBeInstanceOf(QuatreYeux);
    await expect(proprietaire.query(
      "insert into version_regle (empreinte, genre, jeu, numero, canonique, texte, origine, auteur, approbateur, publie_le) values ($1, 'regles', 'quotas', '7.0.0', $2, '', 'publication', $3, $3, now())",
      [version.empreinte, version.canonique, AUTEUR],
    )).rejects.toMatchObject({ constraint: 'version_regle_quatre_yeux' });
  });

  it('refuses a stored text that is not the one hashed', async () => {
    await expect(proprietaire.query(
      "insert into version_regle (empreinte, genre, jeu, numero, canonique, texte, origine, publie_le) values ($1, 'regles', 'x', '1.0.0', '{}', '', 'initialisation', now())", ['0'.repeat(64)],
    )).rejects.toMatchObject({ constraint: 'version_regle_empreinte_exacte' });
  });

  it('applies a version published by another process from its date on, without restart, and replays earlier decisions identically', async () => {
    const autre = await chargerRegistre(orm);
    const arreter = await suivrePublications(autre, orm, urlApplication, silence);
    try {
      const avant = await executeur.executer(agent(), deciderQuota, { date: '2026-07-01' });
      expect(avant.issues).toEqual(['QUOTA_ATTEINT']);

      const version = await deuxApprobateurs('1.1.0', '2026-06-01');
      await executeur.executer(systeme, publierVersion, { ...version, auteur: AUTEUR, approbateur: APPROBATEUR });
      await expect.poll(() => autre.versions.some(({ empreinte: sha }) => sha === version.empreinte)).toBe(true);
      expect((await autre.decider('quotas', '2026-07-01', FAITS)).decision.issues).toEqual(['EN_ATTENTE_CAF']);
      expect((await autre.decider('quotas', '2026-05-31', FAITS)).decision.issues).toEqual(['QUOTA_ATTEINT']);

      const relue = await executeur.lire(systeme, ({ em }) => em.findOneOrFail(Decision, avant.id));
      expect((await rejouer(autre, relue)).differences).toEqual([]);
      const rejeux = await executeur.lire(systeme, async ({ em }) => tous(rejouerTout(em, autre)));
      expect(rejeux.every(({ differences }) => differences.length === 0)).toBe(true);
    } finally {
      await arreter();
    }
  });

  it('keeps for a unit of work the versions it began with', async () => {
    const fige = registre.fige();
    const version = await deuxApprobateurs('1.2.0', '2026-01-01');
    await executeur.executer(systeme, publierVersion, { ...version, auteur: AUTEUR, approbateur: APPROBATEUR });
    await recharger(registre, orm);
    expect((await registre.decider('quotas', '2026-02-01', FAITS)).decision.version).toBe('1.2.0');
    expect((await fige.decider('quotas', '2026-02-01', FAITS)).decision.version).toBe('1.0.0');
  });

  it('never publishes twice under one number', async () => {
    const version = await deuxApprobateurs('1.2.0', '2026-02-01');
    await expect(executeur.executer(systeme, publierVersion, { ...version, auteur: AUTEUR, approbateur: APPROBATEUR })).rejects.toBeInstanceOf(VersionDejaPubliee);
  });
});
