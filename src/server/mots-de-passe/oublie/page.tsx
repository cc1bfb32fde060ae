import {
  Alerte,
  Bouton,
  ChampTexte,
  Formulaire,
  PagePublique,
  erreurDe,
  texteDe,
  type PropsPagePubliqueCommune,
  type Saisie,
} from '#src/portal/composants/index.ts';

/** `/mot-de-passe-oublie`: asks for the account. Posts field `courriel` to the same address. */
export function PageMotDePasseOublie({
  saisie,
  ...page
}: PropsPagePubliqueCommune & Readonly<{ saisie: Saisie }>) {
  return (
    <PagePublique {...page} titre="Mot de passe oublié" enErreur={saisie.erreurs.length > 0}>
      <p className="discret">
        Indiquez votre adresse mail : nous vous envoyons un lien pour choisir un nouveau mot de passe.
      </p>
      <Formulaire action="/mot-de-passe-oublie" erreurs={saisie.erreurs}>
        <ChampTexte
          nom="courriel"
          libelle="Adresse mail"
          type="email"
          requis
          valeur={texteDe(saisie, 'courriel')}
          erreur={erreurDe(saisie, 'courriel')}
          autoComplete="username"
          correction={false}
          longueurMax={254}
        />
        <Bouton>Recevoir un lien</Bouton>
        <p>
          <a className="lien-seul" href="/connexion">
            Revenir à la connexion
          </a>
        </p>
      </Formulaire>
    </PagePublique>
  );
}

/** The same answer whether the account exists or not. */
export function PageLienEnvoye({ heures, ...page }: PropsPagePubliqueCommune & Readonly<{ heures: number }>) {
  return (
    <PagePublique {...page} titre="Consultez votre messagerie">
      <Alerte ton="succes">
        Si un compte correspond à ce que vous avez indiqué, un message vient de lui être envoyé.
      </Alerte>
      <p className="discret apres-alerte">
        Le lien qu’il contient est valable {heures} heure{heures >= 2 ? 's' : ''} et ne sert qu’une fois.
        Pensez à regarder dans les courriers indésirables.
      </p>
      <p>
        <a className="lien-seul" href="/connexion">
          Revenir à la connexion
        </a>
      </p>
    </PagePublique>
  );
}
