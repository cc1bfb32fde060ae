import { telephoneFr } from '#src/kernel/francais.ts';
import type { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';
import type { Saisie } from '#src/portal/composants/index.ts';

/** A user as the form shows him. */
export function valeursDe({
  nom,
  prenom,
  telephone = null,
  ouvertLe,
  closLe,
  poste,
  groupes,
}: Utilisateur): Saisie['valeurs'] {
  return {
    nom,
    prenom,
    telephone: telephoneFr(telephone),
    telephoneConfirmation: telephoneFr(telephone),
    ouvertLe,
    closLe: closLe ?? '',
    poste: poste ?? '',
    groupes: [...groupes],
  };
}
