import { Router } from 'express';
import { Pool } from 'pg';
import { pino } from 'pino';
import type { Page } from 'playwright-core';
import { construirePortail } from '#src/portal/portail.ts';
import { construireRessources } from '#src/portal/ressources.ts';
import { construireApplication, type Application } from '#src/server/application.ts';
import { demarrerServeur } from '#src/server/serveur.ts';
import type { ActeurPartenaire } from '#src/kernel/acteur.ts';
import { nommerResponsable } from '#src/domain/delegation/gerer-mandat/commandes.ts';
import { hacher } from '#src/domain/acces/compte/mot-de-passe.ts';
import {
  planterLeDecor,
  type Fixture,
  type PersonneDuDecor,
} from '#test/integration/habilitation/fixture.ts';
import type { RegistreVivant } from '#src/domain/politique/registre/registre.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';

export const MOT_DE_PASSE = 'quatre chevaux blancs';

/** The partner's space as people reach it: sign-in, session, security headers, on a fixture of its own. */
export interface EspacePartenaire extends Fixture {
  readonly url: string;
  readonly application: Application;
  readonly poolSessions: Pool;
  /** Gives a person of the fixture a password. */
  ouvrirCompte(personne: PersonneDuDecor): Promise<string>;
  /** Names a responsable, who names another. @returns the first mandate */
  mandater(responsable: PersonneDuDecor, adjoint: PersonneDuDecor): Promise<string>;
  /** Signs in on the sign-in page. */
  connecter(page: Page, personne: PersonneDuDecor): Promise<void>;
}

export async function ouvrirEspacePartenaire(donne?: RegistreVivant): Promise<EspacePartenaire> {
  const registre = donne ?? (await registreDesFichiers());
  const fixture = await planterLeDecor(registre);
  const { executeur, orm, horloge } = fixture;
  const { ressources, router, scriptDeclaration } = await construireRessources();
  const poolSessions = new Pool({ connectionString: fixture.urlApplication, max: 4 });
  const application = construireApplication({
    executeur,
    orm,
    registre,
    horloge,
    log: pino({ level: 'silent' }),
    secretSession: 'secret-des-essais',
    poolSessions,
    configuration: {
      production: false,
      http: { urlPublique: undefined, trustProxy: false },
      courrier: { mode: 'boite-visible' },
    },
    ressources,
    routeurRessources: router,
    gestion: Router(),
    portail: construirePortail({ executeur, ressources, scriptDeclaration, demonstration: false }),
  });
  const serveur = await demarrerServeur({ application, host: '127.0.0.1', port: 0 });
  const empreinte = await hacher(MOT_DE_PASSE);
  const ouvrirCompte = async ({ compteId }: PersonneDuDecor) => {
    const [compte] = await fixture.sql<{ courriel: string }>(
      'update compte set empreinte_mot_de_passe = $2 where id = $1 returning courriel',
      [compteId, empreinte],
    );
    return compte?.courriel ?? '';
  };
  return {
    ...fixture,
    url: serveur.url,
    application,
    poolSessions,
    ouvrirCompte,
    async mandater(responsable, adjoint) {
      const [equipement] = await fixture.sql<{ id: string }>(
        'select id from equipement where partenaire_id = $1 limit 1',
        [fixture.partenaireId],
      );
      const donner = (acteur: ActeurPartenaire, { utilisateurId }: PersonneDuDecor) =>
        executeur.executer(acteur, nommerResponsable, {
          titulaire: utilisateurId,
          roles: ['CONSULTANT'],
          equipements: [equipement?.id],
          peutDeleguer: 'oui',
        });
      const { id, roles, equipements, peutCreerUtilisateurs, peutDeleguer } = await donner(
        fixture.administrateur.acteur(),
        responsable,
      );
      await donner(
        responsable.acteur([{ id, roles, equipements, peutCreerUtilisateurs, peutDeleguer, au: null }]),
        adjoint,
      );
      return id;
    },
    async connecter(page, personne) {
      const courriel = await ouvrirCompte(personne);
      await page.goto('/connexion');
      await page.getByLabel('Adresse mail').fill(courriel);
      await page.getByLabel('Mot de passe *').fill(MOT_DE_PASSE);
      await page.getByRole('button', { name: 'Se connecter' }).click();
      await page.waitForURL('**/partenaire');
    },
    async fermer() {
      await serveur.arreter();
      await poolSessions.end();
      await fixture.fermer();
    },
  };
}
