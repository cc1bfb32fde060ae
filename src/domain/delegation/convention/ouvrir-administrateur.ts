import { compteDe } from '#src/kernel/acteur.ts';
import type { UniteDeTravail } from '#src/kernel/commande.ts';
import { Compte } from '#src/domain/acces/compte/compte.ts';
import { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import type { FormulaireEligibilite } from '#src/domain/contractualisation/eligibilite/formulaire-eligibilite.ts';
import { EligibiliteRequise } from '#src/domain/contractualisation/eligibilite/refus.ts';
import { Partenaire } from '#src/domain/contractualisation/organisme/partenaire.ts';
import { ouvrirUtilisateur } from '#src/domain/delegation/utilisateur/creation.ts';
import { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';

/** Whether a user may sign in on a day or later. */
const ouvert = ({ closLe }: Utilisateur, jour: string): boolean => !closLe || closLe > jour;

/**
 * Whether a renewal rests on the form of the convention it renews: its people were opened then, and may have
 * changed since.
 */
async function citeLeMemeFormulaire(
  unite: UniteDeTravail,
  { renouvelle, formulaire }: Convention,
): Promise<boolean> {
  return (
    Boolean(renouvelle) &&
    (await unite.em.count(Convention, { id: renouvelle?.id, formulaire: formulaire.id })) > 0
  );
}

/**
 * Gives the person named in the form the access of an administrateur. A renewal on the same form leaves the
 * administrators
 * in place; somebody who is already a user becomes administrateur without a second invitation. Returns who
 * was invited.
 */
export async function ouvrirAdministrateur(
  unite: UniteDeTravail,
  convention: Convention,
  formulaire: FormulaireEligibilite,
): Promise<Utilisateur | null> {
  const {
    administrateurNom: nom,
    administrateurPrenom: prenom,
    administrateurCourriel: courriel,
  } = formulaire;
  if (!nom || !prenom || !courriel) throw new EligibiliteRequise();
  const aujourdhui = unite.aujourdhui.toString();
  const utilisateurs = await unite.em.find(Utilisateur, {
    partenaire: convention.partenaire.id,
    $or: [{ administrateur: true }, { courriel }],
  });
  const enPlace = utilisateurs.some(
    (utilisateur) => utilisateur.administrateur && ouvert(utilisateur, aujourdhui),
  );
  const connu = utilisateurs.find((utilisateur) => utilisateur.courriel === courriel);
  if (connu) {
    if (ouvert(connu, aujourdhui)) connu.administrateur = true;
    else if (!enPlace) unite.em.assign(connu, { administrateur: true, closLe: null });
    return null;
  }
  if (enPlace && (await citeLeMemeFormulaire(unite, convention))) return null;
  const partenaire = await unite.em.findOneOrFail(Partenaire, { id: convention.partenaire.id });
  return ouvrirUtilisateur(unite, {
    partenaire,
    cafId: convention.caf.id,
    nom,
    prenom,
    courriel,
    telephone: formulaire.administrateurTelephone ?? null,
    ouvertLe: convention.du > aujourdhui ? convention.du : aujourdhui,
    closLe: null,
    poste: null,
    groupes: [],
    administrateur: true,
    demonstration: await estUneDemonstration(unite),
  });
}

/** What a demonstration account opens is a demonstration account too. */
async function estUneDemonstration(unite: UniteDeTravail): Promise<boolean> {
  const compteId = compteDe(unite.acteur);
  return compteId !== null && (await unite.em.count(Compte, { id: compteId, demonstration: true })) > 0;
}
