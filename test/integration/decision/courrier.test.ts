import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lettreDUneDeclaration } from '#src/domain/suivi/courrier/lettre-de-decision.ts';
import type { PageDeLettre } from '#admin/ecrans/lettre/client.ts';
import { lettreEnTexte } from '#src/domain/suivi/courrier/texte.ts';
import { transmettre } from '#src/domain/declaration/commandes.ts';
import { servirGestion, type Serveur } from '../admin/fixture.ts';
import {
  fermeture,
  planterUneDeclaration,
  remplir,
  type DeclarationFixture,
} from '../declaration/fixture.ts';
import { agent, analyste } from '#test/support/acteurs.ts';

let fixture: DeclarationFixture;
let gestion: Serveur;
let declaration = '';
let decision = '';
beforeAll(async () => {
  fixture = await planterUneDeclaration();
  gestion = await servirGestion(fixture, agent());
  declaration = await remplir(fixture, fermeture('2025-03-01', '2025-07-01'));
  await fixture.executeur.executer(fixture.approbateur, transmettre, { declaration });
  decision =
    (
      await fixture.sql<{ id: string }>(
        "select id from decision where sujet_id = $1 and sujet_detail = 'fermeture:1' order by prise_le desc limit 1",
        [declaration],
      )
    )[0]?.id ?? '';
});
afterAll(async () => {
  gestion.fermer();
  await fixture.fermer();
});

const ECRIT = {
  adresseCaf: 'Place Saint-Charles\n45946 Orléans',
  destinataire: 'Mairie\n45250 Briare',
  recours: 'Commission de recours amiable, deux mois.',
  signature: 'La directrice, A. Roux',
};
const page = async (reste = ''): Promise<PageDeLettre> =>
  JSON.parse((await gestion.get(`/api/pages/lettre?decision=${decision}${reste}`)).texte) as PageDeLettre;
const enregistrer = (parts: object = ECRIT) =>
  gestion.post('/api/pages/lettre', { action: 'enregistrer', decision, ...parts });
const courriers = () =>
  fixture.sql<{ id: string; recours: string; par_nom: string }>(
    'select id, recours, par_nom from courrier order by le, id',
  );

describe('the letter to the partner', () => {
  it('is kept only once the Caf has written what it alone can, and says what is missing', async () => {
    const { statut, corps } = await enregistrer({ ...ECRIT, recours: ' ' });
    expect([statut, corps.erreur?.message]).toEqual([
      422,
      'Voies et délais de recours : saisissez le texte que la Caf communique avec cette décision.',
    ]);
    expect(await courriers()).toEqual([]);
  });

  it('is kept as typed, with who and when; another one keeps the first; both are shown again', async () => {
    expect((await page()).parts.map(({ nom, valeur }) => [nom, valeur])).toContainEqual(['recours', '']);
    expect((await enregistrer()).statut).toBe(200);
    expect((await page()).parts.map(({ valeur }) => valeur)).toContain(ECRIT.recours);
    fixture.horloge.regler('2026-03-05');
    expect((await enregistrer({ ...ECRIT, recours: 'Tribunal, un mois.' })).statut).toBe(200);
    const [premier, second] = await courriers();
    expect([premier?.recours, second?.recours, premier?.par_nom]).toEqual([
      ECRIT.recours,
      'Tribunal, un mois.',
      'Agent 1 Martin',
    ]);
    expect((await page()).courriers.map(({ id }) => id)).toEqual([second?.id, premier?.id]);
    const relu = await page(`&courrier=${premier?.id ?? ''}`);
    expect(lettreEnTexte(relu.lettre)).toContain('Commission de recours amiable, deux mois.');
    expect([relu.parts, JSON.stringify(relu.lettre).includes('a-completer')]).toEqual([[], false]);
    await expect(fixture.sql("update courrier set recours = 'autre'")).rejects.toThrow();
  });

  it('is what the partner then reads, and nobody else’s to write or to read', async () => {
    const { lettre } = await fixture.executeur.lire(fixture.approbateur, (unite) =>
      lettreDUneDeclaration(unite, declaration, decision),
    );
    expect(lettreEnTexte(lettre)).toContain('Tribunal, un mois.');
    gestion.acteur = agent('771', 5);
    expect((await gestion.get(`/api/pages/lettre?decision=${decision}`)).statut).toBe(404);
    expect((await enregistrer()).statut).toBe(404);
    gestion.acteur = analyste();
    expect((await enregistrer()).statut).toBe(403);
    gestion.acteur = agent();
    expect((await gestion.get(`/api/pages/lettre?decision=${decision}&courrier=inconnu`)).statut).toBe(404);
    expect(await courriers()).toHaveLength(2);
  });
});
