import canonicalize from 'canonicalize';
import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ecranReprise } from '#admin/ecrans/atelier/reprise/serveur.ts';
import { ActionInterdite, type Refus } from '#src/kernel/refus.ts';
import {
  demanderDecision,
  prendreEnTraitement,
  reglerCasMuet,
  retourner,
  transmettre,
  trancherFermeture,
} from '#src/domain/declaration/commandes.ts';
import { dossierDeDeclaration } from '#src/domain/declaration/dossier-caf.ts';
import { affecterRole } from '#src/domain/delegation/habilitation/affecter.ts';
import { validerHabilitation } from '#src/domain/delegation/habilitation/traiter.ts';
import { lancerReprise } from '#src/domain/politique/reprise/commandes.ts';
import { prendreReprise, reprendreLot } from '#src/domain/politique/reprise/travail.ts';
import {
  conduireReprise,
  travailDesReprises,
  travaillerUneReprise,
} from '#src/domain/politique/reprise/conduire.ts';
import { csvDesLignes } from '#src/domain/politique/reprise/csv.ts';
import {
  apercevoir,
  lireReprise,
  reprises,
  toutesLesLignes,
} from '#src/domain/politique/reprise/lectures.ts';
import {
  AucunCasAReprendre,
  FichierInconnu,
  QuestionInconnue,
  QuestionSansReponse,
  RepriseEnCours,
} from '#src/domain/politique/reprise/refus.ts';
import type { CasRepris } from '#src/domain/politique/reprise/vues.ts';
import type { FichierClos } from '#src/engine/index.ts';
import { recharger } from '#src/domain/politique/registre/base.ts';
import { DossierDeRegles } from '#src/domain/politique/livraison/fichiers.ts';
import { preparerLivraison } from '#src/domain/politique/livraison/livraison.ts';
import { initialiserRegistre, type VersionAPublier } from '#src/domain/politique/livraison/publication.ts';
import { RegistreVivant } from '#src/domain/politique/registre/registre.ts';
import { rejouerTout } from '#src/domain/politique/registre/rejeu.ts';
import { agent, analyste, systeme } from '#test/support/acteurs.ts';
import {
  fermeture,
  planterUneDeclaration,
  remplir,
  saisirEtTerminer,
  vider,
  type DecorDeDeclaration,
} from '../declaration/decor.ts';

let decor: DecorDeDeclaration;
let registre: RegistreVivant;
let livrees: readonly VersionAPublier[];

beforeAll(async () => {
  livrees = await preparerLivraison(new DossierDeRegles());
  registre = new RegistreVivant(livrees);
  decor = await planterUneDeclaration(registre);
  await decor.executeur.executer(systeme, initialiserRegistre, { versions: [...livrees] });
  for (const rang of [1, 2]) {
    const { compteId, nom, prenom } = analyste(rang);
    await decor.sql(
      'insert into compte (id, courriel, sessions_valides_depuis, cree_le) values ($1, $2, now(), now())',
      [compteId, `analyste${rang}@cnaf.example`],
    );
    await decor.sql(
      "insert into analyste (id, compte_id, nom, prenom, courriel, ouvert_le) values (gen_random_uuid(), $1, $2, $3, $4, '2020-01-01')",
      [compteId, nom, prenom, `analyste${rang}@cnaf.example`],
    );
  }
});
afterAll(() => decor.fermer());

/** As delivered, without a declaration nor an act. */
async function nettoyer(): Promise<void> {
  const { sql } = decor;
  for (const table of ['reprise_cas', 'reprise_question', 'activation', 'version_regle'])
    await sql(`alter table ${table} disable trigger user`);
  await sql('delete from reprise_cas');
  await sql('delete from reprise_question');
  await sql("delete from activation where motif <> 'Fichier livré'");
  await sql('update activation set connu_au = null');
  await sql('delete from version_regle where empreinte <> all($1)', [
    livrees.map(({ empreinte }) => empreinte),
  ]);
  for (const table of ['reprise_cas', 'reprise_question', 'activation', 'version_regle'])
    await sql(`alter table ${table} enable trigger user`);
  await sql('update habilitation set decision_id = null where decision_id is not null');
  await vider(decor);
  await sql(
    "delete from habilitation where equipement_id in (select id from equipement where type = 'EAJE')",
  );
  await recharger(registre, decor.orm);
}

/**
 * Puts another version of a delivered file in force from a day on, in place of the delivered one: what an
 * approval leaves.
 */
async function mettreEnVigueur(
  jeu: string,
  changer: (fichier: Modifiable) => void,
  du: string | null = null,
): Promise<void> {
  const livree = livrees.find((version) => version.jeu === jeu && version.genre === 'regles');
  const contenu = JSON.parse(livree?.canonique ?? '') as Modifiable;
  contenu.version = '1.1.0';
  changer(contenu);
  const canonique = canonicalize(contenu) ?? '';
  const empreinte = createHash('sha256').update(canonique).digest('hex');
  await decor.sql(
    "insert into version_regle (empreinte, genre, jeu, numero, canonique, texte, origine, publie_le) values ($1, 'regles', $2, '1.1.0', $3, $3, 'initialisation', now())",
    [empreinte, jeu, canonique],
  );
  await decor.sql(
    "update activation set connu_au = now() where genre = 'regles' and jeu = $1 and connu_au is null",
    [jeu],
  );
  const activer = (version: string, de: string | null, a: string | null) =>
    decor.sql(
      "insert into activation (id, genre, jeu, empreinte, du, au, connu_du, origine, motif, acte) values (gen_random_uuid(), 'regles', $1, $2, $3, $4, now(), 'initialisation', 'Essai', gen_random_uuid())",
      [jeu, version, de, a],
    );
  await activer(empreinte, du, null);
  if (du !== null) await activer(livree?.empreinte ?? '', null, du);
  await recharger(registre, decor.orm);
}
type Modifiable = {
  version: string;
  questions: Record<string, { reponse: string | null }>;
  parametres: Record<string, { valeurs: { valeur: unknown }[] }>;
  regles: { id: string; issue: string }[];
  faits: Record<string, object>;
} & Omit<FichierClos, 'version' | 'questions' | 'parametres' | 'regles' | 'faits'>;

const repondre = (fichier: Modifiable, question: string): void => {
  const posee = fichier.questions[question];
  if (posee) posee.reponse = 'Instruction technique du 2 mars 2026.';
};
/** Three months exactly are treated as less than the threshold: nothing is paid. */
const troisMoisCommeMoins = (fichier: Modifiable): void => {
  repondre(fichier, 'Q1');
  const [valeur] = fichier.parametres['dureeEgaleAuSeuil']?.valeurs ?? [];
  if (valeur) valeur.valeur = 'comme-moins';
};

const LONGUE = fermeture('2025-03-01', '2025-07-01');
const TROIS_MOIS = fermeture('2025-05-01', '2025-08-01');
const MOTIF = 'La Cnaf a répondu.';

/** Transmitted, on a conventionnement of its own. */
async function transmise(changements = TROIS_MOIS): Promise<string> {
  const conventionnementId = randomUUID();
  await decor.sql(
    `insert into conventionnement (id, caf_id, partenaire_id, equipement_id, numero_maia, du, au, etat, instance, valide_le, etp_valide, animateurs)
    values ($1, '451', $2, $3, $4, '2024-01-01', '2028-01-01', 'valide', 'conseil-administration', '2023-12-01', 1, $5)`,
    [
      conventionnementId,
      decor.partenaireId,
      decor.equipementId,
      `M-${conventionnementId.slice(0, 8)}`,
      JSON.stringify([decor.animatriceId]),
    ],
  );
  const declaration = await remplir({ ...decor, conventionnementId }, changements);
  await decor.executeur.executer(decor.approbateur, transmettre, { declaration });
  return declaration;
}
const etat = async (id: string) =>
  (await decor.sql('select etat, estimation, sous_reserve from declaration where id = $1', [id]))[0];
const decisions = (id: string, detail = 'fermeture:1') =>
  decor.sql<{ id: string; version_regle: string; etat: string; issues: string[] }>(
    'select id, version_regle, etat, issues from decision where sujet_id = $1 and sujet_detail = $2 order by prise_le',
    [id, detail],
  );
const lire = <T>(lecture: Parameters<typeof decor.executeur.lire<T>>[1]) =>
  decor.executeur.lire(analyste(), lecture);
const apercu = async (question = 'Q1', jeu = 'fermeture') => {
  const cas: CasRepris[] = [];
  return { ...(await apercevoir(lire, jeu, question, (un) => cas.push(un))), cas };
};

/** Launched by an analyst, conducted to its end, an hour after all that was done before. */
async function reprendre(
  question = 'Q1',
  jeu = 'fermeture',
): Promise<{ id: string; lignes: CasRepris[] } & Awaited<ReturnType<typeof lireReprise>>> {
  decor.horloge.regler('2026-03-02T13:00:00Z');
  const { id } = await decor.executeur.executer(analyste(), lancerReprise, { jeu, question, motif: MOTIF });
  expect(await travaillerUneReprise({ executeur: decor.executeur }, new AbortController().signal)).toBe(true);
  const lignes: CasRepris[] = [];
  for await (const ligne of toutesLesLignes(lire, id)) lignes.push(ligne);
  return { ...(await lire((unite) => lireReprise(unite, id))), lignes };
}

describe('the cases that waited on an answer', () => {
  let traitement: string;
  let file: string;
  let signees: unknown;
  let prevu: Awaited<ReturnType<typeof apercu>>;
  let ecritPourPrevoir: boolean;
  let acte: Awaited<ReturnType<typeof reprendre>>;
  const comptesEnBase = () =>
    decor.sql(
      'select count(*)::int as decisions, (select count(*)::int from journal) as journal, (select count(*)::int from reprise_question) as actes from decision',
    );

  beforeAll(async () => {
    await nettoyer();
    [traitement, file] = [await transmise(), await transmise()];
    await decor.executeur.executer(agent(), prendreEnTraitement, { declaration: traitement });
    expect(await etat(file)).toEqual({ etat: 'transmise', estimation: '18060.00', sous_reserve: true });
    // A decision of another Caf, whose dossier is unknown here.
    const [modele] = await decisions(traitement);
    await decor.sql(
      'insert into decision select (jsonb_populate_record(d, $1::jsonb)).* from decision d where d.id = $2',
      [
        JSON.stringify({
          id: randomUUID(),
          caf_id: '771',
          partenaire_id: decor.etranger.partenaireId,
          sujet_id: randomUUID(),
        }),
        modele?.id,
      ],
    );
    // An earlier decision on the same point: only the last one waits.
    await decor.sql(
      "insert into decision select (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid(), 'prise_le', d.prise_le - interval '1 hour'))).* from decision d where d.sujet_id = $1 and d.sujet_detail = 'fermeture:1'",
      [file],
    );
    signees = await decor.sql('select * from transmission order by id');
    await mettreEnVigueur('fermeture', troisMoisCommeMoins);
    const avant = await comptesEnBase();
    prevu = await apercu();
    ecritPourPrevoir = JSON.stringify(avant) !== JSON.stringify(await comptesEnBase());
    acte = await reprendre();
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
    expect(await etat(traitement)).toEqual({
      etat: 'en-traitement',
      estimation: '13545.00',
      sous_reserve: false,
    });
    expect(await etat(file)).toEqual({ etat: 'transmise', estimation: '13545.00', sous_reserve: false });
    expect(await decor.sql('select * from transmission order by id')).toEqual(signees);
    const suivies = await decisions(traitement);
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
    const dossier = await decor.executeur.lire(agent(), (unite) => dossierDeDeclaration(unite, traitement));
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
    expect((await apercu()).total).toBe(0);
    await expect(
      decor.executeur.executer(analyste(2), lancerReprise, {
        jeu: 'fermeture',
        question: 'Q1',
        motif: MOTIF,
      }),
    ).rejects.toThrow(AucunCasAReprendre);
    expect(await lire((unite) => reprises(unite, { jeu: 'fermeture', question: 'Q1' }))).toHaveLength(1);
    const differences = await decor.executeur.lire(systeme, async ({ em }) => {
      const trouvees: string[] = [];
      for await (const rejeu of rejouerTout(em, registre))
        trouvees.push(...('raison' in rejeu ? [rejeu.raison] : rejeu.differences));
      return trouvees;
    });
    expect(differences).toEqual([]);
  });

  it('are kept within each Caf: rows, journal and list', async () => {
    const chaines = await decor.sql<{ chaine: string; entite: string }>(
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
      await decor.sql("select distinct motif from journal where commande = 'regle.reprendreLesCas'"),
    ).toEqual([{ motif: MOTIF }]);

    const vues = (acteur: Parameters<typeof decor.executeur.lire>[0]) =>
      decor.executeur.lire(acteur, ({ em }) =>
        em.execute<{ caf_id: string }[]>('select distinct caf_id from reprise_cas'),
      );
    expect(await vues(agent('771'))).toEqual([{ caf_id: '771' }]);
    expect(await vues(decor.approbateur)).toEqual([]);
    expect(
      await decor.executeur.lire(decor.approbateur, ({ em }) =>
        em.execute('select id from reprise_question'),
      ),
    ).toEqual([]);
    // At work in one Caf, the analyst sees that one only.
    expect(await vues({ ...analyste(), chez: { cafId: '451', fuseauHoraire: 'Europe/Paris' } })).toEqual([
      { caf_id: '451' },
    ]);
    await expect(
      decor.executeur.executer(agent(), reprendreLot, {
        id: acte.id,
        motif: MOTIF,
        plan: {},
        apres: null,
        limite: 1,
      }),
    ).rejects.toThrow(ActionInterdite);
    await expect(decor.executeur.lire(agent(), (unite) => lireReprise(unite, acte.id))).rejects.toThrow(
      ActionInterdite,
    );
  });

  it('stay in an act that no one rewrites', async () => {
    await expect(decor.sql('update reprise_cas set change = false')).rejects.toThrow(/ajout seul/);
    await expect(decor.sql("update reprise_question set motif = 'x'")).rejects.toThrow(/ne change plus/);
    await expect(decor.sql('delete from reprise_question')).rejects.toThrow(/ajout seul|viol/);
  });

  it('are shown on the page of the question and on that of the act, in words', async () => {
    const page = (parametres: Record<string, string>) =>
      lire((unite) => ecranReprise.donnees(unite, parametres));
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
    for await (const morceau of csvDesLignes(toutesLesLignes(lire, acte.id), acte.libelles)) csv += morceau;
    const [entete, premiere] = csv.split('\r\n');
    expect(entete).toContain('Estimation avant;Estimation après');
    expect(premiere).toMatch(
      /^451;Déclaration, fermeture 1;.*;1\.0\.0;La source ne règle pas ce cas;.*;1\.1\.0;Prestation de service non versée pendant la fermeture;Décidé;;18060,00;13545,00$/,
    );
    expect(csv).toContain('771;Déclaration, fermeture 1;');
  });
});

describe('a case that waited on an answer', () => {
  beforeEach(nettoyer);

  it('stays in the queue of its Caf when a person still decides, with the request already made', async () => {
    const declaration = await transmise(LONGUE);
    await decor.executeur.executer(agent('451', 1), prendreEnTraitement, { declaration });
    const [ancienne] = await decisions(declaration);
    await decor.executeur.executer(agent('451', 1), demanderDecision, {
      declaration,
      decision: ancienne?.id,
      proposition: 'PRORATISATION',
      motif: 'Travaux',
    });
    await mettreEnVigueur('fermeture', (fichier) => repondre(fichier, 'Q3'));

    const { comptes, lignes } = await reprendre('Q3');

    expect(comptes).toEqual({ repris: 1, changes: 0, aDecider: 1, ecartes: {} });
    expect(lignes).toMatchObject([
      { suite: 'a-decider', change: false, apres: { etat: 'decision-humaine' } },
    ]);
    expect(await etat(declaration)).toEqual({
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
    await expect(decor.executeur.executer(agent('451', 1), trancherFermeture, tranche)).rejects.toThrow(
      'demandé',
    );
    await decor.executeur.executer(agent('451', 2), trancherFermeture, tranche);
    expect(await etat(declaration)).toMatchObject({ estimation: '14333.33', sous_reserve: false });
  });

  it('is set aside, with the reason, when nothing of it waits any more or the answer does not reach its date', async () => {
    const [retournee, tranchee, ancienne] = [
      await transmise(),
      await transmise(),
      await transmise(fermeture('2025-01-01', '2025-04-01')),
    ];
    for (const declaration of [retournee, tranchee])
      await decor.executeur.executer(agent(), prendreEnTraitement, { declaration });
    const [point] = await decisions(tranchee);
    await decor.executeur.executer(agent(), reglerCasMuet, {
      declaration: tranchee,
      decision: point?.id,
      choix: 'PS_NON_VERSEE',
      motif: 'Instruction du siège',
    });
    for (const declaration of [retournee, tranchee])
      await decor.executeur.executer(agent(), retourner, { declaration, motif: 'À compléter' });
    decor.horloge.regler('2026-03-02T12:30:00Z');
    await saisirEtTerminer(decor, tranchee, TROIS_MOIS, { 'charges.c60': '3 000' });
    await decor.executeur.executer(decor.approbateur, transmettre, { declaration: tranchee });
    await mettreEnVigueur('fermeture', troisMoisCommeMoins, '2025-02-01');
    const declarations = () =>
      decor.sql('select id, etat, estimation, sous_reserve, version from declaration order by id');
    const avant = await declarations();

    const { comptes, lignes } = await reprendre();

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
      decor.executeur.executer(analyste(), lancerReprise, { jeu: 'fermeture', question: 'Q1', motif: MOTIF }),
    ).rejects.toThrow(AucunCasAReprendre);
  });

  it('is granted when it is a habilitation the rules now grant, and left alone once the Caf has settled it', async () => {
    const { id: creche } = await decor.equipement('Multi-accueil', { type: 'EAJE' });
    const [premier, second] = [await decor.personne('PREMIER'), await decor.personne('SECOND')];
    const demander = async (utilisateur: string) =>
      (
        await decor.executeur.executer(decor.administrateur.acteur(), affecterRole, {
          utilisateur,
          role: 'CONSULTANT',
          du: '2026-03-02',
          portee: 'activite',
          equipements: [creche],
        })
      )[0]?.id ?? '';
    const [attend, traitee] = [await demander(premier.utilisateurId), await demander(second.utilisateurId)];
    await decor.executeur.executer(agent(), validerHabilitation, { id: traitee });
    await mettreEnVigueur('quotas', (fichier) => {
      repondre(fichier, 'Q4');
      const regle = fichier.regles.find(({ id }) => id === 'QUO-008');
      if (regle) regle.issue = 'ACCORDEE';
    });

    const { comptes } = await reprendre('Q4', 'quotas');

    expect(comptes).toMatchObject({ repris: 1, changes: 1, aDecider: 0 });
    expect(comptes.ecartes['habilitation-traitee']).toBeGreaterThan(0);
    expect(
      await decor.sql('select etat, traite_par, motif from habilitation where id = $1', [attend]),
    ).toEqual([{ etat: 'accordee', traite_par: analyste().compteId, motif: expect.stringContaining('Q4') }]);
  });
});

describe('the act', () => {
  beforeEach(nettoyer);

  it('goes on where it was after a stop and after a crash, treats no case twice, and leaves alone the one case that fails', async () => {
    const dossiers = [await transmise(), await transmise(), await transmise()].sort();
    const cassee = dossiers[1] ?? '';
    await decor.sql('alter table transmission disable trigger immuable');
    await decor.sql("update transmission set donnees = '{}' where declaration_id = $1", [cassee]);
    await decor.sql('alter table transmission enable trigger immuable');
    await mettreEnVigueur('fermeture', troisMoisCommeMoins);
    decor.horloge.regler('2026-03-02T13:00:00Z');
    const { id } = await decor.executeur.executer(analyste(), lancerReprise, {
      jeu: 'fermeture',
      question: 'Q1',
      motif: MOTIF,
    });
    // The job of the launching is taken, then its slice ends: another waits for the rest.
    await decor.sql("update pgboss.job set state = 'active', started_on = now() where singleton_key = $1", [
      id,
    ]);
    await travailDesReprises({ executeur: decor.executeur }).traiter({ id }, AbortSignal.abort());
    expect(await decor.sql('select porteur, terminee_le from reprise_question')).toEqual([
      { porteur: null, terminee_le: null },
    ]);
    expect(
      await decor.sql('select state::text from pgboss.job where singleton_key = $1 order by created_on', [
        id,
      ]),
    ).toEqual([{ state: 'active' }, { state: 'created' }]);

    const porteur = randomUUID();
    const prise = await decor.executeur.executer(systeme, prendreReprise, { porteur, bailMs: 60_000 });
    if (!prise) throw new Error('the act was not there to take');
    // The program dies after the first batch: nothing is given back.
    await expect(
      conduireReprise(
        {
          executeur: decor.executeur,
          porteur,
          tailleDeLot: 1,
          avancement: () => {
            throw new Error('crash');
          },
        },
        prise,
        new AbortController().signal,
      ),
    ).rejects.toThrow('crash');
    expect(await decor.sql('select sujet_id from reprise_cas')).toEqual([{ sujet_id: dossiers[0] }]);
    // Believed to be at work, it is left alone; launching again does not begin another act.
    expect(await travaillerUneReprise({ executeur: decor.executeur }, new AbortController().signal)).toBe(
      false,
    );
    await expect(
      decor.executeur.executer(analyste(2), lancerReprise, {
        jeu: 'fermeture',
        question: 'Q1',
        motif: MOTIF,
      }),
    ).rejects.toThrow(RepriseEnCours);
    await decor.sql("update reprise_question set bail_jusqu_a = now() - interval '1 second'");

    const signales: unknown[] = [];
    expect(
      await travaillerUneReprise(
        { executeur: decor.executeur, signaler: (erreur) => signales.push(erreur) },
        new AbortController().signal,
      ),
    ).toBe(true);

    expect(signales.length).toBeGreaterThan(0);
    expect(await lire((unite) => lireReprise(unite, id))).toMatchObject({
      termineeLe: expect.any(String),
      comptes: { repris: 2, changes: 2, ecartes: { technique: 1 } },
    });
    const reprises = await decor.sql<{ sujet_id: string }>(
      "select sujet_id from decision where sujet_detail = 'fermeture:1' and version_regle = '1.1.0' order by sujet_id",
    );
    expect(reprises.map(({ sujet_id: sujet }) => sujet)).toEqual([dossiers[0], dossiers[2]]);
    expect(await etat(cassee)).toMatchObject({ sous_reserve: true, estimation: '18060.00' });
    // A failure is tried again by the next act; the others are not.
    expect((await apercu()).total).toBe(1);
  });

  it('is refused, nothing written, to who may not, and where there is nothing to answer with', async () => {
    const lancer = (saisie: object, acteur: Parameters<typeof decor.executeur.executer>[0] = analyste()) =>
      decor.executeur
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
    await mettreEnVigueur('fermeture', troisMoisCommeMoins, '2027-01-01');
    expect(await lancer({})).toMatchObject({
      constructor: QuestionSansReponse,
      message: expect.stringContaining('01/01/2027'),
    });
    expect(await decor.sql('select id from reprise_question')).toEqual([]);
  });
});
