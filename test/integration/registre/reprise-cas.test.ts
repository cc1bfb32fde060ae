import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ActionInterdite, type Refus } from '#src/kernel/refus.ts';
import {
  demanderDecision,
  prendreEnTraitement,
  reglerCasMuet,
  retourner,
  transmettre,
  trancherFermeture,
} from '#src/domain/declaration/commandes.ts';
import { affecterRole } from '#src/domain/delegation/habilitation/affecter.ts';
import { validerHabilitation } from '#src/domain/delegation/habilitation/traiter.ts';
import { lancerReprise } from '#src/domain/politique/reprise/commandes.ts';
import { prendreReprise } from '#src/domain/politique/reprise/travail.ts';
import {
  conduireReprise,
  travailDesReprises,
  travaillerUneReprise,
} from '#src/domain/politique/reprise/conduire.ts';
import { lireReprise } from '#src/domain/politique/reprise/lectures.ts';
import {
  AucunCasAReprendre,
  FichierInconnu,
  QuestionInconnue,
  QuestionSansReponse,
  RepriseEnCours,
} from '#src/domain/politique/reprise/refus.ts';
import type { VersionAPublier } from '#src/domain/politique/livraison/publication.ts';
import type { RegistreVivant } from '#src/domain/politique/registre/registre.ts';
import { agent, analyste, systeme } from '#test/support/acteurs.ts';
import { fermeture, saisirEtTerminer, type DeclarationFixture } from '../declaration/fixture.ts';
import {
  apercu,
  decisions,
  etat,
  lire,
  mettreEnVigueur,
  MOTIF,
  nettoyer,
  repondre,
  reprendre,
  transmise,
  TROIS_MOIS,
  troisMoisCommeMoins,
  planterDesCas,
} from './cas-en-attente.ts';

let fixture: DeclarationFixture;
let registre: RegistreVivant;
let livrees: readonly VersionAPublier[];

beforeAll(async () => {
  ({ fixture, registre, livrees } = await planterDesCas());
});
afterAll(() => fixture.fermer());

const LONGUE = fermeture('2025-03-01', '2025-07-01');

describe('a case that waited on an answer', () => {
  beforeEach(() => nettoyer(fixture, registre, livrees));

  it('stays in the queue of its Caf when a person still decides, with the request already made', async () => {
    const declaration = await transmise(fixture, LONGUE);
    await fixture.executeur.executer(agent('451', 1), prendreEnTraitement, { declaration });
    const [ancienne] = await decisions(fixture, declaration);
    await fixture.executeur.executer(agent('451', 1), demanderDecision, {
      declaration,
      decision: ancienne?.id,
      proposition: 'PRORATISATION',
      motif: 'Travaux',
    });
    await mettreEnVigueur(fixture, registre, livrees, 'fermeture', (fichier) => repondre(fichier, 'Q3'));

    const { comptes, lignes } = await reprendre(fixture, 'Q3');

    expect(comptes).toEqual({ repris: 1, changes: 0, aDecider: 1, ecartes: {} });
    expect(lignes).toMatchObject([
      { suite: 'a-decider', change: false, apres: { etat: 'decision-humaine' } },
    ]);
    expect(await etat(fixture, declaration)).toEqual({
      etat: 'en-traitement',
      estimation: '18060.00',
      sous_reserve: true,
    });
    const tranche = {
      declaration,
      decision: lignes[0]?.nouvelleId,
      choix: 'PRORATISATION',
      instance: 'conseil-administration',
      seanceLe: '2026-02-20',
      motif: 'Séance du 20 février',
    };
    await expect(fixture.executeur.executer(agent('451', 1), trancherFermeture, tranche)).rejects.toThrow(
      'demandé',
    );
    await fixture.executeur.executer(agent('451', 2), trancherFermeture, tranche);
    expect(await etat(fixture, declaration)).toMatchObject({ estimation: '14333.33', sous_reserve: false });
  });

  it('is set aside, with the reason, when nothing of it waits any more or the answer does not reach its date', async () => {
    const [retournee, tranchee, ancienne] = [
      await transmise(fixture),
      await transmise(fixture),
      await transmise(fixture, fermeture('2025-01-01', '2025-04-01')),
    ];
    for (const declaration of [retournee, tranchee])
      await fixture.executeur.executer(agent(), prendreEnTraitement, { declaration });
    const [point] = await decisions(fixture, tranchee);
    await fixture.executeur.executer(agent(), reglerCasMuet, {
      declaration: tranchee,
      decision: point?.id,
      choix: 'PS_NON_VERSEE',
      motif: 'Instruction du siège',
    });
    for (const declaration of [retournee, tranchee])
      await fixture.executeur.executer(agent(), retourner, { declaration, motif: 'À compléter' });
    fixture.horloge.regler('2026-03-02T12:30:00Z');
    await saisirEtTerminer(fixture, tranchee, TROIS_MOIS, { 'charges.c60': '3 000' });
    await fixture.executeur.executer(fixture.approbateur, transmettre, { declaration: tranchee });
    await mettreEnVigueur(fixture, registre, livrees, 'fermeture', troisMoisCommeMoins, '2025-02-01');
    const declarations = () =>
      fixture.sql('select id, etat, estimation, sous_reserve, version from declaration order by id');
    const avant = await declarations();

    const { comptes, lignes } = await reprendre(fixture);

    expect(comptes).toEqual({
      repris: 0,
      changes: 0,
      aDecider: 0,
      ecartes: { 'declaration-retournee': 1, 'deja-tranche': 1, 'reponse-hors-date': 1 },
    });
    expect(lignes.map(({ sujetId, ecart, nouvelleId }) => [sujetId, ecart, nouvelleId]).sort()).toEqual(
      [
        [retournee, 'declaration-retournee', null],
        [tranchee, 'deja-tranche', null],
        [ancienne, 'reponse-hors-date', null],
      ].sort(),
    );
    expect(await declarations()).toEqual(avant);
    // The same answer has nothing more for them.
    await expect(
      fixture.executeur.executer(analyste(), lancerReprise, {
        jeu: 'fermeture',
        question: 'Q1',
        motif: MOTIF,
      }),
    ).rejects.toThrow(AucunCasAReprendre);
  });

  it('is granted when it is a habilitation the rules now grant, and left alone once the Caf has settled it', async () => {
    const { id: creche } = await fixture.equipement('Multi-accueil', { type: 'EAJE' });
    const [premier, second] = [await fixture.personne('PREMIER'), await fixture.personne('SECOND')];
    const demander = async (utilisateur: string) =>
      (
        await fixture.executeur.executer(fixture.administrateur.acteur(), affecterRole, {
          utilisateur,
          role: 'CONSULTANT',
          du: '2026-03-02',
          portee: 'activite',
          equipements: [creche],
        })
      )[0]?.id ?? '';
    const [attend, traitee] = [await demander(premier.utilisateurId), await demander(second.utilisateurId)];
    await fixture.executeur.executer(agent(), validerHabilitation, { id: traitee });
    await mettreEnVigueur(fixture, registre, livrees, 'quotas', (fichier) => {
      repondre(fichier, 'Q4');
      const regle = fichier.regles.find(({ id }) => id === 'QUO-008');
      if (regle) regle.issue = 'ACCORDEE';
    });

    const { comptes } = await reprendre(fixture, 'Q4', 'quotas');

    expect(comptes).toMatchObject({ repris: 1, changes: 1, aDecider: 0 });
    expect(comptes.ecartes['habilitation-traitee']).toBeGreaterThan(0);
    expect(
      await fixture.sql('select etat, traite_par, motif from habilitation where id = $1', [attend]),
    ).toEqual([{ etat: 'accordee', traite_par: analyste().compteId, motif: expect.stringContaining('Q4') }]);
  });
});

describe('the act', () => {
  beforeEach(() => nettoyer(fixture, registre, livrees));

  it('goes on where it was after a stop and after a crash, treats no case twice, and leaves alone the one case that fails', async () => {
    const dossiers = [await transmise(fixture), await transmise(fixture), await transmise(fixture)].sort();
    const cassee = dossiers[1] ?? '';
    await fixture.sql('alter table transmission disable trigger immuable');
    await fixture.sql("update transmission set donnees = '{}' where declaration_id = $1", [cassee]);
    await fixture.sql('alter table transmission enable trigger immuable');
    await mettreEnVigueur(fixture, registre, livrees, 'fermeture', troisMoisCommeMoins);
    fixture.horloge.regler('2026-03-02T13:00:00Z');
    const { id } = await fixture.executeur.executer(analyste(), lancerReprise, {
      jeu: 'fermeture',
      question: 'Q1',
      motif: MOTIF,
    });
    // The job of the launching is taken, then its slice ends: another waits for the rest.
    await fixture.sql("update pgboss.job set state = 'active', started_on = now() where singleton_key = $1", [
      id,
    ]);
    await travailDesReprises({ executeur: fixture.executeur }).traiter({ id }, AbortSignal.abort());
    expect(await fixture.sql('select porteur, terminee_le from reprise_question')).toEqual([
      { porteur: null, terminee_le: null },
    ]);
    expect(
      await fixture.sql('select state::text from pgboss.job where singleton_key = $1 order by created_on', [
        id,
      ]),
    ).toEqual([{ state: 'active' }, { state: 'created' }]);

    const holder = randomUUID();
    const prise = await fixture.executeur.executer(systeme, prendreReprise, { holder, leaseMs: 60_000 });
    if (!prise) throw new Error('the act was not there to take');
    // The program dies after the first batch: nothing is given back.
    await expect(
      conduireReprise(
        {
          executeur: fixture.executeur,
          holder,
          tailleDeLot: 1,
          avancement: () => {
            throw new Error('crash');
          },
        },
        prise,
        new AbortController().signal,
      ),
    ).rejects.toThrow('crash');
    expect(await fixture.sql('select sujet_id from reprise_cas')).toEqual([{ sujet_id: dossiers[0] }]);
    // Believed to be at work, it is left alone; launching again does not begin another act.
    expect(await travaillerUneReprise({ executeur: fixture.executeur }, new AbortController().signal)).toBe(
      false,
    );
    await expect(
      fixture.executeur.executer(analyste(2), lancerReprise, {
        jeu: 'fermeture',
        question: 'Q1',
        motif: MOTIF,
      }),
    ).rejects.toThrow(RepriseEnCours);
    await fixture.sql("update reprise_question set bail_jusqu_a = now() - interval '1 second'");

    const signales: unknown[] = [];
    expect(
      await travaillerUneReprise(
        { executeur: fixture.executeur, signaler: (erreur) => signales.push(erreur) },
        new AbortController().signal,
      ),
    ).toBe(true);

    expect(signales.length).toBeGreaterThan(0);
    expect(await lire(fixture, (unite) => lireReprise(unite, id))).toMatchObject({
      termineeLe: expect.any(String),
      comptes: { repris: 2, changes: 2, ecartes: { technique: 1 } },
    });
    const reprises = await fixture.sql<{ sujet_id: string }>(
      "select sujet_id from decision where sujet_detail = 'fermeture:1' and version_regle = '1.1.0' order by sujet_id",
    );
    expect(reprises.map(({ sujet_id: sujet }) => sujet)).toEqual([dossiers[0], dossiers[2]]);
    expect(await etat(fixture, cassee)).toMatchObject({ sous_reserve: true, estimation: '18060.00' });
    // A failure is tried again by the next act; the others are not.
    expect((await apercu(fixture)).total).toBe(1);
  });

  it('is refused, nothing written, to who may not, and where there is nothing to answer with', async () => {
    const lancer = (saisie: object, acteur: Parameters<typeof fixture.executeur.executer>[0] = analyste()) =>
      fixture.executeur
        .executer(acteur, lancerReprise, { jeu: 'fermeture', question: 'Q1', motif: MOTIF, ...saisie })
        .catch((erreur: Refus) => erreur);
    expect(await lancer({}, agent())).toBeInstanceOf(ActionInterdite);
    expect(await lancer({ jeu: 'fermetur' })).toMatchObject({
      constructor: FichierInconnu,
      message: expect.stringContaining('« fermeture »'),
    });
    expect(await lancer({ question: 'Q9' })).toMatchObject({
      constructor: QuestionInconnue,
      message: expect.stringContaining('Q1, Q2, Q3'),
    });
    expect(await lancer({})).toMatchObject({
      constructor: QuestionSansReponse,
      message: expect.stringContaining('brouillon'),
    });
    expect(await lancer({ motif: ' ' })).toMatchObject({ champs: { motif: expect.any(String) } });
    await mettreEnVigueur(fixture, registre, livrees, 'fermeture', troisMoisCommeMoins, '2027-01-01');
    expect(await lancer({})).toMatchObject({
      constructor: QuestionSansReponse,
      message: expect.stringContaining('01/01/2027'),
    });
    expect(await fixture.sql('select id from reprise_question')).toEqual([]);
  });
});
