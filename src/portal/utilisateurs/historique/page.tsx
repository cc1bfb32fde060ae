import {
  Carte,
  Chronologie,
  EtatVide,
  Page,
  type ContextePage,
  type Evenement,
} from '#src/portal/composants/index.ts';
import {
  CHEMIN_UTILISATEURS,
  FIL_UTILISATEURS,
  nomDe,
  type LigneUtilisateur,
} from '#src/portal/utilisateurs/utilisateur.tsx';

/** « Consulter l'historique »: everything that happened to a user, by whom and when. */
export function PageHistoriqueUtilisateur({
  contexte,
  utilisateur,
  evenements,
}: Readonly<{ contexte: ContextePage; utilisateur: LigneUtilisateur; evenements: readonly Evenement[] }>) {
  return (
    <Page
      contexte={contexte}
      titre={`Historique de ${nomDe(utilisateur)}`}
      largeur="etroite"
      fil={[
        ...FIL_UTILISATEURS,
        { libelle: nomDe(utilisateur), href: `${CHEMIN_UTILISATEURS}/${utilisateur.id}` },
        { libelle: 'Historique' },
      ]}
    >
      {evenements.length === 0 ? (
        <EtatVide icone="horloge" titre="Rien n’est encore enregistré." />
      ) : (
        <Carte>
          <Chronologie evenements={evenements} />
        </Carte>
      )}
    </Page>
  );
}
