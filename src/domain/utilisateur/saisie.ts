import { z } from 'zod';
import { caseACocher, choix, courriel, courrielFacultatif, jourFacultatif, liste, nom, reference, telephoneFacultatif, versionLue } from '#src/domain/commun/saisie.ts';
import { POSTES } from '#src/domain/utilisateur/utilisateur.ts';

const champs = {
  nom: nom('Nom', 100),
  prenom: nom('Prénom', 100),
  courriel: courriel('Adresse mail'),
  courrielConfirmation: courrielFacultatif('Confirmer l’adresse mail'),
  telephone: telephoneFacultatif('Téléphone'),
  telephoneConfirmation: telephoneFacultatif('Confirmer le téléphone'),
  ouvertLe: jourFacultatif('Date d’ouverture'),
  closLe: jourFacultatif('Date de clôture'),
  poste: z.preprocess((valeur) => (valeur === '' || valeur === undefined ? null : valeur), choix('Poste de travail', POSTES).nullable()),
  groupes: liste('Groupe d’habilitation'),
};

interface Confirmable {
  readonly courriel: string;
  readonly courrielConfirmation: string | null;
  readonly telephone: string | null;
  readonly telephoneConfirmation: string | null;
}

function confirmations(saisie: Confirmable, contexte: z.RefinementCtx): void {
  if (saisie.courriel !== saisie.courrielConfirmation) {
    contexte.addIssue({ code: 'custom', path: ['courrielConfirmation'], message: 'Confirmer l’adresse mail : saisissez la même adresse dans les deux champs.' });
  }
  if (saisie.telephone !== saisie.telephoneConfirmation) {
    contexte.addIssue({ code: 'custom', path: ['telephoneConfirmation'], message: 'Confirmer le téléphone : saisissez le même numéro dans les deux champs.' });
  }
}

/** Fields of « Créer un utilisateur » (source: its form, label by label). */
export const SAISIE_CREATION = z.object({ ...champs, autrePersonne: caseACocher() }).superRefine(confirmations);

/** Fields of the same form when a user is modified. */
export const SAISIE_MODIFICATION = z.object({ id: reference('Utilisateur'), version: versionLue(), ...champs }).superRefine(confirmations);
