import type { ReactNode } from 'react';
import type { Consequences } from '#src/domain/suivi/effets/annoncer.ts';
import {
  BoutonDActe,
  Carte,
  CeQuiSuit,
  ChampDate,
  Chronologie,
  Confirmation,
  EtatVide,
  ListeResume,
  MenuDActes,
  Page,
  Pourquoi,
  Tableau,
  erreurDe,
  texteDe,
  type ContextePage,
  type Evenement,
  type Saisie,
} from '#src/portal/composants/index.ts';
import { dateFr, telephoneFr } from '#src/kernel/francais.ts';
import {
  AUTRES_ACTIONS,
  CHEMIN_UTILISATEURS,
  StatutDe,
  adresseAction,
  type LigneUtilisateur,
} from '#src/portal/utilisateurs/liste.tsx';

const FIL_UTILISATEURS = [
  { libelle: 'Gestion des habilitations' },
  { libelle: 'Mes utilisateurs', href: CHEMIN_UTILISATEURS },
];

function nomDe(utilisateur: Pick<LigneUtilisateur, 'nom' | 'prenom'>): string {
  return `${utilisateur.prenom} ${utilisateur.nom}`;
}

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
      titre={`Clôturer l'accès de ${nomDe(utilisateur)}`}
      largeur="etroite"
      fil={[...FIL_UTILISATEURS, { libelle: 'Supprimer un utilisateur' }]}
      enErreur={saisie.erreurs.length > 0}
    >
      <Confirmation
        action={`${CHEMIN_UTILISATEURS}/${utilisateur.id}/supprimer`}
        annuler={CHEMIN_UTILISATEURS}
        valider="Clôturer l'accès"
        erreurs={saisie.erreurs}
        caches={{ version: String(version) }}
      >
        <p>
          Un utilisateur n'est jamais effacé : son accès est fermé à la date de clôture et son historique est
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
          indice="À partir de ce jour, l'accès est fermé."
        />
        <CeQuiSuit consequences={consequences} parDate />
      </Confirmation>
    </Page>
  );
}

export type ActionConfirmee = 'invitation' | 'deverrouiller' | 'mot-de-passe';

const TEXTES: Record<
  ActionConfirmee,
  (utilisateur: LigneUtilisateur) => Readonly<{ explication: ReactNode; bouton: string }>
> = {
  invitation: (utilisateur) => ({
    explication: (
      <p>
        Un nouveau lien est envoyé à <strong>{utilisateur.courriel}</strong> pour choisir le mot de passe.
        L'ancien lien cesse d'être valable.
      </p>
    ),
    bouton: "Renvoyer l'invitation",
  }),
  deverrouiller: (utilisateur) => ({
    explication: (
      <p>
        Le compte de {nomDe(utilisateur)} a été verrouillé après plusieurs mots de passe erronés. Assurez-vous
        que c'est bien cette personne qui vous sollicite. Son mot de passe ne change pas.
      </p>
    ),
    bouton: 'Déverrouiller le compte',
  }),
  'mot-de-passe': (utilisateur) => ({
    explication: (
      <p>
        Un lien est envoyé à <strong>{utilisateur.courriel}</strong> pour choisir un nouveau mot de passe.
        L'ancien reste valable jusque-là.
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

export type HabilitationDeFiche = Readonly<{
  id: string;
  role: string;
  portee: string;
  debut: string;
  fin: string | null;
  etat: ReactNode;
}>;

type PropsFiche = Readonly<{
  contexte: ContextePage;
  utilisateur: LigneUtilisateur;
  poste: string;
  groupes: readonly string[];
  habilitations: readonly HabilitationDeFiche[];
}>;

/** A user's card: who he is, since when, and everything he may do. */
export function PageUtilisateur({ contexte, utilisateur, poste, groupes, habilitations }: PropsFiche) {
  return (
    <Page
      contexte={contexte}
      titre={nomDe(utilisateur)}
      fil={[...FIL_UTILISATEURS, { libelle: nomDe(utilisateur) }]}
      actions={
        <>
          <MenuDActes
            libelle="Autres actions"
            complement={`pour ${nomDe(utilisateur)}`}
            groupe={utilisateur.id}
            actes={utilisateur.actes}
          />
          {utilisateur.fiche.map((acte) => (
            <BoutonDActe
              key={acte.nom}
              acte={acte}
              groupe={utilisateur.id}
              variante={acte.nom === 'modifier' ? 'secondaire' : 'discret'}
              icone={acte.nom === 'modifier' ? 'crayon' : 'poubelle'}
            />
          ))}
          <Pourquoi groupe={utilisateur.id} actes={utilisateur.fiche} />
        </>
      }
    >
      <div className="pile">
        <Carte titre="Identité et accès" id="identite">
          <ListeResume
            lignes={[
              { terme: 'Identifiant', valeur: utilisateur.identifiant },
              { terme: 'Adresse mail', valeur: utilisateur.courriel },
              { terme: 'Téléphone', valeur: telephoneFr(utilisateur.telephone) },
              {
                terme: 'Statut',
                valeur: (
                  <>
                    <StatutDe statut={utilisateur.statut} />
                    {utilisateur.precision && <span className="precision">{utilisateur.precision}</span>}
                  </>
                ),
              },
              { terme: "Date d'ouverture", valeur: dateFr(utilisateur.ouvertLe) },
              { terme: 'Date de clôture', valeur: dateFr(utilisateur.closLe) },
              { terme: 'Poste de travail', valeur: poste },
              { terme: "Groupe d'habilitation", valeur: groupes.join(', ') },
            ]}
          />
        </Carte>
        <Tableau
          legende="Habilitations de cet utilisateur"
          lignes={habilitations}
          cle={(ligne) => ligne.id}
          colonnes={[
            { cle: 'role', titre: 'Rôle', enteteLigne: true, rendu: (ligne) => ligne.role },
            { cle: 'portee', titre: "Activité ou lieu d'implantation", rendu: (ligne) => ligne.portee },
            { cle: 'debut', titre: "Début d'habilitation", rendu: (ligne) => dateFr(ligne.debut) },
            { cle: 'fin', titre: "Fin d'habilitation", rendu: (ligne) => dateFr(ligne.fin) },
            { cle: 'etat', titre: 'État', rendu: (ligne) => ligne.etat },
          ]}
          vide={
            <EtatVide icone="cle" titre="Aucun rôle n'est affecté à cet utilisateur.">
              Il peut se connecter mais ne peut encore rien déclarer.
            </EtatVide>
          }
        />
      </div>
    </Page>
  );
}

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
        <EtatVide icone="horloge" titre="Rien n'est encore enregistré." />
      ) : (
        <Carte>
          <Chronologie evenements={evenements} />
        </Carte>
      )}
    </Page>
  );
}
