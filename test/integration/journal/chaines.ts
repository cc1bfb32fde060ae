import { randomUUID } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'vitest';
import { z } from 'zod';
import { verifierChaine, type OptionsDeVerification } from '#src/database/journal/verification.ts';
import { definirCommande } from '#src/kernel/commande.ts';
import type { Registre } from '#src/kernel/registre.ts';
import { texte } from '#src/kernel/saisie/saisie.ts';
import { direDamage } from '#src/kernel/journal/damages.ts';
import { agent, systeme } from '#test/support/acteurs.ts';
import type { ApplicationDeTest } from '#test/support/application.ts';

/** Keeps ten months of journal. */
export const registre = { fige: () => registre, parametre: () => 10 } as unknown as Registre;

/** One line with a personal value, one without. */
const nommer = definirCommande({
  nom: 'agent.nommer',
  droit: ['AgentCaf', 'creer'],
  saisie: z.object({ nom: texte('Nom') }),
  async executer(unite, { nom }) {
    unite.journaliser({
      entite: 'AgentCaf',
      entiteId: randomUUID(),
      details: { nom, profil: 'gestionnaire' },
    });
    return Promise.resolve();
  },
});

class Retour extends Error {}

/** Writes lines to a Caf's chain, on the day given. */
export async function ecrire(
  application: ApplicationDeTest,
  lignes: number,
  jour: string,
  chaine = '451',
): Promise<void> {
  for (let rang = 0; rang < lignes; rang += 1) {
    application.horloge.regler(`${jour}T12:00:0${rang}Z`);
    await application.executeur.executer(agent(chaine, 1, 'responsable'), nommer, {
      nom: `Personne ${rang}`,
    });
  }
}

/** What the verification says after somebody who owns the tables has changed them; nothing of it stays. */
export async function apres(
  proprietaire: MikroORM,
  sql: string,
  options: OptionsDeVerification = {},
  chaine = '451',
): Promise<string | null> {
  let phrases: string | null = null;
  await proprietaire.em
    .fork()
    .transactional(async (em) => {
      await em.execute(
        'alter table journal disable trigger user; alter table journal_valeur disable trigger user; alter table journal_tete disable trigger user',
      );
      await em.execute(sql);
      const { anomalies, total } = await verifierChaine(em, chaine, options);
      expect(anomalies).toHaveLength(total);
      if (total > 0) phrases = anomalies.map((constat) => direDamage(chaine, constat)).join('\n');
      throw new Retour();
    })
    .catch((erreur: unknown) => {
      if (!(erreur instanceof Retour)) throw erreur;
    });
  return phrases;
}

/** What the verification of a chain says. */
export const verifier = (application: ApplicationDeTest, chaine = '451', options?: OptionsDeVerification) =>
  application.executeur.lire(systeme, ({ em }) => verifierChaine(em, chaine, options));

/** Asks the owner’s connection. */
export const sql = <T>(proprietaire: MikroORM, requete: string): Promise<T[]> =>
  proprietaire.em.fork().execute<T[]>(requete);

/** Makes the months ahead; and moves the lines that waited into their own. */
export const preparerLesMois = (application: ApplicationDeTest, ranger: boolean) =>
  application.orm.em
    .fork()
    .execute<{ n: number }[]>(`select journal_preparer(4, ${String(ranger)}) as n`)
    .then(([ligne]) => ligne?.n);
