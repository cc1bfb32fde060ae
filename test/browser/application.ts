import { Pool } from 'pg';
import { pino } from 'pino';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { assembler } from '#src/cli/assemblage.ts';
import { hacher } from '#src/domain/acces/compte/mot-de-passe.ts';
import { recharger, suivrePublications } from '#src/domain/politique/registre/base.ts';
import { RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';
import { preparerVersion } from '#src/domain/politique/livraison/livraison.ts';
import { initialiserRegistre } from '#src/domain/politique/livraison/publication.ts';
import { RegistreVivant } from '#src/domain/politique/registre/registre.ts';
import { demarrerServeur } from '#src/server/serveur.ts';
import { planterLeDecor, type Fixture } from '#test/integration/habilitation/fixture.ts';
import { analyste, systeme } from '#test/support/acteurs.ts';
import { visiter, type Visite } from '#test/support/navigateur.ts';

const MOT_DE_PASSE = 'quatre chevaux blancs';

/**
 * The whole application as people reach it, both spaces and the sign-in, on a living registry that a
 * publication changes over.
 */
export interface ApplicationEntiere extends Fixture {
  /** Signs somebody in, in a browser session of his own. */
  entrer(courriel: string, options?: BrowserContextOptions): Promise<Visite>;
  /** Mail address of a person of the fixture, once a password is given. */
  ouvrirCompte(compteId: string): Promise<string>;
}

/** @param jeux delivered rule files to publish; parameter files and referentials are published all */
export async function ouvrirApplication(jeux: readonly string[]): Promise<ApplicationEntiere> {
  const dossier = new RuleFolder();
  const choisies = (await dossier.tous()).filter(
    ({ id, genre }) => genre === 'parametres' || genre === 'referentiel' || jeux.includes(id),
  );
  const versions = await Promise.all(choisies.map((reference) => preparerVersion(dossier, reference)));
  const registre = new RegistreVivant(versions.filter(({ genre }) => genre === 'referentiel'));
  const fixture = await planterLeDecor(registre);
  const { executeur, orm, horloge, urlApplication } = fixture;
  await executeur.executer(systeme, initialiserRegistre, { versions });
  await recharger(registre, orm);
  for (const rang of [1, 2]) {
    const { compteId, nom, prenom } = analyste(rang);
    await fixture.sql(
      'insert into compte (id, courriel, sessions_valides_depuis, cree_le) values ($1, $2, now(), now())',
      [compteId, `analyste${rang}@cnaf.example`],
    );
    await fixture.sql(
      "insert into analyste (id, compte_id, nom, prenom, courriel, ouvert_le) values (gen_random_uuid(), $1, $2, $3, $4, '2020-01-01')",
      [compteId, nom, prenom, `analyste${rang}@cnaf.example`],
    );
  }
  const log = pino({ level: 'silent' });
  const nePlusSuivre = await suivrePublications(registre, orm, urlApplication, log);
  const poolSessions = new Pool({ connectionString: urlApplication, max: 4 });
  const application = await assembler({
    executeur,
    orm,
    registre,
    horloge,
    log,
    poolSessions,
    secretSession: 'secret-des-essais',
    configuration: {
      production: false,
      http: { urlPublique: undefined, trustProxy: false },
      courrier: { mode: 'boite-visible' },
    },
  });
  const serveur = await demarrerServeur({ application, host: '127.0.0.1', port: 0 });
  const empreinte = await hacher(MOT_DE_PASSE);
  return {
    ...fixture,
    async ouvrirCompte(compteId) {
      const [compte] = await fixture.sql<{ courriel: string }>(
        'update compte set empreinte_mot_de_passe = $2 where id = $1 returning courriel',
        [compteId, empreinte],
      );
      return compte?.courriel ?? '';
    },
    async entrer(courriel, options) {
      const visite = await visiter(serveur.url, options);
      await connecter(visite.page, courriel);
      return visite;
    },
    async fermer() {
      await serveur.arreter();
      await nePlusSuivre();
      await poolSessions.end();
      await fixture.fermer();
    },
  };
}

async function connecter(page: Page, courriel: string): Promise<void> {
  await page.goto('/connexion');
  await page.getByLabel('Adresse mail').fill(courriel);
  await page.getByLabel('Mot de passe *').fill(MOT_DE_PASSE);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.waitForURL(/\/(partenaire|gestion)/);
}
