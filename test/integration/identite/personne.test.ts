import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ActeurAgent } from '#src/kernel/acteur.ts';
import { comptesDeLaPersonne, memePersonne } from '#src/domain/acces/compte/comptes-lies.ts';
import {
  AucunCompteLie,
  delierComptes,
  lierComptes,
  LienDeSoiMeme,
  liensDuCompte,
  ressemblances,
} from '#src/domain/delegation/utilisateur/personne.ts';
import { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';
import { planterLeDecor, type Fixture, type PersonneDuDecor } from '../habilitation/fixture.ts';

let fixture: Fixture;
let agent: ActeurAgent;
let collegue: ActeurAgent;
let paul: PersonneDuDecor;
let mona: PersonneDuDecor;

const nouvelAgent = async (caf: string, nom: string): Promise<ActeurAgent> => {
  const [compteId, agentId] = [randomUUID(), randomUUID()];
  await fixture.sql(
    'insert into compte (id, courriel, sessions_valides_depuis, cree_le) values ($1, $2, now(), now())',
    [compteId, `${nom.toLowerCase()}@caf${caf}.fr`],
  );
  await fixture.sql(
    "insert into agent_caf (id, caf_id, compte_id, nom, prenom, courriel, profil, ouvert_le) values ($1, $2, $3, $4, 'Lou', $5, 'gestionnaire', '2020-01-01')",
    [agentId, caf, compteId, nom, `${nom.toLowerCase()}@caf${caf}.fr`],
  );
  return {
    type: 'agent',
    compteId,
    agentId,
    nom,
    prenom: 'Lou',
    cafId: caf,
    fuseauHoraire: 'Europe/Paris',
    profil: 'gestionnaire',
  };
};

beforeAll(async () => {
  fixture = await planterLeDecor();
  [agent, collegue, paul, mona] = [
    await nouvelAgent('451', 'UNE'),
    await nouvelAgent('451', 'DEUX'),
    await fixture.personne('PAUL'),
    await fixture.personne('MONA'),
  ];
});
beforeEach(() => fixture.sql('delete from comptes_lies'));
afterAll(() => fixture.fermer());

const courrielDe = async (compteId: string) =>
  (await fixture.sql<{ courriel: string }>('select courriel from compte where id = $1', [compteId]))[0]
    ?.courriel ?? '';
const lier = async (acteur: ActeurAgent, utilisateur: PersonneDuDecor, compteId: string) =>
  fixture.executeur.executer(acteur, lierComptes, {
    id: utilisateur.utilisateurId,
    courriel: await courrielDe(compteId),
    motif: 'Même pièce d’identité',
  });
const meme = (acteur: ActeurAgent, a: string, b: string | null) =>
  fixture.executeur.lire(acteur, (unite) => memePersonne(unite, a, b));

describe('two accounts of one person', () => {
  it('are two persons until an agent of the Caf records that they are one', async () => {
    expect(await meme(agent, paul.compteId, mona.compteId)).toBe(false);
    await lier(agent, paul, mona.compteId);
    expect(await meme(agent, paul.compteId, mona.compteId)).toBe(true);
    expect(await meme(agent, mona.compteId, paul.compteId)).toBe(true);
  });

  it('are one with a third linked to either', async () => {
    const tiers = await fixture.personne('TIERS');
    await lier(agent, paul, mona.compteId);
    await lier(agent, tiers, mona.compteId);
    expect(await meme(agent, paul.compteId, tiers.compteId)).toBe(true);
    expect(
      new Set(await fixture.executeur.lire(agent, (unite) => comptesDeLaPersonne(unite, tiers.compteId))),
    ).toEqual(new Set([paul.compteId, mona.compteId, tiers.compteId]));
  });

  it('are one for whoever asks, of another Caf or a partner’s user, though he does not see the record', async () => {
    const [ailleurs, partenaire] = [await nouvelAgent('771', 'AILLEURS'), fixture.administrateur.acteur()];
    await lier(agent, paul, mona.compteId);
    for (const acteur of [ailleurs, partenaire]) {
      expect(
        await fixture.executeur.lire(acteur, (unite) => memePersonne(unite, paul.compteId, mona.compteId)),
      ).toBe(true);
      expect(await fixture.executeur.lire(acteur, (unite) => liensDuCompte(unite, paul.compteId))).toEqual(
        [],
      );
    }
  });

  it('are nobody where there is no account', async () => {
    expect(await meme(agent, paul.compteId, null)).toBe(false);
  });

  it('are two again once the link is undone, and the link stays on record with its reasons', async () => {
    const { id } = await lier(agent, paul, mona.compteId);
    await fixture.executeur.executer(collegue, delierComptes, {
      id: mona.utilisateurId,
      lien: id,
      motif: 'Deux cousins',
    });
    expect(await meme(agent, paul.compteId, mona.compteId)).toBe(false);
    expect(await fixture.sql('select motif, motif_fin, lie_par, delie_par from comptes_lies')).toEqual([
      {
        motif: 'Même pièce d’identité',
        motif_fin: 'Deux cousins',
        lie_par: agent.compteId,
        delie_par: collegue.compteId,
      },
    ]);
    await expect(
      fixture.executeur.executer(collegue, delierComptes, {
        id: mona.utilisateurId,
        lien: id,
        motif: 'Encore',
      }),
    ).rejects.toMatchObject({ statut: 404 });
    await lier(collegue, paul, mona.compteId);
    expect(await meme(agent, paul.compteId, mona.compteId)).toBe(true);
  });

  it('are written in the journal with the reason', async () => {
    await lier(agent, paul, mona.compteId);
    const [ligne] = await fixture.sql(
      "select commande, motif, chaine from journal where entite = 'ComptesLies' order by rang desc limit 1",
    );
    expect(ligne).toEqual({ commande: 'comptes.lier', motif: 'Même pièce d’identité', chaine: '451' });
  });

  it('are not linked twice, nor an account to itself', async () => {
    await lier(agent, paul, mona.compteId);
    for (const compte of [mona.compteId, paul.compteId])
      await expect(lier(collegue, paul, compte)).rejects.toMatchObject({
        statut: 422,
        champs: { courriel: expect.stringContaining('déjà') as unknown },
      });
  });

  it('are refused in the same words when the other is of another Caf and when it does not exist', async () => {
    const [{ compte_id: etranger } = { compte_id: '' }] = await fixture.sql<{ compte_id: string }>(
      'select compte_id from utilisateur where id = $1',
      [fixture.etranger.utilisateurId],
    );
    const dire = (courriel: string) =>
      fixture.executeur.executer(agent, lierComptes, { id: paul.utilisateurId, courriel, motif: 'm' }).then(
        () => '',
        (erreur: unknown) => (erreur as Error).message,
      );
    expect(await dire(await courrielDe(etranger))).toBe(await dire('personne@nulle-part.fr'));
  });

  it('are neither linked nor unlinked by that person, from any of his accounts', async () => {
    await expect(lier(agent, paul, agent.compteId)).rejects.toBeInstanceOf(LienDeSoiMeme);
    const { id } = await lier(collegue, paul, agent.compteId);
    await expect(
      fixture.executeur.executer(agent, delierComptes, { id: paul.utilisateurId, lien: id, motif: 'm' }),
    ).rejects.toBeInstanceOf(LienDeSoiMeme);
    // Linked to him through a colleague's record: his own all the same.
    await expect(lier(agent, mona, paul.compteId)).rejects.toBeInstanceOf(LienDeSoiMeme);
  });

  it('closes « Délier » where nothing is linked', async () => {
    await fixture.executeur.lire(agent, async (unite) => {
      const fiche = await unite.em.findOneOrFail(Utilisateur, { id: paul.utilisateurId });
      await expect(delierComptes.condition?.(unite, fiche)).rejects.toBeInstanceOf(AucunCompteLie);
    });
  });
});

describe('the same name or the same telephone', () => {
  it('is pointed out, and nothing follows from it', async () => {
    const [double, voisin] = [await fixture.personne('Le Goff'), await fixture.personne('Voisine')];
    await fixture.sql(
      "update utilisateur set nom = 'LE-GOFF', prenom = 'Hélène', telephone = '0612345678' where id = $1",
      [double.utilisateurId],
    );
    await fixture.sql("update utilisateur set telephone = '0612345678' where id = $1", [
      voisin.utilisateurId,
    ]);
    await fixture.sql("update agent_caf set nom = 'Le Goff', prenom = 'Helene' where id = $1", [
      collegue.agentId,
    ]);
    const vues = await fixture.executeur.lire(agent, async (unite) =>
      ressemblances(unite, await unite.em.findOneOrFail(Utilisateur, { id: double.utilisateurId })),
    );
    expect(vues.map(({ qui, par }) => `${qui}, ${par}`).sort()).toEqual([
      'Chantal Voisine, telephone',
      'Helene Le Goff, nom',
    ]);
    expect(await meme(agent, double.compteId, collegue.compteId)).toBe(false);
  });

  it('is no longer pointed out once the accounts are linked', async () => {
    const [double, autre] = [await fixture.personne('Unique'), await fixture.personne('Unique')];
    const vues = () =>
      fixture.executeur.lire(agent, async (unite) =>
        ressemblances(unite, await unite.em.findOneOrFail(Utilisateur, { id: double.utilisateurId })),
      );
    expect(await vues()).toHaveLength(1);
    await lier(agent, double, autre.compteId);
    expect(await vues()).toEqual([]);
  });
});
