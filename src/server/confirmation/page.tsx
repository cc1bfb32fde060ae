import {
  Alerte,
  Bouton,
  ChampMotDePasse,
  ChampTexte,
  Formulaire,
  LienBouton,
  PagePublique,
  erreurDe,
  type Saisie,
  type PropsPagePubliqueCommune,
} from '#src/portal/composants/index.ts';

import { CHAMP_PREUVE } from '#src/server/champs.ts';

type Props = PropsPagePubliqueCommune &
  Readonly<{
    courriel: string;
    action: string;
    /** What had been typed, sent again with the password: nothing of it is lost. */
    caches: readonly (readonly [champ: string, valeur: string])[];
    /** Where to go on afterwards, when nothing had been typed. */
    destination: readonly (readonly [champ: string, valeur: string])[];
    /** Where one gives up to. */
    retour: string;
    saisie: Saisie;
  }>;

/** « Confirmez votre mot de passe »: before a sensitive act, when it was given too long ago. */
export function PageConfirmation({ courriel, action, caches, destination, retour, saisie, ...page }: Props) {
  const enErreur = saisie.erreurs.length > 0;
  return (
    <PagePublique {...page} titre="Confirmez votre mot de passe" enErreur={enErreur}>
      {!enErreur && (
        <Alerte ton="information">
          Cette action est sensible et vous avez saisi votre mot de passe il y a longtemps.{' '}
          {caches.length > 0
            ? 'Votre saisie est conservée : elle sera enregistrée juste après.'
            : 'Vous reviendrez ensuite où vous étiez.'}
        </Alerte>
      )}
      <Formulaire action={action} erreurs={saisie.erreurs}>
        {[...caches, ...destination].map(([champ, valeur], rang) => (
          <input key={rang} type="hidden" name={champ} value={valeur} />
        ))}
        <ChampTexte
          nom="compte"
          libelle="Votre adresse mail"
          type="email"
          valeur={courriel}
          autoComplete="username"
          desactive
        />
        <ChampMotDePasse
          nom={CHAMP_PREUVE}
          libelle="Mot de passe"
          requis
          erreur={erreurDe(saisie, CHAMP_PREUVE)}
          autoComplete="current-password"
        />
        <Bouton>Confirmer et continuer</Bouton>
        <p>
          <a className="lien-seul" href={retour}>
            Renoncer
          </a>
        </p>
      </Formulaire>
    </PagePublique>
  );
}

/** Before a download: the browser would stay on the page of the password. */
export function PageFichierPret({
  fichier,
  retour,
  ...page
}: PropsPagePubliqueCommune & Readonly<{ fichier: string; retour: string }>) {
  return (
    <PagePublique {...page} titre="Mot de passe confirmé">
      <p>Vous pouvez télécharger le fichier.</p>
      <div className="actions">
        <LienBouton href={fichier} variante="principal">
          Télécharger le fichier
        </LienBouton>
        <LienBouton href={retour} variante="secondaire">
          Revenir à la page précédente
        </LienBouton>
      </div>
    </PagePublique>
  );
}
