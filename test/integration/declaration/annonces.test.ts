import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { compterListes, lireListe, vueDe } from '#admin/definition/lecture.ts';
import { assemblerTableauDeBord } from '#admin/ecrans/accueil/serveur.ts';
import { declarations } from '#admin/ressources/declarations.ts';
import {
  demanderDecision,
  prendreEnTraitement,
  renvoyer,
  retourner,
  traiter,
  transmettre,
  trancherFermeture,
} from '#src/domain/declaration/commandes.ts';
import type { RoleAfas } from '#test/support/roles.ts';
import { agent } from '#test/support/acteurs.ts';
import {
  enTraitement,
  fermeture,
  planterUneDeclaration,
  remplir,
  vider,
  type DeclarationFixture,
} from './fixture.ts';

let fixture: DeclarationFixture;
beforeAll(async () => {
  fixture = await planterUneDeclaration();
  await fixture.sql(
    "update caf set courriel = 'contact@caf-loiret.example', telephone = '0238000000' where id = '451'",
  );
});
beforeEach(async () => {
  await vider(fixture);
  await fixture.sql('delete from courriel');
});
afterAll(() => fixture.fermer());

interface Lettre {
  readonly destinataire: string;
  readonly objet: string;
  readonly corps: string;
}
const lettres = async (objet: RegExp): Promise<Lettre[]> =>
  (await fixture.sql<Lettre>('select destinataire, objet, corps from courriel')).filter((une) =>
    objet.test(une.objet),
  );
/** Who got a mail, by name: the address begins with it. */
const qui = async (objet: RegExp): Promise<string[]> =>
  (await lettres(objet)).map(({ destinataire }) => (destinataire.split('.')[0] ?? '').toUpperCase()).sort();
const transmise = async (changements = {}): Promise<string> => {
  const declaration = await remplir(fixture, changements);
  await fixture.executeur.executer(fixture.approbateur, transmettre, { declaration });
  return declaration;
};
async function donner(
  role: RoleAfas,
  { utilisateurId }: { readonly utilisateurId: string },
): Promise<string> {
  const id = randomUUID();
  await fixture.sql(
    `insert into habilitation (id, caf_id, partenaire_id, utilisateur_id, role, portee, equipement_id, du, etat, demande_par, demande_le)
    values ($1, '451', $2, $3, $4, 'activite', $5, '2026-01-01', 'accordee', $6, now())`,
    [id, fixture.partenaireId, utilisateurId, role, fixture.equipementId, fixture.administrateur.compteId],
  );
  return id;
}

describe('the mails of a declaration', () => {
  it('tell the approbateur that it waits once both volets are finished, and not before', async () => {
    await remplir(fixture);
    expect(await qui(/à approuver/)).toEqual(['DGS']);
    expect(await fixture.sql('select 1 from courriel')).toHaveLength(1);
  });

  it('tell the administrateur where no approbateur is in force', async () => {
    await fixture.sql("update habilitation set etat = 'en-attente-caf' where role = 'APPROBATEUR'");
    await remplir(fixture);
    await fixture.sql("update habilitation set etat = 'accordee' where role = 'APPROBATEUR'");
    expect(await qui(/à approuver/)).toEqual([]);
    expect(await qui(/sans approbateur/)).toEqual(['ADMIN']);
  });

  it('acknowledge a transmission to who made it: receipt, amount, what comes next', async () => {
    const declaration = await transmise(fermeture('2025-03-01', '2025-07-01'));
    expect(await qui(/transmise à la Caf/)).toEqual(['DGS']);
    const [{ corps } = { corps: '' }] = await lettres(/transmise à la Caf/);
    for (const attendu of [
      `/partenaire/declarations/${declaration}/recepisse/1`,
      /18\s060,00\s€ \(sous réserve d’une décision de la Caf\)/,
      'La suite',
    ])
      expect(corps).toMatch(attendu);
  });

  it('tell everybody concerned, each once, that it is taken up, returned with the reason, treated with the amount and the motives', async () => {
    const tous = ['ADMIN', 'COMPTABLE', 'DGS', 'DIRECTRICE'];
    // One person may cumulate everything: she gets one mail.
    const cumule = [
      await donner('FOURNISSEUR_FINANCIER', fixture.directrice),
      await donner('APPROBATEUR', fixture.administrateur),
      await donner('CONSULTANT', fixture.collegue),
    ];
    const declaration = await enTraitement(fixture, fermeture('2025-03-01', '2025-07-01'));
    expect(await qui(/prise en traitement/)).toEqual(tous);
    const [{ id: decision } = { id: '' }] = await fixture.sql<{ id: string }>(
      "select id from decision where sujet_id = $1 and sujet_detail = 'fermeture:1' order by prise_le desc limit 1",
      [declaration],
    );
    await fixture.executeur.executer(agent('451', 1), demanderDecision, {
      declaration,
      decision,
      motif: 'Travaux',
    });
    await fixture.executeur.executer(agent('451', 2), trancherFermeture, {
      declaration,
      decision,
      choix: 'PRORATISATION',
      instance: 'conseil-administration',
      seanceLe: '2026-02-20',
      motif: 'Séance du 20 février',
    });
    await fixture.executeur.executer(agent(), traiter, {
      declaration,
      observation: 'Conforme à la convention',
    });
    expect(await qui(/traitée/)).toEqual(tous);
    for (const { corps } of await lettres(/traitée/))
      for (const attendu of [
        /Montant retenu, hors bonus\s: 14\s333,33\s€/,
        'Conforme à la convention',
        'Séance du 20 février',
      ])
        expect(corps).toMatch(attendu);
    await vider(fixture);
    const autre = await transmise();
    await fixture.executeur.executer(agent(), retourner, {
      declaration: autre,
      motif: 'Le compte 64 est incomplet',
    });
    expect(await qui(/retournée par la Caf/)).toEqual(tous);
    for (const { corps } of await lettres(/retournée par la Caf/))
      expect(corps).toContain('Le compte 64 est incomplet');
    await fixture.sql('delete from habilitation where id = any($1)', [cumule]);
  });

  it('send back to the fournisseur of the volet to correct alone', async () => {
    const declaration = await remplir(fixture);
    await fixture.executeur.executer(fixture.approbateur, renvoyer, {
      declaration,
      motif: 'Le compte 64 est incomplet',
      volets: ['finances'],
    });
    expect(await qui(/à corriger/)).toEqual(['COMPTABLE']);
  });

  it('forget whose access is closed', async () => {
    await fixture.sql("update utilisateur set clos_le = '2026-03-01' where id = $1", [
      fixture.comptable.utilisateurId,
    ]);
    const declaration = await transmise();
    await fixture.executeur.executer(agent(), prendreEnTraitement, { declaration });
    await fixture.sql('update utilisateur set clos_le = null');
    expect(await qui(/prise en traitement/)).toEqual(['ADMIN', 'DGS', 'DIRECTRICE']);
  });

  it('all greet by name, say the organisme, equipment and exercise, give a link, are signed by the Caf and set in French type', async () => {
    const declaration = await transmise();
    await fixture.executeur.executer(agent(), prendreEnTraitement, { declaration });
    await fixture.executeur.executer(agent(), traiter, { declaration, observation: '' });
    const toutes = await lettres(/./);
    expect(toutes).toHaveLength(10);
    for (const { corps, objet } of toutes) {
      expect(corps).toMatch(/^Bonjour Chantal (ADMIN|COMPTABLE|DGS|DIRECTRICE),\n/);
      for (const attendu of [
        'Organisme\u00a0: MAIRIE DE BRIARE',
        'Équipement\u00a0: CBA-RAM Les Marins marrants',
        'réelle, exercice 2025',
        'Caf du Loiret\ncontact@caf-loiret.example – 02\u00a038\u00a000\u00a000\u00a000',
      ])
        expect(corps).toContain(attendu);
      expect(corps).toMatch(new RegExp(`https?://\\S+/partenaire/declarations/${declaration}`));
      expect(objet).toContain('CBA-RAM Les Marins marrants');
      expect(`${objet}\n${corps}`).not.toMatch(/'| [:;?!€»]|« /);
    }
  });
});

describe('a decision of the Ca that waits for a second agent', () => {
  const compteDe = (rang: number) => agent('451', rang).compteId;
  beforeAll(async () => {
    for (const rang of [1, 2, 3]) {
      await fixture.sql(
        'insert into compte (id, courriel, sessions_valides_depuis, cree_le) values ($1, $2, now(), now())',
        [compteDe(rang), `agent${rang}.x@caf.fr`],
      );
      await fixture.sql(
        "insert into agent_caf (id, caf_id, compte_id, nom, prenom, courriel, profil, ouvert_le, clos_le) values ($1, '451', $2, 'Martin', $3, $4, 'gestionnaire', '2020-01-01', $5)",
        [
          randomUUID(),
          compteDe(rang),
          `Agent ${rang}`,
          `agent${rang}.x@caf.fr`,
          rang === 3 ? '2026-01-01' : null,
        ],
      );
    }
  });
  /**
   * What an agent is shown: the state in the list, the counter of his dashboard, the rows of the list it
   * leads to.
   */
  const vue = (rang: number) =>
    fixture.executeur.lire(agent('451', rang), async (unite) => {
      const liste = vueDe(unite, declarations);
      const requete = {
        page: 1,
        curseur: null,
        taille: 20,
        tri: { champ: 'transmiseLe', sens: 'desc' },
        texte: null,
      } as const;
      return {
        attendue:
          (await lireListe(unite, liste, { ...requete, filtres: {} }, declarations.liste)).fiches[0]?.params[
            'decisionAttendue'
          ] ?? null,
        compteur: (await assemblerTableauDeBord(unite)).compteurs.find(({ libelle }) =>
          /^Décisions? du Ca à enregistrer$/.test(libelle),
        )?.valeur,
        liste: (
          await compterListes(unite, [
            { vue: liste, requete: { texte: null, filtres: { decisionAttendue: 'de-vous' } } },
          ])
        )[0],
      };
    });
  const RIEN = { attendue: null, compteur: '0', liste: 0 };

  it('is mailed, counted and shown to who may record it, not to who asked; once recorded nothing waits', async () => {
    const declaration = await enTraitement(fixture, fermeture('2025-03-01', '2025-07-01'));
    const [{ id: decision } = { id: '' }] = await fixture.sql<{ id: string }>(
      "select id from decision where sujet_id = $1 and sujet_detail = 'fermeture:1' order by prise_le desc limit 1",
      [declaration],
    );
    expect([await vue(1), await vue(2)]).toEqual([RIEN, RIEN]);
    await fixture.executeur.executer(agent('451', 1), demanderDecision, {
      declaration,
      decision,
      motif: 'Travaux',
    });
    expect(await qui(/Décision à enregistrer/)).toEqual(['AGENT2']);
    expect((await lettres(/Décision à enregistrer/))[0]?.corps).toContain(
      `/gestion/resources/declarations/records/${declaration}/show`,
    );
    expect([await vue(1), await vue(2)]).toEqual([
      { attendue: 'd-un-autre', compteur: '0', liste: 0 },
      { attendue: 'de-vous', compteur: '1', liste: 1 },
    ]);
    await fixture.executeur.executer(agent('451', 2), trancherFermeture, {
      declaration,
      decision,
      choix: 'PRORATISATION',
      instance: 'conseil-administration',
      seanceLe: '2026-02-20',
      motif: 'Séance',
    });
    expect([await vue(1), await vue(2)]).toEqual([RIEN, RIEN]);
  });

  it('goes with the declaration returned to the partner', async () => {
    const declaration = await enTraitement(fixture, fermeture('2025-03-01', '2025-07-01'));
    const [{ id: decision } = { id: '' }] = await fixture.sql<{ id: string }>(
      "select id from decision where sujet_id = $1 and sujet_detail = 'fermeture:1' order by prise_le desc limit 1",
      [declaration],
    );
    await fixture.executeur.executer(agent('451', 1), demanderDecision, {
      declaration,
      decision,
      motif: 'Travaux',
    });
    await fixture.executeur.executer(agent('451', 1), retourner, { declaration, motif: 'À revoir' });
    expect([await vue(1), await vue(2)]).toEqual([RIEN, RIEN]);
  });
});
