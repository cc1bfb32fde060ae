import type { MikroORM } from '@mikro-orm/postgresql';
import type { RequestHandler } from 'express';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { monter } from '#src/http/route.ts';
import type { Horloge } from '#src/kernel/horloge.ts';
import type { Registre } from '#src/kernel/registre.ts';
import { enTetesDeSecurite } from '#src/server/garde/en-tetes.ts';
import type { Alertes } from '#src/server/supervision/alertes.ts';
import { mesurer, routesMetriques, tokenHolder, type Metriques } from '#src/server/supervision/metriques.ts';
import { routesSante } from '#src/server/supervision/sante.ts';
import { tracer } from '#src/server/supervision/trace.ts';

interface Dependances {
  readonly orm: MikroORM;
  readonly registre: Registre;
  readonly horloge: Horloge;
  readonly log: Logger;
  readonly alertes: Alertes;
  readonly poolSessions: Pool;
  readonly metriques?: Metriques | undefined;
  /** Token that reads the figures; without it their address does not exist. */
  readonly jeton: string | undefined;
  readonly https?: boolean;
}

/** Measures, log, headers, and what watches the program: before anything else, in a server as in a worker. */
export function surveillance({ metriques, jeton, https = false, ...reste }: Dependances): RequestHandler[] {
  return [
    ...(metriques ? [mesurer(metriques)] : []),
    tracer(reste.log),
    ...enTetesDeSecurite({ https }),
    ...(metriques && jeton !== undefined
      ? [monter(routesMetriques({ metriques, ...reste }), { jeton: tokenHolder(jeton) })]
      : []),
    monter(routesSante(reste)),
  ];
}
