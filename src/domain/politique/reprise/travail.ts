/** What the program itself does with an act: take it, judge each batch, end it. Commands of the system. */
import { sql } from 'kysely';
import { z } from 'zod';
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/politique/tables.ts';
import { cafDe, type ActeurAnalyste } from '#src/kernel/acteur.ts';
import { definirCommande, type UniteDeTravail } from '#src/kernel/commande.ts';
import { sansJob } from '#src/kernel/jobs.ts';
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
import { ReprisePerdue } from '#src/domain/politique/reprise/refus.ts';
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

const tenue = { id: z.uuid(), holder: z.uuid() };
/** Given by this program, not by a person: not read again field by field. */
const interne = <T>() => z.custom<T>((valeur) => typeof valeur === 'object' && valeur !== null);

/** Its hold, if somebody has one, is over. */
const bailFini = sql<boolean>`bail_jusqu_a < clock_timestamp()`;

/** The acts that are not ended. */
const nonTerminees = tables.selectFrom('reprise_question').where('terminee_le', 'is', null);

/** Takes an act nobody works on, for a time. @returns whether it was free */
export async function tenir(
  { em }: UniteDeTravail,
  id: string,
  holder: string,
  leaseMs: number,
): Promise<boolean> {
  const prises = await lireLignes(
    em,
    tables
      .updateTable('reprise_question')
      .set({
        porteur: holder,
        bail_jusqu_a: sql<string>`clock_timestamp() + ${leaseMs} * interval '1 millisecond'`,
      })
      .where('id', '=', id)
      .where('terminee_le', 'is', null)
      .where(({ eb, or }) => or([eb('porteur', 'is', null), eb('porteur', '=', holder), bailFini]))
      .returning('id'),
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
  saisie: z.object({ holder: z.uuid(), leaseMs: z.number().int(), id: z.uuid().optional() }),
  async executer(unite, { holder, leaseMs, id }): Promise<ReprisePrise | null> {
    const libres = nonTerminees
      .select('id')
      .where(({ eb, or }) => or([eb('porteur', 'is', null), eb('porteur', '=', holder), bailFini]))
      .orderBy('lancee_le')
      .orderBy('id')
      .limit(1)
      .forUpdate()
      .skipLocked();
    const [libre] = await lireLignes(unite.em, id === undefined ? libres : libres.where('id', '=', id));
    if (!libre || !(await tenir(unite, libre.id, holder, leaseMs))) return null;
    const {
      jeu,
      question,
      motif: raison,
      lanceePar,
    } = await unite.em.findOneOrFail(RepriseQuestion, { id: libre.id });
    const [personne] = await lireLignes(
      unite.em,
      tables.selectFrom('analyste').select(['nom', 'prenom']).where('compte_id', '=', lanceePar),
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
  saisie: z.object({ ...tenue, leaseMs: z.number().int(), plan: interne<QuestionRepondue>() }),
  async executer(unite, { id, holder, leaseMs, plan }) {
    if (!(await tenir(unite, id, holder, leaseMs))) throw new ReprisePerdue();
    return compterEnSuspens(unite, plan, id);
  },
});

/** Prolongs the hold. @throws ReprisePerdue */
export const prolongerReprise = definirCommande({
  nom: 'reprise.prolonger',
  droit: ['RepriseQuestion', 'conduire'],
  saisie: z.object({ ...tenue, leaseMs: z.number().int() }),
  async executer(unite, { id, holder, leaseMs }) {
    if (!(await tenir(unite, id, holder, leaseMs))) throw new ReprisePerdue();
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

/** The act this program still holds. */
const laSienne = (id: string, holder: string) =>
  tables
    .updateTable('reprise_question')
    .where('id', '=', id)
    .where('porteur', '=', holder)
    .where('terminee_le', 'is', null);

/** Gives an act back. @param enFile for another program to go on with at once */
export const rendreReprise = definirCommande({
  nom: 'reprise.rendre',
  droit: ['RepriseQuestion', 'conduire'],
  saisie: z.object({ ...tenue, enFile: z.boolean() }),
  async executer(unite, { id, holder, enFile }) {
    await lireLignes(unite.em, laSienne(id, holder).set({ porteur: null, bail_jusqu_a: null }));
    if (enFile) unite.mettreEnFile(JOB_REPRISE, { id });
  },
});

/** Gives a job to the acts that nobody conducts and that no job would take up. */
export const rattraperReprises = definirCommande({
  nom: 'reprise.rattraper',
  droit: ['RepriseQuestion', 'conduire'],
  saisie: z.object({}),
  async executer(unite) {
    const libres = await lireLignes(
      unite.em,
      nonTerminees
        .select('id')
        .where(({ eb, or }) => or([eb('porteur', 'is', null), bailFini]))
        .where(({ ref }) => sansJob(JOB_REPRISE, ref('reprise_question.id'))),
    );
    for (const { id } of libres) unite.mettreEnFile(JOB_REPRISE, { id });
  },
});

/** Seals the counts. @throws ReprisePerdue */
export const terminerReprise = definirCommande({
  nom: 'reprise.terminer',
  droit: ['RepriseQuestion', 'conduire'],
  saisie: z.object(tenue),
  async executer(unite, { id, holder }): Promise<ComptesDeReprise> {
    const comptes = await comptesDeLaReprise(unite, id);
    const [finie] = await lireLignes(
      unite.em,
      laSienne(id, holder)
        .set({
          terminee_le: unite.maintenant.toISOString(),
          comptes: sql`${JSON.stringify(comptes)}::jsonb`,
          porteur: null,
          bail_jusqu_a: null,
        })
        .returning('motif'),
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
