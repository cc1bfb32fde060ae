import { EventType, type ChangeSet, type EventSubscriber, type FlushEventArgs } from '@mikro-orm/core';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { randomUUID } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { estCoupure, estRejouable, traduireErreur } from '#src/database/erreurs.ts';
import type { Genre, Guichet } from '#src/database/guichet.ts';
import {
  ajouterAuJournal,
  ligneDe,
  type ContexteDeLigne,
  type LigneDeJournal,
} from '#src/database/journal/ecriture.ts';
import { cafDe, compteDe, rolesDe, type Acteur } from '#src/kernel/acteur.ts';
import { direInconservable, premierInconservable } from '#src/kernel/saisie/bien-forme.ts';
import { joursHorsBornes } from '#src/kernel/saisie/bornes.ts';
import type {
  Commande,
  DemandeDeDecision,
  Droit,
  Envoi,
  Essai,
  Executeur,
  UniteDeLecture,
  UniteDeTravail,
} from '#src/kernel/commande.ts';
import { mener } from '#src/kernel/commande.ts';
import { jourA, type Horloge } from '#src/kernel/horloge.ts';
import { IssueInconnue } from '#src/kernel/pannes.ts';
import { BaseIndisponible, SaisieInvalide } from '#src/kernel/refus.ts';
import type { Registre } from '#src/kernel/registre.ts';
import { exigerPreuvePour } from '#src/kernel/preuve.ts';
import { Courriel } from '#src/kernel/courriel.ts';
import { Decision } from '#src/kernel/decision/decision.ts';
import { exigerChampsEcrits, exigerDroit } from '#src/kernel/droits/droits.ts';
import { EvaluateursEnDesaccord } from '#src/engine/erreurs.ts';

/** What the executor is made with. */
export interface Ressources {
  readonly orm: MikroORM;
  readonly registre: Registre;
  readonly horloge: Horloge;
  /** Public address of the application, for links in mails. */
  readonly urlPublique: string;
  /** Told when a decision was blocked because the two evaluators differ; the unit fails anyway. */
  readonly surDesaccord?: (erreur: EvaluateursEnDesaccord, requeteId: string | null) => void;
  /** Told of each decision once it is recorded for good. */
  readonly surDecision?: (jeu: string, etat: string) => void;
  /** Told of each unit the database could not serve, whatever is made of the refusal. */
  readonly surPanne?: (panne: BaseIndisponible, requeteId: string | null) => void;
  /** Shares the connections between acts; without it, any act may take them all. */
  readonly guichet?: Guichet;
}

const ESSAIS = 3;
const FUSEAU_NATIONAL = 'Europe/Paris';

/** The running units of work, by their entity manager. */
const unites = new WeakMap<object, Unite>();

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
function collecter(orm: MikroORM): void {
  if (collectes.has(orm)) return;
  collectes.add(orm);
  orm.em.getEventManager().registerSubscriber(new Collecteur());
}

/** Row-level security scope of an actor. */
function perimetre(acteur: Acteur): { caf: string; partenaire: string } {
  switch (acteur.type) {
    case 'agent':
      return { caf: acteur.cafId, partenaire: '' };
    case 'partenaire':
    case 'invite':
      return { caf: acteur.cafId, partenaire: acteur.partenaireId };
    case 'analyste':
      return { caf: acteur.chez?.cafId ?? '*', partenaire: '' };
    case 'systeme':
      return { caf: '*', partenaire: '' };
  }
}

async function annoncerActeur(em: EntityManager, acteur: Acteur): Promise<void> {
  const { caf, partenaire } = perimetre(acteur);
  await em.execute(
    "select set_config('mcp.caf', ?, true), set_config('mcp.partenaire', ?, true), set_config('mcp.acteur', ?, true)",
    [caf, partenaire, compteDe(acteur) ?? acteur.type],
  );
}

/** Message per field of a zod refusal; the first message of a field wins. */
function champsRefuses(erreur: z.ZodError): Record<string, string> {
  const champs: Record<string, string> = {};
  for (const probleme of erreur.issues) {
    const champ = probleme.path.join('.') || 'formulaire';
    champs[champ] ??=
      probleme.code === 'unrecognized_keys'
        ? `Champ inconnu : ${probleme.keys.join(', ')}. Rien n’a été enregistré.`
        : probleme.message;
  }
  return champs;
}

/** @throws SaisieInvalide when a field is to correct */
function refuserChamps(champs: Readonly<Record<string, string>>, cause?: unknown): never {
  throw new SaisieInvalide(Object.values(champs)[0] ?? 'La saisie est incorrecte.', champs, { cause });
}

/**
 * The schema with what it does not know refused, where it names its fields: dropped without a word, it would
 * be believed recorded.
 */
const sansInconnus = <Schema extends z.ZodType>(saisie: Schema): z.ZodType<z.output<Schema>> =>
  (saisie instanceof z.ZodObject && saisie.def.catchall === undefined
    ? saisie.strict()
    : saisie) as z.ZodType<z.output<Schema>>;

/**
 * Checks the right, then the form of the input (whole characters, its fields, the bounds of its days).
 * @throws ActionInterdite | SaisieInvalide
 */
function recevoir<Schema extends z.ZodType, Resultat>(
  acteur: Acteur,
  commande: Commande<Schema, Resultat>,
  brut: unknown,
  registre: Registre,
  aujourdhui: string,
): z.output<Schema> {
  exigerDroit(acteur, commande.droit);
  const inconservable = premierInconservable(brut);
  if (inconservable)
    refuserChamps({ [inconservable.chemin || 'formulaire']: direInconservable(inconservable) });
  const lue = sansInconnus(commande.saisie).safeParse(brut);
  if (!lue.success) return refuserChamps(champsRefuses(lue.error), lue.error);
  const jours = joursHorsBornes(commande.saisie, lue.data, registre, aujourdhui);
  if (Object.keys(jours).length > 0) refuserChamps(jours);
  return lue.data;
}

/**
 * As {@link recevoir}, then that a sensitive act follows a recent password. @throws ActionInterdite |
 * SaisieInvalide | PreuveDemandee
 */
function accepter<Schema extends z.ZodType, Resultat>(
  acteur: Acteur,
  commande: Commande<Schema, Resultat>,
  brut: unknown,
  registre: Registre,
  aujourdhui: string,
): z.output<Schema> {
  const saisie = recevoir(acteur, commande, brut, registre, aujourdhui);
  exigerPreuvePour(acteur, commande);
  return saisie;
}

/** Carries what a trial saw out of the transaction it undoes. */
class EssaiTermine<Vue> extends Error {
  readonly essai: Essai<Vue>;
  constructor(essai: Essai<Vue>) {
    super('trial undone');
    this.essai = essai;
  }
}

/** The executor on PostgreSQL: one command, one transaction, under the actor's row-level security. */
export function creerExecuteur(ressources: Ressources): Executeur {
  const { orm, registre, horloge, urlPublique, surDesaccord, surDecision, surPanne, guichet } = ressources;
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
        const resultat = await operations(unite);
        await em.flush();
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
        prises = unite.prises;
        aValider = true;
        return resultat;
      })
      .catch((erreur: unknown) => {
        // Lost once everything was sent: the commit itself may have been done.
        throw aValider && estCoupure(erreur) ? new IssueInconnue({ cause: erreur }) : erreur;
      });
    for (const { jeu, etat } of prises) surDecision?.(jeu, etat);
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
  ): Promise<Resultat> => (guichet ? guichet.passer(acte, genre, travail) : travail());

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
        await unite.mener(commande, saisie);
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
  async function avecReprise<Resultat>(
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
    return avecReprise(commande.nom, requeteId, () =>
      transaction(acteur, requeteId, async (unite) => ({
        resultat: await unite.mener(commande, saisie),
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
      return avecReprise('ensemble', requeteId, () =>
        transaction(acteur, requeteId, (unite) =>
          operations(async (commande, brut) => {
            const resultat = await unite.mener(
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
      return avecReprise(commande.nom, randomUUID(), () => derouler(acteur, commande, saisie, voir));
    },
    async lire(acteur, lecture) {
      try {
        return await aSonTour('lecture', 'lecture', () =>
          orm.em.fork({ clear: true }).transactional(async (em) => {
            await annoncerActeur(em, acteur);
            await em.execute('set transaction read only');
            const unite: UniteDeLecture = {
              em,
              acteur,
              registre: registre.fige(),
              aujourdhui: aujourdhuiDe(acteur),
              maintenant: maintenant(),
            };
            return lecture(unite);
          }),
        );
      } catch (erreur) {
        throw echec(erreur, null);
      }
    },
  };
}

interface DecisionPrise {
  readonly jeu: string;
  readonly etat: string;
}

class Unite implements UniteDeTravail {
  readonly lignes: LigneDeJournal[] = [];
  readonly prises: DecisionPrise[] = [];
  readonly envois: Envoi[] = [];
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
  async mener<Schema extends z.ZodType, Resultat>(
    commande: Commande<Schema, Resultat>,
    saisie: z.output<Schema>,
  ): Promise<Resultat> {
    this.contexte = { commande: commande.nom, motif: null };
    this.droit = commande.droit;
    const resultat = await mener(this, commande, saisie);
    await this.em.flush();
    return resultat;
  }

  /** @throws ChampNonPermis when the right of the command under way does not name a field it writes */
  exigerPermis({ name, payload }: ChangeSet<object>): void {
    if (this.droit) exigerChampsEcrits(this.acteur, this.droit, name, Object.keys(payload));
  }

  async decider(demande: DemandeDeDecision): Promise<Decision> {
    const { decision, faits, trace, moteur } = await this.registre.decider(
      demande.jeu,
      demande.date,
      demande.faits,
      demande.garant,
    );
    const prise = this.em.create(Decision, {
      id: randomUUID(),
      cafId: demande.cafId,
      partenaireId: demande.partenaireId,
      jeu: decision.jeu,
      versionRegle: decision.version,
      empreinte: decision.empreinte,
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
    this.envois.push({ destinataire: courriel.destinataire, objet: courriel.objet });
    this.em.persist(
      this.em.create(Courriel, {
        id: randomUUID(),
        cafId: courriel.cafId,
        destinataire: courriel.destinataire,
        objet: courriel.objet,
        corps: courriel.corps,
        creeLe: this.maintenant,
        // Given, so that the insert asks nothing back: the one who sends may not read.
        tentatives: 0,
      }),
    );
  }

  adresse(chemin: string): string {
    return new URL(chemin, this.urlPublique).toString();
  }
}
