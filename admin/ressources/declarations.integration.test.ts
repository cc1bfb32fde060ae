import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fiche, servirGestion, type Serveur } from '#test/integration/admin/fixture.ts';
import type { TableDeFiche } from '#admin/definition/types/fiche.ts';
import { transmettre } from '#src/domain/declaration/commandes.ts';
import {
  fermeture,
  planterUneDeclaration,
  remplir,
  vider,
  type DeclarationFixture,
} from '#test/integration/declaration/fixture.ts';
import { agent } from '#test/support/acteurs.ts';

let fixture: DeclarationFixture;
let gestion: Serveur;
beforeAll(async () => {
  fixture = await planterUneDeclaration();
  gestion = await servirGestion(fixture, agent());
});
afterAll(async () => {
  gestion.fermer();
  await fixture.fermer();
});
beforeEach(async () => {
  await vider(fixture);
  gestion.acteur = agent('451', 1);
});

const LONGUE = fermeture('2025-03-01', '2025-07-01');
const REPONSE = {
  choix: 'PRORATISATION',
  instance: 'conseil-administration',
  seanceLe: '20/02/2026',
  motif: 'Séance du 20 février',
};

async function transmise(): Promise<string> {
  const declaration = await remplir(fixture, LONGUE);
  await fixture.executeur.executer(fixture.approbateur, transmettre, { declaration });
  return declaration;
}
const dossier = async (id: string) => (await gestion.get(fiche('declarations', id))).corps.dossier;
const aTrancher = async (id: string): Promise<TableDeFiche | undefined> =>
  (await dossier(id))?.suite?.find(
    (bloc): bloc is TableDeFiche => 'lignes' in bloc && bloc.titre.startsWith('À trancher'),
  );
const faire = async (id: string, action: string, decision: string | undefined, corps: object) => {
  const chemin = `${fiche('declarations', id, action)}${decision === undefined ? '' : `?decision=${decision}`}`;
  const { formulaire } = (await gestion.get(chemin)).corps;
  return gestion.post(chemin, {
    version: formulaire?.valeurs['version'],
    ...(decision === undefined ? {} : { decision }),
    ...corps,
  });
};
const decisionDe = (table: TableDeFiche | undefined): string =>
  /decision=([0-9a-f-]+)/.exec(table?.actions?.[0]?.href ?? '')?.[1] ?? '';

describe('the treatment of a declaration', () => {
  it('shows both amounts before anyone decides, and keeps the four eyes', async () => {
    const id = await transmise();
    expect((await dossier(id))?.actions.map(({ nom }) => nom)).toEqual(['prendre', 'traiter', 'retourner']);
    expect((await faire(id, 'prendre', undefined, {})).statut).toBe(200);

    const point = await aTrancher(id);
    expect(point?.lignes.map(({ cle, cellules }) => [cle, cellules[1]?.valeur, cellules[2]?.valeur])).toEqual(
      [
        ['PRORATISATION', '14333.33', 8],
        ['SUSPENSION', '12040.00', 12],
      ],
    );
    expect(point?.actions?.map(({ libelle, pourquoi }) => [libelle, pourquoi === undefined])).toEqual([
      ['Demander la décision', true],
      ['Enregistrer la décision', false],
    ]);
    const decision = decisionDe(point);
    expect((await dossier(id))?.actions.find(({ nom }) => nom === 'traiter')?.pourquoi?.raison).toContain(
      'Des points attendent une décision',
    );

    expect((await faire(id, 'trancher', decision, REPONSE)).corps.notice?.message).toContain(
      'Demandez-la d’abord',
    );
    expect(
      (await faire(id, 'demander', decision, { proposition: 'PRORATISATION', motif: 'Travaux' })).statut,
    ).toBe(200);
    expect((await faire(id, 'trancher', decision, REPONSE)).corps.notice?.message).toContain(
      'un autre agent de la Caf doit l’enregistrer',
    );
    gestion.acteur = agent('451', 2);
    const { statut, corps } = await faire(id, 'trancher', decision, REPONSE);
    expect([statut, corps.notice?.type]).toEqual([200, 'success']);
    expect((await faire(id, 'traiter', undefined, { observation: '' })).statut).toBe(200);
    expect(await fixture.sql('select etat, estimation from declaration where id = $1', [id])).toEqual([
      { etat: 'traitee', estimation: '14333.33' },
    ]);
    const rendues = (await dossier(id))?.suite?.find(
      (bloc): bloc is TableDeFiche => bloc.titre === 'Décisions rendues',
    );
    expect(rendues?.lignes).toHaveLength(1);
  });

  it('explains each decision with its facts, its thresholds, its source and its certainty', async () => {
    const id = await transmise();
    const decisions = (await dossier(id))?.decisions ?? [];
    const estimation = decisions.find(({ jeu }) => jeu === 'estimation-ps');
    expect(estimation?.fictif).toBeDefined();
    expect(estimation?.faits?.length).toBeGreaterThan(3);
    const close = decisions.find(({ jeu }) => jeu === 'fermeture');
    expect(close?.constats[0]).toMatchObject({ gravite: 'avertissement', certitude: 'explicite' });
    expect(close?.seuils?.length).toBeGreaterThan(0);
    expect(decisions.every(({ empreinte }) => /^[0-9a-f]{64}$/.test(empreinte))).toBe(true);
  });

  it('returns a declaration only with a reason, said on its field', async () => {
    const id = await transmise();
    const { statut, corps } = await faire(id, 'retourner', undefined, { motif: ' ' });
    expect(statut).toBe(422);
    expect(corps.record?.errors['motif']?.message).toContain('raison');
    expect((await faire(id, 'retourner', undefined, { motif: 'Charges à détailler' })).statut).toBe(200);
    expect((await dossier(id))?.etat?.libelle).toBe('Retournée au partenaire');
  });

  it('does not write when a form is only opened', async () => {
    const id = await transmise();
    const avant = await fixture.sql('select count(*) from journal');
    for (const nom of ['prendre', 'traiter', 'retourner', 'demander', 'trancher', 'regler'])
      expect((await gestion.get(fiche('declarations', id, nom))).statut).toBe(200);
    expect(await fixture.sql('select etat from declaration where id = $1', [id])).toEqual([
      { etat: 'transmise' },
    ]);
    expect(await fixture.sql('select count(*) from journal')).toEqual(avant);
  });
});
