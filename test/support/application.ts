import type { MikroORM } from '@mikro-orm/postgresql';
import { Temporal } from 'temporal-polyfill';
import { creerExecuteur } from '#src/database/executeur.ts';
import { ouvrirOrm } from '#src/cli/composition.ts';
import { cafDe, type Acteur } from '#src/kernel/acteur.ts';
import type { Commande, Executeur } from '#src/kernel/commande.ts';
import type { Horloge } from '#src/kernel/horloge.ts';
import type { Registre } from '#src/kernel/registre.ts';
import type { z } from 'zod';
import { baseDeTest } from '#test/support/base.ts';

/** A clock the test sets. */
export interface HorlogeDeTest extends Horloge {
  /** Sets the clock to noon UTC of a day, or to an instant. */
  regler(jourOuInstant: string): void;
}

export function horlogeDeTest(depart = '2026-03-02'): HorlogeDeTest {
  const lire = (texte: string): Temporal.Instant =>
    Temporal.Instant.from(texte.includes('T') ? texte : `${texte}T12:00:00Z`);
  let maintenant = lire(depart);
  return {
    maintenant: () => maintenant,
    regler: (texte) => {
      maintenant = lire(texte);
    },
  };
}

export interface ApplicationDeTest {
  readonly executeur: Executeur;
  readonly orm: MikroORM;
  readonly registre: Registre;
  readonly horloge: HorlogeDeTest;
  readonly urlApplication: string;
  readonly urlProprietaire: string;
  fermer(): Promise<void>;
}

/** The unit of work on a fresh database of its own. */
export async function applicationDeTest(registre: Registre, depart?: string): Promise<ApplicationDeTest> {
  const { urlApplication, urlProprietaire } = await baseDeTest();
  const orm = await ouvrirOrm(urlApplication);
  const horloge = horlogeDeTest(depart);
  const executeur = surFicheALEcran(
    creerExecuteur({ orm, registre, horloge, urlPublique: 'http://127.0.0.1:3000' }),
  );
  return {
    executeur,
    orm,
    registre,
    horloge,
    urlApplication,
    urlProprietaire,
    fermer: () => orm.close(true),
  };
}

/**
 * The executor, for tests that act as somebody who has just opened the record: a command called without the
 * version it is based on is
 * given that of the record as the actor sees it. Screens give the number of their request: what they send is
 * left as it is.
 */
function surFicheALEcran(executeur: Executeur): Executeur {
  return {
    ...executeur,
    async executer(acteur, commande, brut, requeteId) {
      const complet =
        requeteId === undefined && attendUneVersion(commande) && estSansVersion(brut)
          ? { version: await versionVue(executeur, acteur, commande, brut), ...brut }
          : brut;
      return executeur.executer(acteur, commande, complet, requeteId);
    },
  };
}

const attendUneVersion = ({ saisie }: Pick<Commande<z.ZodType, unknown>, 'saisie'>): boolean =>
  saisie.safeParse({}).error?.issues.some(({ path }) => path[0] === 'version') ?? false;
const estSansVersion = (brut: unknown): brut is Readonly<Record<string, unknown>> =>
  typeof brut === 'object' && brut !== null && !('version' in brut);

async function versionVue(
  executeur: Executeur,
  acteur: Acteur,
  { droit: [ressource] }: Pick<Commande<z.ZodType, unknown>, 'droit'>,
  brut: Readonly<Record<string, unknown>>,
): Promise<number> {
  const id =
    brut['id'] ??
    brut[ressource.toLowerCase()] ??
    (ressource === 'Caf'
      ? cafDe(acteur)?.cafId
      : acteur.type === 'partenaire' && ressource === 'Utilisateur'
        ? acteur.utilisateurId
        : undefined);
  const fiche = await executeur
    .lire(acteur, ({ em }) => em.findOne<{ id: string; version: number }>(ressource, { id: String(id) }))
    .catch(() => null);
  return fiche?.version ?? 1;
}
