import { LockMode } from '@mikro-orm/core';
import type { ActeurPartenaire } from '#src/domain/commun/acteur.ts';
import type { UniteDeLecture } from '#src/domain/commun/commande.ts';
import { ActionInterdite } from '#src/domain/commun/refus.ts';
import { couvreJour } from '#src/domain/habilitation/periodes.ts';
import { Mandat } from '#src/domain/mandat/mandat.ts';

/** After any day. */
const SANS_FIN = '9999-12-31';

export class HorsMandat extends ActionInterdite {
  constructor(quoi: string) {
    super(`Votre mandat de responsable habilitations ne comprend pas ${quoi}. Adressez-vous à la personne qui vous l’a confié ou à l’administrateur partenaire.`);
  }
}

export class ReserveAuPartenaire extends ActionInterdite {
  constructor() {
    super('Cette action est réservée à un utilisateur de l’organisme partenaire.');
  }
}

/** The actor as a user of a partner. @throws ReserveAuPartenaire */
export function acteurPartenaire(unite: UniteDeLecture): ActeurPartenaire {
  if (unite.acteur.type !== 'partenaire') throw new ReserveAuPartenaire();
  return unite.acteur;
}

/** What is to be done by delegation. */
export interface ObjetDuPouvoir {
  readonly roles?: readonly string[];
  readonly equipements?: readonly string[];
  readonly creerUtilisateurs?: boolean;
  /** Day from which what is granted has effect; it then lasts no longer than the mandate. */
  readonly du?: string;
}

/** Whether one mandate entrusts all of that. */
export function couvre(mandat: Pick<Mandat, 'roles' | 'equipements' | 'peutCreerUtilisateurs' | 'du' | 'au'>, objet: ObjetDuPouvoir): boolean {
  return (objet.roles ?? []).every((role) => mandat.roles.includes(role))
    && (objet.equipements ?? []).every((equipement) => mandat.equipements.includes(equipement))
    && (!objet.creerUtilisateurs || mandat.peutCreerUtilisateurs)
    && (objet.du === undefined || couvreJour({ du: mandat.du, au: mandat.au ?? null }, objet.du));
}

/**
 * The mandates an actor holds today, read inside the transaction and kept as they are until its end:
 * one that is being taken away at the same moment either still counts or no longer does, never half.
 */
export function mandatsEnVigueur(unite: UniteDeLecture, utilisateurId: string, verrouiller: boolean): Promise<Mandat[]> {
  const jour = unite.aujourdhui.toString();
  return unite.em.find(Mandat, { titulaire: utilisateurId, du: { $lte: jour }, $or: [{ au: null }, { au: { $gt: jour } }] },
    { orderBy: { id: 'asc' }, ...(verrouiller ? { lockMode: LockMode.PESSIMISTIC_READ } : {}) });
}

/**
 * Makes sure the actor was entrusted with what he does: the administrateur partenaire with everything, a responsable with
 * what one of his mandates says (source: slide E, « dans la limite de ce qui lui est confié par son N+1 »).
 * @returns the mandate used, that which lasts longest among those that do; null for the administrateur
 * @throws HorsMandat
 */
export async function exigerPouvoir(unite: UniteDeLecture, objet: ObjetDuPouvoir, quoi: string): Promise<Mandat | null> {
  const acteur = acteurPartenaire(unite);
  if (acteur.administrateur) return null;
  const mandats = await mandatsEnVigueur(unite, acteur.utilisateurId, true);
  const [mandat] = mandats.filter((candidat) => couvre(candidat, objet)).sort((a, b) => (b.au ?? SANS_FIN).localeCompare(a.au ?? SANS_FIN));
  if (!mandat) throw new HorsMandat(quoi);
  return mandat;
}
