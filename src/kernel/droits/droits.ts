import { rolesDe, type Acteur, type Role } from '#src/kernel/acteur.ts';
import type { Droit } from '#src/kernel/commande.ts';
import { ActionInterdite } from '#src/kernel/refus.ts';
import type { Remedy } from '#src/kernel/droits/remedy.ts';
import { DROITS, type ActionDe, type Permission, type Ressource } from '#src/kernel/droits/table.ts';

/** How each role is called on screen, as the object of « réservée à »; a capacity by what its holder does. */
const LIBELLES: Readonly<Record<Role, string>> = {
  gestionnaire: 'un gestionnaire Caf',
  'responsable-caf': 'un responsable de la Caf',
  analyste: 'un analyste réglementaire',
  'administrateur-partenaire': 'l’administrateur partenaire',
  'responsable-habilitations': 'un responsable habilitations',
  'saisie-activite': 'un fournisseur de données d’activité',
  'saisie-finances': 'un fournisseur de données financières',
  approbation: 'l’approbateur',
  consultation: 'un consultant',
  utilisateur: 'un utilisateur du partenaire',
  invite: 'la personne invitée',
  systeme: 'l’application',
};

function permissions(ressource: string, action: string): Readonly<Partial<Record<Role, Permission>>> {
  const actions: Readonly<Record<string, Readonly<Partial<Record<Role, Permission>>>>> | undefined =
    Object.hasOwn(DROITS, ressource) ? DROITS[ressource as Ressource] : undefined;
  return actions !== undefined && Object.hasOwn(actions, action) ? (actions[action] ?? {}) : {};
}

/** Whether an actor holds a role that may do this. Synchronous, on purpose: a promise would be truthy. */
export function peut<R extends Ressource>(acteur: Acteur, ressource: R, action: ActionDe<R>): boolean {
  const permis = permissions(ressource, action);
  return [...rolesDe(acteur)].some((role) => permis[role] !== undefined);
}

/**
 * Fields an actor may touch by this action: the union over his roles; an empty set when he may not at all.
 */
export function champsPermis<R extends Ressource>(
  acteur: Acteur,
  ressource: R,
  action: ActionDe<R>,
): 'tous' | ReadonlySet<string> {
  const permis = permissions(ressource, action);
  const champs = new Set<string>();
  for (const role of rolesDe(acteur)) {
    const permission = permis[role];
    if (permission === 'tous') return 'tous';
    for (const champ of permission ?? []) champs.add(champ);
  }
  return champs;
}

/** The table lets the actor write other fields of this record, not this one. */
export class ChampNonPermis extends ActionInterdite {
  constructor(readonly champ: string) {
    super('Vos droits ne permettent pas de modifier cette partie de la fiche. Rien n’a été enregistré.');
  }
}

/** Holds a write on a record of the right's resource to the fields the right names. @throws ChampNonPermis */
export function exigerChampsEcrits(
  acteur: Acteur,
  [ressource, action]: Droit,
  entite: string,
  champs: Iterable<string>,
): void {
  if (entite !== ressource) return;
  const permis = champsPermis(acteur, ressource, action as never);
  if (permis === 'tous') return;
  for (const champ of champs) if (champ !== 'version' && !permis.has(champ)) throw new ChampNonPermis(champ);
}

/** The roles a line of the table admits. */
export function rolesAdmis([ressource, action]: Droit): readonly Role[] {
  return Object.keys(permissions(ressource, action)) as Role[];
}

/** Who may do this, in words: « l’approbateur ou un gestionnaire Caf ». */
export function titulaires(droit: Droit): string {
  const roles = rolesAdmis(droit);
  // The application acts for the person a shell command names.
  return roles
    .filter((role) => role !== 'systeme' || roles.length === 1)
    .map((role) => LIBELLES[role])
    .join(' ou ');
}

/** The rights table does not open this to any role of the actor. */
export class DroitRequis extends ActionInterdite {
  readonly droit: Droit;
  override readonly remedy: Remedy;
  constructor(droit: Droit) {
    super(`Vos droits ne permettent pas cette action : elle est réservée à ${titulaires(droit)}.`);
    this.droit = droit;
    this.remedy = { qui: { genre: 'droit', droit } };
  }
}

/** @throws ActionInterdite when the actor may not; the sentence says who can. */
export function exiger<R extends Ressource>(acteur: Acteur, ressource: R, action: ActionDe<R>): void {
  exigerDroit(acteur, [ressource, action] as unknown as Droit);
}

/** {@link exiger} for a right held in a variable, as a command declares it. */
export function exigerDroit(acteur: Acteur, droit: Droit): void {
  const [ressource, action] = droit;
  if ([...rolesDe(acteur)].some((role) => permissions(ressource, action)[role] !== undefined)) return;
  throw new DroitRequis(droit);
}
