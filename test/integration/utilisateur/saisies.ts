import { creerUtilisateur } from '#src/domain/delegation/gerer-utilisateur/commandes.ts';
import type { Fixture } from '../habilitation/fixture.ts';

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
export const creer = (fixture: Fixture, changements?: Readonly<Record<string, unknown>>) =>
  fixture.executeur.executer(fixture.administrateur.acteur(), creerUtilisateur, saisie(changements));

/** What a command refuses with. */
export const refus = (promesse: Promise<unknown>) =>
  promesse.then(
    () => undefined,
    (erreur: unknown) => erreur as { champs: Record<string, string> },
  );
