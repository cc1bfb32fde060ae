import type { BulletinAdhesion } from '#src/domain/contractualisation/bulletin/bulletin-adhesion.ts';
import type { Registre } from '#src/kernel/registre.ts';
import type { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import {
  ACTES_DU_PARTENAIRE,
  ACTES_EN_MOTS,
  fermeturesDe,
  type ActeDuPartenaire,
} from '#src/domain/contractualisation/echeance/echeance.ts';
import {
  deDeclaration,
  situationAu,
  type Situation,
} from '#src/domain/contractualisation/echeance/situation.ts';
import { rolesAu, type Capacite } from '#src/kernel/roles.ts';
import type { JourPasse } from '#src/domain/delegation/passe/jour.ts';
import { etatsPasses, type LigneDePasse } from '#src/domain/delegation/passe/etats-passes.ts';
import { AucuneVersionApplicable } from '#src/engine/erreurs.ts';

/** « Quel que soit son rôle, personne ne pouvait alors : … », or nothing when everything was open. */
export const direFermes = (fermes: readonly ActeDuPartenaire[]): string =>
  fermes.length === 0
    ? ''
    : ` Quel que soit son rôle, personne ne pouvait alors : ${fermes.map((acte) => ACTES_EN_MOTS[acte]).join(', ')}.`;

/** What whoever administers or is entrusted with a part of it does. */
export const GESTION: readonly ActeDuPartenaire[] = ['attribuer', 'creer-utilisateur', 'inviter', 'deleguer'];

/** The acts a capacity is for. */
export const ACTES_DE: Readonly<Record<Capacite['fait'], readonly ActeDuPartenaire[]>> = {
  approuver: ['transmettre'],
  saisir: ['saisir', 'commencer'],
  consulter: [],
};

/** A right as the list shows it, with what the convention or a bulletin closed of it. */
export function sousLaConvention<
  D extends {
    readonly actes: readonly ActeDuPartenaire[];
    readonly effet: string;
    readonly precision: string;
  },
>(droit: D, fermes: readonly ActeDuPartenaire[]): D {
  const siens = [...droit.actes, 'consulter' as const].filter((acte) => fermes.includes(acte));
  if (siens.length === 0 || droit.effet === 'non') return droit;
  return {
    ...droit,
    precision:
      `${droit.precision} La convention ou le bulletin ne permettait pas de : ${siens.map((acte) => ACTES_EN_MOTS[acte]).join(', ')}.`.trim(),
  };
}

/**
 * What the convention and the bulletins, as they stood at the end of the day, closed to everybody of the
 * partner: the same rule file as
 * the guard asks, in the version that was known then; where none was known yet, by what is known now of that
 * day.
 */
export async function actesFermes(
  registre: Registre,
  jour: JourPasse,
  conventions: readonly Convention[],
  bulletins: readonly BulletinAdhesion[],
  lignes: ReadonlyMap<string, readonly LigneDePasse[]>,
): Promise<ActeDuPartenaire[]> {
  const finDuJour = <T extends { readonly id: string }, V extends object>(
    fiches: readonly T[],
    valeur: (fiche: T) => V,
    creeLe: (fiche: T) => Date | null,
  ) =>
    fiches.flatMap((fiche) => {
      const derniere = etatsPasses(
        valeur(fiche),
        creeLe(fiche),
        lignes.get(fiche.id) ?? [],
        jour.debut,
        jour.fin,
      )[0];
      return derniere ? [{ id: fiche.id, ...derniere.valeur }] : [];
    });
  const situation = situationAu(
    jour.jour,
    finDuJour(
      conventions,
      ({ etat, du, au, resilieeLe }) => ({ etat, du, au, resilieeLe: resilieeLe ?? null }),
      () => null,
    ),
    finDuJour(
      bulletins,
      ({ du, au, roles, convention }) => ({ du, au, roles, convention: { id: convention.id } }),
      () => null,
    ),
    deDeclaration(rolesAu(registre, jour.jour)),
  );
  const fermes: ActeDuPartenaire[] = [];
  for (const acte of ACTES_DU_PARTENAIRE)
    if (await etaitFerme(acte, situation, registre, jour)) fermes.push(acte);
  return fermes;
}

async function etaitFerme(
  acte: ActeDuPartenaire,
  situation: Situation,
  registre: Registre,
  { jour, fin }: JourPasse,
): Promise<boolean> {
  const commun = { registre, aujourdhui: jour };
  try {
    return (
      (await fermeturesDe(acte, situation, { ...commun, connuLe: new Date(fin.getTime() - 1) })).length > 0
    );
  } catch (erreur) {
    if (!(erreur instanceof AucuneVersionApplicable)) throw erreur;
    return (await fermeturesDe(acte, situation, commun)).length > 0;
  }
}
