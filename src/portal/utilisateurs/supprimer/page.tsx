import type { Consequences } from '#src/domain/suivi/effets/annoncer.ts';
import {
  CeQuiSuit,
  ChampDate,
  Confirmation,
  ListeResume,
  Page,
  erreurDe,
  texteDe,
  type ContextePage,
  type Saisie,
} from '#src/portal/composants/index.ts';
import {
  CHEMIN_UTILISATEURS,
  FIL_UTILISATEURS,
  nomDe,
  type LigneUtilisateur,
} from '#src/portal/utilisateurs/utilisateur.tsx';

type PropsSuppression = Readonly<{
  contexte: ContextePage;
  utilisateur: LigneUtilisateur;
  version: number;
  saisie: Saisie;
  consequences: Consequences | null;
}>;

/** « Supprimer »: a user is closed by a date, never erased, since what he did must stay explainable. */
export function PageSuppressionUtilisateur({
  contexte,
  utilisateur,
  version,
  saisie,
  consequences,
}: PropsSuppression) {
  return (
    <Page
      contexte={contexte}
      titre={`Clôturer l’accès de ${nomDe(utilisateur)}`}
      largeur="etroite"
      fil={[...FIL_UTILISATEURS, { libelle: 'Supprimer un utilisateur' }]}
      enErreur={saisie.erreurs.length > 0}
    >
      <Confirmation
        action={`${CHEMIN_UTILISATEURS}/${utilisateur.id}/supprimer`}
        annuler={CHEMIN_UTILISATEURS}
        valider="Clôturer l’accès"
        erreurs={saisie.erreurs}
        caches={{ version: String(version) }}
      >
        <p>
          Un utilisateur n’est jamais effacé : son accès est fermé à la date de clôture et son historique est
          conservé.
        </p>
        <ListeResume
          lignes={[
            { terme: 'Identifiant', valeur: utilisateur.identifiant },
            { terme: 'Adresse mail', valeur: utilisateur.courriel },
          ]}
        />
        <ChampDate
          nom="closLe"
          libelle="Date de clôture :"
          requis
          valeur={texteDe(saisie, 'closLe')}
          erreur={erreurDe(saisie, 'closLe')}
          indice="À partir de ce jour, l’accès est fermé."
        />
        <CeQuiSuit consequences={consequences} parDate />
      </Confirmation>
    </Page>
  );
}
