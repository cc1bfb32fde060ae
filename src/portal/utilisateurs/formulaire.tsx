import {
  Actions,
  Bouton,
  ChampCase,
  ChampCases,
  ChampDate,
  ChampRadios,
  ChampTexte,
  Formulaire,
  GrilleChamps,
  GroupeChamps,
  LienBouton,
  MentionObligatoire,
  Page,
  erreurDe,
  listeDe,
  texteDe,
  type Choix,
  type ContextePage,
  type Saisie,
} from '#src/portal/composants/index.ts';
import type { GroupeHabilitation } from '#src/domain/delegation/utilisateur/utilisateur.ts';
import { CHAMP_OUVERTES } from '#src/portal/fusion.ts';
import { CHEMIN_UTILISATEURS } from '#src/portal/utilisateurs/utilisateur.tsx';

type PropsFormulaireUtilisateur = Readonly<{
  contexte: ContextePage;
  saisie: Saisie;
  /** The groups the partner's services open, each with what it opens. */
  groupes: readonly Choix[];
  /** The user being modified; absent when creating. `version` guards against a stale write. */
  utilisateur?: Readonly<{
    id: string;
    identifiant: string;
    nom: string;
    prenom: string;
    courriel: string;
    version: number;
  }>;
  /** The values the form was opened with: what tells a change from what was already there. */
  ouvertes?: Saisie['valeurs'];
}>;

/** « Créer un utilisateur partenaire », and the same form to modify one. */
export function PageFormulaireUtilisateur({
  contexte,
  saisie,
  groupes,
  utilisateur,
  ouvertes = {},
}: PropsFormulaireUtilisateur) {
  const titre = utilisateur
    ? `Modifier l’utilisateur ${utilisateur.prenom} ${utilisateur.nom}`
    : 'Créer un utilisateur';
  const action = utilisateur
    ? `${CHEMIN_UTILISATEURS}/${utilisateur.id}/modifier`
    : `${CHEMIN_UTILISATEURS}/creer`;
  return (
    <Page
      contexte={contexte}
      titre={titre}
      largeur="etroite"
      enErreur={saisie.erreurs.length > 0}
      chapeau={
        utilisateur
          ? `Identifiant : ${utilisateur.identifiant}`
          : 'L’utilisateur est prévenu par mail ; s’il n’a pas encore de mot de passe, le mail lui permet d’en choisir un. Vous lui affectez ensuite ses rôles.'
      }
      fil={[
        { libelle: 'Gestion des habilitations' },
        { libelle: 'Mes utilisateurs', href: CHEMIN_UTILISATEURS },
        { libelle: utilisateur ? 'Modifier un utilisateur' : 'Créer un utilisateur' },
      ]}
    >
      <Formulaire
        action={action}
        erreurs={saisie.erreurs}
        caches={
          utilisateur
            ? { version: String(utilisateur.version), [CHAMP_OUVERTES]: JSON.stringify(ouvertes) }
            : {}
        }
      >
        <MentionObligatoire />
        <GroupeChamps titre="Identité et coordonnées">
          <GrilleChamps>
            <Texte saisie={saisie} nom="nom" libelle="Nom :" requis longueurMax={100} />
            <Texte saisie={saisie} nom="prenom" libelle="Prénom :" requis longueurMax={100} />
            {!utilisateur && (
              <>
                <Texte
                  saisie={saisie}
                  nom="courriel"
                  libelle="Adresse mail :"
                  type="email"
                  requis
                  longueurMax={254}
                  indice="Propre à cette personne : elle y reçoit son invitation. Exemple : prenom.nom@commune.fr"
                />
                <Texte
                  saisie={saisie}
                  nom="courrielConfirmation"
                  libelle="Confirmer l’adresse mail :"
                  type="email"
                  requis
                  longueurMax={254}
                  indice="Saisissez-la une seconde fois."
                />
              </>
            )}
            <Texte
              saisie={saisie}
              nom="telephone"
              libelle="Téléphone :"
              type="tel"
              longueurMax={40}
              indice="Exemple : 01 23 45 67 89"
            />
            <Texte
              saisie={saisie}
              nom="telephoneConfirmation"
              libelle="Confirmer le téléphone :"
              type="tel"
              longueurMax={40}
              indice="Si vous avez saisi un téléphone."
            />
          </GrilleChamps>
          {utilisateur && (
            <p className="discret">
              L’adresse mail, {utilisateur.courriel}, et la personne elle-même se changent dans{' '}
              <a href={`${CHEMIN_UTILISATEURS}/${utilisateur.id}/identite`}>Changer l’identité</a>.
            </p>
          )}
          {!utilisateur && (erreurDe(saisie, 'autrePersonne') || texteDe(saisie, 'autrePersonne')) && (
            <ChampCase
              nom="autrePersonne"
              libelle="C’est une autre personne"
              coche={texteDe(saisie, 'autrePersonne') !== ''}
              erreur={erreurDe(saisie, 'autrePersonne')}
            />
          )}
        </GroupeChamps>
        <GroupeChamps titre="Période d’accès">
          <GrilleChamps>
            <ChampDate
              nom="ouvertLe"
              libelle="Date d’ouverture :"
              valeur={texteDe(saisie, 'ouvertLe')}
              erreur={erreurDe(saisie, 'ouvertLe')}
              indice="Premier jour où l’utilisateur peut se connecter."
            />
            <ChampDate
              nom="closLe"
              libelle="Date de clôture :"
              valeur={texteDe(saisie, 'closLe')}
              erreur={erreurDe(saisie, 'closLe')}
              indice="À partir de ce jour, l’accès est fermé. Laissez vide si la fin n’est pas connue."
            />
          </GrilleChamps>
          <ChampRadios
            nom="poste"
            libelle="Poste de travail :"
            nomInfobulle="Poste de travail"
            valeur={texteDe(saisie, 'poste') || undefined}
            erreur={erreurDe(saisie, 'poste')}
            choix={POSTES}
          />
        </GroupeChamps>
        <GroupeChamps
          titre="Groupe d’habilitation"
          indice="Un groupe ouvre un service à l’utilisateur. Ce qu’il peut y faire dépend ensuite des rôles que vous lui affectez."
        >
          <ChampCases
            nom="groupes"
            libelle="Groupe d’habilitation :"
            valeurs={listeDe(saisie, 'groupes')}
            erreur={erreurDe(saisie, 'groupes')}
            choix={groupes}
          />
        </GroupeChamps>
        <Actions>
          <LienBouton
            href={utilisateur ? `${CHEMIN_UTILISATEURS}/${utilisateur.id}` : CHEMIN_UTILISATEURS}
            variante="secondaire"
          >
            Annuler
          </LienBouton>
          <Bouton>Valider</Bouton>
        </Actions>
      </Formulaire>
    </Page>
  );
}

const POSTES: readonly Choix[] = [
  {
    valeur: 'sedentaire',
    libelle: 'Sédentaire (possède un poste fixe)',
    indice: 'La personne travaille toujours sur le même poste, dans les locaux de votre organisme.',
  },
  {
    valeur: 'itinerant',
    libelle: 'Itinérant (poste de travail variable)',
    indice: 'La personne se connecte de plusieurs lieux : plusieurs sites, déplacements, domicile.',
  },
];

type PropsTexte = Readonly<{
  saisie: Saisie;
  nom: string;
  libelle: string;
  requis?: boolean;
  type?: 'text' | 'email' | 'tel';
  longueurMax: number;
  indice?: string;
}>;

// autocomplete off: the person who types is not the person described.
function Texte({ saisie, nom, ...champ }: PropsTexte) {
  return (
    <ChampTexte
      nom={nom}
      valeur={texteDe(saisie, nom)}
      erreur={erreurDe(saisie, nom)}
      autoComplete="off"
      correction={false}
      {...champ}
    />
  );
}

/** A group as a choice of the form, with what it opens. */
export function choixDeGroupe({ id, libelle, ouvre }: GroupeHabilitation): Choix {
  return { valeur: id, libelle, indice: ouvre };
}
