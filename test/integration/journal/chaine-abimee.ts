import { randomUUID } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { verifierChaine, type Verification } from '#src/database/journal/verification.ts';
import { definirCommande } from '#src/kernel/commande.ts';
import { texte } from '#src/kernel/saisie/saisie.ts';
import { agent, systeme } from '#test/support/acteurs.ts';
import { type ApplicationDeTest, applicationDeTest } from '#test/support/application.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';
import { ouvrirOrmProprietaire } from '#src/cli/composition.ts';
import { creerExecuteur } from '#src/database/executeur.ts';
import { creerCaf } from '#src/domain/territoire/caf/creer-caf.ts';
import { creerAgent } from '#src/domain/acces/agent/commandes.ts';

/** One line with a personal value, one without. */
const nommer = definirCommande({
  nom: 'agent.nommer',
  droit: ['AgentCaf', 'creer'],
  saisie: z.object({ nom: texte('Nom') }),
  executer: (unite, { nom }) => {
    unite.journaliser({
      entite: 'AgentCaf',
      entiteId: randomUUID(),
      details: { nom, profil: 'gestionnaire' },
    });
    return Promise.resolve();
  },
});

/** Address of the owner of the base. */
export const COURRIEL = 'zoe.proprietaire@exemple.fr';

const TABLES = ['journal', 'journal_valeur', 'journal_tete'];
const protections = (geste: string): string =>
  TABLES.map((table) => `alter table ${table} ${geste} trigger user`).join('; ');

/** Changes the journal behind its protections. */
export const sql = (proprietaire: MikroORM, requete: string): Promise<void> =>
  proprietaire.em.fork().transactional(async (em) => {
    await em.execute(`${protections('disable')}; ${requete}; ${protections('enable')}`);
  });

/** Changes a line as somebody would who owns the server. */
export const alterer = (
  proprietaire: MikroORM,
  chaine: string,
  changement: string,
  rang: number,
): Promise<void> =>
  sql(proprietaire, `update journal set ${changement} where chaine = '${chaine}' and rang = ${rang}`);

/** Writes lines to a chain. */
export const ecrire = async (application: ApplicationDeTest, chaine: string, fois: number): Promise<void> => {
  for (let rang = 0; rang < fois; rang += 1)
    await application.executeur.executer(agent(chaine, 1, 'responsable'), nommer, {
      nom: `Personne ${rang}`,
    });
};

/** What the verification of a chain says. */
export const verifier = (application: ApplicationDeTest, chaine: string): Promise<Verification> =>
  application.executeur.lire(systeme, ({ em }) => verifierChaine(em, chaine));

/** Where a chain is wrong, and by which defects. */
export const places = ({ anomalies }: Verification) =>
  anomalies.map(({ rang, defauts }) => [rang, ...defauts.map(({ nature }) => nature)]);

/** A Caf whose only responsable owns the base; and an executor that acts as the owner. */
export async function planterUneCaf() {
  const registre = await registreDesFichiers();
  const application = await applicationDeTest(registre, '2026-11-30');
  const proprietaire = await ouvrirOrmProprietaire(application.urlProprietaire);
  const executeur = creerExecuteur({
    orm: proprietaire,
    registre,
    horloge: application.horloge,
    urlPublique: 'http://127.0.0.1',
  });
  await application.executeur.executer(systeme, creerCaf, { id: '451', nom: 'Caf du Loiret' });
  const agentCree = await application.executeur.executer(systeme, creerAgent, {
    caf: '451',
    nom: 'Petit',
    prenom: 'Zoé',
    courriel: COURRIEL,
    profil: 'responsable',
  });
  const [ligne] = await proprietaire.em
    .fork()
    .execute<{ compte_id: string }[]>('select compte_id from agent_caf where id = ?', [agentCree.id]);
  return { application, proprietaire, executeur, compte: ligne?.compte_id ?? '' };
}
