import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ActionInterdite, Introuvable, SaisieInvalide, VersionPerimee } from '#src/kernel/refus.ts';
import { Decision } from '#src/kernel/decision/decision.ts';
import {
  approuver,
  creerBrouillon,
  enregistrerBrouillon,
  rejeter,
  retirer,
  soumettre,
  supprimerBrouillon,
} from '#src/domain/politique/commandes.ts';
import {
  lireBrouillon,
  lireSoumission,
  soumissionsEnAttente,
} from '#src/domain/politique/consultation/lectures.ts';
import { retroactiviteDe, scellerRapports, sha256, signer } from '#src/domain/politique/porte/rapports.ts';
import {
  BrouillonDUnAutre,
  ControlesEnEchec,
  ImpactManquant,
  ModeleAbsent,
  NumeroTropBas,
  PeriodeHorsDuFichier,
  QuatreYeux,
  RapportsModifies,
  SansTitulaire,
  SoumissionTraitee,
  VersionDejaPubliee,
} from '#src/domain/politique/versions/refus.ts';
import { Journal } from '#src/kernel/journal/journal.ts';
import { lancerEtude } from '#src/domain/politique/etude/commandes.ts';
import { agent, analyste, systeme } from '#test/support/acteurs.ts';
import { approuverLa, etudier, FAITS, monter, quotas, soumettreTexte, type Decor } from './decor.ts';

let decor: Decor;
beforeAll(async () => {
  decor = await monter();
});
afterAll(() => decor.fermer());

/** A decision of record of the delivered file: a second approbateur refused. */
async function enregistrer(proprietaire: Client, date: string, priseLe: string): Promise<void> {
  await proprietaire.query(
    `insert into decision (id, caf_id, jeu, version_regle, empreinte, date_reference, faits, etat, issues, constats, calculs, manquants, trace, moteur, sujet_type, sujet_id, prise_le, requete_id)
    values (gen_random_uuid(), '451', 'quotas', '1.0.0', $1, $2, $3, 'decide', '["QUOTA_ATTEINT"]', '[]', '{}', '[]', '{}', '{}', 'Essai', gen_random_uuid(), $4, 'r')`,
    [livree('quotas'), date, JSON.stringify(FAITS), priseLe],
  );
}

const livree = (jeu: string): string =>
  decor.livrees.find((version) => version.jeu === jeu && version.genre === 'regles')?.empreinte ?? '';

describe('a draft', () => {
  it('starts from a version with its number raised, and keeps what is typed, right or wrong', async () => {
    const { executeur } = decor;
    const brouillon = await executeur.executer(analyste(), creerBrouillon, { depuis: livree('quotas') });
    expect(brouillon).toMatchObject({
      genre: 'regles',
      jeu: 'quotas',
      numero: '1.1.0',
      auteur: analyste().compteId,
    });
    const saisie = await executeur.executer(analyste(), enregistrerBrouillon, {
      id: brouillon.id,
      version: brouillon.version,
      texte: '{ "version": ',
    });
    expect(saisie.controle).toMatchObject({ valide: false, empreinte: null });
    expect(saisie.controle.anomalies[0]).toMatchObject({ controle: 'lecture', ligne: 1 });
    expect(await executeur.lire(analyste(2), (unite) => lireBrouillon(unite, brouillon.id))).toMatchObject({
      texte: '{ "version": ',
      numero: '1.1.0',
      version: 2,
      auteur: { nom: 'Analyste 1 Robert' },
    });
    await expect(
      executeur.executer(analyste(), soumettre, { id: brouillon.id, version: 2 }),
    ).rejects.toBeInstanceOf(ControlesEnEchec);
    await executeur.executer(analyste(), supprimerBrouillon, { id: brouillon.id, version: 2 });
    await expect(
      executeur.lire(analyste(), (unite) => lireBrouillon(unite, brouillon.id)),
    ).rejects.toBeInstanceOf(Introuvable);
  });

  it('is written by its author only, from its last state only, and read by analysts only', async () => {
    const { executeur } = decor;
    const { id, version } = await executeur.executer(analyste(), creerBrouillon, {
      genre: 'regles',
      jeu: 'essai',
      texte: 'rien',
    });
    await expect(
      executeur.executer(analyste(2), enregistrerBrouillon, { id, version, texte: 'autre' }),
    ).rejects.toBeInstanceOf(BrouillonDUnAutre);
    await executeur.executer(analyste(), enregistrerBrouillon, { id, version, texte: 'la suite' });
    await expect(
      executeur.executer(analyste(), enregistrerBrouillon, { id, version, texte: 'en retard' }),
    ).rejects.toBeInstanceOf(VersionPerimee);
    await expect(executeur.lire(agent(), (unite) => lireBrouillon(unite, id))).rejects.toBeInstanceOf(
      ActionInterdite,
    );
    await expect(
      executeur.executer(agent(), creerBrouillon, { genre: 'regles', jeu: 'essai', texte: '' }),
    ).rejects.toBeInstanceOf(ActionInterdite);
    expect(await executeur.lire(agent(), ({ em }) => em.execute('select id from brouillon_regle'))).toEqual(
      [],
    );
  });

  it.each([
    ['is too long', { genre: 'regles', jeu: 'essai', texte: 'x'.repeat(1_000_001) }, SaisieInvalide],
    ['holds a null character', { genre: 'regles', jeu: 'essai', texte: 'a\0b' }, SaisieInvalide],
    ['bears a path for a name', { genre: 'regles', jeu: '../etc', texte: '{}' }, SaisieInvalide],
    ['comes from nothing', { genre: 'regles' }, ModeleAbsent],
    ['comes from an unknown version', { depuis: 'f'.repeat(64) }, Introuvable],
  ])('is refused when it %s', async (_cas, saisie, refus) => {
    await expect(decor.executeur.executer(analyste(), creerBrouillon, saisie)).rejects.toBeInstanceOf(refus);
  });

  it.each([
    ['a duplicate key', '{"id":"quotas","id":"quotas"}', /deux fois/],
    ['100 levels', '['.repeat(100) + ']'.repeat(100), /niveaux/],
    ['another file’s id', undefined, /déclare « etp »/],
    ['a list instead of a file', '[]', /./],
  ])(
    'with %s fails its checks with a place or a reason, and nothing is submitted',
    async (_cas, texte, raison) => {
      const { executeur } = decor;
      const { id, version } = await executeur.executer(analyste(), creerBrouillon, {
        genre: 'regles',
        jeu: 'quotas',
        texte: texte ?? (await quotas('1.9.0')).replace('"id": "quotas"', '"id": "etp"'),
      });
      await expect(executeur.executer(analyste(), soumettre, { id, version })).rejects.toThrow(raison);
      expect(await executeur.lire(analyste(), soumissionsEnAttente)).toEqual([]);
    },
  );
});

describe('a submission', () => {
  it('seals its reports, takes the place of the draft and waits for another person, who signs both hashes', async () => {
    const { executeur } = decor;
    const brouillon = await executeur.executer(analyste(), creerBrouillon, {
      genre: 'regles',
      jeu: 'quotas',
      texte: await quotas('1.1.0', { du: '2026-06-01', valeur: 2 }),
    });
    const soumise = await executeur.executer(analyste(), soumettre, {
      id: brouillon.id,
      version: brouillon.version,
      du: '2026-06-01',
    });
    await expect(
      executeur.lire(analyste(), (unite) => lireBrouillon(unite, brouillon.id)),
    ).rejects.toBeInstanceOf(Introuvable);
    const lue = await executeur.lire(analyste(2), (unite) => lireSoumission(unite, soumise.id));
    expect(lue).toMatchObject({
      etat: 'soumis',
      du: '2026-06-01',
      au: null,
      remplace: { numero: '1.0.0' },
      rapports: { base: { numero: '1.0.0' } },
      sansImpact: true,
    });
    // Without effect yet.
    expect((await decor.registre.decider('quotas', '2026-07-01', FAITS)).decision.issues).toEqual([
      'QUOTA_ATTEINT',
    ]);

    const sansEtude = {
      id: lue.id,
      version: lue.version,
      empreinte: lue.empreinte,
      empreinteRapports: lue.empreinteRapports,
    };
    await expect(executeur.executer(analyste(2), approuver, sansEtude)).rejects.toBeInstanceOf(
      ImpactManquant,
    );
    await etudier(decor);
    await expect(
      executeur.executer(analyste(2), approuver, { ...sansEtude, version: lue.version + 1 }),
    ).rejects.toBeInstanceOf(RapportsModifies);
    const { id, version, empreinte, empreinteRapports } = await executeur.lire(analyste(2), (unite) =>
      lireSoumission(unite, soumise.id),
    );
    const approbation = { id, version, empreinte, empreinteRapports };
    await expect(executeur.executer(analyste(1), approuver, approbation)).rejects.toBeInstanceOf(QuatreYeux);
    await expect(
      executeur.executer(analyste(2), approuver, { ...approbation, empreinteRapports: 'a'.repeat(64) }),
    ).rejects.toBeInstanceOf(RapportsModifies);
    await expect(executeur.executer(agent(), approuver, approbation)).rejects.toBeInstanceOf(ActionInterdite);
    await expect(executeur.executer(systeme, approuver, approbation)).rejects.toBeInstanceOf(SansTitulaire);
    await approuverLa(decor, soumise);
    expect(await executeur.lire(analyste(), (unite) => lireSoumission(unite, id))).toMatchObject({
      etat: 'approuve',
      traitePar: { nom: 'Analyste 2 Robert' },
      signature: signer(empreinte, empreinteRapports, analyste(2).compteId),
    });
    expect((await decor.registre.decider('quotas', '2026-07-01', FAITS)).decision).toMatchObject({
      issues: ['EN_ATTENTE_CAF'],
      version: '1.1.0',
    });
    expect((await decor.registre.decider('quotas', '2026-05-31', FAITS)).decision.version).toBe('1.0.0');
    await expect(
      executeur.executer(analyste(2), approuver, { ...approbation, version: version + 1 }),
    ).rejects.toBeInstanceOf(SoumissionTraitee);

    const lignes = await executeur.lire(systeme, ({ em }) =>
      em.find(Journal, { entiteId: { $in: [id, brouillon.id] } }, { orderBy: { rang: 'asc' } }),
    );
    expect(lignes.map(({ commande, genre, acteurId }) => [commande, genre, acteurId])).toEqual([
      ['regle.creerBrouillon', 'creation', analyste(1).compteId],
      ['regle.soumettre', 'creation', analyste(1).compteId],
      ['regle.soumettre', 'suppression', analyste(1).compteId],
      ['impact.terminer', 'modification', null],
      ['regle.approuver', 'modification', analyste(2).compteId],
    ]);
  });

  it('gives one winner when two approve at once', async () => {
    const soumise = await soumettreTexte(decor, await quotas('1.2.0', { du: '2026-06-01', valeur: 3 }));
    await etudier(decor);
    const { id, version, empreinte, empreinteRapports } = await decor.executeur.lire(analyste(2), (unite) =>
      lireSoumission(unite, soumise.id),
    );
    const essais = await Promise.allSettled(
      [2, 3].map((rang) =>
        decor.executeur.executer(analyste(rang), approuver, { id, version, empreinte, empreinteRapports }),
      ),
    );
    expect(essais.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(essais.find((essai) => essai.status === 'rejected')?.reason).toBeInstanceOf(SoumissionTraitee);
  });

  it('may be rejected with a reason, or withdrawn by its author, then offered again', async () => {
    const { executeur } = decor;
    const texte = await quotas('1.3.0', { du: '2026-06-01', valeur: 4 });
    const { id, version } = await soumettreTexte(decor, texte);
    await expect(soumettreTexte(decor, texte)).rejects.toThrow('attend déjà');
    await expect(
      executeur.executer(analyste(2), rejeter, { id, version, motif: ' ' }),
    ).rejects.toBeInstanceOf(SaisieInvalide);
    await expect(
      executeur.executer(analyste(1), rejeter, { id, version, motif: 'non' }),
    ).rejects.toBeInstanceOf(QuatreYeux);
    await expect(executeur.executer(analyste(2), retirer, { id, version })).rejects.toBeInstanceOf(
      BrouillonDUnAutre,
    );
    await executeur.executer(analyste(2), rejeter, { id, version, motif: 'Source absente' });
    const encore = await soumettreTexte(decor, texte);
    await executeur.executer(analyste(1), retirer, { id: encore.id, version: encore.version });
    expect(
      await executeur.lire(analyste(), ({ em }) =>
        em.execute("select etat from soumission_regle where numero = '1.3.0' order by etat"),
      ),
    ).toEqual([{ etat: 'rejete' }, { etat: 'retire' }]);
  });

  it('has the study of its draft, when that is about the same text, the same base and the same cases', async () => {
    const { executeur, proprietaire } = decor;
    const lue = async (id: string) => executeur.lire(analyste(2), (unite) => lireSoumission(unite, id));
    const etudesDe = async (empreinte: string): Promise<number> =>
      Number(
        (
          await proprietaire.query<{ n: string }>(
            'select count(*) as n from etude_impact where apres_empreinte = $1',
            [empreinte],
          )
        ).rows[0]?.n,
      );
    const brouillon = await executeur.executer(analyste(1), creerBrouillon, {
      genre: 'regles',
      jeu: 'quotas',
      texte: await quotas('1.4.0', { du: '2026-06-01', valeur: 5 }),
    });
    const apres = `brouillon:${brouillon.id}`;
    await executeur.executer(analyste(1), lancerEtude, { apres, du: '2027-01-01', generes: 0 });
    await executeur.executer(analyste(1), lancerEtude, { apres, avant: livree('quotas'), generes: 0 });
    await etudier(decor);
    const soumise = await executeur.executer(analyste(1), soumettre, {
      id: brouillon.id,
      version: brouillon.version,
      motif: 'Essai',
    });
    // A part of the cases, another base: neither is joined, a third study is asked for.
    expect([(await lue(soumise.id)).sansImpact, await etudesDe(soumise.empreinte)]).toEqual([true, 3]);
    await etudier(decor);
    const jointe = await lue(soumise.id);
    expect(jointe).toMatchObject({
      sansImpact: false,
      rapports: {
        base: { numero: '1.2.0' },
        impact: { format: 'mcp.impact/1', avant: { version: '1.2.0' }, apres: { version: '1.4.0' } },
      },
    });
    expect(jointe.empreinteRapports).not.toBe(soumise.empreinteRapports);
    expect(jointe.empreinteRapports).toBe(sha256(scellerRapports(jointe.rapports).texte));

    // Withdrawn and offered again the same day: its study is there at once. The next day too, while no
    // decision was taken since.
    await executeur.executer(analyste(1), retirer, { id: soumise.id, version: jointe.version });
    const encore = await soumettreTexte(decor, soumise.texte);
    expect([(await lue(encore.id)).sansImpact, await etudesDe(soumise.empreinte)]).toEqual([false, 3]);
    await executeur.executer(analyste(1), retirer, { id: encore.id, version: encore.version });
  });

  it('is not given the study of other cases: those decided since, another day', async () => {
    const { executeur, proprietaire, horloge } = decor;
    const texte = await quotas('1.4.1', { du: '2026-06-01', valeur: 5 }, 'quotas');
    const proposer = async (): Promise<boolean> => {
      const { id, version } = await soumettreTexte(decor, texte, { du: '2026-09-01' });
      const { sansImpact } = await executeur.lire(analyste(2), (unite) => lireSoumission(unite, id));
      await etudier(decor);
      const { version: lue } = await executeur.lire(analyste(2), (unite) => lireSoumission(unite, id));
      await executeur.executer(analyste(1), retirer, { id, version: sansImpact ? lue : version });
      return sansImpact;
    };
    expect([await proposer(), await proposer()]).toEqual([true, false]);
    horloge.regler('2026-03-03');
    expect(await proposer()).toBe(false);
    await enregistrer(proprietaire, '2026-01-15', '2026-03-02T15:00:00Z');
    expect(await proposer()).toBe(true);
    horloge.regler('2026-03-02');
  });

  it('tells which past decisions would change when it rules past days', async () => {
    const { executeur, registre, proprietaire } = decor;
    const { decision } = await registre.decider('quotas', '2026-01-15', FAITS);
    expect(decision.version).toBe('1.0.0');
    for (const date of ['2025-12-31', '2026-01-15', '2026-01-15'])
      await enregistrer(proprietaire, date, '2026-02-01');
    const soumise = await soumettreTexte(decor, await quotas('1.5.0', { du: '2026-01-01', valeur: 2 }), {
      du: '2026-01-01',
    });
    await etudier(decor);
    const passe = retroactiviteDe(
      (await executeur.lire(analyste(2), (unite) => lireSoumission(unite, soumise.id))).rapports,
    );
    // Every decision of the days it would rule, as it was decided, not as the version in force now would.
    expect(passe).toMatchObject({ du: '2026-01-01', au: '2026-03-02', rejouees: 2, changees: 2 });
    expect(passe?.decisions[0]).toMatchObject({
      cafId: '451',
      dateReference: '2026-01-15',
      avant: { etat: 'decide', issues: ['QUOTA_ATTEINT'] },
      apres: { issues: ['EN_ATTENTE_CAF'] },
    });
    await approuverLa(decor, soumise);
    // The decisions of record stand as they were taken.
    expect(
      (await executeur.lire(systeme, ({ em }) => em.find(Decision, { jeu: 'quotas' }))).map(
        ({ versionRegle }) => versionRegle,
      ),
    ).not.toContain('1.5.0');
  });

  it.each([
    ['a number already approved, with another content', '1.1.0', {}, VersionDejaPubliee],
    ['a number below the one it would replace', '1.0.5', {}, NumeroTropBas],
    ['days out of those of its file', '1.6.0', { du: '2014-01-01' }, PeriodeHorsDuFichier],
  ])('is refused with %s', async (_cas, numero, jours, refus) => {
    await expect(
      soumettreTexte(decor, await quotas(numero, { du: '2026-06-01', valeur: 6 }), jours),
    ).rejects.toBeInstanceOf(refus);
  });

  it('of a parameter file or a form lives the same life', async () => {
    const { executeur, registre, livrees } = decor;
    const de = (genre: string) =>
      livrees.findLast(
        (version) => version.genre === genre && version.jeu === (genre === 'parametres' ? 'securite' : 'ram'),
      );
    for (const genre of ['parametres', 'formulaire']) {
      const depuis = de(genre)?.empreinte;
      const brouillon = await executeur.executer(analyste(), creerBrouillon, { depuis });
      const soumise = await executeur.executer(analyste(), soumettre, {
        id: brouillon.id,
        version: brouillon.version,
        motif: 'Essai',
      });
      await approuverLa(decor, soumise);
    }
    expect(registre.formulaire('RAM', '2026-01-01')).toMatchObject({ id: 'ram', version: '2.1.0' });
    expect(
      registre.activations.filter(
        ({ genre, jeu, connuAu }) => genre === 'parametres' && jeu === 'securite' && connuAu === null,
      ),
    ).toHaveLength(1);
    expect(registre.parametre('securite', 'motDePasseLongueurMinimale', '2026-01-01')).toBeDefined();
  });
});

describe('in SQL, whoever writes', () => {
  it('an author never approves himself, a hash is that of its text, a signature that of the two hashes', async () => {
    const { proprietaire } = decor;
    const inserer = (colonnes: Readonly<Record<string, unknown>>) => {
      const ligne: Record<string, unknown> = {
        genre: 'regles',
        jeu: 'essai',
        numero: '1.0.0',
        empreinte: sha256('{}'),
        canonique: '{}',
        texte: '{}',
        rapports: '{}',
        empreinte_rapports: sha256('{}'),
        auteur: analyste(1).compteId,
        soumis_le: '2026-01-01',
        etat: 'soumis',
        ...colonnes,
      };
      return proprietaire.query(
        `insert into soumission_regle (id, ${Object.keys(ligne).join(', ')}) values (gen_random_uuid(), ${Object.keys(
          ligne,
        )
          .map((_, rang) => `$${rang + 1}`)
          .join(', ')})`,
        Object.values(ligne),
      );
    };
    const approuve = (par: string) => ({
      etat: 'approuve',
      traite_par: par,
      traite_le: '2026-01-02',
      signature: signer(sha256('{}'), sha256('{}'), par),
    });
    await expect(inserer(approuve(analyste(1).compteId))).rejects.toMatchObject({
      constraint: 'soumission_regle_quatre_yeux',
    });
    await expect(
      inserer({ ...approuve(analyste(2).compteId), signature: 'a'.repeat(64) }),
    ).rejects.toMatchObject({ constraint: 'soumission_regle_signature' });
    await expect(inserer({ empreinte: 'a'.repeat(64) })).rejects.toMatchObject({
      constraint: 'soumission_regle_empreinte_exacte',
    });
    await expect(inserer({ rapports: '{"a":1}' })).rejects.toMatchObject({
      constraint: 'soumission_regle_rapports_exacts',
    });
    await expect(
      proprietaire.query(
        "insert into version_regle (empreinte, genre, jeu, numero, canonique, texte, origine, auteur, approbateur, publie_le) values ($1, 'regles', 'quotas', '7.0.0', '{}', '', 'publication', $2, $2, now())",
        [sha256('{}'), analyste(1).compteId],
      ),
    ).rejects.toMatchObject({ constraint: 'version_regle_quatre_yeux' });
    await expect(
      proprietaire.query(
        "insert into version_regle (empreinte, genre, jeu, numero, canonique, texte, origine, publie_le) values ($1, 'regles', 'x', '1.0.0', '{}', '', 'initialisation', now())",
        ['0'.repeat(64)],
      ),
    ).rejects.toMatchObject({ constraint: 'version_regle_empreinte_exacte' });
  });

  it('only an approved submission becomes a version, and only a version is put in force', async () => {
    const { proprietaire } = decor;
    const soumise = await soumettreTexte(decor, await quotas('1.7.0', { du: '2026-06-01', valeur: 7 }));
    await expect(
      proprietaire.query(
        `insert into version_regle (empreinte, genre, jeu, numero, canonique, texte, origine, auteur, approbateur, publie_le, soumission_id)
       select empreinte, genre, jeu, numero, canonique, texte, 'publication', auteur, $2, now(), id from soumission_regle where id = $1`,
        [soumise.id, analyste(2).compteId],
      ),
    ).rejects.toMatchObject({ constraint: 'version_regle_soumission_approuvee' });
    await expect(
      proprietaire.query(
        `insert into activation (id, genre, jeu, empreinte, du, connu_du, origine, motif, acte) select gen_random_uuid(), genre, 'autre', empreinte, null, now(), 'initialisation', 'x', id from soumission_regle where id = $1`,
        [soumise.id],
      ),
    ).rejects.toMatchObject({ constraint: 'activation_version_approuvee' });
    await decor.executeur.executer(analyste(1), retirer, { id: soumise.id, version: soumise.version });
  });

  it.each([
    ['update soumission_regle set texte = texte || $$ $$ where etat = $$soumis$$', /ne change plus/],
    ['update soumission_regle set motif = $$autre$$ where etat = $$approuve$$', /déjà traitée/],
    [
      'update soumission_regle set rapports = $${}$$, empreinte_rapports = encode(sha256($${}$$), $$hex$$) where etat = $$soumis$$',
      /ne change plus/,
    ],
    ['delete from soumission_regle', /ajout seul/],
    ['truncate soumission_regle cascade', /ajout seul/],
    ['update version_regle set texte = $$$$', /ajout seul/],
    ['update activation set du = null where connu_au is null', /ne réécrit pas/],
    ['update activation set connu_au = now() where connu_au is not null', /ne réécrit pas/],
    ['delete from activation', /ajout seul/],
    ['delete from reactivation_regle', /ajout seul/],
  ])('refuses: %s', async (requete, raison) => {
    const { proprietaire } = decor;
    await proprietaire.query('begin');
    try {
      if (requete.startsWith('update soumission_regle') && requete.includes('soumis$$')) {
        await proprietaire.query(
          `insert into soumission_regle (id, genre, jeu, numero, empreinte, canonique, texte, rapports, empreinte_rapports, auteur, soumis_le, etat)
          values (gen_random_uuid(), 'regles', 'essai', '1.0.0', $1, '{}', '{}', '{"verification":1}', $2, $3, now(), 'soumis')`,
          [sha256('{}'), sha256('{"verification":1}'), analyste(1).compteId],
        );
      }
      if (requete.includes('reactivation_regle')) {
        await proprietaire.query(
          `insert into reactivation_regle (id, genre, jeu, empreinte, motif, demande_par, demande_le, etat, rapports) select gen_random_uuid(), genre, jeu, empreinte, 'x', $1, now(), 'demandee', '{}' from version_regle limit 1`,
          [analyste(1).compteId],
        );
      }
      await expect(proprietaire.query(requete)).rejects.toThrow(raison);
    } finally {
      await proprietaire.query('rollback');
    }
  });

  it('two versions never rule one day at one time', async () => {
    const { proprietaire } = decor;
    await expect(
      proprietaire.query(
        `insert into activation (id, genre, jeu, empreinte, du, au, connu_du, origine, motif, acte) select gen_random_uuid(), genre, jeu, empreinte, '2030-01-01', '2030-01-02', now(), 'initialisation', 'x', gen_random_uuid()
       from version_regle where jeu = 'etp' and genre = 'regles'`,
      ),
    ).rejects.toMatchObject({ constraint: 'activation_sans_recouvrement' });
  });

  it('every table but those of the tools has row-level security', async () => {
    const { rows } = await decor.proprietaire.query(
      "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and not relrowsecurity",
    );
    expect(rows).toEqual([{ relname: 'migration' }]);
  });
});
