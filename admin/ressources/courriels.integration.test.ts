import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { masquerSecrets } from '#src/domain/echanges/courriel/masquer.ts';
import { agent } from '#test/support/acteurs.ts';
import { action, fiche, gestionDeTest, type Gestion } from '#test/integration/admin/fixture.ts';

let gestion: Gestion;
beforeAll(async () => {
  gestion = await gestionDeTest();
});
afterAll(() => gestion.fermer());

const AGENT = { nom: 'Dupuis', prenom: 'Hugo', courriel: 'hugo@caf451.example', profil: 'gestionnaire' };
const ajouter = async (caf: string, changements: object = {}) => {
  gestion.acteur = agent(caf, 1, 'responsable');
  return (await gestion.post(action('agents', 'new'), { ...AGENT, ...changements })).corps.notice?.message;
};

describe('what is said of mails', () => {
  it('an agent without a password is invited; one who has it is told of the access, and neither is promised what was not queued', async () => {
    expect(await ajouter('451')).toBe(
      'L’agent a été ajouté. Un mail lui a été envoyé, avec la marche à suivre.',
    );
    await gestion.lignes(
      "update compte set empreinte_mot_de_passe = 'x' where courriel = $1",
      AGENT.courriel,
    );
    expect(await ajouter('891')).toBe(
      'L’agent a été ajouté. Un mail lui a été envoyé, avec la marche à suivre.',
    );
  });

  it('an act that mails says to whom, one that does not says nothing of it', async () => {
    gestion.acteur = agent();
    await gestion.lignes('delete from courriel');
    const cree = await gestion.post(action('campagnes', 'new'), {
      typeEquipement: 'RAM',
      exercice: '2018',
      perennite: 'reelle',
      ouvreLe: '2019-01-16',
      fermeLe: '2019-04-01',
    });
    expect(cree.corps.notice?.message).toBe('La campagne a été enregistrée.');
    expect(await gestion.lignes('select 1 from courriel')).toEqual([]);
  });
});

describe('« Courriels envoyés »', () => {
  const SECRET = 'kQ3vX0nJ8b-Zt_5yR1mW7dPf4sLh2cGuAoEi6NqKxTw';
  const deposer = async (caf: string | null, destinataire: string, corps: string): Promise<string> => {
    const id = randomUUID();
    await gestion.lignes(
      "insert into courriel (id, caf_id, destinataire, objet, corps, cree_le) values ($1, $2, $3, 'Objet', $4, now())",
      id,
      caf,
      destinataire,
      corps,
    );
    return id;
  };

  it('shows the text of a mail to a partner of one’s Caf, and never a link that opens an access, wherever one looks', async () => {
    gestion.acteur = agent();
    const id = await deposer(
      '451',
      'chantal@commune.fr',
      `Bonjour Chantal,\n\nChoisissez votre mot de passe :\nhttps://mcp.example/invitation?jeton=${SECRET}\n\nSuivi : https://mcp.example/partenaire/declarations/1`,
    );
    const texte = (await gestion.get(fiche('courriels', id))).corps.dossier?.texteBrut?.contenu ?? '';
    expect(texte).toContain('Bonjour Chantal,');
    expect(texte).toContain('https://mcp.example/invitation [lien personnel masqué]');
    expect(texte).toContain('https://mcp.example/partenaire/declarations/1');
    for (const chemin of [
      fiche('courriels', id),
      action('courriels', 'list'),
      `${action('courriels', 'list')}?filters.destinataire=chantal`,
    ])
      expect((await gestion.get(chemin)).texte, chemin).not.toContain(SECRET.slice(0, 12));
    for (const suite of ['?filters.corps=mot', '?sortBy=corps'])
      expect(
        (await gestion.get(`${action('courriels', 'list')}${suite}`)).corps.records ?? [],
        suite,
      ).toEqual([]);
  });

  it('keeps a colleague’s mail to himself, and another Caf’s to it', async () => {
    gestion.acteur = agent();
    const id = await deposer('451', AGENT.courriel, 'Entre nous');
    const vu = await gestion.get(fiche('courriels', id));
    expect(vu.texte).not.toContain('Entre nous');
    expect(vu.corps.dossier?.alertes?.[0]?.titre).toBe('Ce courriel est adressé à un agent de la Caf.');
    expect(
      (await gestion.get(fiche('courriels', await deposer('891', 'x@commune.fr', 'Ailleurs')))).texte,
    ).not.toContain('Ailleurs');
  });

  it('masks a secret in a query, after a hash or in a path, and leaves an identifier readable', () => {
    for (const adresse of [
      `https://x.example/a?jeton=${SECRET}`,
      `https://x.example/a#${SECRET}`,
      `https://x.example/lien/${SECRET}`,
      `https://x.example/a?b=1&jeton=court`,
    ])
      expect(masquerSecrets(`Voici : ${adresse}.`)).not.toMatch(/kQ3vX0nJ8b|court/);
    const lisible = `https://x.example/partenaire/declarations/${randomUUID()}/recepisse/1`;
    expect(masquerSecrets(lisible)).toBe(lisible);
  });
});
