import { appeler } from '#src/kernel/sql.ts';
import { fonction } from '#src/kernel/tables.ts';
import type { MikroORM } from '@mikro-orm/postgresql';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { get, type Route } from '#src/http/route.ts';
import { LISTE_DES_MIGRATIONS } from '#migrations/liste.ts';
import { FUSEAU_NATIONAL, jourA, type Horloge } from '#src/kernel/horloge.ts';
import type { Registre } from '#src/kernel/registre.ts';
import { parametreSecurite } from '#src/domain/acces/compte/parametres.ts';
import type { Alertes } from '#src/server/supervision/alertes.ts';
import { decrireErreur } from '#src/server/supervision/trace.ts';

interface Dependances {
  readonly orm: MikroORM;
  readonly registre: Registre;
  readonly horloge: Horloge;
  readonly log: Logger;
  readonly alertes: Alertes;
}

/** Whoever watches asks often and does not wait: no answer in this time is a no. */
const DELAI_MS = 3_000;

async function avantLeDelai(verification: Promise<boolean>): Promise<boolean> {
  const abandon = new AbortController();
  try {
    return await Promise.race([verification, pause(DELAI_MS, false, { signal: abandon.signal })]);
  } finally {
    abandon.abort();
  }
}

/**
 * `/sante`: the process answers. `/pret`: it can serve (database, schema, rules), 503 with what is missing
 * otherwise; and the alerts raised, if any.
 */
export const routesSante = (dependances: Dependances): readonly Route[] => [
  get('/sante', 'tous', (_req, res) => res.json({ etat: 'vivant' })),
  get('/pret', 'tous', async (req, res) => {
    const resultats = await verifier(dependances, req.requeteId);
    const pret = Object.values(resultats).every((reussie) => reussie);
    const { bilan } = dependances.alertes;
    res.status(pret ? 200 : 503).json({
      etat: pret ? 'prêt' : 'pas prêt',
      ...resultats,
      ...(Object.keys(bilan).length > 0 ? { alertes: bilan } : {}),
    });
  }),
];

/** What must hold for the server to serve, each by its name. */
const verificationsDe = ({
  orm,
  registre,
  horloge,
}: Dependances): Readonly<Record<string, () => Promise<boolean>>> => ({
  async base() {
    await orm.em.fork().execute('select 1');
    return true;
  },
  async migrations() {
    const faites = await appeler(orm.em.fork(), fonction('migrations_faites'));
    const noms = new Set(faites.map(({ resultat }) => resultat));
    return LISTE_DES_MIGRATIONS.every(({ name }) => noms.has(name));
  },
  async regles() {
    return parametreSecurite(registre, 'tentativesParCompte', jourA(horloge, FUSEAU_NATIONAL).toString()) > 0;
  },
});

async function verifier(
  dependances: Dependances,
  requeteId: string,
): Promise<Readonly<Record<string, boolean>>> {
  const resultats = await Promise.all(
    Object.entries(verificationsDe(dependances)).map(async ([nom, faire]) => {
      const reussie = await avantLeDelai(faire()).catch((erreur: unknown) => {
        dependances.log.warn({ requeteId, verification: nom, erreur: decrireErreur(erreur) }, 'pas prêt');
        return false;
      });
      return [nom, reussie] as const;
    }),
  );
  return Object.fromEntries(resultats);
}
