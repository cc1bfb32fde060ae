import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ActionInterdite } from '#src/kernel/refus.ts';
import {
  ajouterAnimateur,
  creerConventionnement,
  creerEquipement,
  enregistrerAbsence,
  modifierAbsence,
  modifierAnimateur,
  supprimerAbsence,
  validerConventionnement,
} from '#src/domain/equipement/commandes.ts';
import { AbsenceAnimateur, type Animateur, type Equipement } from '#src/domain/equipement/equipement.ts';
import { MOTIFS_D_ABSENCE } from '#src/domain/equipement/motifs-absence.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';
import { agent, partenaire as acteurPartenaire } from '#test/support/acteurs.ts';
import { compter, contratsDeTest, type Contrats } from '#test/support/contrats.ts';

let contrats: Contrats;
let partenaireId: string;
let rang = 0;
beforeAll(async () => {
  contrats = await contratsDeTest('2019-06-03');
  partenaireId = (await contrats.partenaire()).id;
});
afterAll(() => contrats.fermer());

const creerRam = (): Promise<Equipement> =>
  contrats.faire(creerEquipement, {
    partenaire: partenaireId,
    type: 'RAM',
    nom: `Ram ${(rang += 1)}`,
    bureauAnimateur: 'on',
    salleAttente: 'on',
    salleAnimation: 'on',
    projetFonctionnement: 'on',
    ouvertLe: '2010-09-01',
    lieuNature: 'unique',
    lieuNom: 'Maison',
    lieuCommuneCode: '45053',
  });
const fiche = (nom: string, reste: object = {}) => ({
  nom,
  prenom: 'Jo',
  etpContrat: '1',
  du: '2015-01-01',
  ...reste,
});
const ajouter = (ram: Equipement, nom: string, reste: object = {}): Promise<Animateur> =>
  contrats.faire(ajouterAnimateur, { equipement: ram.id, ...fiche(nom, reste) });
const modifier = (animateur: Animateur, changements: object) => ({
  animateur: animateur.id,
  version: animateur.version,
  ...fiche(animateur.nom),
  ...changements,
});

describe('« Succède à »', () => {
  let ram: Equipement;
  let [partante, arrivant]: Animateur[] = [];
  beforeAll(async () => {
    ram = await creerRam();
    partante = await ajouter(ram, 'Partante', { au: '2019-04-01' });
    arrivant = await ajouter(ram, 'Arrivant', { du: '2019-03-18', succedeA: partante.id });
  });
  const recus = (): { partante: Animateur; arrivant: Animateur } => {
    if (!partante || !arrivant) throw new Error('recorded before');
    return { partante, arrivant };
  };

  it('is recorded with whom the post was taken over from; the two may be there together for a while', () => {
    expect(recus().arrivant.succedeA?.id).toBe(recus().partante.id);
  });
  it('names somebody of the same equipment', async () => {
    const ailleurs = await ajouter(await creerRam(), 'Ailleurs');
    for (const succedeA of [ailleurs.id, '5ab00000-0000-4000-8000-000000000001']) {
      expect(
        await contrats.refus(ajouterAnimateur, { equipement: ram.id, ...fiche('X'), succedeA }),
      ).toMatchObject({
        name: 'AutreEquipement',
        champs: { succedeA: expect.stringContaining('même équipement') as string },
      });
    }
  });
  it('never goes in a circle, not even to oneself', async () => {
    const { partante: a, arrivant: b } = recus();
    expect(
      (await contrats.refus(modifierAnimateur, modifier(a, { au: '2019-04-01', succedeA: a.id }))).name,
    ).toBe('SuccessionEnBoucle');
    const jumeau = await ajouter(ram, 'Jumeau', { du: '2019-03-18', succedeA: b.id });
    expect(
      (await contrats.refus(modifierAnimateur, modifier(b, { du: '2019-03-18', succedeA: jumeau.id }))).name,
    ).toBe('SuccessionEnBoucle');
  });
  it('goes to one person only, even when two are recorded at the same moment', async () => {
    const { partante: a } = recus();
    expect(
      (
        await contrats.refus(ajouterAnimateur, {
          equipement: ram.id,
          ...fiche('Second', { du: '2019-05-01', succedeA: a.id }),
        })
      ).champs['succedeA'],
    ).toContain('Jo Arrivant succède déjà à Jo Partante');
    const seule = await ajouter(ram, 'Seule');
    const resultats = await Promise.allSettled(
      Array.from({ length: 8 }, (_, rang) =>
        ajouter(ram, `N${rang}`, { du: '2019-05-01', succedeA: seule.id }),
      ),
    );
    expect(resultats.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const resultat of resultats)
      if (resultat.status === 'rejected') expect(resultat.reason).toMatchObject({ name: 'DejaSuccede' });
  });
  it('comes after whoever held the post, whichever of the two dates is changed', async () => {
    const { partante: a, arrivant: b } = recus();
    expect(
      (await contrats.refus(modifierAnimateur, modifier(b, { du: '2014-12-31', succedeA: a.id }))).champs[
        'succedeA'
      ],
    ).toContain('1er janvier 2015');
    expect(
      (await contrats.refus(modifierAnimateur, modifier(a, { du: '2019-03-19', au: '2019-04-01' }))).champs[
        'du'
      ],
    ).toContain('18 mars 2019');
  });
  it('is taken back by leaving it empty', async () => {
    const autre = await creerRam();
    const avant = await ajouter(autre, 'Avant');
    const apres = await ajouter(autre, 'Après', { du: '2019-01-01', succedeA: avant.id });
    expect(
      (await contrats.faire(modifierAnimateur, modifier(apres, { du: '2019-01-01', succedeA: '' }))).succedeA,
    ).toBeNull();
  });
});

describe('the Etp validated for one animateur', () => {
  it('is recorded where the Ca gave it, and stays empty elsewhere', async () => {
    const ram = await creerRam();
    expect((await ajouter(ram, 'Sans')).etpValide ?? null).toBeNull();
    expect((await ajouter(ram, 'Avec', { etpContrat: '0,8', etpValide: '0,5' })).etpValide).toBe('0.5');
  });
  it('is refused above the work contract in the words of the rule: the declaration would be stopped by the Caf’s own record', async () => {
    const ram = await creerRam();
    const refus = await contrats.refus(ajouterAnimateur, {
      equipement: ram.id,
      ...fiche('Trop', { etpContrat: '0.5', etpValide: '0.8' }),
    });
    expect(refus).toMatchObject({
      name: 'EtpValideRefuse',
      constats: [{ regle: 'ETP-001' }],
      champs: { etpValide: expect.stringContaining('0,8') as string },
    });
    expect(
      (await contrats.refus(ajouterAnimateur, { equipement: ram.id, ...fiche('Trop', { etpValide: 'un' }) }))
        .champs['etpValide'],
    ).toContain('nombre');
  });
});

describe('people in turn on one post, for a conventionnement', () => {
  const PERIODE = { du: '2019-01-01', au: '2023-01-01' };
  const valider = (
    { id, version, animateurs }: { id: string; version: number; animateurs: readonly string[] },
    etpValide: string,
  ) => ({
    conventionnement: id,
    version,
    instance: 'conseil-administration',
    valideLe: '2019-05-20',
    etpValide,
    profils: animateurs,
  });

  it('count as one contract: their Etp do not add up to more than was ever there', async () => {
    const ram = await creerRam();
    const partante = await ajouter(ram, 'Partante', { au: '2019-04-01' });
    await ajouter(ram, 'Arrivant', { du: '2019-03-18', succedeA: partante.id });
    const tous = await contrats.faire(creerConventionnement, { equipement: ram.id, ...PERIODE });
    expect(tous.animateurs).toHaveLength(2);
    expect(await contrats.refus(validerConventionnement, valider(tous, '1.5'))).toMatchObject({
      constats: [{ issue: 'ETP_VALIDE_SUPERIEUR_CONTRAT' }],
    });
    expect(await contrats.faire(validerConventionnement, valider(tous, '1'))).toMatchObject({
      etat: 'valide',
    });
  });
  it('go together: whoever comes later is counted where the one before is, and cannot be counted elsewhere', async () => {
    const ram = await creerRam();
    const [a, x] = [await ajouter(ram, 'A'), await ajouter(ram, 'X')];
    await contrats.faire(creerConventionnement, { equipement: ram.id, ...PERIODE, animateurs: [a.id] });
    const b = await ajouter(ram, 'B', { du: '2019-05-01', succedeA: a.id });
    const refus = await contrats.refus(creerConventionnement, {
      equipement: ram.id,
      ...PERIODE,
      animateurs: [x.id, b.id],
    });
    expect(refus).toMatchObject({
      name: 'AnimateurDejaCompte',
      champs: { animateurs: expect.stringContaining('Jo B occupe le même poste que Jo A') as string },
    });
    const second = await contrats.faire(creerConventionnement, { equipement: ram.id, ...PERIODE });
    expect(second.animateurs).toEqual([x.id]);
    expect(
      (
        await contrats.refus(ajouterAnimateur, {
          equipement: ram.id,
          ...fiche('C', { du: '2019-06-01', succedeA: a.id }),
        })
      ).name,
    ).toBe('DejaSuccede');
    expect(
      (await contrats.refus(modifierAnimateur, modifier(x, { du: '2019-06-01', succedeA: b.id }))).name,
    ).toBe('PosteCompteDeuxFois');
  });
});

describe('an absence of an animateur', () => {
  let ram: Equipement;
  let mona: Animateur;
  beforeAll(async () => {
    ram = await creerRam();
    mona = await ajouter(ram, 'Mona', { au: '2019-12-01' });
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
