import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ecranReprise } from '#admin/ecrans/atelier/reprise/serveur.ts';
import { ActionInterdite } from '#src/kernel/refus.ts';
import { prendreEnTraitement } from '#src/domain/declaration/commandes.ts';
import { dossierDeDeclaration } from '#src/domain/declaration/dossier-caf.ts';
import { lancerReprise } from '#src/domain/politique/reprise/commandes.ts';
import { reprendreLot } from '#src/domain/politique/reprise/travail.ts';
import { csvDesLignes } from '#src/domain/politique/reprise/csv.ts';
import { lireReprise, reprises, toutesLesLignes } from '#src/domain/politique/reprise/lectures.ts';
import { AucunCasAReprendre } from '#src/domain/politique/reprise/refus.ts';
import type { VersionAPublier } from '#src/domain/politique/livraison/publication.ts';
import type { RegistreVivant } from '#src/domain/politique/registre/registre.ts';
import { rejouerTout } from '#src/domain/politique/registre/rejeu.ts';
import { agent, analyste, systeme } from '#test/support/acteurs.ts';
import type { DeclarationFixture } from '../declaration/fixture.ts';
import {
  apercu,
  decisions,
  etat,
  lire,
  mettreEnVigueur,
  MOTIF,
  nettoyer,
  reprendre,
  transmise,
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

describe('the cases that waited on an answer', () => {
  let traitement: string;
  let file: string;
  let signees: unknown;
  let prevu: Awaited<ReturnType<typeof apercu>>;
  let ecritPourPrevoir: boolean;
  let acte: Awaited<ReturnType<typeof reprendre>>;
  const comptesEnBase = () =>
    fixture.sql(
      'select count(*)::int as decisions, (select count(*)::int from journal) as journal, (select count(*)::int from reprise_question) as actes from decision',
    );

  beforeAll(async () => {
    await nettoyer(fixture, registre, livrees);
    [traitement, file] = [await transmise(fixture), await transmise(fixture)];
    await fixture.executeur.executer(agent(), prendreEnTraitement, { declaration: traitement });
    expect(await etat(fixture, file)).toEqual({
      etat: 'transmise',
      estimation: '18060.00',
      sous_reserve: true,
    });
    // A decision of another Caf, whose dossier is unknown here.
    const [modele] = await decisions(fixture, traitement);
    await fixture.sql(
      'insert into decision select (jsonb_populate_record(d, $1::jsonb)).* from decision d where d.id = $2',
      [
        JSON.stringify({
          id: randomUUID(),
          caf_id: '771',
          partenaire_id: fixture.etranger.partenaireId,
          sujet_id: randomUUID(),
        }),
        modele?.id,
      ],
    );
    // An earlier decision on the same point: only the last one waits.
    await fixture.sql(
      "insert into decision select (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid(), 'prise_le', d.prise_le - interval '1 hour'))).* from decision d where d.sujet_id = $1 and d.sujet_detail = 'fermeture:1'",
      [file],
    );
    signees = await fixture.sql('select * from transmission order by id');
    await mettreEnVigueur(fixture, registre, livrees, 'fermeture', troisMoisCommeMoins);
    const avant = await comptesEnBase();
    prevu = await apercu(fixture);
    ecritPourPrevoir = JSON.stringify(avant) !== JSON.stringify(await comptesEnBase());
    acte = await reprendre(fixture);
  });

  it('are foreseen before the act, Caf by Caf, nothing written', () => {
    expect(ecritPourPrevoir).toBe(false);
    expect(prevu).toMatchObject({
      total: 3,
      juges: 3,
      comptes: { repris: 2, changes: 2, aDecider: 0, ecartes: { 'sans-suite': 1 } },
      parCaf: [
        { cafId: '451', caf: 'Caf du Loiret', changes: 2 },
        { cafId: '771', repris: 0, ecartes: { 'sans-suite': 1 } },
      ],
    });
    expect(prevu.cas.find(({ sujetId }) => sujetId === file)).toMatchObject({
      suite: 'decide',
      nouvelleId: null,
      apres: { numero: '1.1.0', issues: ['PS_NON_VERSEE'] },
    });
  });

  it('are decided by the version that answers: estimates computed again, signatures and former decisions untouched', async () => {
    // 18 060 × 9 / 12
    expect(await etat(fixture, traitement)).toEqual({
      etat: 'en-traitement',
      estimation: '13545.00',
      sous_reserve: false,
    });
    expect(await etat(fixture, file)).toEqual({
      etat: 'transmise',
      estimation: '13545.00',
      sous_reserve: false,
    });
    expect(await fixture.sql('select * from transmission order by id')).toEqual(signees);
    const suivies = await decisions(fixture, traitement);
    expect(suivies).toMatchObject([
      { version_regle: '1.0.0', etat: 'source-muette', issues: ['NON_SPECIFIE'] },
      { version_regle: '1.1.0', etat: 'decide', issues: ['PS_NON_VERSEE'] },
    ]);
    expect(acte).toMatchObject({
      avant: { numero: '1.0.0' },
      apres: { numero: '1.1.0' },
      motif: MOTIF,
      lanceePar: { nom: 'Analyste 1 Robert' },
      termineeLe: expect.any(String),
      comptes: { repris: 2, changes: 2, aDecider: 0, ecartes: { 'sans-suite': 1 } },
    });
    expect(acte.lignes.find(({ sujetId }) => sujetId === traitement)).toMatchObject({
      decisionId: suivies[0]?.id,
      nouvelleId: suivies[1]?.id,
      suite: 'decide',
      change: true,
      avant: { numero: '1.0.0', issues: ['NON_SPECIFIE'] },
      apres: { numero: '1.1.0', issues: ['PS_NON_VERSEE'] },
      estimationAvant: '18060.00',
      estimationApres: '13545.00',
      dateReference: '2025-05-01',
    });
  });

  it('leave the queue of their Caf, and the timeline says why', async () => {
    const dossier = await fixture.executeur.lire(agent(), (unite) => dossierDeDeclaration(unite, traitement));
    expect(dossier.enAttente).toEqual([]);
    expect(dossier.traiter).toBeNull();
    expect(dossier.estimation.montant).toBe('13545.00');
    expect(dossier.chronologie.at(-1)).toMatchObject({
      type: 'question-repondue',
      qui: 'Les règles nationales',
      detail: expect.stringContaining('Instruction technique'),
    });
  });

  it('wait no more: a second act is refused, and every decision replays without a difference', async () => {
    expect((await apercu(fixture)).total).toBe(0);
    await expect(
      fixture.executeur.executer(analyste(2), lancerReprise, {
        jeu: 'fermeture',
        question: 'Q1',
        motif: MOTIF,
      }),
    ).rejects.toThrow(AucunCasAReprendre);
    expect(
      await lire(fixture, (unite) => reprises(unite, { jeu: 'fermeture', question: 'Q1' })),
    ).toHaveLength(1);
    const differences = await fixture.executeur.lire(systeme, async ({ em }) => {
      const trouvees: string[] = [];
      for await (const rejeu of rejouerTout(em, registre))
        trouvees.push(...('raison' in rejeu ? [rejeu.raison] : rejeu.differences));
      return trouvees;
    });
    expect(differences).toEqual([]);
  });

  it('are kept within each Caf: rows, journal and list', async () => {
    const chaines = await fixture.sql<{ chaine: string; entite: string }>(
      "select distinct chaine, entite from journal where commande = 'regle.reprendreLesCas' order by chaine, entite",
    );
    expect(chaines).toEqual(
      expect.arrayContaining([
        { chaine: '451', entite: 'Declaration' },
        { chaine: '771', entite: 'RepriseQuestion' },
        { chaine: 'national', entite: 'RepriseQuestion' },
      ]),
    );
    expect(chaines).not.toContainEqual({ chaine: 'national', entite: 'Declaration' });
    expect(
      await fixture.sql("select distinct motif from journal where commande = 'regle.reprendreLesCas'"),
    ).toEqual([{ motif: MOTIF }]);

    const vues = (acteur: Parameters<typeof fixture.executeur.lire>[0]) =>
      fixture.executeur.lire(acteur, ({ em }) =>
        em.execute<{ caf_id: string }[]>('select distinct caf_id from reprise_cas'),
      );
    expect(await vues(agent('771'))).toEqual([{ caf_id: '771' }]);
    expect(await vues(fixture.approbateur)).toEqual([]);
    expect(
      await fixture.executeur.lire(fixture.approbateur, ({ em }) =>
        em.execute('select id from reprise_question'),
      ),
    ).toEqual([]);
    // At work in one Caf, the analyst sees that one only.
    expect(await vues({ ...analyste(), chez: { cafId: '451', fuseauHoraire: 'Europe/Paris' } })).toEqual([
      { caf_id: '451' },
    ]);
    await expect(
      fixture.executeur.executer(agent(), reprendreLot, {
        id: acte.id,
        motif: MOTIF,
        plan: {},
        apres: null,
        limite: 1,
      }),
    ).rejects.toThrow(ActionInterdite);
    await expect(fixture.executeur.lire(agent(), (unite) => lireReprise(unite, acte.id))).rejects.toThrow(
      ActionInterdite,
    );
  });

  it('stay in an act that no one rewrites', async () => {
    await expect(fixture.sql('update reprise_cas set change = false')).rejects.toThrow(/ajout seul/);
    await expect(fixture.sql("update reprise_question set motif = 'x'")).rejects.toThrow(/ne change plus/);
    await expect(fixture.sql('delete from reprise_question')).rejects.toThrow(/ajout seul|viol/);
  });

  it('are shown on the page of the question and on that of the act, in words', async () => {
    const page = (parametres: Record<string, string>) =>
      lire(fixture, (unite) => ecranReprise.donnees(unite, parametres));
    expect(await page({ jeu: 'fermeture', question: 'Q1' })).toMatchObject({
      empeche: 'Aucun cas n’attend cette réponse.',
      acte: null,
      actes: [{ id: acte.id, par: 'Analyste 1 Robert' }],
      peutLancer: true,
    });
    const { acte: montre } = await page({ acte: acte.id });
    expect(montre).toMatchObject({
      total: 3,
      motif: MOTIF,
      phrase: '2 cas repris, dont 2 changent ; 0 reste à décider ; 1 écarté.',
      parCaf: [
        { caf: 'Caf du Loiret', repris: 2, ecartes: 0 },
        { repris: 0, ecartes: 1 },
      ],
    });
    expect(montre?.lignes[0]).toMatchObject({
      dossier: 'Déclaration, fermeture 1',
      suite: 'Décidé',
      avant: 'La source ne règle pas ce cas (1.0.0)',
      apres: 'Prestation de service non versée pendant la fermeture (1.1.0)',
      hrefApres: expect.stringContaining('/gestion/resources/decisions/'),
    });
    expect(montre?.lignes[0]?.estimation.replaceAll(/\s/g, ' ')).toBe('18 060,00 € → 13 545,00 €');
    expect(await page({ jeu: 'fermeture', question: 'Q2' })).toMatchObject({
      apercu: null,
      empeche: expect.stringContaining('brouillon'),
    });
  });

  it('are written out as CSV, one line per case, before and after', async () => {
    let csv = '';
    for await (const morceau of csvDesLignes(
      toutesLesLignes((lecture) => lire(fixture, lecture), acte.id),
      acte.libelles,
    ))
      csv += morceau;
    const [entete, premiere] = csv.split('\r\n');
    expect(entete).toContain('Estimation avant;Estimation après');
    expect(premiere).toMatch(
      /^451;Déclaration, fermeture 1;.*;1\.0\.0;La source ne règle pas ce cas;.*;1\.1\.0;Prestation de service non versée pendant la fermeture;Décidé;;18060,00;13545,00$/,
    );
    expect(csv).toContain('771;Déclaration, fermeture 1;');
  });
});
