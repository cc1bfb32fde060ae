/** What the program gave up doing: seen by those it is for, said by `doctor`, and tried again. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { controlerTravaux } from '#src/cli/doctor/base.ts';
import { ActionInterdite, Introuvable } from '#src/kernel/refus.ts';
import { reessayerJob } from '#src/domain/suivi/jobs/reessayer.ts';
import { agent, analyste, partenaire, systeme } from '#test/support/acteurs.ts';
import { action, fiche, gestionDeTest, type Gestion } from '#test/integration/admin/fixture.ts';

let gestion: Gestion;
let deLaCaf: string;
let dAilleurs: string;
let nationale: string;
beforeAll(async () => {
  gestion = await gestionDeTest();
  deLaCaf = await abandonner('courriel', '451', await courriel('451', 'Votre accès'));
  dAilleurs = await abandonner('courriel', '891', await courriel('891', 'Ailleurs'));
  nationale = await abandonner('etude', null, randomUUID());
});
afterAll(() => gestion.fermer());

async function courriel(caf: string, objet: string): Promise<string> {
  const id = randomUUID();
  await gestion.lignes(
    "insert into courriel (id, caf_id, destinataire, objet, corps, cree_le) values ($1, $2, 'a@b.fr', $3, 'Corps', now())",
    id,
    caf,
    objet,
  );
  return id;
}

async function abandonner(queue: string, caf: string | null, cle: string): Promise<string> {
  const id = randomUUID();
  await gestion.lignes(
    `insert into pgboss.job (id, name, state, data, singleton_key, retry_limit, retry_count, started_on, completed_on, output)
     values ($1, $2, 'failed', $3, $4, 11, 11, now(), '2026-03-02T10:00:00Z', $5)`,
    id,
    queue,
    JSON.stringify({ par: 'systeme', cafId: caf, donnees: { id: cle } }),
    cle,
    JSON.stringify({ message: 'Le serveur d’envoi n’a pas pris ce courriel (450).' }),
  );
  return id;
}

const listes = async (): Promise<string[]> =>
  ((await gestion.get(action('travaux-en-echec', 'list'))).corps.records ?? []).map(({ id }) => id);
const etat = async (id: string) =>
  (
    await gestion.lignes<{ state: string; retry_count: number }>(
      'select state::text, retry_count from pgboss.job where id = $1',
      id,
    )
  )[0];

describe('« Travaux en échec »', () => {
  it('shows a Caf its own, with what they were for, when and why', async () => {
    gestion.acteur = agent();
    expect(await listes()).toEqual([deLaCaf]);
    const { texte } = await gestion.get(fiche('travaux-en-echec', deLaCaf));
    expect(texte).toContain('Envoi d’un courriel : « Votre accès »');
    expect(texte).toContain('n’a pas pris ce courriel (450)');
    expect((await gestion.get(fiche('travaux-en-echec', dAilleurs))).texte).not.toContain('Ailleurs');
  });

  it('shows the analysts all of them, and the subject of no mail', async () => {
    gestion.acteur = analyste();
    expect((await listes()).sort()).toEqual([deLaCaf, dAilleurs, nationale].sort());
    expect((await gestion.get(fiche('travaux-en-echec', deLaCaf))).texte).not.toContain('Votre accès');
  });

  it('is forgotten once the same thing was done by another job', async () => {
    const [lu] = await gestion.lignes<{ cle: string }>(
      'select singleton_key as cle from pgboss.job where id = $1',
      nationale,
    );
    const fait = randomUUID();
    await gestion.lignes(
      "insert into pgboss.job (id, name, state, singleton_key, completed_on) values ($1, 'etude', 'completed', $2, now() + interval '300 days')",
      fait,
      lu?.cle,
    );
    gestion.acteur = analyste();
    expect(await listes()).not.toContain(nationale);
    await gestion.lignes('delete from pgboss.job where id = $1', fait);
    expect(await listes()).toContain(nationale);
  });

  it('is named by doctor, with what to do', async () => {
    const constat = await gestion.executeur.lire(systeme, controlerTravaux);
    expect(constat).toMatchObject({ etat: 'attention', remede: expect.stringContaining('Réessayer') });
    expect(constat.message).toContain(
      'Envoi d’un courriel : « Votre accès », abandonné le 02/03/2026 après 12 tentative(s) : Le serveur d’envoi n’a pas pris ce courriel (450).',
    );
  });
});

describe('« Réessayer »', () => {
  it('is refused to a partner, and of what another Caf sees', async () => {
    await expect(
      gestion.executeur.executer(partenaire(randomUUID()), reessayerJob, { id: deLaCaf }),
    ).rejects.toThrow(ActionInterdite);
    await expect(gestion.executeur.executer(agent(), reessayerJob, { id: dAilleurs })).rejects.toThrow(
      Introuvable,
    );
    expect(await etat(dAilleurs)).toEqual({ state: 'failed', retry_count: 11 });
  });

  it('gives the attempts back, once, and writes who did', async () => {
    gestion.acteur = agent();
    const fait = await gestion.post(fiche('travaux-en-echec', deLaCaf, 'reessayer'), {});
    expect(fait.corps.notice?.message).toBe('Le travail est relancé.');
    expect(await etat(deLaCaf)).toEqual({ state: 'retry', retry_count: 0 });
    expect(await listes()).toEqual([]);
    await expect(gestion.executeur.executer(agent(), reessayerJob, { id: deLaCaf })).rejects.toThrow(
      Introuvable,
    );
    expect(
      await gestion.lignes("select entite_id, chaine from journal where commande = 'job.reessayer'"),
    ).toEqual([{ entite_id: deLaCaf, chaine: '451' }]);
  });
});
