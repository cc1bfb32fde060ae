import { beforeAll, expect, it } from 'vitest';
import { compiler, evaluateurDirect, type JeuCompile } from '#src/engine/index.ts';
import { changementsProches } from '#src/engine/voisinage/index.ts';
import { RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';

const jeux = new Map<string, JeuCompile>();
beforeAll(async () => {
  const dossier = new RuleFolder();
  for (const id of await dossier.jeux()) {
    const [reference] = await dossier.versions('regles', id);
    if (reference) jeux.set(id, compiler((await dossier.fermer(await dossier.lire(reference))).clos));
  }
});
const jeu = (id: string): JeuCompile => jeux.get(id) ?? expect.fail(`no file ${id}`);

it('names the nearest value of each fact that gives another outcome', () => {
  const cas = {
    typeEquipement: 'RAM',
    role: 'APPROBATEUR',
    portee: 'activite',
    titulairesActifs: 4,
    titulairesEnAttente: 0,
  };
  const changements = changementsProches(jeu('quotas'), '2019-02-14', cas).map(({ fait, vers, issues }) => [
    fait,
    vers,
    ...issues,
  ]);
  expect(changements).toContainEqual(['titulairesActifs', 0, 'EN_ATTENTE_CAF']);
  expect(changements).toContainEqual(['portee', 'lieu', 'NON_SPECIFIE']);
  expect(changements).toContainEqual(['role', 'CONSULTANT', 'ACCORDEE']);
  expect(changements.some(([fait]) => fait === 'titulairesEnAttente')).toBe(false);
});

it('finds the very day on which a length crosses a threshold', () => {
  const cas = { natureFermeture: 'exceptionnelle', debut: '2019-03-01', fin: '2019-04-01' };
  const changements = changementsProches(jeu('fermeture'), '2019-03-01', cas).filter(
    ({ fait }) => fait === 'fin',
  );
  const { juger } = evaluateurDirect(jeu('fermeture'));
  const [depart] = juger('2019-03-01', cas).issues;
  for (const { vers } of changements) {
    const veille = new Date(Date.parse(`${String(vers)}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
    expect(juger('2019-03-01', { ...cas, fin: vers }).issues).not.toEqual([depart]);
    expect(juger('2019-03-01', { ...cas, fin: veille }).issues).not.toEqual(
      juger('2019-03-01', { ...cas, fin: vers }).issues,
    );
  }
  expect(changements.length).toBeGreaterThan(0);
});

it('gives, for every scenario of the shipped files, only changes that do give another outcome', () => {
  for (const [id, compile] of jeux) {
    const { juger } = evaluateurDirect(compile);
    for (const { date, etantDonne, attendu } of compile.fichier.scenarios.slice(1, 2)) {
      for (const { fait, vers, issues } of changementsProches(compile, date, etantDonne)) {
        expect(juger(date, { ...etantDonne, [fait]: vers }).issues, `${id} ${fait}`).toEqual(issues);
        expect(vers).not.toBe(etantDonne[fait]);
        expect(attendu.etat === 'faits-manquants').toBe(false);
      }
    }
  }
});
