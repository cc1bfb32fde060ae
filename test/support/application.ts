import type { MikroORM } from '@mikro-orm/postgresql';
import { Temporal } from 'temporal-polyfill';
import { creerExecuteur } from '#src/database/executeur.ts';
import { ouvrirOrm } from '#src/database/orm.ts';
import type { Executeur } from '#src/domain/commun/commande.ts';
import type { Horloge } from '#src/domain/commun/horloge.ts';
import type { Registre } from '#src/domain/commun/registre.ts';
import { baseDeTest } from '#test/support/base.ts';

/** A clock the test sets. */
export interface HorlogeDeTest extends Horloge {
  /** Sets the clock to noon UTC of a day, or to an instant. */
  regler(jourOuInstant: string): void;
}

export function horlogeDeTest(depart = '2026-03-02'): HorlogeDeTest {
  const lire = (texte: string): Temporal.Instant => Temporal.Instant.from(texte.includes('T') ? texte : `${texte}T12:00:00Z`);
  let maintenant = lire(depart);
  return { maintenant: () => maintenant, regler: (texte) => { maintenant = lire(texte); } };
}

export interface ApplicationDeTest {
  readonly executeur: Executeur;
  readonly orm: MikroORM;
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
  const executeur = creerExecuteur({ orm, registre, horloge, urlPublique: 'http://127.0.0.1:3000' });
  return { executeur, orm, horloge, urlApplication, urlProprietaire, fermer: () => orm.close(true) };
}
