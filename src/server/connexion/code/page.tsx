import {
  Bouton,
  Formulaire,
  PagePublique,
  type PropsPagePubliqueCommune,
  type Saisie,
} from '#src/portal/composants/index.ts';
import { ChampCode } from '#src/server/authentification/champ-code.tsx';

/** `/connexion/code`: second step of a sign-in. Posts `code`. */
export function PageCode({ saisie, ...page }: PropsPagePubliqueCommune & Readonly<{ saisie: Saisie }>) {
  return (
    <PagePublique {...page} titre="Saisissez votre code" enErreur={saisie.erreurs.length > 0}>
      <Formulaire action="/connexion/code" erreurs={saisie.erreurs}>
        <ChampCode
          saisie={saisie}
          libelle="Code de connexion"
          indice="Les 6 chiffres que montre votre application, ou l’un de vos codes de secours."
        />
        <Bouton>Se connecter</Bouton>
      </Formulaire>
      <p className="discret apres-alerte">
        Téléphone perdu et plus de code de secours ? Le responsable de votre Caf peut lever la double
        authentification de votre compte.
      </p>
      <form method="post" action="/deconnexion">
        <Bouton variante="discret">Annuler la connexion</Bouton>
      </form>
    </PagePublique>
  );
}
