import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { PageDeDecision, RejeuEnMots } from '#admin/ecrans/decision/client.ts';
import type { PageDeLettre } from '#admin/ecrans/lettre/client.ts';
import { executerRegles } from '#src/cli/regles/commande.ts';
import { definirCommande } from '#src/kernel/commande.ts';
import { Introuvable } from '#src/kernel/refus.ts';
import { demanderDecision, trancherFermeture } from '#src/domain/declaration/commandes.ts';
import { referenceDe } from '#src/domain/suivi/explication/chercher.ts';
import { expliquer } from '#src/domain/suivi/explication/expliquer.ts';
import { lettreDUneDeclaration, lettreDe } from '#src/domain/suivi/courrier/lettre-de-decision.ts';
import { lettreEnTexte } from '#src/domain/suivi/courrier/texte.ts';
import type { Explication } from '#src/domain/suivi/explication/types.ts';
import { sha256 } from '#src/domain/politique/porte/rapports.ts';
import { fiche, servirGestion, action, type Serveur } from '#test/integration/admin/fixture.ts';
import {
  enTraitement,
  fermeture,
  planterUneDeclaration,
  type DeclarationFixture,
} from '#test/integration/declaration/fixture.ts';
import { FAITS, monter, publier, quotas, type Fixture } from '#test/integration/registre/fixture.ts';
import { agent, analyste, systeme } from '#test/support/acteurs.ts';

/** What people read, whatever the width of its spaces. */
const simple = (texte: string): string => texte.replaceAll(/[\u00a0\u202f]/g, ' ');
const enMots = <T>(valeur: T): T => JSON.parse(simple(JSON.stringify(valeur))) as T;

describe('a decision recorded about a role', () => {
  let fixture: Fixture;
  let serveur: Serveur;
  let id: string;
  beforeAll(async () => {
    fixture = await monter('2026-03-02', ['quotas']);
    serveur = await servirGestion(fixture, agent());
    vi.stubEnv('DATABASE_URL', fixture.urlApplication);
    const noter = definirCommande({
      nom: 'essai.decider',
      droit: ['Courriel', 'expedier'],
      saisie: z.object({}),
      executer: (unite) =>
        unite.decider({
          jeu: 'quotas',
          date: '2026-03-02',
          faits: { ...FAITS, remplacement: false },
          sujet: { type: 'Habilitation', id: randomUUID() },
          cafId: '451',
          partenaireId: null,
        }),
    });
    ({ id } = await fixture.executeur.executer(systeme, noter, {}));
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    serveur.fermer();
    await fixture.fermer();
  });

  const lue = async (reference = id): Promise<Explication> =>
    enMots(await fixture.executeur.lire(agent(), (unite) => expliquer(unite, reference)));

  /** `regles expliquer`: what it wrote, or its sentence. */
  async function regles(...args: string[]): Promise<{ code: number; sortie: string; erreur: string }> {
    const ecrits = { stdout: '', stderr: '' };
    const espions = (['stdout', 'stderr'] as const).map((flux) =>
      vi.spyOn(process[flux], 'write').mockImplementation((texte) => {
        ecrits[flux] += String(texte);
        return true;
      }),
    );
    try {
      const code = await executerRegles(['expliquer', ...args]);
      return { code, sortie: ecrits.stdout, erreur: simple(ecrits.stderr) };
    } finally {
      for (const espion of espions) espion.mockRestore();
    }
  }
  const page = async <T>(chemin: string): Promise<T> => {
    const { statut, texte } = await serveur.get(`/api/pages/${chemin}`);
    expect(statut, texte).toBe(200);
    return enMots(JSON.parse(texte) as T);
  };
  const rejouer = async (decision: string): Promise<RejeuEnMots> => {
    const { statut, texte } = await serveur.post('/api/pages/decision', { action: 'rejouer', decision });
    expect(statut, texte).toBe(200);
    return enMots((JSON.parse(texte) as { resultat: RejeuEnMots }).resultat);
  };
  /** A copy of the decision with other columns, put in by the owner: its identifier. */
  async function copier(colonnes: {
    id?: string;
    empreinte?: string;
    issues?: readonly string[];
  }): Promise<string> {
    const {
      rows: [ligne],
    } = await fixture.proprietaire.query<{ id: string }>(
      `insert into decision select (jsonb_populate_record(d, $2::jsonb)).* from decision d where d.id = $1 returning id`,
      [id, JSON.stringify({ id: randomUUID(), ...colonnes })],
    );
    return ligne?.id ?? '';
  }

  it('says what was decided, when, by which version and its days', async () => {
    expect(await lue()).toMatchObject({
      titre: 'Habilitations : nombre de titulaires par rôle',
      etat: 'decide',
      issues: [{ libelle: 'Nombre maximal de titulaires atteint', graviteEnClair: 'Bloquant' }],
      dateEnClair: '2 mars 2026',
      dateDeReference: 'premier jour demandé pour l’habilitation',
      version: { numero: '1.0.0', du: '2015-01-01', au: null, periode: 'depuis le 1er janvier 2015' },
      caf: { nom: 'Caf A' },
      cas: { libelle: 'Habilitation', ouvrable: false },
      manquants: [],
      suite: null,
    });
  });

  it('gives each finding with its rule, its message, how to correct it, its source in words and its certainty', async () => {
    const {
      constats: [constat],
    } = await lue();
    expect(constat).toMatchObject({
      titre: 'Approbateur, maximum atteint',
      regle: expect.stringMatching(/^QUO-/),
      message: expect.stringContaining('le nombre maximal d’approbateurs (1)'),
      corriger: expect.stringContaining('Demandez le remplacement'),
      appui: { certitudeEnClair: 'Écrit dans la source' },
    });
    expect(constat?.appui.sources[0]).toMatchObject({
      nature: 'Support de présentation',
      faible: true,
      lieu: expect.stringContaining('Partie II'),
    });
  });

  it('gives the facts read with their origin, the values with the day they hold from, the calculations with their formula', async () => {
    const { faits, parametres, calculs } = await lue();
    expect(faits).toContainEqual({
      nom: 'role',
      libelle: 'Rôle demandé',
      valeur: 'Approbateur',
      origine: 'Affecter un rôle, étape 2',
    });
    expect(parametres).toContainEqual(
      expect.objectContaining({
        libelle: 'Nombre maximal d’approbateurs par Ram',
        valeur: '1',
        duEnClair: '1er janvier 2015',
        appui: expect.objectContaining({ certitudeEnClair: 'Écrit dans la source' }),
      }),
    );
    expect(parametres.find(({ libelle }) => libelle.includes('en attente'))?.appui.question).toMatchObject({
      reponse: null,
      a: 'Caf (action sociale), puis Cnaf',
    });
    expect(calculs[0]?.formule.length).toBeGreaterThan(1);
  });

  it('says what was left aside and why: a fact without effect, conditions another one had settled', async () => {
    const { nonExamine, regles: examinees } = await lue();
    expect(nonExamine.faits).toEqual([
      {
        libelle: 'Demande de remplacement d’un titulaire',
        pourquoi: 'Enregistré avec la décision, sans effet sur elle.',
      },
    ]);
    expect(nonExamine.regles).toContainEqual({
      libelle: 'Fournisseur de données d’activité, maximum atteint',
      pourquoi: 'Une condition sur 3 n’a pas compté : une autre avait suffi à conclure.',
    });
    expect(examinees.filter(({ declenchee }) => declenchee).map(({ titre }) => titre)).toEqual([
      'Approbateur, maximum atteint',
    ]);
  });

  it('names, for each other outcome, the nearest change of one fact that gives it', async () => {
    const { alternatives, sansAlternative } = await lue();
    expect(sansAlternative).toBeNull();
    expect(
      alternatives
        .find(({ issue }) => issue === 'En attente de validation par votre Caf')
        ?.changements.map(({ phrase }) => phrase),
    ).toEqual([
      'Avec « 0 » au lieu de « 1 » pour « Autres personnes qui tiennent ce rôle », l’issue serait « En attente de validation par votre Caf ».',
    ]);
  });

  it('is the same to the byte once another version rules its day: regles expliquer --json, replay time aside', async () => {
    const sansHeure = async () => (await regles(id, '--json')).sortie.replace(/"le": "[^"]+"/, '"le": ""');
    const avant = await sansHeure();
    await publier(fixture, await quotas('1.1.0', { du: '2020-01-01', valeur: 2 }));
    expect((await fixture.registre.decider('quotas', '2026-03-02', FAITS)).decision).toMatchObject({
      version: '1.1.0',
      issues: ['EN_ATTENTE_CAF'],
    });
    const apres = await sansHeure();
    expect(apres).toBe(avant);
    expect(JSON.parse(apres)).toMatchObject({
      version: { numero: '1.0.0' },
      rejeu: { identique: true, differences: [], echec: null },
    });
  });

  it('is found by the short reference of a letter, in the shell, on the page and in the list', async () => {
    const reference = referenceDe(id);
    expect(reference).toMatch(/^[0-9A-F]{8}-[0-9A-F]{4}$/);
    expect((await regles(reference)).sortie).toContain(`Décision ${reference} (${id})`);
    expect((await page<PageDeDecision>(`decision?decision=${reference}`)).explication.id).toBe(id);
    expect(
      (
        await serveur.get(`${action('decisions', 'list')}?filters.reference=${reference.toLowerCase()}`)
      ).corps.records?.map((ligne) => ligne.id),
    ).toEqual([id]);
    expect(
      (await serveur.get(`${action('decisions', 'list')}?filters.reference=quoi`)).corps.records,
    ).toEqual([]);
    await copier({ id: `${id.slice(0, 13)}-4000-8000-000000000001` });
    expect(await regles(reference)).toMatchObject({
      code: 2,
      sortie: '',
      erreur: expect.stringContaining('Plusieurs décisions'),
    });
  });

  it('prints in the shell all the page says, and the letter', async () => {
    const { sortie } = await regles(id);
    for (const titre of [
      'POURQUOI',
      'FAITS LUS',
      'VALEURS APPLIQUÉES',
      'CALCULS',
      'RÈGLES EXAMINÉES',
      'CE QUI N’A PAS ÉTÉ EXAMINÉ',
      'CE QUI CHANGERAIT L’ISSUE',
      'à l’identique',
    ])
      expect(sortie).toContain(titre);
    expect((await regles(id, '--lettre')).sortie).toMatch(/^Caf A\n\[Adresse/);
  });

  it('replays the same, and says in words what differs when the record was tampered with', async () => {
    expect(await rejouer(id)).toMatchObject({ identique: true, differences: [], echec: null });
    expect(await rejouer(await copier({ issues: ['ACCORDEE'] }))).toMatchObject({
      identique: false,
      differences: [
        { quoi: 'Issue', avant: 'Habilitation accordée', apres: 'Nombre maximal de titulaires atteint' },
      ],
    });
  });

  it('leads the reader where he may go: version, what-if, letter; not to a case that is not there', async () => {
    const { liens } = await page<PageDeDecision>(`decision?decision=${id}`);
    expect(liens).toMatchObject({
      cas: null,
      partenaire: null,
      version: expect.stringContaining('version='),
      essai: expect.stringContaining(id),
      lettre: expect.stringContaining(id),
    });
    expect((await page<PageDeLettre>(`lettre?decision=${id}`)).lettre.pied).toContain(referenceDe(id));
  });

  it('does not exist for another Caf, nor for a malformed reference, on any of its doors', async () => {
    serveur.acteur = agent('771', 2);
    for (const reference of [id, referenceDe(id)])
      for (const ecran of ['decision', 'lettre'])
        expect((await serveur.get(`/api/pages/${ecran}?decision=${reference}`)).statut).toBe(404);
    expect((await serveur.post('/api/pages/decision', { action: 'rejouer', decision: id })).statut).toBe(404);
    expect((await serveur.get(fiche('decisions', id))).statut).toBe(404);
    serveur.acteur = agent();
    for (const faux of ['', 'x', randomUUID(), '%00', "1'--"])
      expect(
        (await serveur.get(`/api/pages/decision?decision=${encodeURIComponent(faux)}`)).statut,
        faux,
      ).toBe(404);
    expect(await regles('inconnue')).toMatchObject({
      code: 2,
      sortie: '',
      erreur: 'Aucune décision ne porte l’identifiant ou la référence « inconnue ».\n',
    });
    expect(await regles()).toMatchObject({
      code: 2,
      erreur: expect.stringContaining('Indiquez une décision'),
    });
  });

  it('says so when its version left the registry, or can no longer be evaluated; what was recorded is still explained', async () => {
    const disparue = await copier({ empreinte: 'f'.repeat(64) });
    expect(await regles(disparue)).toMatchObject({
      code: 2,
      erreur: expect.stringContaining('n’est plus dans le registre'),
    });
    expect((await serveur.get(`/api/pages/decision?decision=${disparue}`)).corps.erreur?.message).toContain(
      'n’est plus dans le registre',
    );

    const canonique = (fixture.livrees.find(({ jeu }) => jeu === 'quotas')?.canonique ?? '')
      .replace('"formule":"', '"formule":"fonctionOubliee(1) + ')
      .replace('"id":"quotas"', '"id":"ancien"');
    await fixture.proprietaire.query(
      "insert into version_regle (empreinte, genre, jeu, numero, canonique, texte, origine, publie_le) values ($1, 'regles', 'ancien', '1.0.0', $2, $2, 'initialisation', now())",
      [sha256(canonique), canonique],
    );
    const { code, sortie } = await regles(await copier({ empreinte: sha256(canonique) }), '--json');
    expect(code).toBe(0);
    const explication = enMots(JSON.parse(sortie) as Explication & { rejeu: RejeuEnMots });
    expect(explication).toMatchObject({
      alternatives: [],
      sansAlternative: expect.stringContaining('ne peut plus être évalué'),
      rejeu: { identique: false, echec: expect.stringContaining('ne sait plus évaluer') },
    });
    expect(explication.constats[0]?.message).toContain('nombre maximal d’approbateurs');
  });

  it('is read by an analyst without the names he has no right to', async () => {
    const explication = await fixture.executeur.lire(analyste(), (unite) => expliquer(unite, id));
    expect(explication).toMatchObject({ partenaire: null, cas: { ouvrable: false } });
  });
});

describe('a decision on a declaration', () => {
  let fixture: DeclarationFixture;
  let declaration: string;
  let decision: string;
  beforeAll(async () => {
    fixture = await planterUneDeclaration();
    declaration = await enTraitement(fixture, fermeture('2025-03-01', '2025-07-01'));
    decision =
      (
        await fixture.sql<{ id: string }>(
          "select id from decision where sujet_id = $1 and sujet_detail = 'fermeture:1' order by prise_le desc limit 1",
          [declaration],
        )
      )[0]?.id ?? '';
  });
  afterAll(() => fixture.fermer());

  const lettre = async (lecteur = fixture.approbateur): Promise<string> =>
    simple(
      lettreEnTexte(
        (
          await fixture.executeur.lire(lecteur, (unite) =>
            lettreDUneDeclaration(unite, declaration, decision),
          )
        ).lettre,
      ),
    ).replaceAll(/\s+/g, ' ');

  it('is named by its case, and its letter says what was declared, decided, why, and what waits', async () => {
    expect(
      enMots(await fixture.executeur.lire(agent(), (unite) => expliquer(unite, decision))),
    ).toMatchObject({
      cas: {
        libelle: 'Déclaration réelle 2025 – CBA-RAM Les Marins marrants',
        precision: 'Fermeture 1',
        ouvrable: true,
      },
      partenaire: { nom: 'MAIRIE DE BRIARE' },
      suite: null,
    });
    const texte = await lettre();
    for (const dit of [
      'Caf du Loiret',
      'MAIRIE DE BRIARE',
      'Le 2 mars 2026',
      'Premier jour de fermeture : 1er mars 2025',
      'Décision du conseil d’administration attendue',
      'la Caf doit encore se prononcer',
      'Seuil de durée : 3 mois',
      'Support de présentation',
      'Vérifiez les dates et poursuivez la déclaration',
      'Voies et délais de recours : à compléter par la Caf',
      `Référence à rappeler dans toute correspondance : ${referenceDe(decision)}`,
    ])
      expect(texte).toContain(dit);
  });

  it('is a partner’s to read only with a role on the equipment, and only as a decision of that declaration', async () => {
    const lire = (lecteur: Parameters<typeof fixture.executeur.lire>[0], decl: string, dec: string) =>
      fixture.executeur.lire(lecteur, (unite) => lettreDUneDeclaration(unite, decl, dec));
    await expect(lire(fixture.collegue, declaration, decision)).rejects.toThrow(/réservée|introuvable/);
    await expect(
      lire(
        {
          ...fixture.collegue,
          habilitations: fixture.approbateur.habilitations.map((une) => ({
            ...une,
            equipementId: randomUUID(),
          })),
        },
        declaration,
        decision,
      ),
    ).rejects.toThrow(Introuvable);
    await expect(
      lire(
        { ...fixture.etranger.acteur, habilitations: fixture.approbateur.habilitations },
        declaration,
        decision,
      ),
    ).rejects.toThrow(Introuvable);
    await expect(
      fixture.executeur.lire(
        { ...fixture.etranger.acteur, habilitations: fixture.approbateur.habilitations },
        (unite) => lettreDe(unite, decision),
      ),
    ).rejects.toThrow(Introuvable);
    const [autre] = await fixture.sql<{ id: string }>(
      `insert into decision select (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid(), 'sujet_id', gen_random_uuid()))).* from decision d where d.id = $1 returning id`,
      [decision],
    );
    await expect(lire(fixture.approbateur, declaration, autre?.id ?? '')).rejects.toThrow(Introuvable);
  });

  it('tells what a person decided after it, with the names for the Caf alone', async () => {
    const { compteId, agentId, nom, prenom } = agent('451', 2);
    await fixture.sql(
      "insert into compte (id, courriel, sessions_valides_depuis, cree_le) values ($1, 'agent2@caf.example', now(), now())",
      [compteId],
    );
    await fixture.sql(
      "insert into agent_caf (id, caf_id, compte_id, nom, prenom, courriel, profil, ouvert_le) values ($1, '451', $2, $3, $4, 'agent2@caf.example', 'gestionnaire', '2020-01-01')",
      [agentId, compteId, nom, prenom],
    );
    await fixture.executeur.executer(agent('451', 1), demanderDecision, {
      declaration,
      decision,
      proposition: 'SUSPENSION',
      motif: 'Travaux imprévus',
    });
    expect(
      (await fixture.executeur.lire(agent(), (unite) => expliquer(unite, decision))).suite,
    ).toMatchObject({
      rendue: false,
      motif: 'Travaux imprévus',
    });
    expect(await lettre()).toContain('la Caf doit encore se prononcer');
    await fixture.executeur.executer(agent('451', 2), trancherFermeture, {
      declaration,
      decision,
      choix: 'PRORATISATION',
      instance: 'conseil-administration',
      seanceLe: '2026-02-20',
      motif: 'Séance du 20 février',
    });
    expect(
      enMots((await fixture.executeur.lire(agent(), (unite) => expliquer(unite, decision))).suite),
    ).toMatchObject({
      rendue: true,
      par: `${prenom} ${nom}`,
      libelle: 'Proratisation de la prestation de service',
      instance: 'Conseil d’administration',
      seanceLe: '20 février 2026',
      estimationAvant: '18 060,00 €',
      estimationApres: '14 333,33 €',
    });
    const texte = await lettre();
    expect(texte).toContain(
      'La décision a été rendue le 20 février 2026 (Conseil d’administration) : Proratisation de la prestation de service. Motif : Séance du 20 février',
    );
    expect(texte).not.toContain('doit encore se prononcer');
    expect(
      (await fixture.executeur.lire(fixture.approbateur, (unite) => expliquer(unite, decision))).suite?.par,
    ).toBeNull();
  });
});
