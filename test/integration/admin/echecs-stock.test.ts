import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { action, fiche, gestionDeTest, type Gestion } from './fixture.ts';
import { COMMANDES_DE_PANNE, RESSOURCE_EN_PANNE } from './panne.ts';
import { RESSOURCES } from '#admin/ressources/index.ts';
import { creerEquipement } from '#src/domain/equipement/commandes.ts';
import type { Partenaire } from '#src/domain/contractualisation/organisme/partenaire.ts';
import { agent, analyste, partenaire as partenaireActeur } from '#test/support/acteurs.ts';
import { SIRENS } from '#test/support/contrats.ts';

/*
 * The failures measured on stock AdminJS 7.8.17 with @adminjs/mikroorm 4.1.0, each held here against ours.
 * Sign-in and session (fixation, lockout, Origin, headers) are not AdminJS's here: the server's own tests hold them.
 */
let gestion: Gestion;
let briare: Partenaire;
const equipement = (nom: string) => ({
  partenaire: briare.id,
  type: 'RAM',
  nom,
  ouvertLe: '2019-01-01',
  lieuNature: 'unique',
  lieuNom: 'Maison',
  lieuCommuneCode: '45053',
});

beforeAll(async () => {
  gestion = await gestionDeTest({ ressources: [...RESSOURCES, RESSOURCE_EN_PANNE] });
  briare = await gestion.partenaire();
});
afterAll(() => gestion.fermer());

describe('no false success', () => {
  it('a duplicate is an error on its field, and nothing is stored', async () => {
    const premier = await gestion.post(action('equipements', 'new'), equipement('Les Marins marrants'));
    expect(premier.statut, premier.texte).toBe(200);
    const { statut, corps } = await gestion.post(
      action('equipements', 'new'),
      equipement('Les Marins marrants'),
    );
    expect(statut).toBe(409);
    expect(corps.notice).toEqual({ type: 'error', message: 'Ce partenaire a déjà un équipement de ce nom.' });
    expect(corps.record?.errors['nom']?.message).toBe('Ce partenaire a déjà un équipement de ce nom.');
    expect(corps.redirectUrl).toBeUndefined();
    expect(
      await gestion.lignes('select 1 from equipement where nom = $1', 'Les Marins marrants'),
    ).toHaveLength(1);
  });

  it('a change into a duplicate is refused and the record keeps its value', async () => {
    const autre = await gestion.faire(creerEquipement, equipement('Les Petits Loups'));
    const {
      corps: { formulaire },
    } = await gestion.get(fiche('equipements', autre.id, 'edit'));
    const { statut, corps } = await gestion.post(fiche('equipements', autre.id, 'edit'), {
      ...formulaire?.valeurs,
      nom: 'Les Marins marrants',
    });
    expect(statut).toBe(409);
    expect(corps.record?.errors['nom']).toBeDefined();
    expect(await gestion.lignes('select nom from equipement where id = $1', autre.id)).toEqual([
      { nom: 'Les Petits Loups' },
    ]);
  });

  it('a connection lost while writing is said, with nothing written', async () => {
    const { statut, corps } = await gestion.post(action('pannes', 'couper'), { nom: 'Perdu' });
    expect(statut).toBe(503);
    expect(corps.notice).toEqual({
      type: 'error',
      message: 'La base de données ne répond pas. Rien n’a été enregistré : réessayez dans un instant.',
    });
    expect(await gestion.lignes("select 1 from equipement where nom = 'Perdu'")).toHaveLength(0);
  });

  it('a reference to a record of another Caf is refused, and nothing is stored', async () => {
    const ailleurs = await gestion.partenaire(SIRENS[1], agent('891', 2));
    const { statut } = await gestion.post(action('equipements', 'new'), {
      ...equipement('Étranger'),
      partenaire: ailleurs.id,
    });
    expect(statut).toBe(404);
    expect(await gestion.lignes("select 1 from equipement where nom = 'Étranger'")).toHaveLength(0);
  });
});

describe('stale screens', () => {
  it('the second of two stale changes is refused, with the difference', async () => {
    const { id } = await gestion.faire(creerEquipement, equipement('À renommer'));
    const adresse = fiche('equipements', id, 'edit');
    const {
      corps: { formulaire },
    } = await gestion.get(adresse);
    expect((await gestion.post(adresse, { ...formulaire?.valeurs, nom: 'Premier' })).statut).toBe(200);
    const { statut, corps } = await gestion.post(adresse, { ...formulaire?.valeurs, nom: 'Second' });
    expect(statut).toBe(409);
    expect(corps.conflit).toMatchObject({
      version: 2,
      actes: [{ quoi: 'Fiche modifiée' }],
      differences: [
        {
          nom: 'nom',
          libelle: 'Nom',
          saisie: 'Second',
          actuelle: 'Premier',
          valeur: 'Premier',
          par: expect.stringContaining(', le 04/03/2019 à '),
        },
      ],
    });
    expect(await gestion.lignes('select nom from equipement where id = $1', id)).toEqual([
      { nom: 'Premier' },
    ]);
  });
});

describe('fields', () => {
  it('a list carries its own fields and no other', async () => {
    const { corps } = await gestion.get(action('partenaires', 'list'));
    expect(Object.keys(corps.records?.[0]?.params ?? {}).sort()).toEqual([
      'creeLe',
      'id',
      'nom',
      'organisme',
      'prefixe',
    ]);
  });

  it('a reference carries a label and an address, not the other record', async () => {
    const { corps } = await gestion.get(action('equipements', 'list'));
    const [premier] = corps.records ?? [];
    expect(Object.keys(premier?.populated['partenaire'] ?? {}).sort()).toEqual(['href', 'id', 'libelle']);
  });

  it.each([
    'filters.dernierNumero=1',
    'filters.version=1',
    'filters.inconnu=1',
    'filters.organisme.siren=732829320',
    'sortBy=dernierNumero',
    'sortBy=version',
    'direction=desc;drop',
  ])('a list refuses %s, which would be an oracle on hidden data', async (requete) => {
    const { statut, corps } = await gestion.get(`${action('partenaires', 'list')}?${requete}`);
    expect(statut).toBe(400);
    expect(corps.records).toBeUndefined();
    expect(corps.erreur?.message).toMatch(/n’existe pas|n’est pas reconnu|est « asc »/);
  });

  it.each(['filters=', 'filters=x', 'filters[nom]=x'])(
    'a list refuses %s, which empties the filters of stock AdminJS',
    async (requete) => {
      expect((await gestion.get(`${action('partenaires', 'list')}?${requete}`)).statut).toBe(400);
      expect((await gestion.get(`${action('partenaires', 'search')}/briare?${requete}`)).statut).toBe(400);
    },
  );

  it('a search looks into its own fields only', async () => {
    expect(
      (await gestion.get(`${action('partenaires', 'search')}/briare?searchProperty=dernierNumero`)).statut,
    ).toBe(400);
    const { corps } = await gestion.get(`${action('partenaires', 'search')}/briare`);
    expect(corps.records?.map(({ title, params }) => [title, Object.keys(params)])).toEqual([
      ['COMMUNE DE BRIARE', ['id']],
    ]);
  });

  it.each(['dernierNumero', 'caf', 'id', 'partenaire.nom', 'organisme.raisonSociale', '__proto__'])(
    'a form refuses the field %s, which is not its own',
    async (champ) => {
      const avant = await gestion.lignes('select * from partenaire');
      const corps = `{"siren":"${SIRENS[2]}","raisonSociale":"X","forme":"autre","${champ}":"999"}`;
      const { statut, corps: reponse } = await gestion.post(action('partenaires', 'new'), corps);
      expect(statut).toBe(400);
      expect(reponse.erreur?.message).toContain(champ);
      expect(await gestion.lignes('select * from partenaire')).toEqual(avant);
    },
  );
});

describe('scope', () => {
  it('an agent of another Caf sees neither list, record, label nor total', async () => {
    const { id } = await gestion.faire(creerEquipement, equipement('Hors de vue'));
    gestion.acteur = agent('974', 3);
    try {
      const liste = await gestion.get(action('equipements', 'list'));
      expect(liste.corps.records).toEqual([]);
      expect(liste.corps.meta?.total).toBe(0);
      for (const adresse of [fiche('equipements', id), fiche('equipements', id, 'edit')])
        expect((await gestion.get(adresse)).statut).toBe(404);
      expect((await gestion.post(fiche('equipements', id, 'edit'), { nom: 'Pris' })).statut).toBe(404);
      expect(
        (await gestion.get(`${action('equipements', 'list')}?filters.partenaire=${briare.id}`)).corps.records,
      ).toEqual([]);
    } finally {
      gestion.acteur = gestion.gestionnaire;
    }
    expect(await gestion.lignes('select nom from equipement where id = $1', id)).toEqual([
      { nom: 'Hors de vue' },
    ]);
  });

  it('nobody signed in gets 401 and nothing else', async () => {
    gestion.acteur = null;
    try {
      for (const adresse of [action('partenaires', 'list'), '/api/dashboard', ''])
        expect((await gestion.get(adresse)).statut).toBe(401);
    } finally {
      gestion.acteur = gestion.gestionnaire;
    }
  });

  it('a right lost counts from the next request', async () => {
    expect((await gestion.get(action('partenaires', 'list'))).statut).toBe(200);
    gestion.acteur = partenaireActeur(briare.id);
    try {
      expect((await gestion.get(action('partenaires', 'list'))).statut).toBe(403);
    } finally {
      gestion.acteur = gestion.gestionnaire;
    }
  });
});

describe('actions', () => {
  it('the right is asked before anything runs', async () => {
    gestion.acteur = analyste();
    try {
      const { statut } = await gestion.post(action('equipements', 'new'), equipement('Interdit'));
      expect(statut).toBe(403);
    } finally {
      gestion.acteur = gestion.gestionnaire;
    }
    expect(COMMANDES_DE_PANNE.executions).toBe(1);
    expect(await gestion.lignes("select 1 from equipement where nom = 'Interdit'")).toHaveLength(0);
  });

  it('an action on a record does not run without its record', async () => {
    expect((await gestion.get(action('equipements', 'edit'))).statut).toBe(404);
    expect((await gestion.post(action('conventions', 'activer'), {})).statut).toBe(404);
  });

  it('no bulk action is open', async () => {
    expect(
      (await gestion.get(`/api/resources/equipements/bulk/bulkDelete?recordIds=${briare.id}`)).statut,
    ).toBe(404);
    expect(
      (await gestion.post(`/api/resources/equipements/bulk/edit?recordIds=${briare.id}`, {})).statut,
    ).toBe(404);
  });

  it('what is withdrawn goes through its command and leaves its line in the journal', async () => {
    const { corps } = await gestion.post(action('liens-utiles', 'new'), {
      libelle: 'Guide',
      contexte: 'accueil',
      url: 'https://exemple.fr/guide',
      ordre: '1',
      description: '',
    });
    const id = corps.redirectUrl?.split('/').at(-2) ?? '';
    const {
      corps: { formulaire },
    } = await gestion.get(fiche('liens-utiles', id, 'delete'));
    expect(
      (await gestion.post(fiche('liens-utiles', id, 'delete'), { version: formulaire?.valeurs['version'] }))
        .statut,
    ).toBe(200);
    expect(await gestion.lignes('select 1 from lien_utile where id = $1', id)).toHaveLength(0);
    expect(
      await gestion.lignes('select genre, commande from journal where entite_id = $1 order by rang', id),
    ).toEqual([
      { genre: 'creation', commande: 'lien.creer' },
      { genre: 'suppression', commande: 'lien.retirer' },
    ]);
  });

  it('the addresses of AdminJS that are not ours do not answer', async () => {
    for (const adresse of [
      '/login',
      '/logout',
      '/refresh-token',
      '/frontend/assets/logo.svg',
      '/frontend/assets/logo-mini.svg',
      '/frontend/assets/icomoon.css',
      '/frontend/assets/icomoon.woff',
      '/frontend/assets/global.bundle.js',
      '/frontend/assets/app.bundle.js',
      '/frontend/assets/design-system.bundle.js',
      '/frontend/assets/components.bundle.js',
      '/resources/partenaires/bulk/bulkDelete',
      '/api/resources/partenaires/search',
      '/api/resources/partenaires/search/briare',
    ]) {
      expect((await gestion.get(adresse)).statut, adresse).toBe(404);
    }
    expect((await gestion.post('/refresh-token', {})).statut).toBe(404);
    expect((await gestion.get(action('partenaires', 'list'))).statut).toBe(200);
  });
});

describe('the page', () => {
  it('a name cannot leave the script it is written in', async () => {
    gestion.acteur = { ...gestion.gestionnaire, nom: '</script><script>window.pris = 1</script>' };
    try {
      const { texte } = await gestion.get('');
      expect(texte).not.toContain('<script>window.pris');
      expect(texte).toContain('\\u003c/script\\u003e\\u003cscript\\u003ewindow.pris');
    } finally {
      gestion.acteur = gestion.gestionnaire;
    }
  });

  it('asks nothing of a third party and carries the nonce on every script and style', async () => {
    const { texte } = await gestion.get('/resources/partenaires');
    const adresses = [...texte.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, adresse]) => adresse);
    expect(adresses.length).toBeGreaterThan(3);
    expect(adresses.filter((adresse) => !adresse?.startsWith('/gestion/'))).toEqual([]);
    expect(
      [...texte.matchAll(/<(?:script|style)[^>]*>/g)].filter(
        ([balise]) => !balise.includes('nonce="nonce-du-test"'),
      ),
    ).toEqual([]);
    expect(texte).toContain('<html lang="fr">');
    expect(texte).toContain('<title>Partenaires – Mon Compte Partenaire — Gestion</title>');
  });

  it('tells a role only of what it may see', async () => {
    const ressources = async () =>
      [...(await gestion.get('')).texte.matchAll(/"id":"([a-z-]+)","libelle"/g)].map(([, id]) => id);
    expect(await ressources()).toContain('partenaires');
    gestion.acteur = analyste();
    try {
      const vues = await ressources();
      expect(vues).toContain('versions-regles');
      expect(vues).not.toContain('partenaires');
      expect(vues).not.toContain('journal');
    } finally {
      gestion.acteur = gestion.gestionnaire;
    }
  });
});
