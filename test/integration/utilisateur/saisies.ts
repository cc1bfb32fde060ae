import { creerUtilisateur } from '#src/domain/delegation/gerer-utilisateur/commandes.ts';
import type { Decor } from '../habilitation/decor.ts';

let rang = 0;

/** Form of a new user. */
export const saisie = (changements: Readonly<Record<string, unknown>> = {}) => {
  rang += 1;
  const courriel = `personne${rang}@commune.fr`;
  return {
    nom: 'Baillet',
    prenom: `Chantal ${rang}`,
    courriel,
    courrielConfirmation: courriel,
    telephone: '',
    telephoneConfirmation: '',
    ouvertLe: '',
    closLe: '',
    poste: 'sedentaire',
    groupes: ['AFAS-DECLARER'],
    ...changements,
  };
};

/** A user created. */
export const creer = (decor: Decor, changements?: Readonly<Record<string, unknown>>) =>
  decor.executeur.executer(decor.administrateur.acteur(), creerUtilisateur, saisie(changements));

/** What a command refuses with. */
export const refus = (promesse: Promise<unknown>) =>
  promesse.then(
    () => undefined,
    (erreur: unknown) => erreur as { champs: Record<string, string> },
  );
