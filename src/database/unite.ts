/** The unit of work: one transaction under an actor's row-level security, and what it will journal. */
import { EventType, type ChangeSet, type EventSubscriber, type FlushEventArgs } from '@mikro-orm/core';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { randomUUID } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import type { z } from 'zod';
import { cafDe, compteDe, type Acteur } from '#src/kernel/acteur.ts';
import { ligneDe, type ContexteDeLigne, type LigneDeJournal } from '#src/database/journal/ligne.ts';
import {
  run,
  type Commande,
  type DemandeDeDecision,
  type Droit,
  type Envoi,
  type UniteDeTravail,
} from '#src/kernel/commande.ts';
import { Courriel, JOB_COURRIEL } from '#src/kernel/courriel.ts';
import { Decision } from '#src/kernel/decision/decision.ts';
import { exigerChampsEcrits } from '#src/kernel/droits/droits.ts';
import { enFile, type Job, type JobEnFile } from '#src/kernel/jobs.ts';
import type { Registre } from '#src/kernel/registre.ts';

/** The running units of work, by their entity manager. */
export const unites = new WeakMap<object, Unite>();

/** Turns each flush's change sets into journal lines, inside the same transaction. */
class Collecteur implements EventSubscriber {
  onFlush(evenement: FlushEventArgs): void {
    const changements = evenement.uow.getChangeSets();
    if (changements.length === 0) return;
    const unite = unites.get(evenement.em);
    if (!unite) throw new Error('write outside a unit of work');
    for (const changement of changements) {
      unite.exigerPermis(changement);
      const ligne = ligneDe(changement as Parameters<typeof ligneDe>[0], unite.contexte);
      if (ligne) unite.lignes.push(ligne);
    }
  }
  getSubscribedEvents(): EventType[] {
    return [EventType.onFlush];
  }
}

const collectes = new WeakSet<MikroORM>();

/** Several executors may share one ORM (other clocks); each change is journaled once. */
export function collecter(orm: MikroORM): void {
  if (collectes.has(orm)) return;
  collectes.add(orm);
  orm.em.getEventManager().registerSubscriber(new Collecteur());
}

export interface DecisionPrise {
  readonly jeu: string;
  readonly etat: string;
}

export class Unite implements UniteDeTravail {
  readonly lignes: LigneDeJournal[] = [];
  readonly prises: DecisionPrise[] = [];
  readonly envois: Envoi[] = [];
  readonly jobs: JobEnFile[] = [];
  /** Command under way and the reason given for it: each journal line carries them. */
  contexte: ContexteDeLigne = { commande: '', motif: null };
  private droit: Droit | null = null;
  constructor(
    readonly em: EntityManager,
    readonly acteur: Acteur,
    readonly registre: Registre,
    readonly aujourdhui: Temporal.PlainDate,
    readonly maintenant: Date,
    readonly requeteId: string,
    private readonly urlPublique: string,
  ) {}

  /** Runs one command and flushes, so that its journal lines bear its name. */
  async run<Schema extends z.ZodType, Resultat>(
    commande: Commande<Schema, Resultat>,
    saisie: z.output<Schema>,
  ): Promise<Resultat> {
    this.contexte = { commande: commande.nom, motif: null };
    this.droit = commande.droit;
    const resultat = await run(this, commande, saisie);
    await this.em.flush();
    return resultat;
  }

  /** @throws ChampNonPermis when the right of the command under way does not name a field it writes */
  exigerPermis({ name, payload }: ChangeSet<object>): void {
    if (this.droit) exigerChampsEcrits(this.acteur, this.droit, name, Object.keys(payload));
  }

  async decider(demande: DemandeDeDecision): Promise<Decision> {
    const {
      decision,
      faits,
      trace,
      libraries: moteur,
      referentiels,
    } = await this.registre.decider(demande.jeu, demande.date, demande.faits, demande.factSource);
    const prise = this.em.create(Decision, {
      id: randomUUID(),
      cafId: demande.cafId,
      partenaireId: demande.partenaireId,
      jeu: decision.jeu,
      versionRegle: decision.version,
      empreinte: decision.empreinte,
      referentiels: referentiels && { ...referentiels },
      dateReference: decision.date,
      faits,
      etat: decision.etat,
      issues: decision.issues,
      constats: decision.constats,
      calculs: decision.calculs,
      manquants: decision.manquants,
      trace,
      moteur,
      sujetType: demande.sujet.type,
      sujetId: demande.sujet.id,
      sujetDetail: demande.sujet.detail ?? null,
      priseLe: this.maintenant,
      prisePar: compteDe(this.acteur),
      requeteId: this.requeteId,
    });
    this.em.persist(prise);
    this.prises.push({ jeu: decision.jeu, etat: decision.etat });
    return prise;
  }

  journaliser(evenement: Parameters<UniteDeTravail['journaliser']>[0]): void {
    const valeurs = Object.entries(evenement.details ?? {}).map(([champ, apres]) => ({
      champ,
      avant: null,
      apres,
    }));
    if (evenement.motif !== undefined) this.motiver(evenement.motif);
    this.lignes.push({
      contexte: this.contexte,
      entite: evenement.entite,
      entiteId: evenement.entiteId,
      partenaireId: null,
      genre: 'evenement',
      valeurs,
    });
  }

  auNomDe(compte: string): void {
    this.contexte.acteurId = compte;
  }

  motiver(motif: string): void {
    // Kept in place: the lines already gathered for this command share it.
    this.contexte.motif = motif;
  }

  envoyer(courriel: Parameters<UniteDeTravail['envoyer']>[0]): void {
    const id = randomUUID();
    this.envois.push({ destinataire: courriel.destinataire, objet: courriel.objet });
    this.em.persist(
      this.em.create(Courriel, {
        id,
        cafId: courriel.cafId,
        destinataire: courriel.destinataire,
        objet: courriel.objet,
        corps: courriel.corps,
        creeLe: this.maintenant,
        // Given, so that the insert asks nothing back: the one who sends may not read.
        tentatives: 0,
      }),
    );
    this.mettreEnFile(JOB_COURRIEL, { id }, courriel.cafId);
  }

  mettreEnFile<Schema extends z.ZodType>(
    job: Job<Schema>,
    donnees: z.output<Schema>,
    cafId: string | null = cafDe(this.acteur)?.cafId ?? null,
  ): void {
    const par = compteDe(this.acteur) ?? this.acteur.type;
    this.jobs.push(enFile(job, donnees, { par, cafId, requeteId: this.requeteId }));
  }

  adresse(chemin: string): string {
    return new URL(chemin, this.urlPublique).toString();
  }
}
