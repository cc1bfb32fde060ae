/**
 * The act by which the cases that waited on an answered question are judged again: launched by a person,
 * conducted batch by batch.
 */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { cafDe, compteDe, type ActeurAnalyste } from '#src/kernel/acteur.ts';
import { definirCommande, type UniteDeTravail } from '#src/kernel/commande.ts';
import { sansJob } from '#src/kernel/jobs.ts';
import { motif } from '#src/kernel/saisie/saisie.ts';
import { SansTitulaire } from '#src/domain/politique/versions/refus.ts';
import {
  casEnSuspens,
  compterEnSuspens,
  ecarter,
  jugerCas,
  repereDe,
  type CasEnSuspens,
  type Repere,
} from '#src/domain/politique/reprise/attente.ts';
import { comptesDeLaReprise, ecrireLignes } from '#src/domain/politique/reprise/lignes.ts';
import { questionRepondue, type QuestionRepondue } from '#src/domain/politique/reprise/question.ts';
import { AucunCasAReprendre, RepriseEnCours, ReprisePerdue } from '#src/domain/politique/reprise/refus.ts';
import { appliquer, verrouiller } from '#src/domain/politique/reprise/ports.ts';
import {
  ajouterAuxComptes,
  COMPTES_VIDES,
  type CasRepris,
  type ComptesDeReprise,
} from '#src/domain/politique/reprise/vues.ts';
import { JOB_REPRISE, RepriseQuestion } from '#src/domain/politique/reprise/reprise-question.ts';

/** An act this program holds. */
export interface ReprisePrise {
  readonly id: string;
  readonly plan: QuestionRepondue;
  readonly motif: string;
  /** In whose name each case is judged again: who launched it. */
  readonly acteur: ActeurAnalyste;
}

const tenue = { id: z.uuid(), porteur: z.uuid() };
/** Given by this program, not by a person: not read again field by field. */
const interne = <T>() => z.custom<T>((valeur) => typeof valeur === 'object' && valeur !== null);

/**
 * Writes the act; the cases follow, batch by batch, with whoever conducts it. One that was interrupted is not
 * written twice: it goes on.
 * @param porteur the program that will conduct it itself, for `bailMs`; a server of the application takes it
 *   otherwise
 * @throws FichierInconnu | QuestionInconnue | QuestionSansReponse | AucunCasAReprendre | RepriseEnCours
 */
export const lancerReprise = definirCommande({
  nom: 'regle.reprendreLesCas',
  droit: ['RepriseQuestion', 'lancer'],
  saisie: z.object({
    jeu: z.string().trim().min(1, 'Indiquez le fichier de règles.'),
    question: z.string().trim().min(1, 'Indiquez la question.'),
    motif: motif(),
    porteur: z.uuid().optional(),
    bailMs: z.number().int().optional(),
  }),
  async executer(unite, { jeu, question, motif: raison, porteur, bailMs }): Promise<{ readonly id: string }> {
    const lanceePar = compteDe(unite.acteur);
    if (lanceePar === null) throw new SansTitulaire();
    const { reponse, avant, apres, ...plan } = await questionRepondue(unite, jeu, question);
    // Two people at once: the second waits, then sees the act of the first.
    await unite.em.execute("select pg_advisory_xact_lock(hashtext('regle.reprendreLesCas'), hashtext(?))", [
      `${jeu}/${question}`,
    ]);
    const enCours = await unite.em.findOne(RepriseQuestion, { jeu, question, termineeLe: null });
    if (enCours && porteur === undefined) throw new RepriseEnCours(jeu, question);
    const id = enCours?.id ?? randomUUID();
    if (enCours) {
      unite.journaliser({
        entite: 'RepriseQuestion',
        entiteId: id,
        motif: raison,
        details: { poursuivie: true },
      });
    } else {
      if ((await compterEnSuspens(unite, { reponse, avant, apres, ...plan })).length === 0)
        throw new AucunCasAReprendre(jeu, question);
      unite.em.persist(
        unite.em.create(RepriseQuestion, {
          id,
          jeu,
          question,
          reponse,
          avantNumero: avant.numero,
          avantEmpreinte: avant.empreinte,
          apresNumero: apres.numero,
          apresEmpreinte: apres.empreinte,
          motif: raison,
          lanceePar,
          lanceeLe: unite.maintenant,
          termineeLe: null,
          comptes: null,
          porteur: null,
          bailJusquA: null,
        }),
      );
      unite.motiver(raison);
      await unite.em.flush();
      // Whoever holds it conducts it; should he die, it is found without a job.
      if (porteur === undefined) unite.mettreEnFile(JOB_REPRISE, { id });
    }
    if (porteur !== undefined && !(await tenir(unite, id, porteur, bailMs ?? 0)))
      throw new RepriseEnCours(jeu, question);
    return { id };
  },
});

/** Takes an act nobody works on, for a time. @returns whether it was free */
async function tenir({ em }: UniteDeTravail, id: string, porteur: string, bailMs: number): Promise<boolean> {
  const prises = await em.execute<{ id: string }[]>(
    `update reprise_question set porteur = ?, bail_jusqu_a = clock_timestamp() + ? * interval '1 millisecond'
     where id = ? and terminee_le is null and (porteur is null or porteur = ? or bail_jusqu_a < clock_timestamp()) returning id`,
    [porteur, bailMs, id, porteur],
  );
  return prises.length > 0;
}

/**
 * Takes the oldest act nobody works on, or the one named: that of a program that died comes back by itself.
 * @returns null when there is none
 */
export const prendreReprise = definirCommande({
  nom: 'reprise.prendre',
  droit: ['RepriseQuestion', 'conduire'],
  saisie: z.object({ porteur: z.uuid(), bailMs: z.number().int(), id: z.uuid().optional() }),
  async executer(unite, { porteur, bailMs, id }): Promise<ReprisePrise | null> {
    const [libre] = await unite.em.execute<{ id: string }[]>(
      `select id from reprise_question where terminee_le is null and (porteur is null or porteur = ? or bail_jusqu_a < clock_timestamp()) ${id === undefined ? '' : 'and id = ?'}
       order by lancee_le, id limit 1 for update skip locked`,
      [porteur, ...(id === undefined ? [] : [id])],
    );
    if (!libre || !(await tenir(unite, libre.id, porteur, bailMs))) return null;
    const {
      jeu,
      question,
      motif: raison,
      lanceePar,
    } = await unite.em.findOneOrFail(RepriseQuestion, { id: libre.id });
    const [personne] = await unite.em.execute<{ nom: string; prenom: string }[]>(
      'select nom, prenom from analyste where compte_id = ?',
      [lanceePar],
    );
    if (!personne) throw new SansTitulaire();
    return {
      id: libre.id,
      motif: raison,
      plan: await questionRepondue(unite, jeu, question),
      acteur: { type: 'analyste', compteId: lanceePar, ...personne },
    };
  },
});

/** The Caf where cases still wait, in order. Prolongs the hold. @throws ReprisePerdue */
export const cafsARevoir = definirCommande({
  nom: 'reprise.denombrer',
  droit: ['RepriseQuestion', 'conduire'],
  saisie: z.object({ ...tenue, bailMs: z.number().int(), plan: interne<QuestionRepondue>() }),
  async executer(unite, { id, porteur, bailMs, plan }) {
    if (!(await tenir(unite, id, porteur, bailMs))) throw new ReprisePerdue();
    return compterEnSuspens(unite, plan, id);
  },
});

/** Prolongs the hold. @throws ReprisePerdue */
export const prolongerReprise = definirCommande({
  nom: 'reprise.prolonger',
  droit: ['RepriseQuestion', 'conduire'],
  saisie: z.object({ ...tenue, bailMs: z.number().int() }),
  async executer(unite, { id, porteur, bailMs }) {
    if (!(await tenir(unite, id, porteur, bailMs))) throw new ReprisePerdue();
  },
});

export interface LotRepris {
  readonly cas: number;
  /** Where the next one begins; null when the Caf has no more. */
  readonly suite: Repere | null;
}

/**
 * One batch of one Caf, by an analyst at work in it: decisions, what they change of the dossiers, lines of
 * the act, journal, all of it or nothing.
 * @param technique leaves the only case of the batch alone: it failed
 */
export const reprendreLot = definirCommande({
  nom: 'regle.reprendreLesCas',
  droit: ['RepriseQuestion', 'conduire'],
  saisie: z.object({
    id: z.uuid(),
    motif: z.string(),
    plan: interne<QuestionRepondue>(),
    apres: interne<Repere>().nullable(),
    limite: z.number().int().min(1),
    technique: z.boolean().optional(),
  }),
  async executer(unite, { id, motif: raison, plan, apres, limite, technique }): Promise<LotRepris> {
    const caf = cafDe(unite.acteur);
    if (!caf) throw new Error('a batch is carried out in one Caf');
    const vus = await casEnSuspens(unite, plan, { cafId: caf.cafId, apres, limite, reprise: id });
    const lignes = technique
      ? vus.map((cas) => ecarter(cas, 'technique'))
      : await reprendre(unite, plan, id, vus);
    await ecrireLignes(unite, id, vus, lignes);
    if (lignes.length > 0) {
      unite.journaliser({
        entite: 'RepriseQuestion',
        entiteId: id,
        details: {
          jeu: plan.jeu,
          question: plan.question,
          ...lignes.reduce<ComptesDeReprise>(ajouterAuxComptes, COMPTES_VIDES),
        },
      });
    }
    // One reason on every line of the journal: that of the act.
    unite.motiver(raison);
    const dernier = vus.at(-1);
    return { cas: lignes.length, suite: dernier && vus.length === limite ? repereDe(dernier) : null };
  },
});

/** Judges the cases once their dossiers are locked: what somebody settled meanwhile is seen. */
async function reprendre(
  unite: UniteDeTravail,
  plan: QuestionRepondue,
  id: string,
  vus: readonly CasEnSuspens[],
): Promise<CasRepris[]> {
  await verrouiller(unite, vus);
  const cas = await casEnSuspens(unite, plan, { ids: vus.map((un) => un.id), reprise: id });
  const juges: CasRepris[] = [];
  for (const un of cas) juges.push(await jugerCas(unite, plan, un));
  return appliquer(unite, plan, cas, juges);
}

/** Gives an act back. @param enFile for another program to go on with at once */
export const rendreReprise = definirCommande({
  nom: 'reprise.rendre',
  droit: ['RepriseQuestion', 'conduire'],
  saisie: z.object({ ...tenue, enFile: z.boolean() }),
  async executer(unite, { id, porteur, enFile }) {
    await unite.em.execute(
      'update reprise_question set porteur = null, bail_jusqu_a = null where id = ? and porteur = ? and terminee_le is null',
      [id, porteur],
    );
    if (enFile) unite.mettreEnFile(JOB_REPRISE, { id });
  },
});

/** Gives a job to the acts that nobody conducts and that no job would take up. */
export const rattraperReprises = definirCommande({
  nom: 'reprise.rattraper',
  droit: ['RepriseQuestion', 'conduire'],
  saisie: z.object({}),
  async executer(unite) {
    const libres = await unite.em.execute<{ id: string }[]>(
      `select id from reprise_question where terminee_le is null and (porteur is null or bail_jusqu_a < clock_timestamp()) and ${sansJob(JOB_REPRISE, 'reprise_question.id')}`,
    );
    for (const { id } of libres) unite.mettreEnFile(JOB_REPRISE, { id });
  },
});

/** Seals the counts. @throws ReprisePerdue */
export const terminerReprise = definirCommande({
  nom: 'reprise.terminer',
  droit: ['RepriseQuestion', 'conduire'],
  saisie: z.object(tenue),
  async executer(unite, { id, porteur }): Promise<ComptesDeReprise> {
    const comptes = await comptesDeLaReprise(unite, id);
    const [finie] = await unite.em.execute<{ motif: string }[]>(
      'update reprise_question set terminee_le = ?, comptes = ?::jsonb, porteur = null, bail_jusqu_a = null where id = ? and porteur = ? and terminee_le is null returning motif',
      [unite.maintenant, JSON.stringify(comptes), id, porteur],
    );
    if (!finie) throw new ReprisePerdue();
    unite.journaliser({
      entite: 'RepriseQuestion',
      entiteId: id,
      motif: finie.motif,
      details: { terminee: true, ...comptes },
    });
    return comptes;
  },
});
