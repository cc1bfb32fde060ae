import type { BulletinAdhesion } from '#src/domain/contractualisation/bulletin/bulletin-adhesion.ts';
import type { Registre } from '#src/kernel/registre.ts';
import type { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import {
  ACTES_DU_PARTENAIRE,
  ACTES_EN_MOTS,
  fermeturesDe,
  type ActeDuPartenaire,
} from '#src/domain/contractualisation/echeance/echeance.ts';
import { situationAu, type Situation } from '#src/domain/contractualisation/echeance/situation.ts';
import { LIBELLES_ROLES } from '#src/kernel/roles.ts';
import type { JourPasse } from '#src/domain/delegation/passe/jour.ts';
import { etatsPasses, type LigneDePasse } from '#src/domain/delegation/passe/etats-passes.ts';
import { AucuneVersionApplicable } from '#src/engine/erreurs.ts';

/** « Quel que soit son rôle, personne ne pouvait alors : … », or nothing when everything was open. */
export const direFermes = (fermes: readonly ActeDuPartenaire[]): string =>
  fermes.length === 0
    ? ''
    : ` Quel que soit son rôle, personne ne pouvait alors : ${fermes.map((acte) => ACTES_EN_MOTS[acte]).join(', ')}.`;

const GESTION: readonly ActeDuPartenaire[] = ['attribuer', 'creer-utilisateur', 'inviter', 'deleguer'];

/** The acts each right is for, by how the list calls it. */
const ACTES_DU_DROIT: readonly (readonly [string, readonly ActeDuPartenaire[]])[] = [
  [LIBELLES_ROLES.APPROBATEUR, ['transmettre']],
  [LIBELLES_ROLES.FOURNISSEUR_ACTIVITE, ['saisir', 'commencer']],
  [LIBELLES_ROLES.FOURNISSEUR_FINANCIER, ['saisir', 'commencer']],
  ['Administrateur partenaire', GESTION],
  ['Responsable habilitations', GESTION],
];

/** A right as the list shows it, with what the convention or a bulletin closed of it. */
export function sousLaConvention<
  D extends { readonly droit: string; readonly effet: string; readonly precision: string },
>(droit: D, fermes: readonly ActeDuPartenaire[]): D {
  const actes = ACTES_DU_DROIT.filter(([debut]) => droit.droit.startsWith(debut)).flatMap(
    ([, siens]) => siens,
  );
  const siens = [...actes, 'consulter' as const].filter((acte) => fermes.includes(acte));
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
