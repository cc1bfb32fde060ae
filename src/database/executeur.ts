import type { MikroORM } from '@mikro-orm/postgresql';
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { estCoupure, estRejouable, traduireErreur } from '#src/database/erreurs.ts';
import type { Genre, ConnectionLimiter } from '#src/database/connection-limiter.ts';
import { ajouterAuJournal } from '#src/database/journal/ecriture.ts';
import { accepter, recevoir } from '#src/database/recevoir.ts';
import { insererJobs } from '#src/database/jobs/file.ts';
import { annoncerActeur } from '#src/database/perimetre.ts';
import { Unite, collecter, unites, type DecisionPrise } from '#src/database/unite.ts';
import { EvaluateursEnDesaccord } from '#src/engine/erreurs.ts';
import { cafDe, compteDe, rolesDe, type Acteur } from '#src/kernel/acteur.ts';
import type { Commande, Essai, Executeur, UniteDeLecture } from '#src/kernel/commande.ts';
import { FUSEAU_NATIONAL, jourA, type Horloge } from '#src/kernel/horloge.ts';
import type { JobEnFile } from '#src/kernel/jobs.ts';
import { IssueInconnue } from '#src/kernel/pannes.ts';
import { BaseIndisponible } from '#src/kernel/refus.ts';
import type { Registre } from '#src/kernel/registre.ts';

/** What the executor is made with. */
export interface ExecutorOptions {
  readonly orm: MikroORM;
  readonly registre: Registre;
  readonly horloge: Horloge;
  /** Public address of the application, for links in mails. */
  readonly urlPublique: string;
  /** Told when a decision was blocked because the two evaluators differ; the unit fails anyway. */
  readonly surDesaccord?: (erreur: EvaluateursEnDesaccord, requeteId: string | null) => void;
  /** Told of each decision once it is recorded for good. */
  readonly surDecision?: (jeu: string, etat: string) => void;
  /** Told of the queues in which committed work waits, so that it need not wait for the next look. */
  readonly surJobs?: (queues: ReadonlySet<string>) => void;
  /** Told of each unit the database could not serve, whatever is made of the refusal. */
  readonly surPanne?: (panne: BaseIndisponible, requeteId: string | null) => void;
  /** Shares the connections between acts; without it, any act may take them all. */
  readonly limiter?: ConnectionLimiter;
}

const ESSAIS = 3;

/** Carries what a trial saw out of the transaction it undoes. */
class EssaiTermine<Vue> extends Error {
  readonly essai: Essai<Vue>;
  constructor(essai: Essai<Vue>) {
    super('trial undone');
    this.essai = essai;
  }
}

/** The executor on PostgreSQL: one command, one transaction, under the actor's row-level security. */
export function creerExecuteur(ressources: ExecutorOptions): Executeur {
  const { orm, registre, horloge, urlPublique, surDesaccord, surDecision, surJobs, surPanne, limiter } =
    ressources;
  collecter(orm);

  const aujourdhuiDe = (acteur: Acteur) => jourA(horloge, cafDe(acteur)?.fuseauHoraire ?? FUSEAU_NATIONAL);
  const maintenant = () => new Date(horloge.maintenant().epochMilliseconds);

  /** One transaction under the actor's scope; the journal is written last, just before the commit. */
  async function transaction<Resultat>(
    acteur: Acteur,
    requeteId: string,
    operations: (unite: Unite) => Promise<Resultat>,
  ): Promise<Resultat> {
    let prises: readonly DecisionPrise[] = [];
    let jobs: readonly JobEnFile[] = [];
    let aValider = false;
    const resultat = await orm.em
      .fork({ clear: true })
      .transactional(async (em) => {
        await annoncerActeur(em, acteur);
        const unite = new Unite(
          em,
          acteur,
          registre.fige(),
          aujourdhuiDe(acteur),
          maintenant(),
          requeteId,
          urlPublique,
        );
        unites.set(em, unite);
        // Each command has flushed what it wrote.
        const resultat = await operations(unite);
        await insererJobs(em, unite.jobs);
        await ajouterAuJournal(
          em,
          {
            chaine: cafDe(acteur)?.cafId ?? 'national',
            partenaireId: 'partenaireId' in acteur ? acteur.partenaireId : null,
            le: unite.maintenant,
            acteurId: compteDe(acteur),
            acteurRole: [...rolesDe(acteur)].join(' '),
            requeteId,
          },
          unite.lignes,
        );
        ({ prises, jobs } = unite);
        aValider = true;
        return resultat;
      })
      .catch((erreur: unknown) => {
        // Lost once everything was sent: the commit itself may have been done.
        throw aValider && estCoupure(erreur) ? new IssueInconnue({ cause: erreur }) : erreur;
      });
    for (const { jeu, etat } of prises) surDecision?.(jeu, etat);
    surJobs?.(new Set(jobs.map(({ queue }) => queue)));
    return resultat;
  }

  /** What a failed unit tells: a refusal where the database's error means one. */
  function echec(erreur: unknown, requeteId: string | null): unknown {
    if (erreur instanceof EvaluateursEnDesaccord) surDesaccord?.(erreur, requeteId);
    const traduite = traduireErreur(erreur);
    if (traduite instanceof BaseIndisponible) surPanne?.(traduite, requeteId);
    return traduite;
  }

  /** Waits for a place among those of the act. */
  const aSonTour = <Resultat>(
    acte: string,
    genre: Genre,
    travail: () => Promise<Resultat>,
  ): Promise<Resultat> => (limiter ? limiter.passer(acte, genre, travail) : travail());

  /** The command, then its undoing: by an exception, so that nothing of it can be committed. */
  async function derouler<Schema extends z.ZodType, Resultat, Vue>(
    acteur: Acteur,
    commande: Commande<Schema, Resultat>,
    saisie: z.output<Schema>,
    voir: (unite: UniteDeLecture, saisie: z.output<Schema>) => Promise<Vue>,
  ): Promise<Essai<Vue>> {
    try {
      return await orm.em.fork({ clear: true }).transactional(async (em) => {
        await annoncerActeur(em, acteur);
        const unite = new Unite(
          em,
          acteur,
          registre.fige(),
          aujourdhuiDe(acteur),
          maintenant(),
          randomUUID(),
          urlPublique,
        );
        unites.set(em, unite);
        // Each sight starts from what is written, and sees no more than a reader: it may neither decide nor
        // send.
        const regarder = () => {
          em.clear();
          return voir(
            {
              em,
              acteur,
              registre: unite.registre,
              aujourdhui: unite.aujourdhui,
              maintenant: unite.maintenant,
            },
            saisie,
          );
        };
        const avant = await regarder();
        em.clear();
        await unite.run(commande, saisie);
        const apres = await regarder();
        throw new EssaiTermine({
          avant,
          apres,
          courriels: unite.envois,
          changements: unite.lignes.map(({ entite, entiteId, valeurs }) => ({
            entite,
            entiteId,
            champs: valeurs.map(({ champ }) => champ),
          })),
        });
      });
    } catch (erreur) {
      if (erreur instanceof EssaiTermine) return erreur.essai as Essai<Vue>;
      throw erreur;
    }
  }

  /** Deadlocks and serialisation failures are tried again; what remains is told as a refusal. */
  async function withRetry<Resultat>(
    acte: string,
    requeteId: string,
    unEssai: () => Promise<Resultat>,
  ): Promise<Resultat> {
    for (let essai = 1; ; essai += 1) {
      try {
        return await aSonTour(acte, 'ecriture', unEssai);
      } catch (erreur) {
        if (essai < ESSAIS && estRejouable(erreur)) continue;
        throw echec(erreur, requeteId);
      }
    }
  }

  const executerEtDire: Executeur['executerEtDire'] = async (
    acteur,
    commande,
    brut,
    requeteId = randomUUID(),
  ) => {
    const saisie = accepter(acteur, commande, brut, registre, aujourdhuiDe(acteur).toString());
    return withRetry(commande.nom, requeteId, () =>
      transaction(acteur, requeteId, async (unite) => ({
        resultat: await unite.run(commande, saisie),
        envois: unite.envois,
      })),
    );
  };

  return {
    executerEtDire,
    async executer(acteur, commande, brut, requeteId) {
      return (await executerEtDire(acteur, commande, brut, requeteId)).resultat;
    },
    async ensemble(acteur, operations, requeteId = randomUUID()) {
      return withRetry('ensemble', requeteId, () =>
        transaction(acteur, requeteId, (unite) =>
          operations(async (commande, brut) => {
            const resultat = await unite.run(
              commande,
              accepter(acteur, commande, brut, unite.registre, unite.aujourdhui.toString()),
            );
            // Each command starts from what is written: a large unit neither keeps nor compares all it has
            // touched.
            unite.em.clear();
            return resultat;
          }),
        ),
      );
    },
    async essayer(acteur, commande, brut, voir) {
      const saisie = recevoir(acteur, commande, brut, registre, aujourdhuiDe(acteur).toString());
      return withRetry(commande.nom, randomUUID(), () => derouler(acteur, commande, saisie, voir));
    },
    async lire(acteur, lecture) {
      try {
        return await aSonTour('lecture', 'lecture', () =>
          orm.em.fork({ clear: true }).transactional(
            async (em) => {
              await annoncerActeur(em, acteur);
              const unite: UniteDeLecture = {
                em,
                acteur,
                registre: registre.fige(),
                aujourdhui: aujourdhuiDe(acteur),
                maintenant: maintenant(),
              };
              return lecture(unite);
            },
            { readOnly: true },
          ),
        );
      } catch (erreur) {
        throw echec(erreur, null);
      }
    },
  };
}
