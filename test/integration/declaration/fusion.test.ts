import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { champsDeFormulaire, Internaute, texteDePage } from '#test/support/internaute.ts';
import { MOT_DE_PASSE } from '#test/browser/portal/espace-partenaire.ts';
import { planterDeuxSurUnVolet, type DeuxSurUnVolet } from './deux-sur-un-volet.ts';

let espace: DeuxSurUnVolet;
let mona: Internaute;
let lou: Internaute;
let volet: string;
beforeAll(async () => {
  espace = await planterDeuxSurUnVolet();
  const entrer = async (personne: DeuxSurUnVolet['mona']) =>
    new Internaute(espace.url).seConnecter(await espace.ouvrirCompte(personne), MOT_DE_PASSE);
  [mona, lou] = [await entrer(espace.mona), await entrer(espace.lou)];
});
afterAll(() => espace.fermer());
beforeEach(async () => {
  volet = await espace.commencer();
});

type Champs = Readonly<Record<string, string>>;
const ouvrir = async (qui: Internaute): Promise<Champs> => champsDeFormulaire((await qui.lire(volet)).texte);
const envoyer = (qui: Internaute, champs: Champs, action = 'enregistrer') =>
  qui.envoyer(volet, { ...champs, action });
const enJson = async (qui: Internaute, champs: Champs) => {
  const reponse = await qui.demander(volet, {
    methode: 'POST',
    corps: new URLSearchParams(champs),
    entetes: { accept: 'application/json' },
  });
  return {
    ...reponse,
    corps: JSON.parse(reponse.texte) as {
      version: number;
      presence: string;
      fusion: {
        repris: Champs;
        lignes: Record<string, { saisie: number | null }[]>;
        enAttente: string[];
        disputes: string;
        nombre: number;
      };
    },
  };
};
const missions = async () => (await espace.enregistre(volet))['missions'] ?? {};
const [ACTIONS_REEL, ACTIONS_PREVU, ECHANGES] = [
  'missions.actionsInformation.reel',
  'missions.actionsInformation.prevu',
  'missions.actionsEchanges.reel',
] as const;
const fermeture = (rang: number, debut: string, fin: string): Champs => ({
  [`fermetures.liste.${rang}.nature`]: 'exceptionnelle',
  [`fermetures.liste.${rang}.motif`]: 'travaux',
  [`fermetures.liste.${rang}.debut`]: debut,
  [`fermetures.liste.${rang}.fin`]: fin,
  [`fermetures.liste.${rang}.precisions`]: '',
});
const CHOIX_ACTIONS = `choix-${ACTIONS_REEL}`;

describe('two people on one volet who change different fields', () => {
  it('both save, without a question, and what the colleague typed is told', async () => {
    const [page1, page2] = [await ouvrir(mona), await ouvrir(lou)];
    expect((await envoyer(mona, { ...page1, [ACTIONS_REEL]: '40' })).statut).toBe(303);
    const reponse = await envoyer(lou, { ...page2, [ECHANGES]: '12', [ACTIONS_PREVU]: '15' });
    expect(reponse.statut).toBe(303);
    expect(await missions()).toMatchObject({
      actionsInformation: { reel: 40, prevu: 15 },
      actionsEchanges: { reel: 12 },
    });
    expect(texteDePage((await lou.lire(volet)).texte)).toContain(
      'Repris de la saisie d’un collègue : « Nombre d’actions d’information – Réel, janvier à septembre »',
    );
  });

  it('get each other’s fields with the answer to what their page saves by itself, which goes on', async () => {
    const [page1, page2] = [await ouvrir(mona), await ouvrir(lou)];
    const premiere = await enJson(mona, { ...page1, [ACTIONS_REEL]: '40' });
    const seconde = await enJson(lou, { ...page2, [ECHANGES]: '12' });
    expect([premiere.statut, seconde.statut]).toEqual([200, 200]);
    expect(seconde.corps.fusion).toMatchObject({
      repris: { [ACTIONS_REEL]: '40' },
      enAttente: [],
      nombre: 0,
    });
    // From now on what was sent is what was opened.
    const suite = await enJson(mona, {
      ...page1,
      ouvertes: JSON.stringify({ ...(JSON.parse(page1['ouvertes'] ?? '') as Champs), [ACTIONS_REEL]: '40' }),
      [ACTIONS_REEL]: '41',
    });
    expect(suite.corps.fusion.repris).toEqual({ [ECHANGES]: '12' });
    expect(await missions()).toMatchObject({
      actionsInformation: { reel: 41 },
      actionsEchanges: { reel: 12 },
    });
  });

  it('are not asked about one number written in two ways', async () => {
    const [page1, page2] = [await ouvrir(mona), await ouvrir(lou)];
    await envoyer(mona, {
      ...page1,
      'animateurs.liste.0.etpDeclare': '0,80',
      'animateurs.liste.0.etpContrat': '1',
    });
    expect(
      (
        await envoyer(lou, {
          ...page2,
          'animateurs.liste.0.etpDeclare': '0.8',
          'animateurs.liste.0.etpContrat': '1,0',
        })
      ).statut,
    ).toBe(303);
  });

  it('keep the row each of them added to one list', async () => {
    const [page1, page2] = [await ouvrir(mona), await ouvrir(lou)];
    await enJson(mona, { ...page1, ...fermeture(0, '2026-03-01', '2026-04-01') });
    const { corps } = await enJson(lou, { ...page2, ...fermeture(0, '2026-08-01', '2026-09-01') });
    expect((await espace.enregistre(volet))['fermetures']?.['liste']).toMatchObject([
      { debut: '2026-03-01' },
      { debut: '2026-08-01' },
    ]);
    expect(corps.fusion.lignes['fermetures.liste']?.map(({ saisie }) => saisie)).toEqual([null, 0]);
  });
});

describe('two people on one volet who change one same field', () => {
  const seDisputer = async (): Promise<Champs> => {
    const [page1, page2] = [await ouvrir(mona), await ouvrir(lou)];
    await envoyer(mona, { ...page1, [ACTIONS_REEL]: '40' });
    return { ...page2, [ACTIONS_REEL]: '50', [ECHANGES]: '12' };
  };

  it('choose: the column is named, nothing is ticked, the other’s value stands, and the rest is saved', async () => {
    const reponse = await envoyer(lou, await seDisputer());
    expect(reponse.statut).toBe(409);
    expect(texteDePage(reponse.texte)).toMatch(
      /1 valeur à choisir Activité saisie par Chantal Lenoir, le \d\d\/\d\d\/\d{4} à /,
    );
    expect(texteDePage(reponse.texte)).toContain(
      'Nombre d’actions d’information – Réel, janvier à septembre Ce que vous avez saisi 50 Ce qui est enregistré 40',
    );
    expect(champsDeFormulaire(reponse.texte)).not.toHaveProperty(CHOIX_ACTIONS);
    expect(champsDeFormulaire(reponse.texte)).toMatchObject({ [ACTIONS_REEL]: '50', [ECHANGES]: '12' });
    expect(await missions()).toMatchObject({
      actionsInformation: { reel: 40 },
      actionsEchanges: { reel: 12 },
    });
  });

  it.each(['enregistrer', 'terminer'])(
    'are asked again when nothing is ticked (%s), and nothing changes',
    async (action) => {
      const page = champsDeFormulaire((await envoyer(lou, await seDisputer())).texte);
      const reponse = await envoyer(lou, page, action);
      expect(reponse.statut).toBe(409);
      expect(texteDePage(reponse.texte)).toContain(
        '1 point à corriger Nombre d’actions d’information – Réel, janvier à septembre : choisissez la valeur à garder.',
      );
      expect(champsDeFormulaire(reponse.texte)).toMatchObject({ [ACTIONS_REEL]: '50' });
      expect(await missions()).toMatchObject({ actionsInformation: { reel: 40 } });
    },
  );

  it.each([
    ['mienne', 50],
    ['leur', 40],
  ])('keep what is ticked: %s', async (parti, attendu) => {
    const page = champsDeFormulaire((await envoyer(lou, await seDisputer())).texte);
    expect((await envoyer(lou, { ...page, [CHOIX_ACTIONS]: parti })).statut).toBe(303);
    expect(await missions()).toMatchObject({
      actionsInformation: { reel: attendu },
      actionsEchanges: { reel: 12 },
    });
    expect((await ouvrir(lou))[ACTIONS_REEL]).toBe(String(attendu));
  });

  it('are asked again when the other changed it once more: nobody chose against a value he did not see', async () => {
    const page = champsDeFormulaire((await envoyer(lou, await seDisputer())).texte);
    await envoyer(mona, { ...(await ouvrir(mona)), [ACTIONS_REEL]: '41' });
    const reponse = await envoyer(lou, { ...page, [CHOIX_ACTIONS]: 'mienne' });
    expect(reponse.statut).toBe(409);
    expect(texteDePage(reponse.texte)).toContain('Ce que vous avez saisi 50 Ce qui est enregistré 41');
    expect(await missions()).toMatchObject({ actionsInformation: { reel: 41 } });
  });

  it('see the same choice in the answer to what their page saves by itself', async () => {
    const { corps, statut } = await enJson(lou, await seDisputer());
    expect(statut).toBe(200);
    expect(corps.fusion).toMatchObject({ enAttente: [ACTIONS_REEL], nombre: 1 });
    expect(texteDePage(corps.fusion.disputes)).toContain('Nombre d’actions d’information – Réel');
    expect(await missions()).toMatchObject({
      actionsInformation: { reel: 40 },
      actionsEchanges: { reel: 12 },
    });
  });

  it('choose row by row in a list, the row named, and nothing of the list is recorded before', async () => {
    await envoyer(mona, {
      ...(await ouvrir(mona)),
      ...fermeture(0, '2026-03-01', '2026-04-01'),
      ...fermeture(1, '2026-08-01', '2026-09-01'),
    });
    const [page1, page2] = [await ouvrir(mona), await ouvrir(lou)];
    await envoyer(mona, { ...page1, 'fermetures.liste.1.fin': '2026-09-10' });
    const reponse = await envoyer(lou, {
      ...page2,
      'fermetures.liste.1.fin': '2026-09-20',
      'fermetures.liste.0.precisions': 'toiture',
    });
    expect(reponse.statut).toBe(409);
    expect(texteDePage(reponse.texte)).toMatch(
      /Fermeture 2 Ce que vous avez saisi Jour de réouverture : 20\/09\/2026 Ce qui est enregistré Jour de réouverture : 10\/09\/2026/,
    );
    const liste = async () => (await espace.enregistre(volet))['fermetures']?.['liste'];
    expect(await liste()).toMatchObject([{ precisions: null }, { fin: '2026-09-10' }]);
    expect(
      (await envoyer(lou, { ...champsDeFormulaire(reponse.texte), 'choix-fermetures.liste.1': 'mienne' }))
        .statut,
    ).toBe(303);
    expect(await liste()).toMatchObject([{ precisions: 'toiture' }, { fin: '2026-09-20' }]);
  });

  it('never overwrite one another from a page that does not say what it was opened with', async () => {
    const { ouvertes: _inconnues, ...page } = await seDisputer();
    const reponse = await envoyer(lou, page);
    expect(reponse.statut).toBe(409);
    expect(await missions()).toMatchObject({ actionsInformation: { reel: 40 } });
    expect((await enJson(lou, { ...page, version: '1' })).statut).toBe(409);
  });
});

describe('whoever is typing on a volet', () => {
  it('is named to the other as long as he saves, in the page and in what it saves by itself, and two minutes after', async () => {
    const page = await ouvrir(mona);
    expect(texteDePage((await lou.lire(volet)).texte)).not.toContain('saisit ce volet');
    await enJson(mona, { ...page, [ACTIONS_REEL]: '40' });
    expect(texteDePage((await lou.lire(volet)).texte)).toContain(
      'Chantal LENOIR saisit ce volet depuis 13 h 00.',
    );
    expect((await enJson(lou, { ...(await ouvrir(lou)), [ECHANGES]: '1' })).corps.presence).toContain(
      'Chantal LENOIR saisit ce volet',
    );
    // Not to himself, and not for ever.
    expect(texteDePage((await mona.lire(volet)).texte)).not.toContain('LENOIR saisit ce volet');
    espace.horloge.regler('2026-03-02T12:02:30Z');
    expect(texteDePage((await lou.lire(volet)).texte)).not.toContain('saisit ce volet');
  });
});
