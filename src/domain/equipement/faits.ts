import type { Faits } from '#src/kernel/registre.ts';
import type { Animateur, Conventionnement, Equipement } from '#src/domain/equipement/equipement.ts';
import { postesDe, type Maillon } from '#src/domain/equipement/postes.ts';
import { plusGrandTotalSimultane } from '#src/domain/equipement/simultane.ts';

type Local = Pick<
  Equipement,
  'type' | 'bureauAnimateur' | 'salleAttente' | 'salleAnimation' | 'projetFonctionnement'
>;

/**
 * What an equipment tells the `conventionnement` rule file.
 * @param nombreAnimateurs animateurs the conventionnement counts
 * @param validationCa whether the Conseil d'administration, or its délégataire commission, has validated
 * @param nombreProfilsValides those among the animateurs whose profile it has validated; null: profiles are
 *   not looked at
 */
export function faitsDeConventionnement(
  equipement: Local,
  nombreAnimateurs: number,
  validationCa: boolean,
  nombreProfilsValides: number | null = null,
): Faits {
  const {
    type: typeEquipement,
    bureauAnimateur,
    salleAttente,
    salleAnimation,
    projetFonctionnement,
  } = equipement;
  return {
    typeEquipement,
    nombreAnimateurs,
    bureauAnimateur,
    salleAttente,
    salleAnimation,
    projetFonctionnement,
    validationCa,
    nombreProfilsValides,
  };
}

type Contrat = Pick<Animateur, 'etpContrat' | 'du' | 'au'> & Maillon;

/** Posts held by animateurs: people in turn on one count as one. */
export const nombreDePostes = (animateurs: readonly Maillon[]): number =>
  new Set(postesDe(animateurs).values()).size;

/**
 * Greatest total of the work contracts held at one moment of a period; people in turn on one post count as
 * one, even while both are there.
 */
export function etpDesContrats(
  animateurs: readonly Contrat[],
  { du, au }: Pick<Conventionnement, 'du' | 'au'>,
): string {
  const postes = postesDe(animateurs);
  const contrats = animateurs.map((un) => ({
    debut: un.du,
    fin: un.au ?? null,
    valeur: un.etpContrat,
    poste: postes.get(un.id) ?? un.id,
  }));
  return plusGrandTotalSimultane(contrats, du, au);
}

/** What a validation tells the `etp-equipement` rule file: nothing is declared yet. */
export function faitsDEtp(
  animateurs: readonly Contrat[],
  periode: Pick<Conventionnement, 'du' | 'au'>,
  etpValideCa: string,
): Faits {
  return {
    etpRetenuTotal: '0',
    etpDeclareTotal: '0',
    etpContratTotal: etpDesContrats(animateurs, periode),
    etpValideCa,
  };
}

/**
 * What the record of an animateur tells the `etp` rule file when the Ca validated an Etp for him: nothing is
 * declared yet.
 */
export function faitsDEtpValide({
  etpContrat,
  etpValide,
}: {
  readonly etpContrat: string;
  readonly etpValide: string;
}): Faits {
  return {
    etpContrat,
    etpValideCa: etpValide,
    etpDeclare: '0',
    moisPresence: 0,
    moisOuverture: 0,
    remplacement: 'aucun',
  };
}

/** Field of the validation's form, or of the equipment's, that each fact is read from. */
const CHAMPS_PAR_FAIT: Readonly<Record<string, string>> = {
  nombreAnimateurs: 'animateurs',
  nombreProfilsValides: 'profils',
  validationCa: 'instance',
  etpValideCa: 'etpValide',
  etpContratTotal: 'etpValide',
};

/** Message per field, from findings about facts. */
export function champsDesConstats(
  constats: readonly { readonly champs: readonly string[]; readonly message: string }[],
): Record<string, string> {
  return Object.fromEntries(
    constats.flatMap(({ champs, message }) => champs.map((fait) => [CHAMPS_PAR_FAIT[fait] ?? fait, message])),
  );
}
