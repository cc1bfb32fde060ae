import type { ChangementDemande, Cote } from '#src/domain/acces/compte/changer-courriel.ts';
import {
  Alerte,
  Bouton,
  ChampTexte,
  Formulaire,
  LienBouton,
  PagePublique,
  erreurDe,
  texteDe,
  type Saisie,
  type PropsPagePubliqueCommune,
} from '#src/portal/composants/index.ts';

/** `/courriel`: one's own address. Posts `courriel`, `courrielConfirmation`. */
export function PageChangerCourriel({
  courriel,
  retour,
  saisie,
  ...page
}: PropsPagePubliqueCommune & Readonly<{ courriel: string; retour: string; saisie: Saisie }>) {
  const champ = (nom: 'courriel' | 'courrielConfirmation', libelle: string) => (
    <ChampTexte
      nom={nom}
      libelle={libelle}
      type="email"
      requis
      longueurMax={254}
      correction={false}
      autoComplete="email"
      valeur={texteDe(saisie, nom)}
      erreur={erreurDe(saisie, nom)}
    />
  );
  return (
    <PagePublique {...page} titre="Changer mon adresse mail" enErreur={saisie.erreurs.length > 0}>
      <p>
        Vous vous connectez avec <strong>{courriel}</strong>. Un lien est envoyé à cette adresse et un autre à
        la nouvelle : le changement se fait quand les deux sont confirmés.
      </p>
      <p className="discret">
        Vos espaces, vos rôles et votre mot de passe restent les mêmes. Vos sessions se ferment alors.
      </p>
      <Formulaire action="/courriel" erreurs={saisie.erreurs}>
        {champ('courriel', 'Nouvelle adresse mail')}
        {champ('courrielConfirmation', 'Confirmer la nouvelle adresse')}
        <Bouton>Envoyer les liens</Bouton>
        <p>
          <a className="lien-seul" href={retour}>
            Renoncer
          </a>
        </p>
      </Formulaire>
    </PagePublique>
  );
}

/** The same words whatever stands behind the new address. */
export function PageLiensEnvoyes({
  courriel,
  nouveau,
  retour,
  ...page
}: PropsPagePubliqueCommune & Readonly<{ courriel: string; nouveau: string; retour: string }>) {
  return (
    <PagePublique {...page} titre="Consultez vos deux messageries">
      <Alerte ton="succes">
        Un message vient d’être envoyé à {courriel} et un autre à {nouveau}.
      </Alerte>
      <p className="apres-alerte">
        Suivez le lien reçu dans chacune. D’ici là vous vous connectez avec {courriel}.
      </p>
      <p>
        <a className="lien-seul" href={retour}>
          Revenir à mon espace
        </a>
      </p>
    </PagePublique>
  );
}

/** Behind a link: one presses, since a mail program may open links by itself. */
export function PageConfirmerCourriel({
  action,
  cote,
  changement,
  ...page
}: PropsPagePubliqueCommune & Readonly<{ action: string; cote: Cote; changement: ChangementDemande }>) {
  const { ancien, nouveau } = changement;
  return (
    <PagePublique {...page} titre="Confirmez le changement d’adresse">
      <p>
        Le compte <strong>{ancien}</strong> passera à l’adresse <strong>{nouveau}</strong>.
      </p>
      <p className="discret">
        {cote === 'ancien'
          ? 'Vous confirmez depuis l’adresse actuelle du compte.'
          : 'Vous confirmez que la nouvelle adresse est la vôtre.'}{' '}
        Si vous n’attendiez pas ce message, fermez cette page.
      </p>
      <Formulaire action={action} erreurs={[]}>
        <Bouton>Confirmer</Bouton>
      </Formulaire>
    </PagePublique>
  );
}

/** One of the two has confirmed, or both. */
export function PageCourrielConfirme({
  fait,
  cote,
  ancien,
  nouveau,
  ...page
}: PropsPagePubliqueCommune & Readonly<{ fait: boolean; cote: Cote; ancien: string; nouveau: string }>) {
  return (
    <PagePublique {...page} titre={fait ? 'Votre adresse mail est changée' : 'C’est confirmé'}>
      {fait ? (
        <Alerte ton="succes">Connectez-vous désormais avec {nouveau}, et le même mot de passe.</Alerte>
      ) : (
        <Alerte ton="information">
          Il reste à suivre le lien reçu à l’adresse {cote === 'ancien' ? nouveau : ancien}. D’ici là rien ne
          change.
        </Alerte>
      )}
      <p className="apres-alerte">
        <LienBouton href="/connexion">Se connecter</LienBouton>
      </p>
    </PagePublique>
  );
}

/** The link has been used, has expired, or another request or password has replaced it. */
export function PageLienDeCourrielInvalide(page: PropsPagePubliqueCommune) {
  return (
    <PagePublique {...page} titre="Ce lien n’est plus valable" enErreur>
      <Alerte ton="attention">
        Il a déjà servi, sa durée de validité est passée, ou la demande a été abandonnée.
      </Alerte>
      <p className="apres-alerte">
        Pour changer d’adresse, connectez-vous et recommencez dans « Sécurité de mon compte ».
      </p>
      <LienBouton href="/connexion">Revenir à la connexion</LienBouton>
    </PagePublique>
  );
}
