import { randomBytes } from 'node:crypto';
import { Pool } from 'pg';
import { creerHasard } from '#src/cli/demonstration/hasard.ts';
import { initialiserBase } from '#src/cli/initialisation.ts';
import { ROLE_APPLICATION } from '#src/database/embarque/index.ts';
import { creerExecuteur } from '#src/database/executeur.ts';
import { chaines } from '#src/database/journal/lectures.ts';
import { verifierChaine } from '#src/database/journal/verification.ts';
import { migrer } from '#src/database/migrer.ts';
import { ouvrirOrm } from '#src/cli/composition.ts';
import { HORLOGE_SYSTEME } from '#src/kernel/horloge.ts';
import { ROLES, ROLES_AFAS, type RoleAfas } from '#test/support/roles.ts';
import { chargerRegistre } from '#src/domain/politique/registre/base.ts';
import { lancerInstance } from '#test/support/instances.ts';
import { creerBase, supprimerBases } from '#test/support/postgres.ts';
import { planterDesQuotas, MOT_DE_PASSE } from '#test/support/quotas/fixture.ts';
import { jouer, type Bilan, type Melange, type Terrain } from '#test/support/quotas/manche.ts';
import { quotaDe } from '#test/support/quotas/regle.ts';
import { Visiteur } from '#test/support/quotas/visiteur.ts';
import { ouvrirServeurDEssai } from '#test/support/serveur-d-essai.ts';
import type { Essai } from './essais.ts';

const ENSEMBLE = 200;
/** Two hundred wait behind one row: the last one longer than a server lets people wait by default. */
const PATIENCE = { BASE_ATTENTE_SECONDES: '60', BASE_REQUETE_SECONDES: '60' };
/** Well before the password is asked for again (`preuveMinutes`). */
const CONFIRMER_APRES_MS = 8 * 60_000;
const MELANGES: Readonly<Record<RoleAfas, readonly Melange[]>> = {
  FOURNISSEUR_ACTIVITE: ['seul', 'retraits', 'mouvements'],
  FOURNISSEUR_FINANCIER: ['seul', 'retraits', 'mouvements'],
  APPROBATEUR: ['seul', 'remplacement', 'retraits', 'mouvements'],
  CONSULTANT: ['seul'],
};

export const essai: Essai = {
  titre: `${ENSEMBLE} affectations simultanées d’un rôle sur un équipement, par deux serveurs : jamais plus que le quota`,
  taille: 50,
  async executer({ graine, taille, surProgres }) {
    const { urls, fermer } = await ouvrirServeurDEssai();
    const serveur = { ...urls, modele: 'template0' };
    const base = await creerBase(serveur, `essai_${randomBytes(4).toString('hex')}`, 'template0');
    await migrer(base.urlProprietaire, ROLE_APPLICATION);
    const orm = await ouvrirOrm(base.urlApplication);
    const proprietaire = new Pool({ connectionString: base.urlProprietaire, max: 3 });
    const instances: Awaited<ReturnType<typeof lancerInstance>>[] = [];
    try {
      const registre = await chargerRegistre(orm);
      const executeur = creerExecuteur({
        orm,
        registre,
        horloge: HORLOGE_SYSTEME,
        urlPublique: 'http://127.0.0.1:3000',
      });
      await initialiserBase({ orm, registre, executeur });
      const fixture = await planterDesQuotas({ executeur, proprietaire }, ENSEMBLE);
      for (let rang = 0; rang < 2; rang += 1)
        instances.push(await lancerInstance({ base, env: { LOG_LEVEL: 'warn', ...PATIENCE } }));
      const [premiere = ''] = instances.map(({ url }) => url);
      const entrer = (courriel: string) => new Visiteur(premiere, courriel, MOT_DE_PASSE).entrer();
      const terrain: Terrain = {
        urls: instances.map(({ url }) => url),
        proprietaire,
        jour: fixture.jour,
        hasard: creerHasard(graine),
        demandeurs: await Promise.all(fixture.demandeurs.map(entrer)),
        agents: await Promise.all([entrer(fixture.agents[0]), entrer(fixture.agents[1])]),
        quotas: new Map(
          await Promise.all(
            ROLES_AFAS.map(async (role) => [role, await quotaDe(registre, role, fixture.jour)] as const),
          ),
        ),
      };
      const bilans = new Map<RoleAfas, Bilan[]>(ROLES_AFAS.map((role) => [role, []]));
      let manches = 0;
      // Ctrl-C ends after the round under way, with the figures so far.
      let fini = false;
      for (const signal of ['SIGINT', 'SIGTERM'] as const)
        process.once(signal, () => {
          fini = true;
        });
      for (let rang = 0; rang < taille && !fini; rang += 1) {
        const nom = `Ram ${rang + 1}`;
        const equipement = await fixture.equipement(nom);
        for (const [place, role] of ROLES_AFAS.entries()) {
          for (const personne of [...terrain.demandeurs, ...(terrain.agents ?? [])])
            await personne.confirmer(CONFIRMER_APRES_MS);
          const melange = MELANGES[role][rang % MELANGES[role].length] ?? 'seul';
          const manche = {
            equipement,
            nomEquipement: nom,
            role,
            autreRole: ROLES_AFAS[(place + 1) % ROLES_AFAS.length] ?? role,
            melange,
            candidats: fixture.candidats,
          };
          const bilan = await jouer(terrain, manche);
          const sorties = instances.map(({ sortie }) => sortie()).join('');
          const fautes = [
            ...bilan.fautes,
            ...(/"level":(50|60)|"statut":5\d\d/.test(sorties) ? [sorties.slice(-3_000)] : []),
          ];
          if (fautes.length > 0)
            throw new Error(
              `round ${rang + 1}, ${role}, ${melange}, ${fautes.length} faults:\n${fautes.slice(0, 10).join('\n')}`,
            );
          bilans.get(role)?.push(bilan);
        }
        const anomalie = await lireLesChaines(orm, false);
        if (anomalie !== null) throw new Error(`round ${rang + 1}, journal: ${anomalie}`);
        manches = rang + 1;
        surProgres(manches, taille);
      }
      const anomalie = await lireLesChaines(orm, true);
      if (anomalie !== null) throw new Error(`journal: ${anomalie}`);
      const {
        rows: [pg],
      } = await proprietaire.query<{ deadlocks: number }>(
        'select deadlocks::int from pg_stat_database where datname = current_database()',
      );
      if (pg?.deadlocks !== 0) throw new Error(`${pg?.deadlocks} deadlocks`);
      return {
        manches,
        'affectations à la fois': ENSEMBLE,
        serveurs: instances.length,
        interblocages: 0,
        ...chiffres(bilans),
      };
    } finally {
      for (const instance of instances) await instance.arreter();
      await proprietaire.end();
      await orm.close(true);
      await supprimerBases(serveur, new RegExp(`^${base.nom}$`));
      await fermer();
    }
  },
};

/** The last lines after each round, all of them after the last. */
async function lireLesChaines(
  orm: Awaited<ReturnType<typeof ouvrirOrm>>,
  entieres: boolean,
): Promise<string | null> {
  return orm.em.fork().transactional(async (em) => {
    await em.execute("select set_config('mcp.caf', '*', true), set_config('mcp.acteur', 'systeme', true)");
    for (const chaine of await chaines(em)) {
      const { anomalie } = await verifierChaine(em, chaine, entieres ? {} : { dernieres: 2_000 });
      if (anomalie !== null) return anomalie;
    }
    return null;
  });
}

function chiffres(bilans: ReadonlyMap<RoleAfas, readonly Bilan[]>): Record<string, number | string> {
  const lignes: Record<string, number | string> = {};
  const tous = [...bilans.values()].flat();
  const somme = (lesquels: readonly Bilan[], quoi: (bilan: Bilan) => number): number =>
    lesquels.reduce((total, bilan) => total + quoi(bilan), 0);
  for (const [role, siens] of bilans) {
    lignes[ROLES.libelle(role)] =
      `${somme(siens, ({ demandes }) => demandes)} demandes : ${somme(siens, ({ acceptees }) => acceptees)} acceptées, ` +
      `${somme(siens, ({ quotaAtteint }) => quotaAtteint)} refusées par le quota, ${somme(siens, ({ dejaHabilite }) => dejaHabilite)} déjà habilités ; ${somme(siens, ({ retraits }) => retraits)} retraits`;
  }
  const duree = somme(tous, ({ dureeMs }) => dureeMs);
  lignes['relevés pendant les manches'] = somme(tous, ({ releves }) => releves);
  lignes['pire attente'] = `${Math.round(Math.max(...tous.map(({ pireAttenteMs }) => pireAttenteMs)))} ms`;
  lignes['débit'] =
    `${Math.round((somme(tous, ({ demandes }) => demandes) * 1000) / duree)} affectations par seconde`;
  return lignes;
}
