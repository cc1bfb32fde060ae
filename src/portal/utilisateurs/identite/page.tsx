import {
  Actions,
  Alerte,
  Bouton,
  Carte,
  ChampCase,
  ChampTexte,
  Formulaire,
  GrilleChamps,
  LienBouton,
  Page,
  Pourquoi,
  erreurDe,
  texteDe,
  type Acte,
  type ContextePage,
  type Saisie,
} from '#src/portal/composants/index.ts';
import { CHEMIN_UTILISATEURS } from '#src/portal/utilisateurs/utilisateur.tsx';

/** What may be changed of who somebody is: each is an act of its own. */
export type ActeDIdentite = 'nom' | 'invitation' | 'personne';

type Props = Readonly<{
  contexte: ContextePage;
  utilisateur: Readonly<{
    id: string;
    nom: string;
    prenom: string;
    courriel: string;
    version: number;
    accepte: boolean;
    administrateur: boolean;
  }>;
  /** Where he is approbateur: the Caf sees him again. */
  approbateur: readonly string[];
  /** What he holds, that another person may be given. */
  roles: readonly string[];
  /** Closed to the reader, for the same reason as all. */
  ferme: Acte | null;
  /** What was typed in one of the forms, refused. */
  refuse: { readonly acte: ActeDIdentite; readonly saisie: Saisie } | null;
}>;

/** Fields that two forms of the page have: their ids say which. */
const DEUX_FOIS = new Set(['nom', 'prenom', 'courriel', 'courrielConfirmation']);

const VIDE: Saisie = { valeurs: {}, erreurs: [] };

/** « Changer l'identité »: who an access is for, and by which address. */
export function PageIdentite({ contexte, utilisateur, approbateur, roles, ferme, refuse }: Props) {
  const { id, nom, prenom, courriel, accepte } = utilisateur;
  const qui = `${prenom} ${nom}`;
  const saisieDe = (acte: ActeDIdentite): Saisie => (refuse?.acte === acte ? refuse.saisie : VIDE);
  const envoi = (acte: ActeDIdentite) => ({
    action: `${CHEMIN_UTILISATEURS}/${id}/identite/${acte}`,
    erreurs: saisieDe(acte).erreurs.map(({ champ, message }) => ({
      champ: DEUX_FOIS.has(champ) ? `${acte}-${champ}` : champ,
      message,
    })),
    caches: { version: String(utilisateur.version) },
  });
  return (
    <Page
      contexte={contexte}
      titre={`Changer l’identité de ${qui}`}
      largeur="etroite"
      enErreur={refuse !== null}
      fil={[
        { libelle: 'Gestion des habilitations' },
        { libelle: 'Mes utilisateurs', href: CHEMIN_UTILISATEURS },
        { libelle: qui, href: `${CHEMIN_UTILISATEURS}/${id}` },
        { libelle: 'Changer l’identité' },
      ]}
    >
      <p>
        Cet accès est celui de <strong>{qui}</strong>, {courriel}.
        {accepte ? '' : ' Il n’a pas encore été accepté.'}
      </p>
      {ferme?.pourquoi && (
        <>
          <Alerte ton="information">{ferme.pourquoi.raison}</Alerte>
          <Actions>
            <Pourquoi groupe="identite" actes={[ferme]} />
            <LienBouton href={`${CHEMIN_UTILISATEURS}/${id}`} variante="secondaire">
              Revenir à la fiche
            </LienBouton>
          </Actions>
        </>
      )}
      {!ferme && approbateur.length > 0 && (
        <Alerte ton="attention">
          Cette personne est approbateur ({approbateur.join(', ')}). Sous un autre nom, une autre adresse ou
          pour une autre personne, ce rôle attend de nouveau la validation de votre Caf, qui en est informée :
          d’ici là, rien ne peut être transmis avec lui.
        </Alerte>
      )}
      {!ferme && (
        <div className="pile">
          {!accepte && (
            <Carte titre="Corriger l’adresse de l’invitation" id="invitation">
              <p>
                Le lien déjà envoyé à {courriel} cesse d’être valable ; un autre part à la bonne adresse. Ce
                que vous avez préparé pour cette personne est conservé. Son nom se corrige dans « Modifier ».
              </p>
              <Formulaire {...envoi('invitation')}>
                <Adresse saisie={saisieDe('invitation')} acte="invitation" />
                <Actions>
                  <LienBouton href={`${CHEMIN_UTILISATEURS}/${id}`} variante="secondaire">
                    Annuler
                  </LienBouton>
                  <Bouton>Corriger et renvoyer l’invitation</Bouton>
                </Actions>
              </Formulaire>
            </Carte>
          )}
          {accepte && (
            <Carte titre="Corriger le nom de cette personne" id="nom">
              <p>
                C’est toujours la même personne : son compte, son adresse et son mot de passe ne changent pas.
                Elle est informée par mail.
              </p>
              <Formulaire {...envoi('nom')}>
                <Nom
                  saisie={refuse?.acte === 'nom' ? refuse.saisie : { valeurs: { nom, prenom }, erreurs: [] }}
                  acte="nom"
                />
                <Actions>
                  <Bouton>Corriger le nom</Bouton>
                </Actions>
              </Formulaire>
            </Carte>
          )}
          {accepte && (
            <Carte titre="Une autre personne prend sa place" id="personne">
              <p>
                L’accès de {qui} prend fin aujourd’hui, avec ses rôles et ses mandats. La nouvelle personne
                reçoit une invitation à son adresse ; rien ne lui est ouvert avant qu’elle l’accepte. Les deux
                personnes et votre Caf en sont informées par mail.
              </p>
              {utilisateur.administrateur && (
                <p>
                  {qui} est administrateur partenaire : cette fonction prend fin avec son accès et ne passe
                  pas à la nouvelle personne.
                </p>
              )}
              <Formulaire {...envoi('personne')}>
                <Nom saisie={saisieDe('personne')} acte="personne" />
                <Adresse saisie={saisieDe('personne')} acte="personne" />
                {roles.length > 0 && (
                  <ChampCase
                    nom="reprendreRoles"
                    libelle={`Demander pour elle les mêmes rôles : ${roles.join(' ; ')}`}
                    coche={
                      refuse?.acte !== 'personne' || texteDe(saisieDe('personne'), 'reprendreRoles') !== ''
                    }
                  />
                )}
                {erreurDe(saisieDe('personne'), 'autrePersonne') && (
                  <ChampCase
                    nom="autrePersonne"
                    libelle="C’est une autre personne"
                    erreur={erreurDe(saisieDe('personne'), 'autrePersonne')}
                  />
                )}
                <Actions>
                  <LienBouton href={`${CHEMIN_UTILISATEURS}/${id}`} variante="secondaire">
                    Annuler
                  </LienBouton>
                  <Bouton variante="danger">Remplacer cette personne</Bouton>
                </Actions>
              </Formulaire>
            </Carte>
          )}
        </div>
      )}
    </Page>
  );
}

type PropsChamps = Readonly<{ saisie: Saisie; acte: ActeDIdentite }>;

// autocomplete off: the person who types is not the person described.
function Champ({
  saisie,
  acte,
  nom,
  libelle,
  type = 'text',
  longueurMax,
}: PropsChamps & Readonly<{ nom: string; libelle: string; type?: 'text' | 'email'; longueurMax: number }>) {
  return (
    <ChampTexte
      nom={nom}
      id={`${acte}-${nom}`}
      libelle={libelle}
      type={type}
      requis
      longueurMax={longueurMax}
      autoComplete="off"
      correction={false}
      valeur={texteDe(saisie, nom)}
      erreur={erreurDe(saisie, nom)}
    />
  );
}

function Nom(props: PropsChamps) {
  return (
    <GrilleChamps>
      <Champ {...props} nom="nom" libelle="Nom :" longueurMax={100} />
      <Champ {...props} nom="prenom" libelle="Prénom :" longueurMax={100} />
    </GrilleChamps>
  );
}

function Adresse(props: PropsChamps) {
  return (
    <GrilleChamps>
      <Champ {...props} nom="courriel" libelle="Nouvelle adresse mail :" type="email" longueurMax={254} />
      <Champ
        {...props}
        nom="courrielConfirmation"
        libelle="Confirmer l’adresse mail :"
        type="email"
        longueurMax={254}
      />
    </GrilleChamps>
  );
}
