import type { ReactNode } from 'react';
import { Confirmation, Page, type ContextePage } from '#src/portal/composants/index.ts';
import {
  adresseAction,
  AUTRES_ACTIONS,
  CHEMIN_UTILISATEURS,
  FIL_UTILISATEURS,
  nomDe,
  type LigneUtilisateur,
} from '#src/portal/utilisateurs/utilisateur.tsx';

export type ActionConfirmee = 'invitation' | 'deverrouiller' | 'mot-de-passe';

const TEXTES: Record<
  ActionConfirmee,
  (utilisateur: LigneUtilisateur) => Readonly<{ explication: ReactNode; bouton: string }>
> = {
  invitation: (utilisateur) => ({
    explication: (
      <p>
        Un nouveau lien est envoyé à <strong>{utilisateur.courriel}</strong> pour choisir le mot de passe.
        L’ancien lien cesse d’être valable.
      </p>
    ),
    bouton: 'Renvoyer l’invitation',
  }),
  deverrouiller: (utilisateur) => ({
    explication: (
      <p>
        Le compte de {nomDe(utilisateur)} a été verrouillé après plusieurs mots de passe erronés. Assurez-vous
        que c’est bien cette personne qui vous sollicite. Son mot de passe ne change pas.
      </p>
    ),
    bouton: 'Déverrouiller le compte',
  }),
  'mot-de-passe': (utilisateur) => ({
    explication: (
      <p>
        Un lien est envoyé à <strong>{utilisateur.courriel}</strong> pour choisir un nouveau mot de passe.
        L’ancien reste valable jusque-là.
      </p>
    ),
    bouton: 'Envoyer le lien',
  }),
};

/** The confirmation page of one of the « Autres actions ». */
export function PageActionUtilisateur({
  contexte,
  utilisateur,
  action,
}: Readonly<{ contexte: ContextePage; utilisateur: LigneUtilisateur; action: ActionConfirmee }>) {
  const texte = TEXTES[action](utilisateur);
  return (
    <Page
      contexte={contexte}
      titre={`${AUTRES_ACTIONS[action]} : ${nomDe(utilisateur)}`}
      largeur="etroite"
      fil={[...FIL_UTILISATEURS, { libelle: AUTRES_ACTIONS[action] }]}
    >
      <Confirmation
        action={adresseAction(utilisateur.id, action)}
        annuler={CHEMIN_UTILISATEURS}
        valider={texte.bouton}
        variante="principal"
      >
        {texte.explication}
      </Confirmation>
    </Page>
  );
}
