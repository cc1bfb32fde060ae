import { z } from 'zod';
import {
  caseACocher,
  choix,
  courriel,
  courrielFacultatif,
  jourFacultatif,
  liste,
  nom,
  reference,
  telephoneFacultatif,
  versionLue,
} from '#src/kernel/saisie/saisie.ts';
import { POSTES } from '#src/domain/delegation/utilisateur/utilisateur.ts';

const adresse = {
  courriel: courriel('Adresse mail'),
  courrielConfirmation: courrielFacultatif('Confirmer l’adresse mail'),
};

const champs = {
  nom: nom('Nom', 100),
  prenom: nom('Prénom', 100),
  telephone: telephoneFacultatif('Téléphone'),
  telephoneConfirmation: telephoneFacultatif('Confirmer le téléphone'),
  ouvertLe: jourFacultatif('Date d’ouverture'),
  closLe: jourFacultatif('Date de clôture'),
  poste: z.preprocess(
    (valeur) => (valeur === '' || valeur === undefined ? null : valeur),
    choix('Poste de travail', POSTES).nullable(),
  ),
  groupes: liste('Groupe d’habilitation'),
};

/** A wrong letter in an address opens an access to somebody else: it is typed twice. */
export function adresseConfirmee(
  saisie: { readonly courriel: string; readonly courrielConfirmation: string | null },
  contexte: z.RefinementCtx,
): void {
  if (saisie.courriel !== saisie.courrielConfirmation) {
    contexte.addIssue({
      code: 'custom',
      path: ['courrielConfirmation'],
      message: 'Confirmer l’adresse mail : saisissez la même adresse dans les deux champs.',
    });
  }
}

function telephoneConfirme(
  saisie: { readonly telephone: string | null; readonly telephoneConfirmation: string | null },
  contexte: z.RefinementCtx,
): void {
  if (saisie.telephone !== saisie.telephoneConfirmation) {
    contexte.addIssue({
      code: 'custom',
      path: ['telephoneConfirmation'],
      message: 'Confirmer le téléphone : saisissez le même numéro dans les deux champs.',
    });
  }
}

/** Fields of « Créer un utilisateur » (source: its form, label by label). */
export const SAISIE_CREATION = z
  .object({ ...champs, ...adresse, autrePersonne: caseACocher() })
  .superRefine(adresseConfirmee)
  .superRefine(telephoneConfirme);

const FICHE = { id: reference('Utilisateur'), version: versionLue() };

/**
 * Fields of the same form when a user is modified: who he is is not among them, but for the spelling of his
 * name.
 */
export const SAISIE_MODIFICATION = z.object({ ...FICHE, ...champs }).superRefine(telephoneConfirme);

/**
 * « Changer l’identité »: a name to correct, the address of an invitation to correct, somebody else in his
 * place.
 */
export const SAISIE_NOM = z.object({ ...FICHE, nom: champs.nom, prenom: champs.prenom });
export const SAISIE_INVITATION = z.object({ ...FICHE, ...adresse }).superRefine(adresseConfirmee);
export const SAISIE_REMPLACEMENT = z
  .object({
    ...FICHE,
    nom: champs.nom,
    prenom: champs.prenom,
    ...adresse,
    reprendreRoles: caseACocher(),
    autrePersonne: caseACocher(),
  })
  .superRefine(adresseConfirmee);
