import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { action, fiche, gestionDeTest, type Gestion } from '../admin/fixture.ts';
import { RESSOURCES } from '#admin/ressources/index.ts';
import type { PageHistorique } from '#admin/definition/journal/types.ts';
import { creerAgent } from '#src/domain/acces/agent/commandes.ts';
import type { ActeurAgent } from '#src/kernel/acteur.ts';
import { ajouterAnimateur, creerEquipement, modifierEquipement } from '#src/domain/equipement/commandes.ts';
import { agent, analyste, systeme } from '#test/support/acteurs.ts';

const UUID_OU_EMPREINTE = /[0-9a-f]{8}-[0-9a-f]{4}-|[0-9a-f]{64}/;
let gestion: Gestion;
let auteur: ActeurAgent;
let equipement: string;
let partenaireId: string;

const historique = async (ressource: string, id: string, place = 'debut') => {
  const { statut, corps, texte } = await gestion.get(
    `${fiche(ressource, id)}?historique=${encodeURIComponent(place)}`,
  );
  return { statut, texte, page: (corps as { historique?: PageHistorique }).historique };
};
const corps = { nature: '', ouvertLe: '2019-01-01', fermeLe: '' };

beforeAll(async () => {
  gestion = await gestionDeTest();
  const { id } = await gestion.faire(
    creerAgent,
    { caf: '451', nom: 'Petit', prenom: 'Zoé', courriel: 'zoe.petit@caf451.exemple', profil: 'gestionnaire' },
    systeme,
  );
  const [ligne] = await gestion.lignes<{ compte_id: string }>(
    'select compte_id from agent_caf where id = $1',
    id,
  );
  auteur = { ...agent(), agentId: id, compteId: ligne?.compte_id ?? '' };
  partenaireId = (await gestion.partenaire()).id;
  ({ id: equipement } = await gestion.faire(
    creerEquipement,
    {
      partenaire: partenaireId,
      type: 'RAM',
      nom: 'Ram des Lilas',
      ouvertLe: '2019-01-01',
      lieuNature: 'unique',
      lieuNom: 'Mairie',
      lieuCommuneCode: '45053',
    },
    auteur,
  ));
  await gestion.faire(
    modifierEquipement,
    { equipement, ...corps, nom: 'Ram des Tilleuls', projetFonctionnement: 'on' },
    auteur,
  );
});
afterAll(() => gestion.fermer());

describe('the history of a record', () => {
  it('is told in words to the gestionnaire, latest first: who, when, what, from and to', async () => {
    gestion.acteur = agent();
    const { statut, page } = await historique('equipements', equipement);
    expect(statut).toBe(200);
    expect(page).toMatchObject({
      suivante: null,
      lignes: [
        {
          quoi: 'Équipement modifié',
          par: 'Zoé Petit',
          le: '2019-03-04T12:00:00.000Z',
          motif: null,
          creation: false,
          changements: [
            { champ: 'Équipement', avant: 'Ram des Lilas', apres: 'Ram des Tilleuls' },
            { champ: 'Projet de fonctionnement', avant: 'Non', apres: 'Oui' },
          ],
        },
        { quoi: 'Équipement ajouté', par: 'Zoé Petit', creation: true },
      ],
    });
    const [, creation] = page?.lignes ?? [];
    expect(creation?.changements).toEqual(
      expect.arrayContaining(
        [
          { champ: 'Ouvert le', avant: 'vide', apres: '01/01/2019' },
          { champ: 'Type', avant: 'vide', apres: 'Relais assistants maternels' },
        ].map((un) => expect.objectContaining({ champ: un.champ, avant: un.avant })),
      ),
    );
    expect(JSON.stringify(page?.lignes.map(({ id, ...reste }) => (id ? reste : null)))).not.toMatch(
      UUID_OU_EMPREINTE,
    );
  });

  it('shows neither personal values nor what opens an access', async () => {
    const { id } = await gestion.faire(
      ajouterAnimateur,
      { equipement, nom: 'Secretnom', prenom: 'Jo', etpContrat: '0,8', du: '2019-02-01' },
      auteur,
    );
    const { page, texte } = await historique('animateurs', id);
    expect(page?.lignes[0]?.changements).toEqual(
      expect.arrayContaining([
        { champ: 'Nom', avant: 'vide', apres: 'valeur personnelle, non montrée' },
        { champ: 'Équipement', avant: 'vide', apres: 'Ram des Tilleuls' },
      ]),
    );
    expect(JSON.stringify(page)).not.toContain('Secretnom');
    expect(texte).toContain('Secretnom');
  });

  it('tells a state, a reason and a signature in the words of the screens', async () => {
    await gestion.formulaireEligible(partenaireId);
    const { convention } = await gestion.conventionSignee(partenaireId);
    const { page } = await historique('conventions', convention.id);
    expect(page?.lignes.map(({ quoi }) => quoi)).toEqual(
      expect.arrayContaining(['Signature de la convention enregistrée', 'Convention préparée']),
    );
    expect(page?.lignes.flatMap(({ changements }) => changements)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ champ: 'État', apres: 'En attente de signature' }),
        expect.objectContaining({
          champ: 'Signataire pour la Caf',
          apres: 'valeur personnelle, non montrée',
        }),
      ]),
    );
  });

  it('is paged', async () => {
    for (let fois = 0; fois < 25; fois += 1)
      await gestion.faire(modifierEquipement, { equipement, ...corps, nom: `Ram n° ${fois}` }, auteur);
    const { page } = await historique('equipements', equipement);
    expect(page?.lignes).toHaveLength(20);
    // What is written meanwhile moves nothing.
    await gestion.faire(modifierEquipement, { equipement, ...corps, nom: 'Ram du soir' }, auteur);
    const suite = (await historique('equipements', equipement, page?.suivante ?? '')).page;
    expect(suite).toMatchObject({ suivante: null });
    expect(new Set([...(page?.lignes ?? []), ...(suite?.lignes ?? [])].map(({ id }) => id)).size).toBe(27);
    for (const mauvaise of ['1', '', 'fin', `${page?.suivante}~`, '2019-13-45T99:00:00.000Z~1~x', '~1~'])
      expect((await historique('equipements', equipement, mauvaise)).statut, mauvaise).toBe(400);
  });

  it('belongs to whoever may read the record, and to nobody else', async () => {
    for (const autre of [agent('891', 2), analyste()]) {
      gestion.acteur = autre;
      const { statut, page } = await historique('equipements', equipement);
      expect([403, 404]).toContain(statut);
      expect(page).toBeUndefined();
    }
    gestion.acteur = agent();
    expect((await historique('equipements', randomUUID())).statut).toBe(404);
  });

  it('holds no line of another Caf about a record all of them share', async () => {
    const [{ id } = { id: '' }] = await gestion.lignes<{ id: string }>(
      'select organisme_id as id from partenaire where id = $1',
      partenaireId,
    );
    gestion.acteur = agent('891', 2);
    const { statut, page } = await historique('organismes', id);
    if (statut === 200) expect(page?.lignes).toEqual([]);
    gestion.acteur = agent();
    expect((await historique('organismes', id)).page?.lignes.length).toBeGreaterThan(0);
  });

  it('is offered on the page of every record the journal keeps, and not on the others', async () => {
    const {
      corps: { dossier },
    } = await gestion.get(fiche('equipements', equipement));
    expect(dossier?.historique).toBe(true);
    const sans = RESSOURCES.filter(({ id }) => ['journal', 'courriels', 'decisions'].includes(id));
    expect(sans).toHaveLength(3);
    gestion.acteur = agent('451', 1, 'responsable');
    const [{ id } = { id: '' }] = await gestion.lignes<{ id: string }>(
      "select id from journal where chaine = '451' limit 1",
    );
    expect((await gestion.get(fiche('journal', id))).corps.dossier?.historique).toBe(false);
    expect((await historique('journal', id)).statut).toBe(400);
  });
});

describe('the journal of the back-office', () => {
  it('tells what was done, on what (with a link), by whom; no code, identifier nor hash', async () => {
    gestion.acteur = agent('451', 1, 'responsable');
    const {
      corps: { records = [] },
    } = await gestion.get(`${action('journal', 'list')}?filters.commande=equipement.creer`);
    const ligne = records.find(({ populated }) => populated['objet']?.href?.includes(equipement));
    expect(ligne).toMatchObject({
      title: expect.stringMatching(/^Équipement ajouté, ligne \d+$/),
      params: { acte: 'Équipement ajouté' },
      populated: {
        objet: {
          libelle: 'Équipement : Ram du soir',
          href: `/gestion/resources/equipements/records/${equipement}/show`,
        },
        auteur: { libelle: 'Zoé Petit' },
      },
    });
    const {
      corps: { dossier },
    } = await gestion.get(fiche('journal', ligne?.id ?? ''));
    expect(dossier?.sections.map(({ titre, repliee }) => [titre, repliee ?? false])).toEqual([
      ['Ligne du journal', false],
      ['Preuve', true],
    ]);
    const vu = [
      ...(dossier?.sections
        .filter(({ repliee }) => !repliee)
        .flatMap(({ valeurs }) => valeurs.map(({ libelle, valeur }) => libelle ?? String(valeur))) ?? []),
      ...(dossier?.tables.flatMap(({ lignes }) =>
        lignes.flatMap(({ cellules }) => cellules.map(({ valeur }) => String(valeur))),
      ) ?? []),
    ];
    expect(vu.join('\n')).toContain('Équipement : Ram du soir');
    expect(vu.filter((texte) => UUID_OU_EMPREINTE.test(texte) || /^[a-z]+\.[a-z]+$/.test(texte))).toEqual([]);
  });

  it('tells every line written so far, whatever it is about', async () => {
    gestion.acteur = agent('451', 1, 'responsable');
    for (let page = 1, total = 1; (page - 1) * 100 < total; page += 1) {
      const {
        corps: { records = [], meta },
      } = await gestion.get(`${action('journal', 'list')}?page=${page}&perPage=100`);
      total = meta?.total ?? 0;
      for (const { params, populated } of records) {
        expect(populated['objet']?.libelle, JSON.stringify(params)).toMatch(/^[A-ZÀ-Ý]/);
        expect(
          `${populated['objet']?.libelle} ${populated['auteur']?.libelle} ${String(params['acte'])}`,
        ).not.toMatch(UUID_OU_EMPREINTE);
        expect(populated['objet']?.libelle).not.toBe('Autre objet');
      }
    }
  });
});
