import { LockMode } from '@mikro-orm/core';
import type { ActeurPartenaire } from '#src/kernel/acteur.ts';
import { charger } from '#src/kernel/chargement.ts';
import { ecrit, type UniteDeLecture } from '#src/kernel/commande.ts';
import { parUnite } from '#src/kernel/memo.ts';
import { ActionInterdite } from '#src/kernel/refus.ts';
import type { Remedy, ObjetDuPouvoir } from '#src/kernel/droits/remedy.ts';
import { couvreJour } from '#src/domain/delegation/mandat/periodes.ts';
import { Mandat } from '#src/domain/delegation/mandat/mandat.ts';

/** After any day. */
const SANS_FIN = '9999-12-31';

const PRINCIPE_DE_DELEGATION =
  'Délégation : chacun agit dans la limite de ce que son N+1 lui a confié (document source, diapositive E).';

export class HorsMandat extends ActionInterdite {
  override readonly principe = PRINCIPE_DE_DELEGATION;
  override readonly remedy: Remedy;
  constructor(quoi: string, objet: ObjetDuPouvoir) {
    super(
      `Votre mandat de responsable habilitations ne comprend pas ${quoi}. Adressez-vous à la personne qui vous l’a confié ou à l’administrateur partenaire.`,
    );
    this.remedy = { qui: { genre: 'pouvoir', objet } };
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

/** Whether one mandate entrusts all of that. */
export function couvre(
  mandat: Pick<Mandat, 'roles' | 'equipements' | 'peutCreerUtilisateurs' | 'du' | 'au'>,
  objet: ObjetDuPouvoir,
): boolean {
  return (
    (objet.roles ?? []).every((role) => mandat.roles.includes(role)) &&
    (objet.equipements ?? []).every((equipement) => mandat.equipements.includes(equipement)) &&
    (!objet.creerUtilisateurs || mandat.peutCreerUtilisateurs) &&
    (objet.du === undefined || couvreJour({ du: mandat.du, au: mandat.au ?? null }, objet.du))
  );
}

/**
 * The mandates an actor holds today, read inside the transaction and kept as they are until its end:
 * one that is being taken away at the same moment either still counts or no longer does, never half.
 */
function mandatsEnVigueur(
  unite: UniteDeLecture,
  utilisateurId: string,
  verrouiller: boolean,
): Promise<Mandat[]> {
  const jour = unite.aujourdhui.toString();
  return unite.em.find(
    Mandat,
    { titulaire: utilisateurId, du: { $lte: jour }, $or: [{ au: null }, { au: { $gt: jour } }] },
    { orderBy: { id: 'asc' }, ...(verrouiller ? { lockMode: LockMode.PESSIMISTIC_READ } : {}) },
  );
}

/**
 * Those of the actor: locked where something is written, read once where a page asks for each of its rows.
 */
export const mandatsDeLActeur = parUnite(
  (unite, { utilisateurId }: ActeurPartenaire): Promise<Mandat[]> =>
    mandatsEnVigueur(unite, utilisateurId, ecrit(unite)),
);

/**
 * Makes sure the actor was entrusted with what he does: the administrateur partenaire with everything, a
 * responsable with
 * what one of his mandates says (source: slide E, « dans la limite de ce qui lui est confié par son N+1 »).
 * @returns the mandate used, that which lasts longest among those that do; null for the administrateur
 * @throws HorsMandat
 */
export async function exigerPouvoir(
  unite: UniteDeLecture,
  objet: ObjetDuPouvoir,
  quoi: string,
): Promise<Mandat | null> {
  const acteur = acteurPartenaire(unite);
  if (acteur.administrateur) return null;
  const mandats = await mandatsDeLActeur(unite, acteur);
  const [mandat] = mandats
    .filter((candidat) => couvre(candidat, objet))
    .sort((a, b) => (b.au ?? SANS_FIN).localeCompare(a.au ?? SANS_FIN));
  if (!mandat) throw new HorsMandat(quoi, objet);
  return mandat;
}

/** Whether a person gave this mandate, or one it comes from. */
export async function decouleDe(
  unite: UniteDeLecture,
  mandat: Mandat,
  utilisateurId: string,
): Promise<boolean> {
  if (mandat.donnePar.id === utilisateurId) return true;
  if (!mandat.parent) return false;
  return decouleDe(unite, await charger(unite, Mandat, mandat.parent.id, 'Mandat'), utilisateurId);
}
