/** Lists of reference are files: approved by two people, dated, and followed by a base in use. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { initialiserBase } from '#src/cli/initialisation.ts';
import { LienUtile } from '#src/domain/echanges/lien/lien-utile.ts';
import { TypeEquipement } from '#src/domain/equipement/equipement.ts';
import { soumettreFichier, soumettreLot } from '#src/domain/politique/commandes.ts';
import { RULES_FOLDER } from '#src/domain/politique/livraison/fichiers.ts';
import { recharger } from '#src/domain/politique/registre/base.ts';
import { ControlesEnEchec, NumeroTropBas } from '#src/domain/politique/versions/refus.ts';
import { chargerReferentiel } from '#src/domain/suivi/referentiels/charger.ts';
import type { EntreeDeReferentiel, FichierDeReferentiel, FichierDeRegles } from '#src/engine/format.ts';
import { rejouer } from '#src/domain/politique/registre/rejeu.ts';
import { definirCommande } from '#src/kernel/commande.ts';
import { Decision } from '#src/kernel/decision/decision.ts';
import { analyste, systeme } from '#test/support/acteurs.ts';
import { approuverLa, FAITS, monter, quotas, type Fixture } from './fixture.ts';

let fixture: Fixture;
const livre = async (id: string): Promise<FichierDeReferentiel> =>
  JSON.parse(
    await readFile(join(RULES_FOLDER, `referentiels/${id}/1.0.0.json`), 'utf8'),
  ) as FichierDeReferentiel;
/** A version of the delivered file with its lines changed. */
const version = async (
  id: string,
  numero: string,
  changer: (entrees: readonly EntreeDeReferentiel[]) => readonly EntreeDeReferentiel[],
): Promise<FichierDeReferentiel> => {
  const fichier = await livre(id);
  return { ...fichier, version: numero, entrees: changer(fichier.entrees) };
};
const renommer =
  (code: string, libelle: string) =>
  (entrees: readonly EntreeDeReferentiel[]): readonly EntreeDeReferentiel[] =>
    entrees.map((entree) => (entree.code === code ? { ...entree, libelle } : entree));
const soumettre = (fichier: FichierDeReferentiel, du: string) =>
  fixture.executeur.executer(analyste(1), soumettreFichier, {
    genre: 'referentiel',
    jeu: fichier.id,
    texte: JSON.stringify(fichier, null, 2),
    motif: 'Essai',
    du,
  });
const types = () =>
  fixture.executeur.lire(systeme, async ({ em }) =>
    Object.fromEntries(
      (await em.find(TypeEquipement, {}, { orderBy: { ordre: 'asc' } })).map(({ id, libelle }) => [
        id,
        libelle,
      ]),
    ),
  );

beforeAll(async () => {
  fixture = await monter('2026-03-02', ['quotas']);
});
afterAll(() => fixture.fermer());

describe('a base of a release that had no such files', () => {
  it('takes them at its start, and nothing of the kinds it has', async () => {
    // A list of that time, with an address the operator had corrected.
    await fixture.proprietaire.query(
      "insert into type_equipement (id, libelle, ordre) values ('RAM', 'Relais (Ram)', 10)",
    );
    const lignes = await initialiserBase(fixture);
    expect(lignes.find((ligne) => ligne.includes('genre nouveau'))).toContain('types-equipement');
    const genres = await fixture.proprietaire.query<{ genre: string; jeu: string }>(
      "select genre, jeu from version_regle where genre = 'regles'",
    );
    expect(genres.rows).toEqual([{ genre: 'regles', jeu: 'quotas' }]);
    expect(fixture.registre.referentiel('types-equipement', '2026-03-02').version).toBe('1.0.0');
    expect(await types()).toMatchObject({ RAM: 'Relais assistants maternels (Ram)' });
  });
});

describe('a version of a referential', () => {
  it('changes the lists the moment a second person signs it, when it rules today', async () => {
    const soumise = await soumettre(
      await version('types-equipement', '1.0.1', renommer('ALSH', 'Accueil de loisirs (Alsh)')),
      '2026-03-02',
    );
    expect(await types()).toMatchObject({ ALSH: 'Accueil de loisirs sans hébergement (Alsh)' });
    await approuverLa(fixture, soumise);
    expect(await types()).toMatchObject({ ALSH: 'Accueil de loisirs (Alsh)' });
  });

  it('changes them on the day it begins to rule, when that is to come', async () => {
    const fichier = await version('types-equipement', '1.1.0', (entrees) => [
      ...renommer('ALSH', 'Accueil de loisirs (Alsh)')(entrees),
      {
        ...(entrees[0] ?? expect.fail('no line')),
        code: 'MAM',
        libelle: 'Maison d’assistants maternels',
        sigle: 'Mam',
      },
    ]);
    await approuverLa(fixture, await soumettre(fichier, '2026-04-01'));
    await fixture.executeur.executer(systeme, chargerReferentiel, {});
    expect(Object.keys(await types())).not.toContain('MAM');
    expect(fixture.registre.referentiel('types-equipement', '2026-03-31').version).toBe('1.0.1');
    fixture.horloge.regler('2026-04-11');
    await fixture.executeur.executer(systeme, chargerReferentiel, {});
    expect(await types()).toMatchObject({ MAM: 'Maison d’assistants maternels' });
  });

  it('leaves a code that it no longer has in the list: records name it', async () => {
    const fichier = await version('types-equipement', '2.0.0', (entrees) =>
      entrees.filter(({ code }) => code !== 'ALSH'),
    );
    await approuverLa(fixture, await soumettre(fichier, '2026-04-11'), { accepterTrous: true });
    expect(Object.keys(await types())).toContain('ALSH');
    expect(
      fixture.registre.referentiel('types-equipement', '2026-04-11').entrees.map(({ code }) => code),
    ).not.toContain('ALSH');
  });

  it('writes over an address of the list that was corrected by hand only when it says another one', async () => {
    const adresse = async () =>
      fixture.executeur.lire(systeme, async ({ em }) =>
        (await em.find(LienUtile, { contexte: 'bilan', caf: null })).map(({ url }) => url),
      );
    await fixture.proprietaire.query(
      "update lien_utile set url = 'https://enquete.caf.example/' where contexte = 'bilan'",
    );
    await fixture.executeur.executer(systeme, chargerReferentiel, {});
    expect(await adresse()).toEqual(['https://enquete.caf.example/']);
    const fichier = await version('liens', '1.1.0', (entrees) =>
      entrees.map((entree) =>
        entree['contexte'] === 'bilan' ? { ...entree, url: 'https://enquete.cnaf.example/' } : entree,
      ),
    );
    await approuverLa(fixture, await soumettre(fichier, '2026-04-11'));
    expect(await adresse()).toEqual(['https://enquete.cnaf.example/']);
  });

  it.each<[string, (entree: EntreeDeReferentiel) => object, RegExp]>([
    ['a code twice', (entree) => ({ ...entree, code: 'EAJE' }), /déjà celui d’une ligne/],
    [
      'a property that is not of this list',
      (entree) => ({ ...entree, couleur: 'bleu' }),
      /propriété inconnue/,
    ],
    ['a line without a source', (entree) => ({ ...entree, sources: [] }), /liste vide|sources/],
    [
      'a source that is not there',
      (entree) => ({ ...entree, sources: ['SRC-9#a'] }),
      /aucun point de source/,
    ],
    [
      'a silent source without a question',
      (entree) => ({ ...entree, certitude: 'silence-de-la-source' }),
      /question/,
    ],
  ])('is refused with its place for %s', async (_quoi, changer, phrase) => {
    const fichier = await livre('types-equipement');
    const [premiere, ...autres] = fichier.entrees;
    const refus = await soumettre(
      {
        ...fichier,
        version: '9.0.0',
        entrees: [premiere && changer(premiere), ...autres] as readonly EntreeDeReferentiel[],
      },
      '2026-05-01',
    ).then(
      () => expect.fail('accepted'),
      (erreur: unknown) => erreur,
    );
    if (!(refus instanceof ControlesEnEchec)) throw refus;
    expect(refus.anomalies.some(({ message, ligne }) => phrase.test(message) && ligne !== undefined)).toBe(
      true,
    );
  });

  it.each<[string, string, (entrees: readonly EntreeDeReferentiel[]) => readonly EntreeDeReferentiel[]]>([
    [
      'a role is taken away from a service',
      '1.1.0',
      (entrees) =>
        entrees.map((entree) => ({ ...entree, roles: (entree['roles'] as readonly never[]).slice(1) })),
    ],
    [
      'a role may do something else',
      '1.0.1',
      (entrees) =>
        entrees.map((entree) => ({
          ...entree,
          roles: (entree['roles'] as readonly { readonly [nom: string]: string }[]).map((role) => ({
            ...role,
            capacites: [],
          })),
        })),
    ],
  ])('has a number too low when %s', async (_quoi, numero, changer) => {
    const fichier = await version('services', numero, changer);
    await recharger(fixture.registre, fixture.orm);
    await expect(soumettre(fichier, '2026-05-01')).rejects.toBeInstanceOf(NumeroTropBas);
  });
});

describe('a decision on a fact whose values are those of a referential', () => {
  const prendre = definirCommande({
    nom: 'essai.referentiel',
    droit: ['Referentiel', 'charger'],
    saisie: z.object({ typeEquipement: z.string() }),
    executer: (unite, { typeEquipement }) =>
      unite.decider({
        jeu: 'places',
        date: unite.aujourdhui.toString(),
        faits: { ...FAITS, typeEquipement },
        sujet: { type: 'Essai', id: randomUUID() },
        cafId: '451',
        partenaireId: null,
      }),
  });
  /** The quotas file under another name, its types being those of the referential. */
  const places = async (): Promise<string> => {
    const fichier = JSON.parse(await quotas('1.0.0', undefined, 'places')) as FichierDeRegles;
    const {
      valeurs: _siennes,
      libelles: _leurs,
      ...type
    } = fichier.faits['typeEquipement'] ?? expect.fail('no type');
    return JSON.stringify({
      ...fichier,
      faits: { ...fichier.faits, typeEquipement: { ...type, referentiel: 'types-equipement' } },
    });
  };

  it('keeps the referential of its day, and is taken again with it once another rules', async () => {
    const [premiere, ...autres] = (await livre('types-equipement')).entrees;
    const types = await version('types-equipement', '3.0.0', () => [
      ...(premiere ? [premiere, { ...premiere, code: 'MAM', libelle: 'Maison (Mam)' }] : []),
      ...autres,
    ]);
    const [soumise] = await fixture.executeur.executer(analyste(1), soumettreLot, {
      fichiers: [
        { genre: 'regles', jeu: 'places', texte: await places() },
        { genre: 'referentiel', jeu: 'types-equipement', texte: JSON.stringify(types) },
      ],
      motif: 'Essai',
      du: '2026-04-11',
    });
    await approuverLa(fixture, soumise ?? expect.fail('nothing submitted'));
    const prise = await fixture.executeur.executer(systeme, prendre, { typeEquipement: 'MAM' });
    const { empreinte } = fixture.registre.referentiel('types-equipement', '2026-04-11');
    expect(prise).toMatchObject({ etat: 'source-muette', referentiels: { 'types-equipement': empreinte } });

    const sansMam = {
      ...types,
      version: '4.0.0',
      entrees: types.entrees.filter(({ code }) => code !== 'MAM'),
    };
    await approuverLa(fixture, await soumettre(sansMam, '2026-04-11'));
    await expect(fixture.executeur.executer(systeme, prendre, { typeEquipement: 'MAM' })).rejects.toThrow(
      /les valeurs admises sont RAM/,
    );
    // Who asks first whether the file knows a code is told the same.
    const admet = (typeEquipement: string) =>
      fixture.registre.admet('places', '2026-04-11', { typeEquipement });
    expect([admet('RAM'), admet('MAM')]).toEqual([true, false]);
    const relue = await fixture.executeur.lire(systeme, ({ em }) =>
      em.findOneOrFail(Decision, { id: prise.id }),
    );
    expect((await rejouer(fixture.registre, relue)).differences).toEqual([]);
  });
});
