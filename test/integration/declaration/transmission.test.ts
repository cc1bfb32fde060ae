import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ActionInterdite } from '#src/kernel/refus.ts';
import { enregistrerActivite, renvoyer, transmettre } from '#src/domain/declaration/commandes.ts';
import {
  DejaApprouvee,
  DeclarationFigee,
  HabilitationRequise,
  TransmissionRefusee,
  VoletNonTermine,
} from '#src/domain/declaration/refus.ts';
import { Transmission } from '#src/domain/declaration/declaration.ts';
import { empreinteDe } from '#src/domain/declaration/seal.ts';
import {
  activite,
  commencer,
  fermeture,
  planterUneDeclaration,
  remplir,
  saisirEtTerminer,
  vider,
  type DeclarationFixture,
} from './fixture.ts';

let fixture: DeclarationFixture;
beforeAll(async () => {
  fixture = await planterUneDeclaration();
});
afterAll(() => fixture.fermer());

const etat = async (id: string) =>
  (
    await fixture.sql<{ etat: string; estimation: string; sous_reserve: boolean; motif_renvoi: string }>(
      'select etat, estimation, sous_reserve, motif_renvoi from declaration where id = $1',
      [id],
    )
  )[0];
const transmise = (declaration: string) =>
  fixture.executeur.executer(fixture.approbateur, transmettre, { declaration });

describe('transmission', () => {
  it('signs a snapshot with its actor, decisions, rule hashes and its own hash', async () => {
    await vider(fixture);
    const declaration = await remplir(fixture);
    const { id } = await transmise(declaration);
    const signee = await fixture.executeur.lire(fixture.approbateur, ({ em }) =>
      em.findOneOrFail(Transmission, { id }),
    );
    expect(signee).toMatchObject({
      numero: 1,
      estimation: '18060.00',
      par: fixture.approbateur.compteId,
      parNom: 'Chantal DGS',
      formulaireEmpreinte: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(Object.keys(signee.empreintesRegles).sort()).toEqual(
      expect.arrayContaining(
        ['campagnes', 'estimation-ps', 'etp'].map((jeu) =>
          expect.stringMatching(new RegExp(`^${jeu} \\d+\\.\\d+\\.\\d+$`)),
        ),
      ),
    );
    const [{ n } = { n: 0 }] = await fixture.sql<{ n: number }>('select count(*)::int n from decision');
    // One more was taken when the declaration was begun.
    expect(signee.decisions).toHaveLength(n - 1);
    expect(signee.empreinte).toBe(empreinteDe(declaration, signee));
    expect(JSON.stringify(signee.donnees)).not.toContain('LENOIR');
    expect(await etat(declaration)).toEqual({
      etat: 'transmise',
      estimation: '18060.00',
      sous_reserve: false,
      motif_renvoi: null,
    });
  });

  it('cannot be changed afterwards, by the application or its owner', async () => {
    await expect(fixture.sql("update transmission set par_nom = 'x'")).rejects.toThrow(/ajout seul/);
    await expect(fixture.sql('delete from transmission')).rejects.toThrow(/ajout seul/);
    const [{ id } = { id: '' }] = await fixture.sql<{ id: string }>('select id from declaration');
    await expect(
      fixture.executeur.executer(fixture.directrice, enregistrerActivite, {
        declaration: id,
        version: 2,
        donnees: activite(fixture),
      }),
    ).rejects.toThrow(DeclarationFigee);
    await expect(transmise(id)).rejects.toThrow(DejaApprouvee);
  });

  it('is possible with a closure of two months', async () => {
    await vider(fixture);
    const declaration = await remplir(fixture, fermeture('2025-03-01', '2025-05-01'));
    await transmise(declaration);
    // 18 060 × 10 / 12
    expect(await etat(declaration)).toMatchObject({
      etat: 'transmise',
      estimation: '15050.00',
      sous_reserve: false,
    });
  });

  it('is possible with a closure the Ca must decide on, the estimate being « sous réserve »', async () => {
    await vider(fixture);
    const declaration = await remplir(fixture, fermeture('2025-03-01', '2025-07-01'));
    await transmise(declaration);
    expect(await etat(declaration)).toMatchObject({ etat: 'transmise', sous_reserve: true });
  });

  it('is stopped by a blocking finding, and leaves nothing behind', async () => {
    await vider(fixture);
    const declaration = await remplir(fixture, {}, { 'charges.c60': '0', 'charges.c64': '' });
    const avant = await fixture.sql('select count(*) n from decision');
    const refus = await transmise(declaration).catch((erreur: unknown) => erreur);
    expect(refus).toBeInstanceOf(TransmissionRefusee);
    expect((refus as TransmissionRefusee).constats.map(({ issue }) => issue)).toEqual(['DEPENSES_NULLES']);
    expect(await etat(declaration)).toMatchObject({ etat: 'a-approuver' });
    expect(await fixture.sql('select count(*) n from decision')).toEqual(avant);
  });

  it('is stopped by a record the Caf lacks', async () => {
    await vider(fixture);
    const declaration = await remplir(fixture);
    await fixture.sql('update conventionnement set etp_valide = null');
    await expect(transmise(declaration)).rejects.toThrow(/Etp validé/);
    await fixture.sql('update conventionnement set etp_valide = 1');
  });

  it('is refused once the campaign is closed or the convention has expired', async () => {
    await vider(fixture);
    const declaration = await remplir(fixture);
    fixture.horloge.regler('2026-04-01');
    await expect(transmise(declaration)).rejects.toMatchObject({
      constats: [expect.objectContaining({ issue: 'CAMPAGNE_CLOSE' })],
    });
    fixture.horloge.regler('2026-03-02');
    await fixture.sql("update convention set du = '2025-01-01', au = '2026-01-01' where partenaire_id = $1", [
      fixture.partenaireId,
    ]);
    await expect(transmise(declaration)).rejects.toMatchObject({
      constats: [expect.objectContaining({ issue: 'TRANSMISSION_SUSPENDUE' })],
    });
    await fixture.sql("update convention set du = '2026-01-01', au = '2027-01-01' where partenaire_id = $1", [
      fixture.partenaireId,
    ]);
  });

  it('asks for both volets, and for an approbateur whose habilitation still holds', async () => {
    await vider(fixture);
    const id = await commencer(fixture);
    await expect(transmise(id)).rejects.toThrow(VoletNonTermine);
    await vider(fixture);
    const declaration = await remplir(fixture);
    await expect(
      fixture.executeur.executer(fixture.directrice, transmettre, { declaration }),
    ).rejects.toThrow(ActionInterdite);
    await fixture.sql("update habilitation set etat = 'suspendue' where role = 'APPROBATEUR'");
    await expect(transmise(declaration)).rejects.toThrow(HabilitationRequise);
    await fixture.sql("update habilitation set etat = 'accordee' where role = 'APPROBATEUR'");
  });

  it('happens once when asked twice at the same moment', async () => {
    await vider(fixture);
    const declaration = await remplir(fixture);
    const resultats = await Promise.allSettled([transmise(declaration), transmise(declaration)]);
    expect(resultats.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await fixture.sql('select numero from transmission')).toEqual([{ numero: 1 }]);
  });
});

describe('the approbateur', () => {
  it('sends the declaration back with a reason, and transmits it once corrected', async () => {
    await vider(fixture);
    const declaration = await remplir(fixture);
    await expect(
      fixture.executeur.executer(fixture.approbateur, renvoyer, { declaration, motif: ' ' }),
    ).rejects.toMatchObject({ champs: { motif: expect.any(String) } });
    await fixture.executeur.executer(fixture.approbateur, renvoyer, {
      declaration,
      motif: 'Le compte 64 est incomplet.',
    });
    expect(await etat(declaration)).toMatchObject({
      etat: 'renvoyee',
      motif_renvoi: 'Le compte 64 est incomplet.',
    });
    const courriels = await fixture.sql<{ corps: string }>('select corps from courriel');
    expect(courriels.filter(({ corps }) => corps.includes('Le compte 64 est incomplet.'))).toHaveLength(2);
    await saisirEtTerminer(fixture, declaration, {}, { 'charges.c64': '41 000' });
    await transmise(declaration);
    expect(await etat(declaration)).toMatchObject({ etat: 'transmise', estimation: '18490.00' });
  });
});
