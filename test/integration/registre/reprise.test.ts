import canonicalize from 'canonicalize';
import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ActionInterdite, type Refus } from '#src/domain/commun/refus.ts';
import { demanderDecision, prendreEnTraitement, reglerCasMuet, retourner, transmettre, trancherFermeture } from '#src/domain/declaration/commandes.ts';
import { dossierDeDeclaration } from '#src/domain/declaration/dossier-caf.ts';
import { affecterRole } from '#src/domain/habilitation/affecter.ts';
import { validerHabilitation } from '#src/domain/habilitation/traiter.ts';
import { lancerReprise, prendreReprise, rendreReprise, reprendreLot } from '#src/domain/regle/commandes/reprendre.ts';
import { casEnAttente } from '#src/domain/regle/lectures.ts';
import { conduireReprise, travaillerUneReprise } from '#src/domain/regle/reprise/conduire.ts';
import { csvDesLignes } from '#src/domain/regle/reprise/csv.ts';
import { apercevoir, lireReprise, reprises, toutesLesLignes } from '#src/domain/regle/reprise/lectures.ts';
import { AucunCasAReprendre, FichierInconnu, QuestionInconnue, QuestionSansReponse, RepriseEnCours } from '#src/domain/regle/reprise/refus.ts';
import type { CasRepris } from '#src/domain/regle/reprise/vues.ts';
import type { FichierClos } from '#src/engine/index.ts';
import { recharger } from '#src/registry/base.ts';
import { DossierDeRegles } from '#src/registry/fichiers.ts';
import { preparerLivraison } from '#src/registry/livraison.ts';
import { initialiserRegistre, type VersionAPublier } from '#src/registry/publication.ts';
import { RegistreVivant } from '#src/registry/registre.ts';
import { rejouerTout } from '#src/registry/rejeu.ts';
import { agent, analyste, systeme } from '#test/support/acteurs.ts';
import { fermeture, planterUneDeclaration, remplir, vider, type DecorDeDeclaration } from '../declaration/decor.ts';

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
    await decor.sql('insert into compte (id, courriel, sessions_valides_depuis, cree_le) values ($1, $2, now(), now())', [compteId, `analyste${rang}@cnaf.example`]);
    await decor.sql("insert into analyste (id, compte_id, nom, prenom, courriel, ouvert_le) values (gen_random_uuid(), $1, $2, $3, $4, '2020-01-01')", [compteId, nom, prenom, `analyste${rang}@cnaf.example`]);
  }
});
afterAll(() => decor.fermer());

beforeEach(async () => {
  const { sql } = decor;
  for (const table of ['reprise_cas', 'reprise_question', 'activation', 'version_regle']) await sql(`alter table ${table} disable trigger user`);
  await sql('delete from reprise_cas');
  await sql('delete from reprise_question');
  await sql("delete from activation where motif <> 'Fichier livré'");
  await sql('update activation set connu_au = null');
  await sql("delete from version_regle where numero <> '1.0.0'");
  for (const table of ['reprise_cas', 'reprise_question', 'activation', 'version_regle']) await sql(`alter table ${table} enable trigger user`);
  await sql("update habilitation set decision_id = null where decision_id is not null");
  await vider(decor);
  await sql("delete from habilitation where equipement_id in (select id from equipement where type = 'EAJE')");
  await recharger(registre, decor.orm);
});

/** Puts another version of a delivered file in force from a day on, in place of the delivered one: what an approval leaves. */
async function mettreEnVigueur(jeu: string, changer: (fichier: Modifiable) => void, du: string | null = null): Promise<void> {
  const livree = livrees.find((version) => version.jeu === jeu && version.genre === 'regles');
  const contenu = JSON.parse(livree?.canonique ?? '') as Modifiable;
  contenu.version = '1.1.0';
  changer(contenu);
  const canonique = canonicalize(contenu) ?? '';
  const empreinte = createHash('sha256').update(canonique).digest('hex');
  await decor.sql("insert into version_regle (empreinte, genre, jeu, numero, canonique, texte, origine, publie_le) values ($1, 'regles', $2, '1.1.0', $3, $3, 'initialisation', now())", [empreinte, jeu, canonique]);
  await decor.sql("update activation set connu_au = now() where genre = 'regles' and jeu = $1 and connu_au is null", [jeu]);
  const activer = (version: string, de: string | null, a: string | null) => decor.sql(
    "insert into activation (id, genre, jeu, empreinte, du, au, connu_du, origine, motif, acte) values (gen_random_uuid(), 'regles', $1, $2, $3, $4, now(), 'initialisation', 'Essai', gen_random_uuid())", [jeu, version, de, a]);
  await activer(empreinte, du, null);
  if (du !== null) await activer(livree?.empreinte ?? '', null, du);
  await recharger(registre, decor.orm);
}
type Modifiable = { version: string; questions: Record<string, { reponse: string | null }>; parametres: Record<string, { valeurs: { valeur: unknown }[] }>; regles: { id: string; issue: string }[]; faits: Record<string, object> } & Omit<FichierClos, 'version' | 'questions' | 'parametres' | 'regles' | 'faits'>;

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
const TROIS_MOIS = fermeture('2025-03-01', '2025-06-01');
const MOTIF = 'La Cnaf a répondu.';

/** Transmitted, on a conventionnement of its own. */
async function transmise(changements = TROIS_MOIS): Promise<string> {
  const conventionnementId = randomUUID();
  await decor.sql(`insert into conventionnement (id, caf_id, partenaire_id, equipement_id, numero_maia, du, au, etat, instance, valide_le, etp_valide, animateurs)
    values ($1, '451', $2, $3, $4, '2024-01-01', '2028-01-01', 'valide', 'conseil-administration', '2023-12-01', 1, $5)`,
  [conventionnementId, decor.partenaireId, decor.equipementId, `M-${conventionnementId.slice(0, 8)}`, JSON.stringify([decor.animatriceId])]);
  const declaration = await remplir({ ...decor, conventionnementId }, changements);
  await decor.executeur.executer(decor.approbateur, transmettre, { declaration });
  return declaration;
}
const etat = async (id: string) => (await decor.sql('select etat, estimation, sous_reserve from declaration where id = $1', [id]))[0];
const decisions = (id: string, detail = 'fermeture:1') => decor.sql<{ id: string; version_regle: string; etat: string; issues: string[] }>(
  'select id, version_regle, etat, issues from decision where sujet_id = $1 and sujet_detail = $2 order by prise_le', [id, detail]);
const lire = <T>(lecture: Parameters<typeof decor.executeur.lire<T>>[1]) => decor.executeur.lire(analyste(), lecture);
const apercu = async (question = 'Q1', jeu = 'fermeture') => {
  const cas: CasRepris[] = [];
  return { ...(await apercevoir(lire, jeu, question, (un) => cas.push(un))), cas };
};

/** Launched by an analyst, conducted to its end, an hour after all that was done before. */
async function reprendre(question = 'Q1', jeu = 'fermeture'): Promise<{ id: string; lignes: CasRepris[] } & Awaited<ReturnType<typeof lireReprise>>> {
  decor.horloge.regler('2026-03-02T13:00:00Z');
  const { id } = await decor.executeur.executer(analyste(), lancerReprise, { jeu, question, motif: MOTIF });
  expect(await travaillerUneReprise({ executeur: decor.executeur }, new AbortController().signal)).toBe(true);
  const lignes: CasRepris[] = [];
  for await (const ligne of toutesLesLignes(lire, id)) lignes.push(ligne);
  return { ...(await lire((unite) => lireReprise(unite, id))), lignes };
}

describe('a declaration that waited on the answer', () => {
  it('is decided by the version that answers, in treatment or not, its estimate computed again and its signature untouched', async () => {
    const [traitement, file] = [await transmise(), await transmise()];
    await decor.executeur.executer(agent(), prendreEnTraitement, { declaration: traitement });
    expect(await etat(file)).toEqual({ etat: 'transmise', estimation: '18060.00', sous_reserve: true });
    const signees = await decor.sql('select * from transmission order by id');
    const avant = await decisions(traitement);
    await mettreEnVigueur('fermeture', troisMoisCommeMoins);

    const acte = await reprendre();

    // 18 060 × 9 / 12
    expect(await etat(traitement)).toEqual({ etat: 'en-traitement', estimation: '13545.00', sous_reserve: false });
    expect(await etat(file)).toEqual({ etat: 'transmise', estimation: '13545.00', sous_reserve: false });
    expect(await decor.sql('select * from transmission order by id')).toEqual(signees);
    const apres = await decisions(traitement);
    expect(apres).toMatchObject([...avant, { version_regle: '1.1.0', etat: 'decide', issues: ['PS_NON_VERSEE'] }]);
    expect(acte).toMatchObject({ avant: { numero: '1.0.0' }, apres: { numero: '1.1.0' }, motif: MOTIF, lanceePar: { nom: 'Analyste 1 Robert' }, termineeLe: expect.any(String), comptes: { repris: 2, changes: 2, aDecider: 0, ecartes: {} } });
    expect(acte.lignes.find(({ sujetId }) => sujetId === traitement)).toMatchObject({
      decisionId: avant[0]?.id, nouvelleId: apres[1]?.id, suite: 'decide', change: true, avant: { numero: '1.0.0', issues: ['NON_SPECIFIE'] }, apres: { numero: '1.1.0', issues: ['PS_NON_VERSEE'] },
      estimationAvant: '18060.00', estimationApres: '13545.00', dateReference: '2025-03-01',
    });
    const dossier = await decor.executeur.lire(agent(), (unite) => dossierDeDeclaration(unite, traitement));
    expect(dossier.enAttente).toEqual([]);
    expect(dossier.actions.traiter.permis).toBe(true);
    expect(dossier.chronologie.at(-1)).toMatchObject({ type: 'question-repondue', qui: 'Les règles nationales', detail: expect.stringContaining('Instruction technique') });
  });

  it('stays in the queue of its Caf when a person still decides, with the request already made', async () => {
    const declaration = await transmise(LONGUE);
    await decor.executeur.executer(agent('451', 1), prendreEnTraitement, { declaration });
    const [ancienne] = await decisions(declaration);
    await decor.executeur.executer(agent('451', 1), demanderDecision, { declaration, decision: ancienne?.id, proposition: 'PRORATISATION', motif: 'Travaux' });
    await mettreEnVigueur('fermeture', (fichier) => repondre(fichier, 'Q3'));

    const { comptes, lignes } = await reprendre('Q3');

    expect(comptes).toEqual({ repris: 1, changes: 0, aDecider: 1, ecartes: {} });
    expect(lignes).toMatchObject([{ suite: 'a-decider', change: false, apres: { etat: 'decision-humaine' } }]);
    expect(await etat(declaration)).toEqual({ etat: 'en-traitement', estimation: '18060.00', sous_reserve: true });
    const tranche = { declaration, decision: lignes[0]?.nouvelleId, choix: 'PRORATISATION', instance: 'conseil-administration', seanceLe: '2026-02-20', motif: 'Séance du 20 février' };
    await expect(decor.executeur.executer(agent('451', 1), trancherFermeture, tranche)).rejects.toThrow('demandé');
    await decor.executeur.executer(agent('451', 2), trancherFermeture, tranche);
    expect(await etat(declaration)).toMatchObject({ estimation: '14333.33', sous_reserve: false });
  });

  it('is set aside, with the reason, when nothing of it waits any more or the answer does not reach its date', async () => {
    const [retournee, tranchee, avant] = [await transmise(), await transmise(), await transmise(fermeture('2025-01-01', '2025-04-01'))];
    const libre = await transmise();
    for (const declaration of [retournee, tranchee]) await decor.executeur.executer(agent(), prendreEnTraitement, { declaration });
    await decor.executeur.executer(agent(), retourner, { declaration: retournee, motif: 'À compléter' });
    const [point] = await decisions(tranchee);
    await decor.executeur.executer(agent(), reglerCasMuet, { declaration: tranchee, decision: point?.id, choix: 'PS_NON_VERSEE', motif: 'Instruction du siège' });
    await mettreEnVigueur('fermeture', troisMoisCommeMoins, '2025-02-01');
    const etats = await decor.sql('select id, etat, estimation, sous_reserve, version from declaration where id <> $1 order by id', [libre]);

    const { comptes, lignes } = await reprendre();

    expect(comptes).toEqual({ repris: 1, changes: 1, aDecider: 0, ecartes: { 'declaration-retournee': 1, 'reponse-hors-date': 1 } });
    expect(lignes.filter(({ suite }) => suite === 'ecarte').map(({ sujetId, ecart, nouvelleId }) => [sujetId, ecart, nouvelleId]).sort())
      .toEqual([[retournee, 'declaration-retournee', null], [avant, 'reponse-hors-date', null]].sort());
    expect(await decor.sql('select id, etat, estimation, sous_reserve, version from declaration where id <> $1 order by id', [libre])).toEqual(etats);
    // The same answer has nothing more for them.
    await expect(decor.executeur.executer(analyste(), lancerReprise, { jeu: 'fermeture', question: 'Q1', motif: MOTIF })).rejects.toThrow(AucunCasAReprendre);
  });
});

describe('a habilitation that waited on the answer', () => {
  const accorderPartout = (fichier: Modifiable): void => {
    repondre(fichier, 'Q4');
    const regle = fichier.regles.find(({ id }) => id === 'QUO-008');
    if (regle) regle.issue = 'ACCORDEE';
  };

  it('is granted when the rules now grant it, and left alone once the Caf has settled it', async () => {
    const { id: creche } = await decor.equipement(`Multi-accueil ${randomUUID().slice(0, 4)}`, { type: 'EAJE' });
    const [premier, second] = [await decor.personne('PREMIER'), await decor.personne('SECOND')];
    const demander = async (utilisateur: string) => (await decor.executeur.executer(decor.administrateur.acteur(), affecterRole, { utilisateur, role: 'CONSULTANT', du: '2026-03-02', portee: 'activite', equipements: [creche] }))[0]?.id ?? '';
    const [attend, traitee] = [await demander(premier.utilisateurId), await demander(second.utilisateurId)];
    await decor.executeur.executer(agent(), validerHabilitation, { id: traitee });
    await mettreEnVigueur('quotas', accorderPartout);

    const { comptes } = await reprendre('Q4', 'quotas');

    expect(comptes).toMatchObject({ repris: 1, changes: 1, aDecider: 0 });
    expect(comptes.ecartes['habilitation-traitee']).toBeGreaterThan(0);
    expect(await decor.sql('select etat, traite_par, motif from habilitation where id = $1', [attend])).toEqual([{ etat: 'accordee', traite_par: analyste().compteId, motif: expect.stringContaining('Q4') }]);
  });
});

describe('the act', () => {
  it('is foreseen before it is done, Caf by Caf, nothing written', async () => {
    const declaration = await transmise();
    await mettreEnVigueur('fermeture', troisMoisCommeMoins);
    const avant = await decor.sql('select count(*)::int as decisions, (select count(*)::int from journal) as journal, (select count(*)::int from reprise_question) as actes from decision');

    expect(await apercu()).toMatchObject({ total: 1, juges: 1, comptes: { repris: 1, changes: 1 }, parCaf: [{ cafId: '451', caf: 'Caf du Loiret', changes: 1 }], cas: [{ sujetId: declaration, suite: 'decide', nouvelleId: null, apres: { issues: ['PS_NON_VERSEE'] } }] });
    expect(await decor.sql('select count(*)::int as decisions, (select count(*)::int from journal) as journal, (select count(*)::int from reprise_question) as actes from decision')).toEqual(avant);
  });

  it('finds nothing more to do the second time, and replays without a difference', async () => {
    await transmise();
    await mettreEnVigueur('fermeture', troisMoisCommeMoins);
    await reprendre();
    expect((await apercu()).total).toBe(0);
    await expect(decor.executeur.executer(analyste(2), lancerReprise, { jeu: 'fermeture', question: 'Q1', motif: MOTIF })).rejects.toThrow(AucunCasAReprendre);
    expect(await lire((unite) => reprises(unite, { jeu: 'fermeture', question: 'Q1' }))).toHaveLength(1);
    expect(await lire((unite) => casEnAttente(unite, 'fermeture'))).toEqual([]);
    const differences = await decor.executeur.lire(systeme, async ({ em }) => {
      const trouvees: string[] = [];
      for await (const rejeu of rejouerTout(em, registre)) trouvees.push(...rejeu.differences);
      return trouvees;
    });
    expect(differences).toEqual([]);
  });

  it('goes on after a crash, where it was, and treats no case twice', async () => {
    for (let rang = 0; rang < 3; rang += 1) await transmise();
    await mettreEnVigueur('fermeture', troisMoisCommeMoins);
    decor.horloge.regler('2026-03-02T13:00:00Z');
    const { id } = await decor.executeur.executer(analyste(), lancerReprise, { jeu: 'fermeture', question: 'Q1', motif: MOTIF });
    const porteur = randomUUID();
    const prise = await decor.executeur.executer(systeme, prendreReprise, { porteur, bailMs: 60_000 });
    if (!prise) throw new Error('the act was not there to take');
    // The program dies after the first batch: nothing is given back.
    await expect(conduireReprise({ executeur: decor.executeur, porteur, tailleDeLot: 1, avancement: () => { throw new Error('crash'); } }, prise, new AbortController().signal)).rejects.toThrow('crash');
    expect(await decor.sql('select count(*)::int as lignes from reprise_cas')).toEqual([{ lignes: 1 }]);
    // Believed to be at work, it is left alone; launching again does not begin another act.
    expect(await travaillerUneReprise({ executeur: decor.executeur }, new AbortController().signal)).toBe(false);
    await expect(decor.executeur.executer(analyste(2), lancerReprise, { jeu: 'fermeture', question: 'Q1', motif: MOTIF })).rejects.toThrow(RepriseEnCours);
    await decor.sql("update reprise_question set bail_jusqu_a = now() - interval '1 second'");

    expect(await travaillerUneReprise({ executeur: decor.executeur, tailleDeLot: 1 }, new AbortController().signal)).toBe(true);

    expect(await lire((unite) => lireReprise(unite, id))).toMatchObject({ termineeLe: expect.any(String), comptes: { repris: 3, changes: 3 } });
    expect(await decor.sql("select count(*)::int as decisions, count(distinct sujet_id)::int as dossiers from decision where sujet_detail = 'fermeture:1' and version_regle = '1.1.0'")).toEqual([{ decisions: 3, dossiers: 3 }]);
  });

  it('leaves alone the one case that fails, and does the others', async () => {
    const [cassee, saine] = [await transmise(), await transmise()];
    await mettreEnVigueur('fermeture', troisMoisCommeMoins);
    await decor.sql('alter table transmission disable trigger immuable');
    await decor.sql("update transmission set donnees = '{}' where declaration_id = $1", [cassee]);
    await decor.sql('alter table transmission enable trigger immuable');
    const { comptes, lignes } = await reprendre();
    expect(comptes).toMatchObject({ repris: 1, ecartes: { technique: 1 } });
    expect(lignes.find(({ ecart }) => ecart === 'technique')).toMatchObject({ sujetId: cassee });
    expect(await etat(saine)).toMatchObject({ sous_reserve: false });
    expect(await etat(cassee)).toMatchObject({ sous_reserve: true, estimation: '18060.00' });
  });

  it('is kept within each Caf: rows, journal and list', async () => {
    const declaration = await transmise();
    const [modele] = await decisions(declaration);
    await decor.sql(`insert into decision select (jsonb_populate_record(d, $1::jsonb)).* from decision d where d.id = $2`, [
      JSON.stringify({ id: randomUUID(), caf_id: '771', partenaire_id: decor.etranger.partenaireId, sujet_id: randomUUID() }), modele?.id]);
    await mettreEnVigueur('fermeture', troisMoisCommeMoins);
    const { id, parCaf } = await reprendre();
    expect(parCaf).toMatchObject([{ cafId: '451', repris: 1 }, { cafId: '771', repris: 0, ecartes: { 'sans-suite': 1 } }]);

    const chaines = await decor.sql<{ chaine: string; entite: string }>("select distinct chaine, entite from journal where commande = 'regle.reprendreLesCas' order by chaine, entite");
    expect(chaines).toEqual(expect.arrayContaining([{ chaine: '451', entite: 'Declaration' }, { chaine: '771', entite: 'RepriseQuestion' }, { chaine: 'national', entite: 'RepriseQuestion' }]));
    expect(chaines).not.toContainEqual({ chaine: 'national', entite: 'Declaration' });
    const motifs = await decor.sql<{ motif: string }>("select distinct motif from journal where commande = 'regle.reprendreLesCas'");
    expect(motifs).toEqual([{ motif: MOTIF }]);

    const vues = (acteur: Parameters<typeof decor.executeur.lire>[0]) => decor.executeur.lire(acteur, ({ em }) => em.execute<{ caf_id: string }[]>('select caf_id from reprise_cas'));
    expect(await vues(agent('771'))).toEqual([{ caf_id: '771' }]);
    expect(await vues(decor.approbateur)).toEqual([]);
    expect(await decor.executeur.lire(decor.approbateur, ({ em }) => em.execute('select id from reprise_question'))).toEqual([]);
    // At work in one Caf, the analyst sees that one only; the batch of another is not his to write.
    expect(await vues({ ...analyste(), chez: { cafId: '451', fuseauHoraire: 'Europe/Paris' } })).toEqual([{ caf_id: '451' }]);
    await expect(decor.executeur.executer(agent(), reprendreLot, { id, motif: MOTIF, plan: {}, apres: null, limite: 1 })).rejects.toThrow(ActionInterdite);
    await expect(decor.sql('update reprise_cas set change = false')).rejects.toThrow(/ajout seul/);
    await expect(decor.sql("update reprise_question set motif = 'x'")).rejects.toThrow(/ne change plus/);
  });

  it('is written out as CSV, one line per case, before and after', async () => {
    await transmise();
    await mettreEnVigueur('fermeture', troisMoisCommeMoins);
    const { id, libelles } = await reprendre();
    let csv = '';
    for await (const morceau of csvDesLignes(toutesLesLignes(lire, id), libelles)) csv += morceau;
    const [entete, ligne] = csv.split('\r\n');
    expect(entete).toContain('Estimation avant;Estimation après');
    expect(ligne).toMatch(/^451;Déclaration, fermeture 1;.*;1\.0\.0;La source ne règle pas ce cas;.*;1\.1\.0;Prestation de service non versée pendant la fermeture;Décidé;;18060,00;13545,00$/);
  });

  it('is refused, nothing written, to who may not, and where there is nothing to answer with', async () => {
    await transmise();
    const lancer = (saisie: object, acteur: Parameters<typeof decor.executeur.executer>[0] = analyste()) => decor.executeur.executer(acteur, lancerReprise, { jeu: 'fermeture', question: 'Q1', motif: MOTIF, ...saisie }).catch((erreur: Refus) => erreur);
    expect(await lancer({}, agent())).toBeInstanceOf(ActionInterdite);
    expect(await lancer({ jeu: 'fermetur' })).toMatchObject({ constructor: FichierInconnu, message: expect.stringContaining('« fermeture »') });
    expect(await lancer({ question: 'Q9' })).toMatchObject({ constructor: QuestionInconnue, message: expect.stringContaining('Q1, Q2, Q3') });
    expect(await lancer({})).toMatchObject({ constructor: QuestionSansReponse, message: expect.stringContaining('brouillon') });
    expect(await lancer({ motif: ' ' })).toMatchObject({ champs: { motif: expect.any(String) } });
    await mettreEnVigueur('fermeture', troisMoisCommeMoins, '2027-01-01');
    expect(await lancer({})).toMatchObject({ constructor: QuestionSansReponse, message: expect.stringContaining('01/01/2027') });
    expect(await decor.sql('select id from reprise_question')).toEqual([]);
  });
});

it('gives an act back when its program is stopped between two batches', async () => {
  await transmise();
  await mettreEnVigueur('fermeture', troisMoisCommeMoins);
  await decor.executeur.executer(analyste(), lancerReprise, { jeu: 'fermeture', question: 'Q1', motif: MOTIF });
  await travaillerUneReprise({ executeur: decor.executeur }, AbortSignal.abort());
  expect(await decor.sql('select porteur, terminee_le from reprise_question')).toEqual([{ porteur: null, terminee_le: null }]);
  await decor.executeur.executer(systeme, rendreReprise, { id: randomUUID(), porteur: randomUUID() });
});
