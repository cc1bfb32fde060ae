import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ActionInterdite, Introuvable, SaisieInvalide, VersionPerimee } from '#src/kernel/refus.ts';
import {
  creerBrouillon,
  enregistrerBrouillon,
  retirer,
  soumettre,
  supprimerBrouillon,
} from '#src/domain/politique/commandes.ts';
import { lireBrouillon, soumissionsEnAttente } from '#src/domain/politique/consultation/lectures.ts';
import { sha256, signer } from '#src/domain/politique/porte/rapports.ts';
import { BrouillonDUnAutre, ControlesEnEchec, ModeleAbsent } from '#src/domain/politique/versions/refus.ts';
import { agent, analyste } from '#test/support/acteurs.ts';
import { approuverLa, monter, quotas, soumettreTexte, type Fixture } from './fixture.ts';
import { livree } from './livrees.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await monter();
});
afterAll(() => fixture.fermer());

describe('a draft', () => {
  it('starts from a version with its number raised, and keeps what is typed, right or wrong', async () => {
    const { executeur } = fixture;
    const brouillon = await executeur.executer(analyste(), creerBrouillon, {
      depuis: livree(fixture, 'quotas'),
    });
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
    const { executeur } = fixture;
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
    await expect(fixture.executeur.executer(analyste(), creerBrouillon, saisie)).rejects.toBeInstanceOf(
      refus,
    );
  });

  it.each([
    ['a duplicate key', '{"id":"quotas","id":"quotas"}', /deux fois/],
    ['100 levels', '['.repeat(100) + ']'.repeat(100), /niveaux/],
    ['another file’s id', undefined, /déclare « etp »/],
    ['a list instead of a file', '[]', /./],
  ])(
    'with %s fails its checks with a place or a reason, and nothing is submitted',
    async (_cas, texte, raison) => {
      const { executeur } = fixture;
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

describe('in SQL, whoever writes', () => {
  // What the requests below try to change: an approved submission, whose version took days from the delivered one.
  beforeAll(async () => {
    await approuverLa(
      fixture,
      await soumettreTexte(fixture, await quotas('1.1.0', { du: '2026-06-01', valeur: 2 }), {
        du: '2026-06-01',
      }),
    );
  });

  it('an author never approves himself, a hash is that of its text, a signature that of the two hashes', async () => {
    const { proprietaire } = fixture;
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
    const { proprietaire } = fixture;
    const soumise = await soumettreTexte(fixture, await quotas('1.7.0', { du: '2026-06-01', valeur: 7 }));
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
    await fixture.executeur.executer(analyste(1), retirer, { id: soumise.id, version: soumise.version });
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
    const { proprietaire } = fixture;
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
    const { proprietaire } = fixture;
    await expect(
      proprietaire.query(
        `insert into activation (id, genre, jeu, empreinte, du, au, connu_du, origine, motif, acte) select gen_random_uuid(), genre, jeu, empreinte, '2030-01-01', '2030-01-02', now(), 'initialisation', 'x', gen_random_uuid()
       from version_regle where jeu = 'etp' and genre = 'regles'`,
      ),
    ).rejects.toMatchObject({ constraint: 'activation_sans_recouvrement' });
  });

  it('every table but those of the tools has row-level security', async () => {
    const { rows } = await fixture.proprietaire.query(
      "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and not relrowsecurity",
    );
    expect(rows).toEqual([{ relname: 'migration' }]);
  });
});
