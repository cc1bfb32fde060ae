import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ActionInterdite } from '#src/kernel/refus.ts';
import {
  ajouterAnimateur,
  enregistrerAbsence,
  modifierAbsence,
  modifierAnimateur,
  supprimerAbsence,
} from '#src/domain/equipement/commandes.ts';
import { AbsenceAnimateur, type Animateur, type Equipement } from '#src/domain/equipement/equipement.ts';
import { MOTIFS_D_ABSENCE } from '#src/domain/equipement/motifs-absence.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';
import { agent, partenaire as acteurPartenaire } from '#test/support/acteurs.ts';
import { compter, contratsDeTest, type Contrats } from '#test/support/contrats.ts';
import { ajouter, creerRam, fiche, modifier } from './animateurs.ts';

let contrats: Contrats;
let partenaireId: string;
beforeAll(async () => {
  contrats = await contratsDeTest('2019-06-03');
  partenaireId = (await contrats.partenaire()).id;
});
afterAll(() => contrats.fermer());

describe('an absence of an animateur', () => {
  let ram: Equipement;
  let mona: Animateur;
  beforeAll(async () => {
    ram = await creerRam(contrats, partenaireId);
    mona = await ajouter(contrats, ram, 'Mona', { au: '2019-12-01' });
  });
  const absence = (changements: object = {}) => ({
    animateur: mona.id,
    motif: 'maladie',
    du: '2019-03-10',
    au: '2019-06-01',
    ...changements,
  });
  const absences = () =>
    contrats.executeur.lire(contrats.gestionnaire, ({ em }) =>
      em.find(AbsenceAnimateur, { animateur: mona.id }, { orderBy: { du: 'asc' } }),
    );

  it('is recorded with its reason, its first day and the day of return, which may not be known yet', async () => {
    expect(await contrats.faire(enregistrerAbsence, absence())).toMatchObject({
      motif: 'maladie',
      du: '2019-03-10',
      au: '2019-06-01',
    });
    expect(
      (await contrats.faire(enregistrerAbsence, absence({ motif: 'maternite', du: '2019-09-01', au: '' })))
        .au ?? null,
    ).toBeNull();
  });
  it('may touch or overlap another: they are united before a rule judges', async () => {
    await contrats.faire(enregistrerAbsence, absence({ du: '2019-06-01', au: '2019-06-15' }));
    await contrats.faire(enregistrerAbsence, absence({ du: '2019-06-10', au: '2019-07-01' }));
    expect(await absences()).toHaveLength(4);
  });
  it.each([
    [{ motif: 'conges' }, 'motif', 'Choisissez dans la liste'],
    [{ motif: '' }, 'motif', 'obligatoire'],
    [{ du: '' }, 'du', 'date'],
    [{ au: '2019-03-10' }, 'au', 'suit le premier jour'],
    [{ du: '2014-12-31' }, 'du', '1er janvier 2015'],
    [{ au: '2019-12-02' }, 'au', '30 novembre 2019'],
    [{ du: '2019-12-01', au: '' }, 'du', '30 novembre 2019'],
  ])('is refused with %j, on the field %s, which says « %s »', async (changement, champ, dit) => {
    const refus = await contrats.refus(enregistrerAbsence, absence(changement));
    expect(refus.champs).toEqual({ [champ]: expect.stringContaining(dit) as string });
  });
  it('keeps the animateur’s dates around it: arrival and departure do not leave it outside', async () => {
    const { version } = await contrats.executeur.lire(contrats.gestionnaire, ({ em }) =>
      em.findOneOrFail<Animateur>('Animateur', { id: mona.id }),
    );
    const saisie = (changements: object) =>
      modifier({ ...mona, version }, { au: '2019-12-01', ...changements });
    expect((await contrats.refus(modifierAnimateur, saisie({ du: '2019-03-11' }))).champs['du']).toContain(
      'du 10 mars 2019 au 31 mai 2019',
    );
    expect((await contrats.refus(modifierAnimateur, saisie({ au: '2019-06-20' }))).champs['au']).toContain(
      'du 10 juin 2019 au 30 juin 2019',
    );
    expect((await contrats.refus(modifierAnimateur, saisie({ au: '2019-09-01' }))).champs['au']).toContain(
      'depuis le 1er septembre 2019',
    );
  });
  it('is corrected, and taken away when it was a mistake; two at once do not overwrite each other', async () => {
    const [premiere] = await absences();
    const saisie = { absence: premiere?.id, version: premiere?.version, motif: 'autre', du: '2019-03-12' };
    const resultats = await Promise.allSettled(
      ['2019-05-01', '2019-05-02'].map((au) => contrats.faire(modifierAbsence, { ...saisie, au })),
    );
    expect(resultats.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(
      (await contrats.refus(supprimerAbsence, { absence: premiere?.id, version: premiere?.version })).name,
    ).toBe('VersionPerimee');
    await contrats.faire(supprimerAbsence, { absence: premiere?.id, version: (premiere?.version ?? 0) + 1 });
    expect(await absences()).toHaveLength(3);
  });
  it('belongs to the Caf: its partner writes none and another Caf sees none', async () => {
    const [une] = await absences();
    const saisie = { absence: une?.id, version: une?.version, motif: 'autre', du: '2019-06-01', au: '' };
    const attendus = [
      [acteurPartenaire(partenaireId), 'DroitRequis'],
      [agent('891', 2), 'Introuvable'],
    ] as const;
    for (const [qui, nom] of attendus) {
      expect((await contrats.refus(enregistrerAbsence, absence(), qui)).name).toBe(nom);
      expect((await contrats.refus(modifierAbsence, saisie, qui)).name).toBe(nom);
      expect(
        (await contrats.refus(supprimerAbsence, { absence: une?.id, version: une?.version }, qui)).name,
      ).toBe(nom);
    }
    expect(
      await contrats.refus(
        ajouterAnimateur,
        { equipement: ram.id, ...fiche('X') },
        acteurPartenaire(partenaireId),
      ),
    ).toBeInstanceOf(ActionInterdite);
    expect(
      (await contrats.refus(ajouterAnimateur, { equipement: ram.id, ...fiche('X') }, agent('891', 2))).name,
    ).toBe('Introuvable');
    expect(await compter(contrats, agent('891', 2), 'absence_animateur')).toBe(0);
    expect(
      await compter(contrats, acteurPartenaire('5ab00000-0000-4000-8000-000000000001'), 'absence_animateur'),
    ).toBe(0);
    expect(await compter(contrats, acteurPartenaire(partenaireId), 'absence_animateur')).toBe(3);
  });
  it('is not written by its partner in SQL either', async () => {
    const parSonPartenaire = (sql: string) =>
      contrats.orm.em.fork().transactional(async (em) => {
        await em.execute(
          "select set_config('mcp.caf', '451', true), set_config('mcp.partenaire', ?, true), set_config('mcp.acteur', 'x', true)",
          [partenaireId],
        );
        return em.execute(sql);
      });
    await expect(
      parSonPartenaire("update absence_animateur set motif = 'autre' returning id"),
    ).resolves.toEqual([]);
    await expect(parSonPartenaire('delete from absence_animateur returning id')).resolves.toEqual([]);
    await expect(
      parSonPartenaire(`insert into absence_animateur (id, caf_id, partenaire_id, animateur_id, motif, du)
      select gen_random_uuid(), caf_id, partenaire_id, id, 'autre', '2019-01-01' from animateur`),
    ).rejects.toThrow(/row-level security/);
  });
  it('keeps its reason out of the journal, where only a sealed value stands', async () => {
    const lignes = await contrats.executeur.lire(contrats.gestionnaire, ({ em }) =>
      em.execute<{ changements: string }[]>(
        "select changements::text from journal where entite = 'AbsenceAnimateur'",
      ),
    );
    expect(lignes.length).toBeGreaterThan(3);
    expect(lignes.map(({ changements }) => changements).join(' ')).not.toMatch(/maladie|maternite|autre/);
  });
  it('is told in the words of the declaration’s own list, so that it fills it', async () => {
    const registre = await registreDesFichiers();
    const { listes } = registre.formulaire('RAM', '2019-12-31')?.definition as DefinitionDeFormulaire;
    expect(listes['motifsAbsence']).toEqual(
      expect.arrayContaining(
        MOTIFS_D_ABSENCE.map(
          ({ code, libelle }) => expect.objectContaining({ valeur: code, libelle }) as object,
        ),
      ),
    );
  });
});
