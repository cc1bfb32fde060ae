import { appeler } from '#src/kernel/sql.ts';
import { fonction } from '#src/domain/acces/tables.ts';
import { createHash, randomBytes } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { compteDe } from '#src/kernel/acteur.ts';
import { charger } from '#src/kernel/chargement.ts';
import { definirCommande, type UniteDeLecture, type UniteDeTravail } from '#src/kernel/commande.ts';
import { ActionInterdite, ChampRefuse, EtatIncompatible, Introuvable } from '#src/kernel/refus.ts';
import { courriel } from '#src/kernel/saisie/saisie.ts';
import { AgentCaf } from '#src/domain/acces/compte/compte.ts';
import { exigerTousLesEspaces } from '#src/domain/acces/compte/espaces.ts';
import { lettreCodeDeSecours, lettreSecondFacteur } from '#src/domain/acces/compte/lettres.ts';
import type { Remedy } from '#src/kernel/droits/remedy.ts';
import { enBase32 } from '#src/domain/acces/compte/totp.ts';

/** How an account stands: never asked for, being set up, asked for at each sign-in. */
export interface SecondFacteur {
  /** Closed in the server's {@link secretBox}. */
  readonly secret: string;
  readonly actif: boolean;
  readonly codesRestants: number;
}

export class CodeFaux extends ChampRefuse {
  constructor() {
    super(
      'code',
      'Code : il est incorrect, a déjà servi, ou n’est plus valable. Attendez le suivant dans votre application, et vérifiez que l’heure de votre téléphone est juste.',
    );
  }
}
export class SecondFacteurAbsent extends EtatIncompatible {
  constructor() {
    super('La double authentification n’est pas active sur ce compte. Rechargez la page.');
  }
}

/** Reads an account's second factor. Needs no actor: it is asked for before there is one. */
export async function lireSecondFacteur(
  em: SqlEntityManager,
  compteId: string,
): Promise<SecondFacteur | null> {
  const [ligne] = await appeler(em, fonction('second_facteur_lire', compteId));
  return ligne ? { secret: ligne.secret, actif: ligne.actif, codesRestants: ligne.restants } : null;
}

/**
 * Takes a step of the clock for used: false when it, or a later one, already was. Of two uses at once one
 * succeeds.
 */
export async function prendreLePas(em: SqlEntityManager, compteId: string, pas: number): Promise<boolean> {
  const [ligne] = await appeler(em, fonction('second_facteur_prendre', compteId, pas));
  return ligne?.resultat === true;
}

const NOMBRE_DE_CODES = 10;
const OCTETS_DU_CODE = 10;

/** Codes to keep on paper, each good for one sign-in: sixteen letters and digits in groups of four. */
export const nouveauxCodes = (): string[] =>
  Array.from({ length: NOMBRE_DE_CODES }, () =>
    enBase32(randomBytes(OCTETS_DU_CODE)).replace(/(.{4})(?=.)/g, '$1-'),
  );

/** Whatever the spaces, hyphens and case it is typed with. @returns null when it has not the form of one */
export function codeDeSecoursLu(saisi: string): string | null {
  const code = saisi.replace(/[\s-]/g, '').toUpperCase();
  return /^[A-Z2-7]{16}$/.test(code) ? code : null;
}

/**
 * What the database keeps of one. Eighty random bits: nothing to guess, a slow hash would protect nothing
 * more.
 */
const empreinteDuCode = (code: string): string =>
  createHash('sha256').update(code.replaceAll('-', '')).digest('hex');

const CODES = z.array(z.string()).length(NOMBRE_DE_CODES);

function compteDeLActeur(unite: UniteDeTravail): string {
  const compteId = compteDe(unite.acteur);
  if (compteId === null) throw new Introuvable('Compte');
  return compteId;
}

/**
 * Begins: a secret that is asked for nowhere until a first code of it is given. Called again, the former
 * secret is forgotten.
 */
export const preparerSecondFacteur = definirCommande({
  nom: 'compte.preparerSecondFacteur',
  droit: ['Compte', 'gererSecondFacteur'],
  saisie: z.object({ secret: z.string() }),
  async executer(unite, { secret }) {
    const [ligne] = await appeler(
      unite.em,
      fonction('second_facteur_preparer', compteDeLActeur(unite), secret),
    );
    if (ligne?.resultat !== true)
      throw new EtatIncompatible(
        'La double authentification est déjà active sur votre compte. Rechargez la page.',
      );
  },
});

/** From now on a code is asked for at each sign-in. @throws CodeFaux when the step has already served */
export const activerSecondFacteur = definirCommande({
  nom: 'compte.activerSecondFacteur',
  droit: ['Compte', 'gererSecondFacteur'],
  saisie: z.object({ pas: z.int(), codes: CODES, courriel: courriel('Adresse mail') }),
  async executer(unite, { pas, codes, courriel: adresse }) {
    const compteId = compteDeLActeur(unite);
    const [ligne] = await appeler(
      unite.em,
      fonction('second_facteur_activer', compteId, pas, JSON.stringify(codes.map(empreinteDuCode))),
    );
    if (ligne?.resultat !== true) throw new CodeFaux();
    unite.journaliser({
      entite: 'Compte',
      entiteId: compteId,
      details: { doubleAuthentification: 'activée' },
    });
    unite.envoyer({ destinataire: adresse, cafId: cafDe(unite), ...lettreSecondFacteur('activee') });
  },
});

/** New codes to keep; the former ones no longer serve. */
export const renouvelerCodes = definirCommande({
  nom: 'compte.renouvelerCodesDeSecours',
  droit: ['Compte', 'gererSecondFacteur'],
  saisie: z.object({ codes: CODES }),
  async executer(unite, { codes }) {
    const compteId = compteDeLActeur(unite);
    const [ligne] = await appeler(
      unite.em,
      fonction('second_facteur_renouveler', compteId, JSON.stringify(codes.map(empreinteDuCode))),
    );
    if (ligne?.resultat !== true) throw new SecondFacteurAbsent();
    unite.journaliser({ entite: 'Compte', entiteId: compteId, details: { codesDeSecours: 'renouvelés' } });
  },
});

async function retirer(
  unite: UniteDeTravail,
  compteId: string,
  adresse: string,
  etat: 'retiree' | 'levee',
): Promise<void> {
  const [ligne] = await appeler(unite.em, fonction('second_facteur_retirer', compteId));
  if (ligne?.resultat !== true) throw new SecondFacteurAbsent();
  unite.journaliser({
    entite: 'Compte',
    entiteId: compteId,
    details: { doubleAuthentification: etat === 'levee' ? 'levée' : 'désactivée' },
  });
  unite.envoyer({ destinataire: adresse, cafId: cafDe(unite), ...lettreSecondFacteur(etat) });
}

/** One's own, once the password and a code have been checked. */
export const retirerSecondFacteur = definirCommande({
  nom: 'compte.retirerSecondFacteur',
  droit: ['Compte', 'gererSecondFacteur'],
  saisie: z.object({ courriel: courriel('Adresse mail') }),
  executer: (unite, saisie) => retirer(unite, compteDeLActeur(unite), saisie.courriel, 'retiree'),
});

class PropreCode extends ActionInterdite {
  override readonly principe = 'Nul ne lève sa propre double authentification sans code.';
  override readonly remedy: Remedy;
  constructor(compteId: string) {
    super(
      'Vous ne pouvez pas lever votre propre double authentification ainsi. Désactivez-la dans « Sécurité de mon compte », ou demandez-le à un autre responsable.',
    );
    this.remedy = { qui: { genre: 'droit', droit: ['Compte', 'leverSecondFacteur'], sauf: compteId } };
  }
}

/** @throws Introuvable | PropreCode | CompteDAilleurs */
async function exigerAutre(unite: UniteDeLecture, agent: AgentCaf): Promise<void> {
  const { acteur } = unite;
  if (acteur.type === 'agent' && agent.caf.id !== acteur.cafId) throw new Introuvable('Agent');
  if (agent.compte.id === compteDe(acteur)) throw new PropreCode(agent.compte.id);
  await exigerTousLesEspaces(unite, agent.compte.id);
}

/**
 * Telephone lost: a responsable of the Caf takes the second factor off an agent's account; he can sign in
 * with his password and set it up again.
 */
export const leverSecondFacteurDUnAgent = definirCommande({
  nom: 'agent.leverSecondFacteur',
  droit: ['Compte', 'leverSecondFacteur'],
  saisie: z.object({ id: z.uuid() }),
  charger: (unite, { id }) => charger(unite, AgentCaf, id, 'Agent'),
  condition: exigerAutre,
  executer: (unite, _saisie, agent) => retirer(unite, agent.compte.id, agent.courriel, 'levee'),
});

/** The same from the command line, for whoever has no responsable above him. */
export const leverSecondFacteurDUnCompte = definirCommande({
  nom: 'compte.leverSecondFacteur',
  droit: ['Compte', 'utiliserJeton'],
  saisie: z.object({ courriel: courriel('Adresse mail') }),
  async charger({ em }, { courriel: adresse }) {
    const [compte] = await appeler(em, fonction('connexion_compte', adresse));
    if (!compte) throw new Introuvable('Compte');
    return compte;
  },
  executer: (unite, saisie, compte) => retirer(unite, compte.id, saisie.courriel, 'levee'),
});

/** A code kept on paper stands for one of the telephone, once. @throws CodeFaux */
export const utiliserCodeDeSecours = definirCommande({
  nom: 'compte.utiliserCodeDeSecours',
  droit: ['Compte', 'utiliserJeton'],
  saisie: z.object({ compteId: z.uuid(), code: z.string(), courriel: courriel('Adresse mail') }),
  async executer(unite, { compteId, code, courriel: adresse }) {
    const [ligne] = await appeler(
      unite.em,
      fonction('second_facteur_secours', compteId, empreinteDuCode(code)),
    );
    const restants = ligne?.resultat ?? null;
    if (restants === null) throw new CodeFaux();
    unite.journaliser({
      entite: 'Compte',
      entiteId: compteId,
      details: { codeDeSecours: 'utilisé', codesRestants: restants },
    });
    unite.envoyer({ destinataire: adresse, cafId: null, ...lettreCodeDeSecours(restants) });
  },
});

const cafDe = (unite: UniteDeTravail): string | null => ('cafId' in unite.acteur ? unite.acteur.cafId : null);
