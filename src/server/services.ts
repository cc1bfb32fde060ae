import type { MikroORM } from '@mikro-orm/postgresql';
import type { Request } from 'express';
import type { Logger } from 'pino';
import type { ActeurSysteme } from '#src/kernel/acteur.ts';
import type { Executeur } from '#src/kernel/commande.ts';
import type { Horloge } from '#src/kernel/horloge.ts';
import type { Refus } from '#src/kernel/refus.ts';
import type { Registre } from '#src/kernel/registre.ts';
import type { SecretBox } from '#src/domain/acces/compte/secret-box.ts';
import type { Hacheur } from '#src/domain/acces/compte/mot-de-passe.ts';
import type { PropsPagePubliqueCommune, Assets, Saisie } from '#src/portal/composants/index.ts';
import { decrireErreur } from '#src/server/supervision/trace.ts';
import type { AppareilsConnus } from '#src/server/authentification/appareil-connu.ts';
import type { HeldForms } from '#src/server/held-forms/store.ts';
import type { Sessions } from '#src/server/session/session.ts';
import type { Tentatives } from '#src/server/authentification/tentatives.ts';

/** Accounts of the demonstration, for its sign-in page. */
export type ComptesDemonstration = Readonly<{
  motDePasse: string;
  comptes: readonly Readonly<{ courriel: string; role: string }>[];
  /** A sentence while they cannot all sign in yet, or will not. */
  reserve?: string;
}>;

/** What the pages of the server itself work with. */
export interface Services {
  readonly executeur: Executeur;
  readonly orm: MikroORM;
  readonly registre: Registre;
  readonly horloge: Horloge;
  readonly log: Logger;
  readonly hacheur: Hacheur;
  readonly tentatives: Tentatives;
  readonly appareils: AppareilsConnus;
  readonly taches: Taches;
  readonly ressources: Assets;
  readonly sessions: Sessions;
  /** Closes the secrets of the second factor. */
  readonly secretBox: SecretBox;
  /** Forms refused because their session had ended. */
  readonly heldForms: HeldForms;
  readonly comptesDemonstration: () => ComptesDemonstration | undefined;
}

/** The actor of what happens before anybody is signed in. */
export const SYSTEME_ACCES: ActeurSysteme = { type: 'systeme', raison: 'accès aux comptes' };

/** What every public page is given. */
export const commun = (services: Services, req: Request): PropsPagePubliqueCommune => ({
  ressources: services.ressources,
  chemin: req.originalUrl,
  demonstration: services.comptesDemonstration() !== undefined,
  messages: req.messagesALire(),
});

/** Who is signed in, behind the guard of a route that asks for it. */
export function connecte({ acteur, identite, compte }: Request) {
  if (!acteur || !identite || !compte) throw new Error('guarded route without an actor');
  return { acteur, identite, compte };
}

/** A refused form, to show again: what was typed except passwords, and what is wrong. */
export function saisieRefusee(refus: Refus, valeurs: Readonly<Record<string, string>> = {}): Saisie {
  const champs = Object.entries(refus.champs);
  return {
    valeurs,
    erreurs:
      champs.length > 0
        ? champs.map(([champ, message]) => ({ champ, message }))
        : [{ champ: '', message: refus.message }],
  };
}

/** The text of a form field; '' when absent or sent several times. */
export const champ = (req: Request, nom: string): string => {
  const valeur: unknown = (req.body as Readonly<Record<string, unknown>>)[nom];
  return typeof valeur === 'string' ? valeur : '';
};

/** Work that goes on after its answer has left, so that the answer's time tells nothing. */
export class Taches {
  private readonly encours = new Set<Promise<void>>();
  constructor(private readonly log: Logger) {}

  lancer(nom: string, travail: Promise<unknown>): void {
    const tache = travail
      .then(
        () => undefined,
        (erreur: unknown) => this.log.error({ tache: nom, erreur: decrireErreur(erreur) }, 'tâche échouée'),
      )
      .finally(() => this.encours.delete(tache));
    this.encours.add(tache);
  }

  /** Resolves when all the work begun so far is done. */
  async terminer(): Promise<void> {
    while (this.encours.size > 0) await Promise.all(this.encours);
  }
}
