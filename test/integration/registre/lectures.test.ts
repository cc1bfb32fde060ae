import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ActionInterdite, Introuvable } from '#src/kernel/refus.ts';
import { creerBrouillon, demanderReactivation } from '#src/domain/politique/commandes.ts';
import {
  brouillons,
  chronologie,
  fichiersDeRegles,
  lireSoumission,
  lireVersion,
  soumissionsEnAttente,
} from '#src/domain/politique/consultation/lectures.ts';
import { campagnesTouchees, casEnAttente } from '#src/domain/politique/consultation/a-surveiller.ts';
import { NumeroTropBas } from '#src/domain/politique/versions/refus.ts';
import { agent, analyste, partenaire } from '#test/support/acteurs.ts';
import { approuverLa, FAITS, monter, quotas, soumettreTexte, type Fixture } from './fixture.ts';

let fixture: Fixture;
let soumise: string;
beforeAll(async () => {
  fixture = await monter('2026-03-02', ['quotas', 'estimation-ps', 'fermeture', 'ram']);
  const { executeur, proprietaire } = fixture;
  await proprietaire.query(
    "insert into caf (id, nom, fuseau_horaire) values ('771', 'Caf B', 'Europe/Paris')",
  );
  await proprietaire.query(
    "insert into type_equipement (id, libelle, ordre) values ('RAM', 'Ram', 1) on conflict do nothing",
  );
  await proprietaire.query(`insert into campagne (id, caf_id, type_equipement, exercice, perennite, ouvre_le, ferme_le) values
    (gen_random_uuid(), '451', 'RAM', 2025, 'reelle', '2026-01-01', '2026-05-01'), (gen_random_uuid(), '771', 'RAM', 2025, 'reelle', '2026-01-01', '2026-02-01')`);
  await approuverLa(
    fixture,
    await soumettreTexte(fixture, await quotas('1.1.0', { du: '2026-06-01', valeur: 2 }), {
      du: '2026-06-01',
    }),
  );
  soumise = (
    await soumettreTexte(fixture, await quotas('1.2.0', { du: '2026-03-01', valeur: 3 }), {
      du: '2026-04-01',
      au: '2026-06-01',
    })
  ).id;
  await executeur.executer(analyste(1), creerBrouillon, { depuis: empreinte('quotas') });
});
afterAll(() => fixture.fermer());

const empreinte = (jeu: string): string =>
  fixture.livrees.find((version) => version.jeu === jeu && version.genre === 'regles')?.empreinte ?? '';

it('lists each file with what is in force, what comes next, what waits and how fresh it is', async () => {
  const liste = await fixture.executeur.lire(analyste(2), fichiersDeRegles);
  expect(liste.map(({ genre, jeu }) => `${genre}/${jeu}`)).toEqual([
    'regles/estimation-ps',
    'regles/fermeture',
    'regles/quotas',
    'parametres/ram',
    'formulaire/ram',
  ]);
  expect(liste.find(({ jeu }) => jeu === 'quotas')).toMatchObject({
    titre: expect.stringContaining('abilitation'),
    enVigueur: { numero: '1.0.0', du: '2015-01-01', au: '2026-06-01' },
    prochaine: { numero: '1.1.0', du: '2026-06-01', au: null },
    brouillons: 1,
    soumissions: 1,
    reactivations: 0,
    valeursFictives: 0,
    trous: [],
    derniereVerification: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    verificationLaPlusAncienne: expect.stringMatching(/^\d{4}/),
  });
  expect(liste.find(({ jeu }) => jeu === 'estimation-ps')).toMatchObject({
    trous: [{ du: '2031-01-01', au: null }],
    valeursFictives: expect.any(Number),
    questionsOuvertes: expect.any(Number),
  });
  expect(liste.find(({ jeu }) => jeu === 'estimation-ps')?.valeursFictives).toBeGreaterThan(0);
  // Drafts and submissions are the analysts' own.
  expect(
    (await fixture.executeur.lire(agent(), fichiersDeRegles)).find(({ jeu }) => jeu === 'quotas'),
  ).toMatchObject({ enVigueur: { numero: '1.0.0' }, brouillons: 0, soumissions: 0 });
  await expect(
    fixture.executeur.lire(partenaire('00000000-0000-4000-8000-000000000099'), fichiersDeRegles),
  ).rejects.toBeInstanceOf(ActionInterdite);
});

it('tells the life of one file, and opens a version with the reports it was approved on', async () => {
  const { executeur } = fixture;
  const vie = await executeur.lire(analyste(), (unite) => chronologie(unite, 'regles', 'quotas'));
  expect(vie.versions.map(({ numero, etat, intervalles }) => [numero, etat, intervalles])).toEqual([
    ['1.1.0', 'programmee', [{ du: '2026-06-01', au: null }]],
    ['1.0.0', 'en-vigueur', [{ du: '2015-01-01', au: '2026-06-01' }]],
  ]);
  expect(vie.soumissions.map(({ numero, etat, auteur }) => [numero, etat, auteur.nom])).toEqual([
    ['1.2.0', 'soumis', 'Analyste 1 Robert'],
    ['1.1.0', 'approuve', 'Analyste 1 Robert'],
  ]);
  expect(vie.brouillons).toHaveLength(1);
  await expect(
    executeur.lire(analyste(), (unite) => chronologie(unite, 'regles', 'inconnu')),
  ).rejects.toBeInstanceOf(Introuvable);
  const nouvelle = vie.versions[0]?.empreinte ?? '';
  const ouverte = await executeur.lire(analyste(2), (unite) => lireVersion(unite, nouvelle));
  expect(ouverte).toMatchObject({
    numero: '1.1.0',
    approbateur: { nom: 'Analyste 2 Robert' },
    soumission: { rapports: { comparaison: { niveau: 'mineur' }, verification: { anomalies: [] } } },
  });
  expect(await executeur.lire(agent(), (unite) => lireVersion(unite, empreinte('quotas')))).toMatchObject({
    numero: '1.0.0',
    origine: 'initialisation',
    soumission: null,
  });
  // The reports name decisions of every Caf: an agent reads the version without them.
  expect(await executeur.lire(agent(), (unite) => lireVersion(unite, nouvelle))).toMatchObject({
    numero: '1.1.0',
    soumission: null,
  });
  await expect(executeur.lire(agent(), (unite) => lireSoumission(unite, soumise))).rejects.toBeInstanceOf(
    ActionInterdite,
  );
  expect(
    await executeur.lire(agent(), ({ em }) =>
      em.execute('select id from soumission_regle union all select id from reactivation_regle'),
    ),
  ).toEqual([]);
  await expect(
    executeur.lire(analyste(), (unite) => lireVersion(unite, 'f'.repeat(64))),
  ).rejects.toBeInstanceOf(Introuvable);
  expect(await executeur.lire(analyste(), soumissionsEnAttente)).toMatchObject([
    { id: soumise, numero: '1.2.0', niveau: 'mineur' },
  ]);
  expect(await executeur.lire(analyste(2), brouillons)).toMatchObject([{ jeu: 'quotas', numero: '1.3.0' }]);
});

it('shows the campaigns still open when a version takes effect', async () => {
  const attendue = {
    cafId: '451',
    caf: 'Caf A',
    perennite: 'reelle',
    numero: '1.2.0',
    effetLe: '2026-04-01',
    approuvee: false,
  };
  expect(await fixture.executeur.lire(analyste(), campagnesTouchees)).toMatchObject([attendue]);
  expect(await fixture.executeur.lire(analyste(), (unite) => lireSoumission(unite, soumise))).toMatchObject({
    campagnes: [attendue],
    remplace: { numero: '1.0.0' },
  });
});

describe('the number of a version', () => {
  it('rises by the level its changes imply, the cases that change being in the report', async () => {
    await expect(
      soumettreTexte(fixture, await quotas('1.1.1', { du: '2026-03-01', valeur: 3 }), { du: '2026-07-01' }),
    ).rejects.toThrow(NumeroTropBas);
    await expect(
      soumettreTexte(fixture, await quotas('1.1.1', { du: '2026-03-01', valeur: 3 }), { du: '2026-07-01' }),
    ).rejects.toThrow('1.2.0');
    const { rapports } = await fixture.executeur.lire(analyste(), (unite) => lireSoumission(unite, soumise));
    expect(rapports.comparaison).toMatchObject({
      avant: { version: '1.0.0' },
      apres: { version: '1.2.0' },
      parametres: [{ nom: 'quotaApprobateur', de: '1', vers: '3', du: '2026-03-01' }],
    });
    expect(
      rapports.comparaison && 'effets' in rapports.comparaison && rapports.comparaison.effets.length,
    ).toBeGreaterThan(0);
  });
});

it('counts the cases that wait on each open question, once per subject, until somebody settles them', async () => {
  const { executeur, proprietaire, registre } = fixture;
  const faits = { natureFermeture: 'exceptionnelle', debut: '2025-03-15', fin: '2025-06-15' };
  const { decision: muette } = await registre.decider('fermeture', '2025-03-15', faits);
  const { decision: claire } = await registre.decider('quotas', '2025-03-15', FAITS);
  const inserer = (decision: typeof muette, cafId: string, sujet: number, le: string) =>
    proprietaire.query(
      `insert into decision (id, caf_id, jeu, version_regle, empreinte, date_reference, faits, etat, issues, constats, calculs, manquants, trace, moteur, sujet_type, sujet_id, prise_le, requete_id)
     values (gen_random_uuid(), $1, $2, $3, $4, $5, '{}', $6, $7, $8, '{}', '[]', '{}', '{}', 'Fermeture', $9, $10, 'r')`,
      [
        cafId,
        decision.jeu,
        decision.version,
        decision.empreinte,
        decision.date,
        decision.etat,
        JSON.stringify(decision.issues),
        JSON.stringify(decision.constats),
        `00000000-0000-4000-8000-00000000000${sujet}`,
        le,
      ],
    );
  expect(muette.etat).toBe('source-muette');
  await inserer(muette, '451', 1, '2026-01-01T00:00:00Z');
  await inserer(muette, '451', 1, '2026-01-02T00:00:00Z');
  await inserer(muette, '771', 2, '2026-01-02T00:00:00Z');
  await inserer(claire, '451', 3, '2026-01-02T00:00:00Z');
  const attente = await executeur.lire(analyste(), (unite) => casEnAttente(unite));
  expect(attente).toMatchObject([
    {
      jeu: 'fermeture',
      question: expect.stringMatching(/^Q\d+$/),
      texte: expect.any(String),
      cas: 2,
      etats: ['source-muette'],
    },
  ]);
  expect(attente[0]?.exemples).toHaveLength(2);
  expect(await executeur.lire(agent('771'), (unite) => casEnAttente(unite, 'fermeture'))).toMatchObject([
    { cas: 1 },
  ]);
  expect(await executeur.lire(analyste(), (unite) => casEnAttente(unite, 'quotas'))).toEqual([]);
  // What names no question takes no place among the cases that are counted, however recent and many.
  const sansQuestion = { ...muette, constats: [] };
  for (const sujet of [4, 5, 6]) await inserer(sansQuestion, '451', sujet, '2026-02-01T00:00:00Z');
  expect(await executeur.lire(analyste(), (unite) => casEnAttente(unite, undefined, 2))).toMatchObject([
    { cas: 2 },
  ]);
  expect(await executeur.lire(analyste(), (unite) => casEnAttente(unite, undefined, 1))).toMatchObject([
    { cas: 1 },
  ]);
});

it('shows a re-activation that waits on the list', async () => {
  await fixture.executeur.executer(analyste(1), demanderReactivation, {
    empreinte: empreinte('quotas'),
    du: '2026-06-01',
    motif: 'Retour',
  });
  expect(
    (await fixture.executeur.lire(analyste(), fichiersDeRegles)).find(({ jeu }) => jeu === 'quotas'),
  ).toMatchObject({ reactivations: 1 });
});
