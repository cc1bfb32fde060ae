import { Router } from 'express';
import { Pool } from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { creerHasard } from '#src/cli/demonstration/hasard.ts';
import { creerExecuteur } from '#src/database/executeur.ts';
import { verifierChaine } from '#src/database/journal/verification.ts';
import { ouvrirOrm } from '#src/cli/composition.ts';
import { HORLOGE_SYSTEME } from '#src/kernel/horloge.ts';
import { ROLES_AFAS } from '#test/support/roles.ts';
import { chargerReferentiel } from '#src/domain/suivi/referentiels/charger.ts';
import { construirePortail } from '#src/portal/portail.ts';
import { construireRessources } from '#src/portal/ressources.ts';
import { construireApplication } from '#src/server/application.ts';
import { demarrerServeur } from '#src/server/serveur.ts';
import { systeme } from '#test/support/acteurs.ts';
import { baseDeTest } from '#test/support/base.ts';
import { MOT_DE_PASSE, planterDesQuotas, type QuotaFixture } from '#test/support/quotas/fixture.ts';
import { jouer, type Melange, type Terrain } from '#test/support/quotas/manche.ts';
import { quotaDe } from '#test/support/quotas/regle.ts';
import { Visiteur } from '#test/support/quotas/visiteur.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';

/**
 * `npm run eprouver -- quotas` plays 50 rounds of 200 between two processes; here two servers in one, each
 * with its own connections.
 */
const ENSEMBLE = 40;
const MANCHES = 1;

let fixture: QuotaFixture;
let terrain: Terrain;
let lireChaine: () => Promise<string | null>;
const fermetures: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  const base = await baseDeTest();
  const registre = await registreDesFichiers();
  const { ressources, router: routeurRessources } = await construireRessources();
  const proprietaire = new Pool({ connectionString: base.urlProprietaire, max: 2 });
  fermetures.push(() => proprietaire.end());
  const urls: string[] = [];
  for (let rang = 0; rang < 2; rang += 1) {
    const orm = await ouvrirOrm(base.urlApplication);
    const poolSessions = new Pool({ connectionString: base.urlApplication, max: 4 });
    const executeur = creerExecuteur({
      orm,
      registre,
      horloge: HORLOGE_SYSTEME,
      urlPublique: 'http://127.0.0.1:3000',
    });
    const application = construireApplication({
      executeur,
      orm,
      registre,
      horloge: HORLOGE_SYSTEME,
      log: pino({ level: 'silent' }),
      secretSession: 'secret-des-essais',
      poolSessions,
      configuration: {
        production: false,
        http: { urlPublique: undefined, trustProxy: false },
        courrier: { mode: 'boite-visible' },
      },
      ressources,
      routeurRessources,
      gestion: Router(),
      portail: construirePortail({ executeur, ressources, demonstration: false }),
      api: Router(),
    });
    const serveur = await demarrerServeur({ application, host: '127.0.0.1', port: 0 });
    urls.push(serveur.url);
    fermetures.unshift(
      () => serveur.arreter(),
      () => poolSessions.end(),
      () => orm.close(true),
    );
    if (rang > 0) continue;
    await executeur.executer(systeme, chargerReferentiel, {});
    fixture = await planterDesQuotas({ executeur, proprietaire }, ENSEMBLE, 2);
    lireChaine = () => executeur.lire(systeme, async ({ em }) => (await verifierChaine(em, '451')).anomalie);
  }
  terrain = {
    urls,
    proprietaire,
    jour: fixture.jour,
    hasard: creerHasard(20),
    demandeurs: await Promise.all(
      fixture.demandeurs.map((courriel) => new Visiteur(urls[0] ?? '', courriel, MOT_DE_PASSE).entrer()),
    ),
    quotas: new Map(
      await Promise.all(
        ROLES_AFAS.map(async (role) => [role, await quotaDe(registre, role, fixture.jour)] as const),
      ),
    ),
  };
});
afterAll(async () => {
  for (const fermer of fermetures) await fermer();
});

it(`never grants more than the quota of a role to ${ENSEMBLE} people who ask at once through two servers, and tells the others the rule file’s sentence`, async () => {
  for (let rang = 0; rang < MANCHES; rang += 1) {
    const nomEquipement = `Ram ${rang + 1}`;
    const equipement = await fixture.equipement(nomEquipement);
    for (const role of ROLES_AFAS.filter((un) => terrain.quotas.get(un)?.places !== null)) {
      const melange: Melange = role === 'FOURNISSEUR_ACTIVITE' ? 'mouvements' : 'seul';
      const autreRole = role === 'FOURNISSEUR_ACTIVITE' ? 'FOURNISSEUR_FINANCIER' : 'APPROBATEUR';
      const bilan = await jouer(terrain, {
        equipement,
        nomEquipement,
        role,
        autreRole,
        melange,
        candidats: fixture.candidats,
      });
      expect(bilan.fautes, `${role}, ${melange}`).toEqual([]);
      expect(bilan.releves).toBeGreaterThan(0);
    }
  }
  expect(await lireChaine()).toBeNull();
});
